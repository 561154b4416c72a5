import { NO_PRICE } from './no-price.ts';
import type { Step } from './step.ts';

/**
 * A whole number of steps as a decimal value, the nearest double, so that its shortest text is the exact
 * decimal: 500003 ticks of 0.1 are 50000.3.
 */
export function stepsToDecimal(steps: number, step: Step): number {
  return (steps * step.mantissa) / 10 ** step.decimals;
}

/** A price in ticks as a decimal, null for NO_PRICE. */
export function priceOf(ticks: number, tick: Step): number | null {
  return ticks === NO_PRICE ? null : stepsToDecimal(ticks, tick);
}

/** A price in half ticks as a decimal, null for NO_PRICE. */
export function priceOfHalfTicks(halfTicks: number, tick: Step): number | null {
  return halfTicks === NO_PRICE ? null : (halfTicks * tick.mantissa) / (2 * 10 ** tick.decimals);
}
