/** Shown for what cannot be known. */
const NONE = '-';

const GROUPS = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const MONEY = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** `152,763`. */
export function countText(count: number): string {
  return GROUPS.format(count);
}

/** `-1,234.50`. */
export function moneyText(amount: number | null): string {
  return amount === null ? NONE : MONEY.format(amount + 0);
}

/** `+12.30` or `-4.00`. */
export function signedMoneyText(amount: number | null): string {
  return amount === null ? NONE : `${amount > 0 ? '+' : ''}${moneyText(amount)}`;
}

/** `1.37`. */
export function ratioText(ratio: number | null, digits = 2): string {
  return ratio === null ? NONE : ratio.toFixed(digits);
}

/** `37.5 %`, from a fraction. */
export function percentText(fraction: number | null, digits = 1): string {
  return fraction === null ? NONE : `${(fraction * 100).toFixed(digits)} %`;
}
