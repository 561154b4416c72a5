/** Cash and the day's base, in quote currency. Plain state; the rules are in the risk package. */
export interface Account {
  readonly initialCapital: number;
  /** Realised: capital plus every fill's result less fees and funding. */
  cash: number;
  /** Equity and cash at the last 00:00 UTC (or the start). */
  dayBaseEquity: number;
  dayBaseCash: number;
  /** The daily loss limit was reached today. */
  killed: boolean;
}

/** A fresh account. */
export function newAccount(initialCapital: number): Account {
  return {
    initialCapital,
    cash: initialCapital,
    dayBaseEquity: initialCapital,
    dayBaseCash: initialCapital,
    killed: false,
  };
}
