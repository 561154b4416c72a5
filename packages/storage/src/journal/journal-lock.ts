import { lockForProcess, type Unlock } from '../process-lock.ts';

/**
 * Lets one process write a journal.
 *
 * @throws AuctionTraderError (`STORE_LOCKED`, exit code 2)
 */
export function lockJournal(file: string): Unlock {
  return lockForProcess(`${file}.lock`, `writing the journal ${file}`);
}
