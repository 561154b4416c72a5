import { SweepRecorder } from '@auction-trader/backtest';

/**
 * Recorders for the runs of one thread, used again and again: made anew for each run, their arrays would be most
 * of what the garbage collector has to do.
 */
export class RecorderPool {
  #rows = 0;
  #recorders: SweepRecorder[] = [];

  /** Recorders as new, `count` of them, for a tape of `rows` minutes; those taken before must be done with. */
  take(count: number, rows: number): readonly SweepRecorder[] {
    if (rows !== this.#rows) this.#recorders = [];
    this.#rows = rows;
    while (this.#recorders.length < count) this.#recorders.push(new SweepRecorder(rows));
    const taken = this.#recorders.slice(0, count);
    for (const recorder of taken) recorder.reset();
    return taken;
  }
}
