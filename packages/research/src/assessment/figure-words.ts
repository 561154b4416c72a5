const WHOLE = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const CENTS = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** A count with thousands apart: `4,096`. */
export function count(value: number): string {
  return WHOLE.format(value);
}

/**
 * A Sharpe ratio to one decimal; to two where it and the one it stands beside would look the same, though they
 * are not.
 */
export function sharpe(value: number, beside: number | null = null): string {
  const alike = beside !== null && value !== beside && plain(value, 1) === plain(beside, 1);
  return plain(value, alike ? 2 : 1);
}

/** A share of 0..1 in percent; what rounds to 0 or 100 without being it is told as below or above. */
export function percent(share: number, decimals = 0): string {
  const rounded = plain(share * 100, decimals);
  if (decimals === 0 && share > 0 && share < 0.01) return 'under 1 %';
  if (decimals === 0 && share < 1 && share > 0.99) return 'over 99 %';
  return `${rounded} %`;
}

/** Money in quote currency: whole from 100 up, else with cents. */
export function amount(value: number): string {
  const text = Math.abs(value) >= 100 ? WHOLE.format(value) : CENTS.format(value);
  return /[1-9]/.test(text) ? text : text.replace('-', '');
}

/** Fixed decimals without a negative zero. */
function plain(value: number, decimals: number): string {
  const text = value.toFixed(decimals);
  return Number(text) === 0 ? text.replace('-', '') : text;
}
