import { parseDecimalText, parseStep } from '@auction-trader/core';

/**
 * The coarsest usual step (1, 2, 2.5 or 5 times a power of ten) on which all numbers lie.
 *
 * @param texts decimal numbers; others are left out
 * @returns the step in plain notation, null when there is no number but zeros
 * @example
 * fitStep(['16.5', '17', '18.5']) // '0.5'
 */
export function fitStep(texts: Iterable<string>): string | null {
  let divisor = 0n;
  // All numbers are counted in 10^exponent, the finest place any of them uses.
  let exponent = 0;
  for (const text of texts) {
    const decimal = parseDecimalText(text);
    if (decimal === null || decimal.digits === '' || Math.abs(decimal.exponent) > 30) continue;
    if (decimal.exponent < exponent) {
      divisor *= 10n ** BigInt(exponent - decimal.exponent);
      exponent = decimal.exponent;
    }
    divisor = gcd(divisor, BigInt(decimal.digits) * 10n ** BigInt(decimal.exponent - exponent));
    if (divisor === 1n && exponent <= -18) break;
  }
  return divisor === 0n ? null : usualStep(divisor, exponent);
}

function gcd(left: bigint, right: bigint): bigint {
  let [a, b] = [left, right];
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}

function usualStep(divisor: bigint, exponent: number): string | null {
  const digits = String(divisor).replace(/0+$/, '');
  const zeros = String(divisor).length - digits.length;
  const rest = BigInt(digits);
  const mantissa = [25n, 5n, 2n, 1n].find((candidate) => rest % candidate === 0n)!;
  try {
    return parseStep(`${mantissa}e${exponent + zeros}`).text;
  } catch {
    return null;
  }
}
