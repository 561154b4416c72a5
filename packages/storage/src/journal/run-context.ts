import { invariant, priceOf, roundHalfUp8, type Step, stepsToDecimal } from '@auction-trader/core';
import type { Database } from './database.ts';
import type { RunFacts } from './journal-rows.ts';

/** What all writers of a run share. */
export interface RunContext {
  readonly database: Database;
  readonly facts: RunFacts;
  /** Epoch ms now. */
  nowMs(): number;
}

/** A time for an INTEGER column: whole milliseconds, null for none. */
export function wholeMs(timeMs: number): number | null {
  return Number.isFinite(timeMs) ? Math.floor(timeMs) : null;
}

/** A time that has to be there. */
export function requiredMs(timeMs: number): number {
  invariant(Number.isFinite(timeMs), 'a row of the journal needs its time');
  return Math.floor(timeMs);
}

/** A price in ticks, which may lie between two of them; null for NO_PRICE and NaN. */
export function price(ticks: number, tick: Step): number | null {
  if (Number.isNaN(ticks)) return null;
  const decimal = priceOf(ticks, tick);
  return decimal === null || Number.isInteger(ticks) ? decimal : roundHalfUp8(decimal);
}

/** A size in lots as base coin. */
export function quantity(lots: number, lot: Step): number {
  return stepsToDecimal(lots, lot);
}

/** Money to 8 decimals, null for NaN. */
export function money(amount: number): number | null {
  return Number.isFinite(amount) ? roundHalfUp8(amount) : null;
}
