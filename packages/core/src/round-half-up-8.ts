import { Decimal } from 'decimal.js';

/**
 * A double rounded to 8 decimals, halves away from zero: the form in which money is
 * stored, shown and compared. It rounds the shortest decimal that reads back as `value`,
 * so 1.000000005 becomes 1.00000001 although its double lies below the half.
 *
 * @example
 * roundHalfUp8(2.5000550000000006) // 2.500055
 */
export function roundHalfUp8(value: number): number {
  if (!Number.isFinite(value)) return value;
  // Away from a half the nearest such decimal is certain, and found without a decimal library.
  const scaled = value * 1e8;
  const nearest = Math.round(scaled);
  if (Math.abs(scaled) < 1e14 && Math.abs(scaled - nearest) < 0.4) return nearest / 1e8;
  return new Decimal(value).toDecimalPlaces(8, Decimal.ROUND_HALF_UP).toNumber();
}
