export type Counts = { passed: number; failed: number; skipped: number };

/** Names the variable with the file that takes the counts instead of the terminal. */
export const COUNTS_FILE = 'AUCTION_TRADER_TEST_COUNTS';

export function closingLine({ passed, failed, skipped }: Counts): string {
  return `tests: ${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
