/** Milliseconds in one minute. */
export const MINUTE_MS = 60_000;

/** Milliseconds in one UTC day. */
export const DAY_MS = 86_400_000;

/** Minutes in one UTC day. */
export const MINUTES_PER_DAY = 1_440;

/**
 * Start of the UTC minute that holds a time.
 *
 * @param timeMs epoch milliseconds, UTC
 * @returns epoch milliseconds of the minute's first instant
 * @example
 * minuteStartMs(1704067290500) // 1704067260000
 */
export function minuteStartMs(timeMs: number): number {
  return Math.floor(timeMs / MINUTE_MS) * MINUTE_MS;
}

/**
 * Start of the UTC day that holds a time.
 *
 * @param timeMs epoch milliseconds, UTC
 * @returns epoch milliseconds of the day's first instant
 */
export function dayStartMs(timeMs: number): number {
  return Math.floor(timeMs / DAY_MS) * DAY_MS;
}
