import { MINUTE_MS, minuteStartMs } from '@auction-trader/core';
import { tradingFee } from './fees.ts';

/**
 * Start of a position's timer (trading rules 9.6): the close of the minute that holds its
 * first fill, epoch ms.
 *
 * @example
 * timerStartMs(1704110600000) // 1704110640000
 */
export function timerStartMs(firstFillMs: number): number {
  return minuteStartMs(firstFillMs) + MINUTE_MS;
}

/** Whether a position has been held as long as it may at a decision time. */
export function timeStopDue(decisionMs: number, timerStart: number, maxHoldMs: number): boolean {
  return decisionMs - timerStart >= maxHoldMs;
}

/** What {@link remainingNet} is computed from. Prices in ticks, money in quote currency. */
export interface RemainingPosition {
  /** +1 long, -1 short. */
  readonly side: number;
  /** Lots still held. */
  readonly lots: number;
  /** Volume-weighted entry price. */
  readonly entryTicks: number;
  /** Bid for a long, ask for a short. */
  readonly exitQuoteTicks: number;
  /** Part of the entry fee these lots carry. */
  readonly entryFee: number;
  /** Funding paid per lot since the entry. */
  readonly fundingPerLot: number;
  readonly takerFeeBps: number;
  readonly slippageTicksExit: number;
  readonly quotePerTickLot: number;
}

/**
 * Net result of the lots still held if they left at market now, in quote currency
 * (trading rules 9.6): price difference less entry fee, estimated exit fee on the exit
 * quote, slippage and funding. The time stop lets a position stay while it is above 0.
 */
export function remainingNet(position: RemainingPosition): number {
  const { side, lots, entryTicks, exitQuoteTicks, quotePerTickLot } = position;
  const gross = side * (exitQuoteTicks - entryTicks) * lots * quotePerTickLot;
  const exitFee = tradingFee(exitQuoteTicks, lots, position.takerFeeBps, quotePerTickLot);
  const slippage = position.slippageTicksExit * lots * quotePerTickLot;
  return gross - position.entryFee - exitFee - slippage - position.fundingPerLot * lots;
}
