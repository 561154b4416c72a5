import { ACTION, type Config, MINUTE_MS } from '@auction-trader/core';
import type { SignalColumns } from '@auction-trader/engine';
import type { FeatureColumns } from '@auction-trader/features';
import type { MinuteTape } from '@auction-trader/ingestion';
import { LevelWindow, type MinuteLevels } from './level-window.ts';
import type { ProfileStore } from './profile.ts';

/** Minutes of a run whose results stand already. */
export interface RunRows {
  readonly tape: MinuteTape;
  readonly features: FeatureColumns;
  readonly signals: SignalColumns;
  /** Rows `from` to just before `to`. */
  readonly from: number;
  readonly to: number;
}

/** Longest run, in minutes, and most entries for which every minute's volume per price is carried. */
const LEVELS_MAX_MINUTES = 14 * 1440;
const LEVELS_MAX_ENTRIES = 1_000_000;
/** Most profiles that are kept at regular times, and most at decisions. */
const REGULAR_MAX = 9_000;
const DECISIONS_MAX = 6_000;
const HOUR_MS = 60 * MINUTE_MS;

interface Snapshot {
  readonly row: number;
  readonly endMs: number;
  readonly decision: boolean;
  readonly widthTicks: number;
  readonly firstBin: number;
  readonly lots: Float64Array;
}

/**
 * Keeps a run's volume profiles for its report, while the run still holds the volume per price (a long run
 * lets go of old days): every minute when that is small enough, else a profile each hour, or more rarely, and
 * one at each entry's decision.
 *
 * @example
 * const profiles = new ProfileRecorder(config);
 * const run = runBacktest(source, config, { onMinutes: (rows) => profiles.take(rows) });
 * await writeReport(run, { outDir: 'out', version: '1.0.0', profiles });
 */
export class ProfileRecorder {
  private readonly window: LevelWindow;
  private readonly windowMinutes: number;
  private readonly baseBinTicks: number;
  /** Null once it has become too much to carry. */
  private minutes: MinuteLevels[] | null = [];
  private entries = 0;
  private snapshots: Snapshot[] = [];

  constructor(config: Config) {
    this.windowMinutes = config.instrument.rolling_window_minutes;
    this.baseBinTicks = config.value_area.base_bin_ticks;
    this.window = new LevelWindow(this.windowMinutes, this.baseBinTicks);
  }

  /** Takes in the next minutes; call it for consecutive ranges from row 0 on. */
  take({ tape, features, signals, from, to }: RunRows): void {
    for (let row = from; row < to; row += 1) {
      this.keepMinute(this.window.push(tape, row));
      const endMs = tape.minuteMs(row) + MINUTE_MS;
      const action = signals.action[row]!;
      const decision = action === ACTION.ENTER_LONG || action === ACTION.ENTER_SHORT;
      const widthTicks = features.binWidthTicks[row]!;
      if (widthTicks === 0 || (!decision && endMs % HOUR_MS !== 0)) continue;
      const profile = this.window.profile(widthTicks);
      if (profile !== null) this.snapshots.push({ row, endMs, decision, widthTicks, ...profile });
    }
  }

  /** What was kept. */
  store(): ProfileStore {
    const { minutes, windowMinutes, baseBinTicks } = this;
    if (minutes === null) return snapshotStore(this.snapshots);
    return {
      kind: 'levels',
      windowMinutes,
      baseBinTicks,
      counts: Float64Array.from(minutes, ({ bins }) => bins.length),
      bins: joined(minutes.map(({ bins }) => bins)),
      lots: joined(minutes.map(({ lots }) => lots)),
    };
  }

  private keepMinute(minute: MinuteLevels): void {
    if (this.minutes === null) return;
    this.minutes.push(minute);
    this.entries += minute.bins.length;
    if (this.minutes.length > LEVELS_MAX_MINUTES || this.entries > LEVELS_MAX_ENTRIES) this.minutes = null;
  }
}

function snapshotStore(all: readonly Snapshot[]): ProfileStore {
  const regular = all.filter(({ decision }) => !decision).length;
  const everyMs = Math.ceil(regular / REGULAR_MAX) * HOUR_MS;
  let decisions = 0;
  const kept = all.filter(({ decision, endMs }) => {
    if (decision) decisions += 1;
    return endMs % everyMs === 0 || (decision && decisions <= DECISIONS_MAX);
  });
  return {
    kind: 'snapshots',
    rows: Float64Array.from(kept, ({ row }) => row),
    widths: Float64Array.from(kept, ({ widthTicks }) => widthTicks),
    firstBins: Float64Array.from(kept, ({ firstBin }) => firstBin),
    counts: Float64Array.from(kept, ({ lots }) => lots.length),
    lots: joined(kept.map(({ lots }) => lots)),
  };
}

function joined(parts: readonly ArrayLike<number>[]): Float64Array {
  const whole = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
