/** What {@link migrate} did. */
export interface Migrated {
  readonly from: number;
  readonly to: number;
}

/**
 * Brings a journal to the newest schema version, each step whole or not at all.
 *
 * @throws AuctionTraderError `NO_JOURNAL`, `JOURNAL_LOCKED`, `JOURNAL_NEWER`, `STORE_ERROR`
 */
export function migrate(_file: string): Migrated {
  throw new Error('not there yet');
}
