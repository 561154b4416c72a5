import { BASIS_POINTS } from '@auction-trader/core';

const HOUR_MS = 3_600_000;

/** Funding of one interval as a fraction of the value, from a rate of eight hours. */
export function fundingRate(rate8hBps: number, intervalHours: number): number {
  return (rate8hBps * intervalHours) / (8 * BASIS_POINTS);
}

/** First funding time strictly later than a time, epoch ms. Intervals count from 00:00 UTC. */
export function nextFundingMs(timeMs: number, intervalHours: number): number {
  const intervalMs = intervalHours * HOUR_MS;
  return Math.floor(timeMs / intervalMs) * intervalMs + intervalMs;
}

/**
 * Funding times in `(openMs, closeMs]`, ascending (trading rules 9.9): those a position
 * opened and closed then pays or receives at.
 *
 * @example
 * fundingTimes(1704095999999, 1704124800000, 8) // [1704096000000, 1704124800000]
 */
export function fundingTimes(openMs: number, closeMs: number, intervalHours: number): number[] {
  const times: number[] = [];
  const intervalMs = intervalHours * HOUR_MS;
  for (let at = nextFundingMs(openMs, intervalHours); at <= closeMs; at += intervalMs) times.push(at);
  return times;
}

/**
 * Funding of one interval in quote currency: above 0 it is paid, below 0 received. Long
 * pays at a positive rate.
 *
 * @param side +1 long, -1 short
 * @param mid2Ticks sum of bid and ask (twice the mark) just before the funding time
 * @param rate fraction of the interval: {@link fundingRate}
 * @param quotePerTickLot value of one tick times one lot
 */
export function fundingPayment(
  side: number,
  lots: number,
  mid2Ticks: number,
  rate: number,
  quotePerTickLot: number,
): number {
  return (side * lots * mid2Ticks * quotePerTickLot * rate) / 2;
}
