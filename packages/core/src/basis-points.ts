import { AuctionTraderError } from './auction-trader-error.ts';
import { parseDecimalText } from './decimal-text.ts';

/** One, in the unit of {@link basisPoints}. */
export const BASIS_POINTS = 10_000;

/**
 * Whether a number has at most four decimals, so that it is a whole number of 1/10000.
 * It is judged by its shortest decimal form: 0.1 + 0.2 has more.
 */
export function isBasisPoints(value: number): boolean {
  return toBasisPoints(value) !== null;
}

/**
 * A configuration decimal (fraction, threshold, multiple, percentage, fee, leverage) as
 * an exact integer of 1/10000.
 *
 * @throws AuctionTraderError (`TOO_MANY_DECIMALS`, exit code 1) when it has more than four
 * decimals or is too large
 * @example
 * basisPoints(0.7) // 7000
 * basisPoints(1.1) * 50 // 550000, where Math.ceil(1.1 * 50) is 56
 */
export function basisPoints(value: number): number {
  const points = toBasisPoints(value);
  if (points !== null) return points;
  throw new AuctionTraderError(`${value} has more than four decimals`, {
    code: 'TOO_MANY_DECIMALS',
    exitCode: 1,
    hint: 'Write it with at most four decimals; such values are counted in 1/10000.',
  });
}

function toBasisPoints(value: number): number | null {
  const decimal = parseDecimalText(String(value));
  if (decimal === null || decimal.exponent < -4) return null;
  const size = Number(`${decimal.digits || '0'}e${decimal.exponent + 4}`);
  if (!Number.isSafeInteger(size)) return null;
  return decimal.negative ? -size : size;
}
