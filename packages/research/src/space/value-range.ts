import { parseDecimalText } from '@auction-trader/core';

/** Most values that one parameter may have. */
export const MAX_VALUES = 100_000;

/** Beyond this a decimal point stands nowhere near any configuration value. */
const MAX_EXPONENT = 30;

/** A whole number of powers of ten: `digits * 10^exponent`. */
interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

/**
 * The numbers from one to another, both included where the step meets the end; in decimals, not in doubles, so
 * that 0.15 to 0.5 by 0.05 has 0.3 and ends with 0.5. What it needs to know are texts for the same reason.
 *
 * @param step null counts by 1, which only whole ends can be
 * @throws RangeError with a message to follow "the range ..." when it is no range
 */
export function rangeValues(from: string, to: string, step: string | null): number[] {
  const ends = [decimalOf(from), decimalOf(to)] as const;
  if (step === null && ends.some(({ exponent }) => exponent < 0)) {
    throw new RangeError(`needs a step: ${from}..${to}/0.1 for example`);
  }
  const stride = decimalOf(step ?? '1');
  const exponent = Math.min(ends[0].exponent, ends[1].exponent, stride.exponent);
  const [first, last, by] = [scaled(ends[0], exponent), scaled(ends[1], exponent), scaled(stride, exponent)];
  if (by <= 0n) throw new RangeError('has a step that is not above 0');
  if (first > last) throw new RangeError('ends before it begins');
  const count = (last - first) / by + 1n;
  if (count === 1n && first < last) throw new RangeError('has a step larger than itself');
  if (count > BigInt(MAX_VALUES))
    throw new RangeError(`has ${count} values, and a parameter at most ${MAX_VALUES}`);
  return Array.from({ length: Number(count) }, (_, at) => Number(`${first + BigInt(at) * by}e${exponent}`));
}

/** @throws RangeError when the text is no number that a configuration could have */
function decimalOf(text: string): Decimal {
  const decimal = parseDecimalText(text);
  if (decimal === null)
    throw new RangeError(`has ${text === '' ? 'nothing' : text} where a number should be`);
  const { negative, digits, exponent } = decimal;
  if (Math.abs(exponent) > MAX_EXPONENT || digits.length > MAX_EXPONENT) {
    throw new RangeError(`has a number out of all bounds, ${text}`);
  }
  const size = BigInt(digits || '0');
  return { digits: negative ? -size : size, exponent };
}

function scaled({ digits, exponent }: Decimal, to: number): bigint {
  return digits * 10n ** BigInt(exponent - to);
}
