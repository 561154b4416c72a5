import type { LevelRows, MinuteTape } from '@auction-trader/ingestion';

/**
 * Levels of a minute when only its range is known: every tick from low to high, one lot each.
 * With them "some print lies within the tolerance of x" becomes the rule of bar mode,
 * `low - tol <= x <= high + tol`, for any strategy. The sizes mean nothing.
 */
export class RangeLevels implements LevelRows {
  priceTicks: Int32Array = new Int32Array(0);
  sizeLots: Int32Array = new Int32Array(0);
  readonly from = 0;
  to = 0;
  readonly #tape: MinuteTape;

  constructor(tape: MinuteTape) {
    this.#tape = tape;
  }

  locate(minuteMs: number): void {
    const tape = this.#tape;
    const index = tape.indexOf(minuteMs);
    const low = tape.lowTicks[index]!;
    const ticks = tape.volumeLots[index] === 0 ? 0 : tape.highTicks[index]! - low + 1;
    if (this.priceTicks.length < ticks) {
      this.priceTicks = new Int32Array(2 * ticks);
      this.sizeLots = new Int32Array(2 * ticks).fill(1);
    }
    for (let row = 0; row < ticks; row++) this.priceTicks[row] = low + row;
    this.to = ticks;
  }
}
