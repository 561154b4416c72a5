/** A number as JSON can hold it: null for NaN, which it cannot. */
export function numberOrNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
