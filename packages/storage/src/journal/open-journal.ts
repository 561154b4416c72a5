import type { Clock } from '@auction-trader/core';
import type { Journal } from './journal.ts';

/** How a journal is opened. */
export interface JournalOptions {
  /** Stamps when a command was journaled. */
  readonly clock: Clock;
  /**
   * `full` (default): every transaction is on the disk when it returns. `off` leaves that to the
   * operating system: kills are outlived, power cuts are not. For simulations.
   */
  readonly durability?: 'full' | 'off';
}

/**
 * Opens the journal for writing, making or migrating it when need be.
 *
 * @throws AuctionTraderError `JOURNAL_LOCKED` (exit code 2) when another process writes it,
 * `JOURNAL_NEWER` (exit code 2) when a newer program made it, `STORE_ERROR`
 */
export function openJournal(_file: string, _options: JournalOptions): Journal {
  throw new Error('not there yet');
}
