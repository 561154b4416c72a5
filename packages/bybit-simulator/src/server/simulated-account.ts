/** An account of the venue and the key that speaks for it. */
export interface SimulatedAccount {
  /** The venue's name for the account. */
  readonly name: string;
  readonly key: string;
  readonly secret: string;
  /** A key that may look but not trade. */
  readonly readOnly?: boolean;
  /** A key that may withdraw, which a careful trader refuses. */
  readonly mayWithdraw?: boolean;
}

/**
 * Keys that are easy to copy and to tell from real ones.
 *
 * @example
 * defaultAccounts(2).map((account) => account.name); // ['one', 'two']
 */
export function defaultAccounts(count: number): SimulatedAccount[] {
  const names = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
  return Array.from({ length: count }, (_, index) => {
    const name = names[index] ?? `account-${index + 1}`;
    return { name, key: `simulated-key-${name}`, secret: `simulated-secret-${name}` };
  });
}
