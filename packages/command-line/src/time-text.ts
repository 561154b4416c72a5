import { AuctionTraderError } from '@auction-trader/core';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const TIME = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?Z?$/;

/** `2025-06-21`. */
export function dayText(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 10);
}

/** `2025-06-21 12:04` (UTC). */
export function minuteText(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 16).replace('T', ' ');
}

/** `2025-06-21 12:04:27` (UTC). */
export function secondText(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 19).replace('T', ' ');
}

/** `3 h 54 min`, from minutes. */
export function durationText(minutes: number): string {
  const whole = Math.round(minutes);
  const parts = [
    [Math.floor(whole / 1440), 'd'],
    [Math.floor((whole % 1440) / 60), 'h'],
    [whole % 60, 'min'],
  ] as const;
  const shown = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}`);
  return shown.length === 0 ? '0 min' : shown.join(' ');
}

/**
 * Start of a UTC day written `YYYY-MM-DD`, epoch ms.
 *
 * @throws AuctionTraderError (`BAD_DAY`, exit code 1)
 */
export function parseDay(text: string, option: string): number {
  const timeMs = DAY.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  // Date.parse lets 2025-02-30 pass as the 2nd of March.
  if (!Number.isNaN(timeMs) && dayText(timeMs) === text) return timeMs;
  throw new AuctionTraderError(`${option} ${text} is not a day`, {
    code: 'BAD_DAY',
    exitCode: 1,
    details: { key: option },
    hint: 'Write a UTC day as YYYY-MM-DD, for example 2025-06-21.',
  });
}

/**
 * A UTC time written as a day, as `2025-06-21T18:00` (seconds and `Z` may follow), or as
 * epoch milliseconds.
 *
 * @throws AuctionTraderError (`BAD_TIME`, exit code 1)
 */
export function parseTime(text: string, option: string): number {
  if (DAY.test(text)) return parseDay(text, option);
  const timeMs = /^\d{13}$/.test(text)
    ? Number(text)
    : TIME.test(text)
      ? Date.parse(`${text.replace(' ', 'T').replace('Z', '')}Z`)
      : Number.NaN;
  if (!Number.isNaN(timeMs)) return timeMs;
  throw new AuctionTraderError(`${option} ${text} is not a time`, {
    code: 'BAD_TIME',
    exitCode: 1,
    details: { key: option },
    hint: 'Write a UTC time as YYYY-MM-DDTHH:MM, for example 2025-06-21T18:00, or as epoch milliseconds.',
  });
}
