import { DAY_MS, MINUTE_MS } from '@auction-trader/core';

/** Bar intervals by their names, in minutes. */
const MINUTES: Readonly<Record<string, number>> = {
  '1': 1,
  '3': 3,
  '5': 5,
  '15': 15,
  '30': 30,
  '60': 60,
  '120': 120,
  '240': 240,
  '360': 360,
  '720': 720,
  D: 1_440,
  W: 10_080,
};

/** 1970-01-01 was a Thursday; weeks begin on Monday. */
const FIRST_MONDAY_MS = 4 * DAY_MS;

/** Minutes of an interval, undefined for one that does not exist. */
export function intervalMinutes(name: string): number | undefined {
  return Object.hasOwn(MINUTES, name) ? MINUTES[name] : undefined;
}

/** Start of the interval that holds a time. */
export function intervalStartMs(timeMs: number, minutes: number): number {
  const lengthMs = minutes * MINUTE_MS;
  const offsetMs = minutes === MINUTES['W'] ? FIRST_MONDAY_MS : 0;
  return Math.floor((timeMs - offsetMs) / lengthMs) * lengthMs + offsetMs;
}
