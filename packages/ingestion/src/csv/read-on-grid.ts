import { parseOnGrid, type Step } from '@auction-trader/core';
import { BYTE, fieldText } from './bytes.ts';

/** What {@link readOnGrid} returns instead of a positive number of steps. */
export const NOT_ON_GRID = { NOT_POSITIVE: 0, MALFORMED: -1, OFF_GRID: -2, TOO_LARGE: -3 } as const;

const INT32_MAX = 2_147_483_647;
/** Longer fields go the slow way: 15 digits and a point are exact in a double. */
const FAST_LENGTH = 16;
const POWERS_OF_TEN = Float64Array.from({ length: 19 }, (_, power) => 10 ** power);

/**
 * Reads a decimal number as a number of steps, exactly, from bytes. Plain notation is read
 * here; anything else (exponents, signs, spaces, quotation marks, very many digits) is
 * left to `parseOnGrid`, which also decides what is wrong with a bad one.
 *
 * @returns the number of steps, or one of {@link NOT_ON_GRID}
 */
export function readOnGrid(bytes: Uint8Array, from: number, to: number, step: Step): number {
  if (to - from > FAST_LENGTH) return readSlowly(bytes, from, to, step);
  let missing = step.decimals;
  let value = 0;
  let at = from;
  for (; at < to; at++) {
    const digit = bytes[at]! - BYTE.ZERO;
    if (digit < 0 || digit > 9) break;
    value = value * 10 + digit;
  }
  if (at === from) return readSlowly(bytes, from, to, step);
  if (at < to && bytes[at] === BYTE.POINT) {
    for (at++; at < to && missing > 0; at++, missing--) {
      const digit = bytes[at]! - BYTE.ZERO;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
    }
    while (at < to && bytes[at] === BYTE.ZERO) at++;
  }
  if (at < to) return readSlowly(bytes, from, to, step);
  if (missing > 0) value *= POWERS_OF_TEN[missing]!;
  if (step.mantissa !== 1) {
    if (value > Number.MAX_SAFE_INTEGER) return readSlowly(bytes, from, to, step);
    const steps = Math.floor(value / step.mantissa);
    if (steps * step.mantissa !== value) return NOT_ON_GRID.OFF_GRID;
    value = steps;
  }
  return value > INT32_MAX ? NOT_ON_GRID.TOO_LARGE : value;
}

function readSlowly(bytes: Uint8Array, from: number, to: number, step: Step): number {
  const steps = parseOnGrid(fieldText(bytes, from, to), step);
  switch (steps) {
    case 'malformed':
      return NOT_ON_GRID.MALFORMED;
    case 'off-grid':
      return NOT_ON_GRID.OFF_GRID;
    case 'out-of-range':
      return NOT_ON_GRID.TOO_LARGE;
    default:
      return steps > 0 ? steps : NOT_ON_GRID.NOT_POSITIVE;
  }
}
