import { AuctionTraderError } from '@auction-trader/core';
import type { SymbolFacts } from './symbol-facts.ts';

/** Money is counted in whole units of 1e-12 USDT, so that sums never drift. */
const MONEY_DECIMALS = 12;
/** Rates are counted in whole units of 1e-8. */
const RATE_SCALE = 100_000_000n;

/**
 * Reads a decimal amount.
 *
 * @throws AuctionTraderError (`BAD_AMOUNT`)
 */
export function parseMoney(text: string): bigint {
  const match = /^(-?)(\d+)(?:\.(\d{1,12}))?$/.exec(text);
  if (match === null) {
    throw new AuctionTraderError(`${JSON.stringify(text)} is not an amount of money`, {
      code: 'BAD_AMOUNT',
      exitCode: 1,
      hint: 'An amount is a decimal such as 10000 or 0.5.',
    });
  }
  const [, sign, whole = '', fraction = ''] = match;
  const units = BigInt(whole + fraction.padEnd(MONEY_DECIMALS, '0'));
  return sign === '-' ? -units : units;
}

/** An amount as a decimal text without trailing zeros. */
export function moneyText(units: bigint): string {
  return scaledText(units, MONEY_DECIMALS);
}

/** An integer with its decimal point put in, without trailing zeros. */
export function scaledText(units: bigint | number, decimals: number): string {
  const negative = units < 0;
  const digits = String(negative ? -units : units);
  if (decimals === 0) return negative ? `-${digits}` : digits;
  const padded = digits.length > decimals ? digits : digits.padStart(decimals + 1, '0');
  let end = padded.length;
  const point = end - decimals;
  while (end > point && padded.charCodeAt(end - 1) === 48) end--;
  const whole = padded.slice(0, point);
  const text = end === point ? whole : `${whole}.${padded.slice(point, end)}`;
  return negative ? `-${text}` : text;
}

/** What one tick times one lot is worth. */
export function tickLotMoney({ tick, lot }: SymbolFacts): bigint {
  return BigInt(tick.mantissa * lot.mantissa) * 10n ** BigInt(MONEY_DECIMALS - tick.decimals - lot.decimals);
}

/** A share of an amount, rounded half away from zero. */
export function rateOf(amount: bigint, rateE8: number): bigint {
  return divideRounded(amount * BigInt(rateE8), RATE_SCALE);
}

/** Quotient rounded half away from zero. `divisor` is positive. */
export function divideRounded(dividend: bigint, divisor: bigint): bigint {
  const half = divisor / 2n;
  return dividend < 0n ? -((half - dividend) / divisor) : (dividend + half) / divisor;
}
