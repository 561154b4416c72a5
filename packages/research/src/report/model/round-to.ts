/** The number with so many significant digits; null for what is no finite number. */
export function roundTo(value: number | null, digits: number): number | null {
  return value === null || !Number.isFinite(value) ? null : Number(value.toPrecision(digits));
}
