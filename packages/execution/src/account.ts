import { type DailyLoss, newDailyLoss } from '@auction-trader/risk';

/** Cash and the day's result, in quote currency. Plain data. */
export interface Account {
  readonly initialCapital: number;
  /** Realised: capital plus every fill's result less fees and funding. */
  cash: number;
  readonly daily: DailyLoss;
}

/** A fresh account; its first day begins with the first date roll. */
export function newAccount(initialCapital: number): Account {
  return { initialCapital, cash: initialCapital, daily: newDailyLoss(0, initialCapital, initialCapital) };
}
