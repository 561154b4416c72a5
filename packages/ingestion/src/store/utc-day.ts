import { AuctionTraderError, DAY_MS } from '@auction-trader/core';

const UTC_DAY = /^\d{4}-\d{2}-\d{2}$/;

/**
 * A UTC day as text.
 *
 * @param dayStartMs epoch milliseconds of the day's start
 * @example
 * formatUtcDay(1750464000000) // '2025-06-21'
 */
export function formatUtcDay(dayStartMs: number): string {
  return new Date(dayStartMs).toISOString().slice(0, 10);
}

/**
 * Start of a UTC day given as text.
 *
 * @param text `YYYY-MM-DD`
 * @returns epoch milliseconds
 * @throws AuctionTraderError (`BAD_DAY`, exit code 1) when it is no day of the calendar
 * @example
 * parseUtcDay('2025-06-21') // 1750464000000
 */
export function parseUtcDay(text: string): number {
  const time = UTC_DAY.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  if (time % DAY_MS === 0 && formatUtcDay(time) === text) return time;
  throw new AuctionTraderError(`${JSON.stringify(text)} is not a UTC day`, {
    code: 'BAD_DAY',
    exitCode: 1,
    hint: 'Write days as YYYY-MM-DD, e.g. 2025-06-21.',
  });
}

/** An epoch time as text, e.g. `2025-06-21 12:04:27.356`. UTC. */
export function formatUtcTime(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, -1).replace('T', ' ');
}
