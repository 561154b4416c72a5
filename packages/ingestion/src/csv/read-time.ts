import { DAY_MS, parseDecimalText } from '@auction-trader/core';
import { BYTE, fieldText } from './bytes.ts';
import type { TimeUnit } from './time-unit.ts';

/** What {@link readTime} returns for a field that is no time. */
export const NO_TIME = -1;

/** Decimal places between a unit and milliseconds. */
const SHIFTS: Readonly<Record<'s' | 'ms' | 'us' | 'ns', number>> = { s: 3, ms: 0, us: -3, ns: -6 };
const MIXED_FROM_MS = Date.UTC(2015, 0);
const MIXED_TO_MS = Date.UTC(2036, 0);
/** As many digits stay exact in a double, and in a machine integer. */
const FAST_DIGITS = 15;
const HALF_DIGITS = 9;
const POWERS_OF_TEN = Float64Array.from({ length: FAST_DIGITS + 1 }, (_, power) => 10 ** power);

/**
 * Reads a time from bytes, cut below one millisecond.
 *
 * @returns epoch milliseconds, or {@link NO_TIME}
 */
export function readTime(bytes: Uint8Array, from: number, to: number, unit: TimeUnit): number {
  switch (unit) {
    case 'iso':
      return readIsoTime(bytes, from, to);
    case 'mixed':
      return readMixedTime(fieldText(bytes, from, to));
    default:
      return readDecimalTime(bytes, from, to, SHIFTS[unit]);
  }
}

/**
 * Reads whole digits and, for seconds, decimals in one pass. Whatever looks otherwise is
 * left to {@link decimalTextTime}.
 */
function readDecimalTime(bytes: Uint8Array, from: number, to: number, shift: number): number {
  const keptEnd = shift < 0 ? to + shift : to;
  // In two halves, so that each stays in a machine integer.
  let high = 0;
  let at = from;
  for (const end = Math.min(keptEnd, from + HALF_DIGITS); at < end; at++) {
    const digit = bytes[at]! - BYTE.ZERO;
    if (digit < 0 || digit > 9) break;
    high = (high * 10 + digit) | 0;
  }
  const middle = at;
  let low = 0;
  for (const end = Math.min(keptEnd, from + FAST_DIGITS - Math.max(0, shift)); at < end; at++) {
    const digit = bytes[at]! - BYTE.ZERO;
    if (digit < 0 || digit > 9) break;
    low = (low * 10 + digit) | 0;
  }
  const whole = high * POWERS_OF_TEN[at - middle]! + low;
  const isDecimal = shift > 0 && at < to && bytes[at] === BYTE.POINT;
  const rest = isDecimal ? at + 1 : at;
  if (at === from || (at < keptEnd && !isDecimal) || !areDigits(bytes, rest, to)) {
    return decimalTextTime(fieldText(bytes, from, to), shift);
  }
  return shift > 0 ? whole * 1000 + readThousandths(bytes, rest, to) : whole;
}

function areDigits(bytes: Uint8Array, from: number, to: number): boolean {
  let at = from;
  while (at < to && isDigit(bytes[at]!)) at++;
  return at === to;
}

/** The first three digits of a fraction; what is missing is zero. */
function readThousandths(bytes: Uint8Array, from: number, to: number): number {
  const first = from < to ? bytes[from]! - BYTE.ZERO : 0;
  const second = from + 1 < to ? bytes[from + 1]! - BYTE.ZERO : 0;
  const third = from + 2 < to ? bytes[from + 2]! - BYTE.ZERO : 0;
  return 100 * first + 10 * second + third;
}

function decimalTextTime(text: string, shift: number): number {
  const decimal = parseDecimalText(text);
  if (decimal === null || decimal.negative || decimal.digits.length > 40) return NO_TIME;
  const power = decimal.exponent + shift;
  if (power > 20) return NO_TIME;
  const digits = power >= 0 ? decimal.digits + '0'.repeat(power) : decimal.digits.slice(0, power);
  const time = Number(digits);
  return Number.isSafeInteger(time) ? time : NO_TIME;
}

/** The unit that puts the time between 2015 and 2035; at most one does. */
function readMixedTime(text: string): number {
  const bytes = Buffer.from(text, 'latin1');
  const iso = readIsoTime(bytes, 0, bytes.length);
  if (iso !== NO_TIME) return iso;
  for (const shift of Object.values(SHIFTS)) {
    const time = decimalTextTime(text, shift);
    if (time >= MIXED_FROM_MS && time < MIXED_TO_MS) return time;
  }
  return NO_TIME;
}

const ISO_LENGTH = 'YYYY-MM-DDTHH:MM:SS'.length;

/** `YYYY-MM-DDTHH:MM:SS[.fraction][zone]`, `T` or a space between; without a zone it is UTC. */
function readIsoTime(bytes: Uint8Array, from: number, to: number): number {
  if (bytes[from] === BYTE.QUOTE || bytes[from] === BYTE.SPACE || bytes[to - 1] === BYTE.SPACE) {
    const bare = Buffer.from(fieldText(bytes, from, to), 'latin1');
    return bare.length < to - from ? readIsoTime(bare, 0, bare.length) : NO_TIME;
  }
  if (to - from < ISO_LENGTH) return NO_TIME;
  const day = readIsoDay(bytes, from);
  const clock = readIsoClock(bytes, from + 11);
  const between = bytes[from + 10];
  if (day === NO_TIME || clock === NO_TIME || (between !== BYTE.T && between !== BYTE.SPACE)) return NO_TIME;
  let at = from + ISO_LENGTH;
  let fraction = 0;
  if (bytes[at] === BYTE.POINT && at < to) {
    const first = at + 1;
    for (at = first; at < to && isDigit(bytes[at]!); at++) {
      if (at < first + 3) fraction = fraction * 10 + (bytes[at]! - BYTE.ZERO);
    }
    for (let digits = at - first; digits < 3; digits++) fraction *= 10;
    if (at === first) return NO_TIME;
  }
  const offset = zoneMs(bytes, at, to);
  return Number.isNaN(offset) ? NO_TIME : Math.max(NO_TIME, day * DAY_MS + clock + fraction - offset);
}

function readIsoDay(bytes: Uint8Array, from: number): number {
  const year = 100 * twoDigits(bytes, from) + twoDigits(bytes, from + 2);
  const month = twoDigits(bytes, from + 5);
  const day = twoDigits(bytes, from + 8);
  const written = bytes[from + 4] === BYTE.MINUS && bytes[from + 7] === BYTE.MINUS;
  if (!written || !(year >= 1970 && month >= 1 && month <= 12 && day >= 1)) return NO_TIME;
  if (day > 28 && day > new Date(Date.UTC(year, month, 0)).getUTCDate()) return NO_TIME;
  return daysSince1970(year, month, day);
}

/** Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms": years begin in March, so the leap day is last. */
function daysSince1970(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const leapDays = Math.floor(shifted / 4) - Math.floor(shifted / 100) + Math.floor(shifted / 400);
  return 365 * shifted + leapDays + dayOfYear - 719_468;
}

function readIsoClock(bytes: Uint8Array, from: number): number {
  const hour = twoDigits(bytes, from);
  const minute = twoDigits(bytes, from + 3);
  const second = twoDigits(bytes, from + 6);
  const written = bytes[from + 2] === BYTE.COLON && bytes[from + 5] === BYTE.COLON;
  if (!written || !(hour < 24 && minute < 60 && second < 60)) return NO_TIME;
  return ((hour * 60 + minute) * 60 + second) * 1000;
}

/** NaN when a byte is no digit. */
function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = bytes[at]! - BYTE.ZERO;
  const ones = bytes[at + 1]! - BYTE.ZERO;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? 10 * tens + ones : Number.NaN;
}

/** Milliseconds that a zone is ahead of UTC; NaN when it is no zone. */
function zoneMs(bytes: Uint8Array, from: number, to: number): number {
  if (from === to || (to - from === 1 && bytes[from] === BYTE.Z)) return 0;
  const zone = fieldText(bytes, from, to);
  if (zone === 'UTC') return 0;
  const match = /^([+-])(\d\d)(?::?(\d\d))?$/.exec(zone);
  if (match === null) return Number.NaN;
  const minutes = 60 * Number(match[2]) + Number(match[3] ?? 0);
  return (match[1] === '-' ? -1 : 1) * minutes * 60_000;
}

function isDigit(byte: number): boolean {
  return byte >= 48 && byte <= 57;
}
