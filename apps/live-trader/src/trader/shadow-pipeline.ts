import { type Clock, defineInstrument } from '@auction-trader/core';
import type { TradingSession } from '@auction-trader/engine';
import { featureSnapshots } from '@auction-trader/features';
import {
  type DecisionRow,
  openRecordingReader,
  type RecordedInput,
  type RecordingReader,
} from '@auction-trader/storage';
import { buildSession, type StrategyMaker, sessionSeed } from './build-session.ts';
import type { OpenedRun } from './open-run.ts';
import { repeat } from './repeat.ts';
import { SessionOutputs } from './session-outputs.ts';

/** How far the second pipeline is behind the first (trading rules 10). */
const DELAY_MS = 10_000;
const EVERY_MS = 1_000;
/** Minutes whose decisions wait for their counterpart; more of them are a difference by themselves. */
const MOST_WAITING = 240;

/** What is compared of a minute. */
const COMPARED = [
  'action',
  'reason',
  'flags',
  'setup',
  'side',
  'stopTicks',
  'tp1Ticks',
  'tp2Ticks',
  'lots',
  'strategyState',
  'featureSnapshot',
] as const satisfies readonly (keyof DecisionRow)[];

/** Two pipelines that should have decided the same. */
interface Divergence {
  readonly minuteMs: number;
  /** Names of what differs. */
  readonly fields: readonly string[];
  /** The live pipeline's and the delayed one's values, by name; null when a side has no such minute. */
  readonly live: Readonly<Record<string, string | number>> | null;
  readonly delayed: Readonly<Record<string, string | number>> | null;
}

/** Hears what the comparison finds. */
export interface ShadowListener {
  onDivergence(divergence: Divergence): void;
  /** The recording cannot be read or the session broke: nothing is compared any more. */
  onFailed(error: unknown): void;
}

/**
 * Shadow mode's pipeline P: the same session made again, fed from the recording ten seconds later, and
 * compared minute by minute with what the live pipeline L has decided.
 */
export class ShadowPipeline {
  readonly #session: TradingSession;
  readonly #outputs: SessionOutputs;
  readonly #reader: RecordingReader;
  readonly #waiting = new Map<number, DecisionRow>();
  readonly #onDivergence: ShadowListener['onDivergence'];
  readonly #stop: () => void;
  #ahead: RecordedInput | null = null;

  /**
   * @param venueNowMs the driver's time
   */
  constructor(
    opened: OpenedRun,
    clock: Clock,
    venueNowMs: () => number,
    makeStrategy: StrategyMaker,
    { onDivergence, onFailed }: ShadowListener,
  ) {
    const { header, recorder, session } = opened;
    this.#onDivergence = onDivergence;
    this.#outputs = new SessionOutputs({
      onMinute: ({ decision }) => JSON.stringify(snapshotOf(decision.index)),
      onLocalCommand: () => {},
      onLocalFill: () => {},
      onAlert: () => {},
      onEntryDropped: () => {},
      onOperatorRefused: () => {},
    });
    this.#session = buildSession(header, this.#outputs, makeStrategy);
    const instrument = defineInstrument(header.instrument);
    const { tape, features } = this.#session;
    const snapshotOf = featureSnapshots({ instrument, tape, features });
    // It stands where the live one stands now, and reads what comes after.
    if (opened.restored !== null) this.#session.restore(session.snapshot());
    else {
      const { start } = sessionSeed(header);
      if (start !== null) this.#session.restore(start);
    }
    this.#reader = openRecordingReader(recorder.dir, { fromSeq: recorder.position.seq + 1 });
    this.#stop = repeat(clock, EVERY_MS, () => {
      try {
        this.#advance(venueNowMs() - DELAY_MS);
      } catch (error) {
        this.stop();
        onFailed(error);
      }
    });
  }

  /** What the live pipeline has decided. */
  take(decision: DecisionRow): void {
    this.#waiting.set(decision.minuteMs, decision);
    const [oldest] = this.#waiting.keys();
    if (this.#waiting.size <= MOST_WAITING || oldest === undefined) return;
    const live = this.#waiting.get(oldest)!;
    this.#waiting.delete(oldest);
    this.#onDivergence({ minuteMs: oldest, fields: ['minute'], live: shown(live), delayed: null });
  }

  stop(): void {
    this.#stop();
    this.#reader.close();
  }

  #advance(untilMs: number): void {
    for (;;) {
      this.#ahead ??= this.#reader.next();
      if (this.#ahead === null || this.#ahead.input.timeMs > untilMs) return;
      this.#session.apply(this.#ahead.input);
      this.#ahead = null;
      this.#outputs.changes.clear();
      for (const decision of this.#outputs.take().decisions) this.#compare(decision);
    }
  }

  #compare(delayed: DecisionRow): void {
    const { minuteMs } = delayed;
    const live = this.#waiting.get(minuteMs);
    this.#waiting.delete(minuteMs);
    const fields =
      live === undefined ? ['minute'] : COMPARED.filter((name) => !Object.is(live[name], delayed[name]));
    if (fields.length === 0) return;
    this.#onDivergence({
      minuteMs,
      fields,
      live: live === undefined ? null : shown(live),
      delayed: shown(delayed),
    });
  }
}

function shown(decision: DecisionRow): Record<string, string | number> {
  return Object.fromEntries(COMPARED.map((name) => [name, decision[name]]));
}
