import type { ExitRetry, WorkingOrder } from './working-order.ts';

const FIRST_MS = 1_000;
const LONGEST_MS = 30_000;

/** How long an exit waits before it is issued again: 1, 2, 4 ... 30 s for each order in a row that filled nothing. */
function exitPaceMs(fruitless: number): number {
  return fruitless === 0 ? 0 : Math.min(LONGEST_MS, FIRST_MS * 2 ** (fruitless - 1));
}

/** What follows an exit that ended with a rest. `dueMs` is `nowMs` when a part of it filled. */
export function retryOf(order: WorkingOrder, nowMs: number): ExitRetry {
  const fruitless = order.leftLots < order.lots ? 0 : order.fruitless + 1;
  return {
    leg: order.leg,
    attempt: order.attempt + 1,
    fruitless,
    lots: order.leftLots,
    dueMs: nowMs + exitPaceMs(fruitless),
  };
}
