import { invariant } from '@auction-trader/core';
import type { LevelRows } from '@auction-trader/ingestion';

/** Levels of single minutes in memory; counts how often it is asked. */
export class MemoryLevels implements LevelRows {
  priceTicks: Int32Array = new Int32Array(0);
  sizeLots: Int32Array = new Int32Array(0);
  from = 0;
  to = 0;
  located = 0;
  readonly #minutes = new Map<number, Int32Array>();

  /**
   * Sets the traded ticks of a minute (ascending), one lot each, between a row of the
   * minute before and one of the minute behind, as they stand in a day's chunk.
   */
  set(minuteMs: number, before: number, priceTicks: readonly number[], behind: number): void {
    this.#minutes.set(minuteMs, Int32Array.from([before, ...priceTicks, behind]));
  }

  locate(minuteMs: number): void {
    const rows = this.#minutes.get(minuteMs);
    invariant(rows !== undefined, `no levels of ${minuteMs}`);
    this.located += 1;
    this.priceTicks = rows;
    this.sizeLots = new Int32Array(rows.length).fill(1);
    this.from = 1;
    this.to = rows.length - 1;
  }
}
