import type { SetOutcome } from './search-plan.ts';

/** Where outcomes go; each comes once in a run. */
export interface OutcomeSink {
  take(outcomes: readonly SetOutcome[]): void;
}

/** Each hand-over is a transaction: some hundred outcomes at once, or what came in half a second. */
const MOST_OUTCOMES = 500;
const MOST_MS = 500;

/** Collects outcomes and hands them over in few pieces. */
export class OutcomeBuffer {
  done = 0;
  failed = 0;
  readonly #sink: OutcomeSink;
  #outcomes: SetOutcome[] = [];
  #flushedMs = performance.now();

  constructor(sink: OutcomeSink) {
    this.#sink = sink;
  }

  take(outcomes: readonly SetOutcome[]): void {
    this.done += outcomes.length;
    this.failed += outcomes.filter(({ error }) => error !== null).length;
    this.#outcomes.push(...outcomes);
    const due = this.#outcomes.length >= MOST_OUTCOMES || performance.now() - this.#flushedMs >= MOST_MS;
    if (due) this.flush();
  }

  /** Hands over what is left. Throws what the sink throws; then nothing is left. */
  flush(): void {
    const outcomes = this.#outcomes;
    this.#outcomes = [];
    this.#flushedMs = performance.now();
    if (outcomes.length > 0) this.#sink.take(outcomes);
  }
}
