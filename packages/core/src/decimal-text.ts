/** A decimal number as written: `sign * digits * 10^exponent`. */
export interface DecimalText {
  readonly negative: boolean;
  /** Digits without leading and trailing zeros; empty for zero. */
  readonly digits: string;
  readonly exponent: number;
}

const DECIMAL = /^([-+]?)(?:(\d+)(?:\.(\d*))?|\.(\d+))(?:[eE]([-+]?\d{1,9}))?$/;

/**
 * Reads a decimal number without going through a double. Plain and exponent notation.
 *
 * @returns null when the text is not a decimal number (spaces, separators, `NaN` ...)
 * @example
 * parseDecimalText('4.50e+08') // { negative: false, digits: '45', exponent: 7 }
 */
export function parseDecimalText(text: string): DecimalText | null {
  const match = DECIMAL.exec(text);
  if (match === null) return null;
  const [, sign, whole = '', fraction = match[4] ?? '', , power = '0'] = match;
  const significant = (whole + fraction).replace(/^0+/, '');
  const digits = significant.replace(/0+$/, '');
  if (digits === '') return { negative: false, digits, exponent: 0 };
  const exponent = Number(power) - fraction.length + (significant.length - digits.length);
  return { negative: sign === '-', digits, exponent };
}
