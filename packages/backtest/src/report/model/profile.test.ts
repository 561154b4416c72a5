import { MINUTE_MS } from '@auction-trader/core';
import { describe, expect, it } from 'vitest';
import type { RunResult } from '../../run-result.ts';
import { sampleRun } from '../testing/sample-run.ts';
import { type Profile, profileReader } from './profile.ts';
import { ProfileRecorder } from './profile-recorder.ts';
import { profileStore } from './profile-store.ts';
import { runRows } from './run-rows.ts';

/** The plain way: every level of the window's minutes, one by one. */
function naive({ tape, features }: RunResult, row: number): Record<number, number> {
  const bins: Record<number, number> = {};
  for (let i = Math.max(0, row - 239); i <= row; i += 1) {
    tape.levels.locate(tape.minuteMs(i));
    const { priceTicks, sizeLots, from, to } = tape.levels;
    for (let level = from; level < to; level += 1) {
      const bin = Math.floor(priceTicks[level]! / features.binWidthTicks[row]!);
      bins[bin] = (bins[bin] ?? 0) + sizeLots[level]!;
    }
  }
  return bins;
}

function shown(profile: Profile): Record<number, number> {
  const entries = [...profile.lots].map((lots, i) => [profile.firstBin + i, lots] as const);
  return Object.fromEntries(entries.filter(([, lots]) => lots > 0));
}

describe('profiles', () => {
  const short = sampleRun({ minutes: 900, gaps: [{ from: 300, minutes: 30 }] });

  it('a short run has the profile of every minute', () => {
    const store = profileStore(short)!;
    expect(store.kind).toBe('levels');
    const profileAt = profileReader(store, runRows(short));
    for (const row of [2, 239, 240, 315, 640, 899]) {
      const profile = profileAt(row)!;
      expect(profile.row).toBe(row);
      expect(shown(profile)).toEqual(naive(short, row));
    }
    expect(profileAt(0)).toBeNull();
  });

  it('volume in the profile is the volume of the window', () => {
    const profileAt = profileReader(profileStore(short)!, runRows(short));
    const total = profileAt(700)!.lots.reduce((sum, lots) => sum + lots, 0);
    expect(total).toBe(short.features.windowLots[700]);
  });

  it('coarser base bins are added up', () => {
    const config = { ...short.config, value_area: { ...short.config.value_area, base_bin_ticks: 10 } };
    const store = profileStore({ ...short, config })!;
    const profileAt = profileReader(store, runRows(short));
    expect(shown(profileAt(640)!)).toEqual(naive(short, 640));
  });

  it('a long run has one each hour and one at each decision, the last one before in between', () => {
    const long = sampleRun({ minutes: 15 * 1440, maxTrades: 30, profileStep: 60 });
    const store = profileStore(long)!;
    expect(store.kind).toBe('snapshots');
    const profileAt = profileReader(store, runRows(long));
    const decision = long.trades[10]!.decisionIndex;
    expect(profileAt(decision)!.row).toBe(decision);
    expect(shown(profileAt(decision)!)).toEqual(naive(long, decision));
    const hour = Array.from({ length: 60 }, (_, i) => 5000 + i).find(
      (row) => (long.tape.minuteMs(row) + MINUTE_MS) % 3_600_000 === 0,
    )!;
    expect(shown(profileAt(hour)!)).toEqual(naive(long, hour));
    const later = profileAt(hour + 20)!.row;
    expect(later).toBeGreaterThanOrEqual(hour);
    expect(later).toBeLessThanOrEqual(hour + 20);
  });

  it('fed in pieces while the run goes on, it keeps what it keeps at once', () => {
    const recorder = new ProfileRecorder(short.config);
    const { tape, features, signals } = short;
    for (const [from, to] of [
      [0, 1],
      [1, 500],
      [500, 500],
      [500, 900],
    ] as const) {
      recorder.take({ tape, features, signals, from, to });
    }
    expect(recorder.store()).toEqual(profileStore(short));
  });

  it('does without when the tape has let go of its volume per price', () => {
    const gone = sampleRun({ minutes: 300 });
    gone.tape.levels.locate = () => {
      throw new Error('dropped');
    };
    expect(profileStore(gone)).toBeNull();
  });

  it('has nothing where nothing traded', () => {
    const empty = profileStore(sampleRun({ minutes: 0 }))!;
    expect(profileReader(empty, runRows(sampleRun({ minutes: 0 })))(0)).toBeNull();
  });
});
