import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { SimulatedClock } from '@auction-trader/core';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { exampleRun, NOON } from '../testing/example-rows.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import type { SnapshotRow } from './journal-rows.ts';
import { openJournal } from './open-journal.ts';

const VERSION = 3;

function open() {
  const file = join(temporaryFolder(), 'journal.db');
  const journal = openJournal(file, { clock: new SimulatedClock(NOON) });
  const sqlite = new DatabaseSync(file);
  onTestFinished(() => {
    sqlite.close();
    journal.close();
  });
  return { journal, run: journal.run(exampleRun()), sqlite };
}

function snapshot(inputSeq: number, changes: Partial<SnapshotRow> = {}): SnapshotRow {
  return {
    timeMs: NOON + inputSeq,
    type: 'PERIODIC',
    inputSeq,
    segment: '2026-11-20T12-000000000001',
    stateVersion: VERSION,
    state: { ema: Number.NaN, best: -Infinity, zero: -0, trackers: [1, 2.5, null], text: 'é\n\0' },
    position: { lots: 5 },
    acceptance: { up: null },
    pendingOrders: [1],
    account: { equity: 10_000 },
    ...changes,
  };
}

describe('snapshots', () => {
  it('the newest one is loaded, every number of it as it was', () => {
    const { journal, run } = open();
    expect(journal.read.newestSnapshot('run-1', VERSION)).toEqual({ snapshot: null, skipped: [] });
    run.saveSnapshot(snapshot(10));
    run.saveSnapshot(snapshot(20, { type: 'STATE_CHANGE' }));
    const loaded = journal.read.newestSnapshot('run-1', VERSION);
    expect(loaded).toEqual({
      snapshot: { ...snapshot(20, { type: 'STATE_CHANGE' }), id: 2, runId: 'run-1', configHash: 'c0ffee' },
      skipped: [],
    });
    expect(journal.read.newestSnapshot('another', VERSION).snapshot).toBeNull();
    // The columns of state_snapshots, both types.
    expect(journal.read.snapshots().map((row) => row['snapshot_type'])).toEqual(['STATE_CHANGE', 'PERIODIC']);
    expect(journal.read.snapshots()[0]).toMatchObject({
      position_state: '{"lots":5}',
      acceptance_state: '{"up":null}',
      pending_orders: '[1]',
      account_state: '{"equity":10000}',
      schema_version: VERSION,
      config_hash: 'c0ffee',
      recording_seq: 20,
    });
  });

  it('a damaged one is skipped and named, whatever is damaged in it', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(7), fc.constantFrom('state', 'recording_seq', 'cut'), (at, bit, what) => {
        const { journal, run, sqlite } = open();
        run.saveSnapshot(snapshot(10));
        run.saveSnapshot(snapshot(20));
        const { state } = sqlite.prepare('SELECT state FROM state_snapshots WHERE id = 2').get() as {
          state: Uint8Array;
        };
        const damaged = Uint8Array.from(state);
        damaged[at % damaged.length]! ^= 1 << bit;
        if (what === 'recording_seq')
          sqlite.exec('UPDATE state_snapshots SET recording_seq = 21 WHERE id = 2');
        else {
          const bytes = what === 'cut' ? state.subarray(0, at % state.length) : damaged;
          sqlite.prepare('UPDATE state_snapshots SET state = ? WHERE id = 2').run(bytes);
        }
        const loaded = journal.read.newestSnapshot('run-1', VERSION);
        // A flipped bit may lie where the packing ignores it: then the state is as it was.
        const isWhole = loaded.snapshot?.id === 2;
        if (isWhole) expect(loaded.snapshot!.state).toEqual(snapshot(20).state);
        else {
          expect(loaded.snapshot).toMatchObject({ id: 1, inputSeq: 10 });
          expect(loaded.skipped).toEqual([{ id: 2, timeMs: NOON + 20, why: expect.stringMatching(/./) }]);
        }
        if (what !== 'state') expect(isWhole).toBe(false);
      }),
      { numRuns: 30 },
    );
  });

  it('one of another version is skipped', () => {
    const { journal, run } = open();
    run.saveSnapshot(snapshot(10));
    run.saveSnapshot(snapshot(20, { stateVersion: VERSION + 1 }));
    const loaded = journal.read.newestSnapshot('run-1', VERSION);
    expect(loaded.snapshot!.inputSeq).toBe(10);
    expect(loaded.skipped[0]!.why).toMatch(/version 4, and version 3/);
  });

  it('old states are forgotten, their rows stay', () => {
    const { journal, run } = open();
    for (let seq = 1; seq <= 10; seq++) run.saveSnapshot(snapshot(seq));
    run.pruneSnapshots(3);
    expect(journal.read.snapshots({ limit: 100 })).toHaveLength(10);
    const other = journal.run(exampleRun({ runId: 'run-2' }));
    other.pruneSnapshots(0);
    const states = () => journal.read.newestSnapshot('run-1', VERSION + 1).skipped.length;
    expect(states()).toBe(3);
    expect(journal.read.newestSnapshot('run-1', VERSION).snapshot!.inputSeq).toBe(10);
  });
});
