const UP = new WeakMap<Float64Array, Int32Array>();
const DOWN = new WeakMap<Float64Array, Int32Array>();

/**
 * Positions of a column's values in order of the values; equal ones in their own order, those without a value
 * last. Made once for each column.
 */
export function ordered(column: Float64Array, down: boolean): Int32Array {
  const made = down ? DOWN : UP;
  const known = made.get(column);
  if (known !== undefined) return known;
  const sign = down ? -1 : 1;
  const order = Int32Array.from(column, (_, i) => i).sort((a, b) => {
    const [x, y] = [column[a]!, column[b]!];
    if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(x)) - Number(Number.isNaN(y)) || a - b;
    return (x - y) * sign || a - b;
  });
  made.set(column, order);
  return order;
}
