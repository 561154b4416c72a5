/** Largest falls of an equity curve from its running peak; the two may lie at different times. */
export interface Drawdown {
  /** Largest `peak - equity`, quote currency. */
  readonly amount: number;
  /** Largest `(peak - equity) / peak`, a fraction. */
  readonly fraction: number;
}

/** Below 1 by more than products are rounded. */
const ALMOST = 1 - 1e-9;

/**
 * Maximum drawdown of an equity curve that starts with the initial capital.
 *
 * @param initialCapital > 0
 * @param equity marks in time order
 * @param length how many elements of `equity` count
 */
export function maxDrawdown(
  initialCapital: number,
  equity: ArrayLike<number>,
  length: number = equity.length,
): Drawdown {
  let peak = initialCapital;
  let amount = 0;
  let fraction = 0;
  let before = Number.NaN;
  for (let i = 0; i < length; i += 1) {
    const mark = equity[i]!;
    // Flat, which is most of the time, nothing changes.
    if (mark === before) continue;
    before = mark;
    if (mark > peak) peak = mark;
    const fall = peak - mark;
    if (fall > amount) amount = fall;
    // Divided only where it could be more.
    if (fall > fraction * peak * ALMOST && fall / peak > fraction) fraction = fall / peak;
  }
  return { amount, fraction };
}
