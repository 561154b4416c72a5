import { lockFile, type Unlock } from '@auction-trader/ingestion';

/**
 * Lets one process write a journal.
 *
 * @throws AuctionTraderError (`STORE_LOCKED`, exit code 2)
 */
export function lockJournal(file: string): Unlock {
  return lockFile(`${file}.lock`, `writing the journal ${file}`);
}
