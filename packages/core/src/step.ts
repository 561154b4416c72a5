import { AuctionTraderError } from './auction-trader-error.ts';
import { parseDecimalText } from './decimal-text.ts';

/**
 * A decimal grid step such as 0.1, 0.001 or 0.5, kept exactly as
 * `mantissa * 10^-decimals`.
 */
export interface Step {
  /** The step as written, in plain notation, e.g. `0.1`. */
  readonly text: string;
  /** Positive integer without trailing zeros unless `decimals` is 0. */
  readonly mantissa: number;
  /** Number of decimals, 0 or more. */
  readonly decimals: number;
  /** Nearest double; for display and money, never for keys. */
  readonly value: number;
}

/** Why a text has no place on a grid. */
export type GridRefusal = 'malformed' | 'off-grid' | 'out-of-range';

const MAX_DECIMALS = 18;
const MAX_MANTISSA = 10_000_000;
const INT32_MAX = 2_147_483_647;

/**
 * Reads a grid step.
 *
 * @param text a positive decimal such as `"0.1"`, `0.5`, `"1e-8"` or `10`
 * @throws AuctionTraderError (`BAD_STEP`, exit code 1) when it is not a positive decimal with at
 * most 18 decimals and a mantissa of at most 1e7
 * @example
 * parseStep('1e-8') // { text: '0.00000001', mantissa: 1, decimals: 8, value: 1e-8 }
 */
export function parseStep(text: string | number): Step {
  const step = readStep(String(text));
  if (step !== null) return step;
  throw new AuctionTraderError(`${JSON.stringify(text)} is not a usable step`, {
    code: 'BAD_STEP',
    exitCode: 1,
    hint: 'A step is a positive decimal such as 0.1 or 0.001.',
  });
}

/** Whether {@link parseStep} takes it. */
export function isStep(text: string | number): boolean {
  return readStep(String(text)) !== null;
}

function readStep(text: string): Step | null {
  const decimal = parseDecimalText(text);
  if (decimal === null || decimal.negative || decimal.digits === '') return null;
  const { digits, exponent } = decimal;
  const decimals = Math.max(0, -exponent);
  const mantissa = Number(`${digits}e${Math.max(0, exponent)}`);
  if (mantissa > MAX_MANTISSA || decimals > MAX_DECIMALS) return null;
  return {
    text: placePoint(String(mantissa), decimals),
    mantissa,
    decimals,
    value: Number(`${mantissa}e-${decimals}`),
  };
}

/**
 * Converts a decimal text to a number of steps, exactly. This is the plain reference of
 * the importers' byte scanner.
 *
 * @returns the integer, or why there is none: not a decimal number, not a multiple of the
 * step, or outside Int32 (the smallest Int32 is left out, it stands for "no price")
 * @example
 * parseOnGrid('50000.3', parseStep('0.1')) // 500003
 * parseOnGrid('50000.35', parseStep('0.1')) // 'off-grid'
 */
export function parseOnGrid(text: string, step: Step): number | GridRefusal {
  const decimal = parseDecimalText(text);
  if (decimal === null) return 'malformed';
  if (decimal.digits === '') return 0;
  const shift = decimal.exponent + step.decimals;
  // Digits end in a non-zero: a negative shift always leaves a fraction behind.
  if (shift < 0) return 'off-grid';
  if (decimal.digits.length + shift > 30) return 'out-of-range';
  const scaled = BigInt(decimal.digits) * 10n ** BigInt(shift);
  const mantissa = BigInt(step.mantissa);
  if (scaled % mantissa !== 0n) return 'off-grid';
  const steps = scaled / mantissa;
  if (steps > BigInt(INT32_MAX)) return 'out-of-range';
  return decimal.negative ? -Number(steps) : Number(steps);
}

/**
 * Writes a number of steps as a decimal in plain notation, with the step's decimals.
 *
 * @param steps an integer; at most 2^53 in size
 * @throws AuctionTraderError (`OFF_GRID`) when `steps` is no safe integer
 * @example
 * formatOnGrid(500000, parseStep('0.1')) // '50000.0'
 */
export function formatOnGrid(steps: number, step: Step): string {
  if (!Number.isSafeInteger(steps)) {
    throw new AuctionTraderError(`${steps} is not a whole number of steps of ${step.text}`, {
      code: 'OFF_GRID',
    });
  }
  const scaled = BigInt(Math.abs(steps)) * BigInt(step.mantissa);
  return (steps < 0 ? '-' : '') + placePoint(String(scaled), step.decimals);
}

/** Puts the decimal point `decimals` digits from the end. */
function placePoint(digits: string, decimals: number): string {
  if (decimals === 0) return digits;
  const padded = digits.padStart(decimals + 1, '0');
  return `${padded.slice(0, -decimals)}.${padded.slice(-decimals)}`;
}
