import type { JournalReader } from './journal-reader.ts';

/** A journal opened for reading; also while another process writes it. */
export interface OpenedReader extends JournalReader {
  close(): void;
}

/**
 * Opens a journal for reading only.
 *
 * @throws AuctionTraderError `NO_JOURNAL` (exit code 1), `JOURNAL_OLD` (run migrate) or `JOURNAL_NEWER` (exit code 2)
 */
export function readJournal(_file: string): OpenedReader {
  throw new Error('not there yet');
}
