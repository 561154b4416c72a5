import { NO_TIME, readTime } from './read-time.ts';
import { REFUSAL } from './refusals.ts';
import type { TimeUnit } from './time-unit.ts';

const EARLIEST_MS = Date.UTC(2000, 0);
const LATEST_MS = Date.UTC(2100, 0);

/**
 * Reads a row's time, believed between the years 2000 and 2099.
 *
 * @returns epoch milliseconds, or minus the code of a refusal
 */
export function readRowTime(bytes: Uint8Array, from: number, to: number, unit: TimeUnit): number {
  const timeMs = readTime(bytes, from, to, unit);
  if (timeMs >= EARLIEST_MS && timeMs < LATEST_MS) return timeMs;
  return timeMs === NO_TIME ? -REFUSAL.malformed : -REFUSAL['absurd-time'];
}
