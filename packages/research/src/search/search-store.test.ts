import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, describe, expect, it } from 'vitest';
import { failedOutcome } from './run-batch.ts';
import type { SetOutcome } from './search-plan.ts';
import { SearchStore } from './search-store.ts';
import { searchStoreError } from './search-store-error.ts';
import { smallSearch } from './testing/small-search.ts';

const folder = mkdtempSync(join(tmpdir(), 'auction-trader-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const { plan } = smallSearch(['accept_outside_k:1..3'], ['AAA']);

function outcome(setIndex: number, sharpe: number | null): SetOutcome {
  const figures = { metrics: { n: 3, sharpe }, dailyReturns: [0.1, -1 / 3, 0], firstDay: '2024-01-01' };
  return { setIndex, periodIndex: 0, figures, error: null };
}

describe('SearchStore', () => {
  it('gives back bit for bit what was written, in the order of the plan, each once', () => {
    const store = SearchStore.open(':memory:');
    const searchId = store.begin(plan);
    expect(searchId).toBe(plan.planHash.slice(0, 12));
    expect(store.begin(plan)).toBe(searchId);
    store.add(searchId, [outcome(2, 0.1 + 0.2), failedOutcome(0, 0, 'no stop')]);
    store.add(searchId, [outcome(2, 9), outcome(1, null)]);
    expect(store.outcomes(searchId)).toEqual([
      failedOutcome(0, 0, 'no stop'),
      outcome(1, null),
      outcome(2, 0.1 + 0.2),
    ]);
    expect(store.missing(searchId)).toEqual([]);
    expect(store.plan(searchId)).toEqual(plan);
    expect(store.list()).toMatchObject([{ searchId, sets: 3, done: 3, failed: 1, total: 3 }]);
  });

  it('names what is missing, finds a search by the beginning of its id, and forgets it', () => {
    const store = SearchStore.open(':memory:');
    const searchId = store.begin(plan);
    store.add(searchId, [outcome(1, 1)]);
    expect(store.missing(searchId)).toEqual([
      { setIndex: 0, periodIndex: 0 },
      { setIndex: 2, periodIndex: 0 },
    ]);
    expect(store.find(searchId.slice(0, 5).toUpperCase())).toBe(searchId);
    expect(() => store.find('zz')).toThrow(expect.objectContaining({ code: 'NO_SEARCH', exitCode: 1 }));
    store.remove(searchId);
    expect(() => store.remove(searchId)).toThrow(expect.objectContaining({ code: 'NO_SEARCH' }));
    store.begin(plan);
    expect(store.missing(searchId)).toHaveLength(3);
  });

  it('lists results of another version, and refuses to use them, with the reason', () => {
    const store = SearchStore.open(':memory:');
    const searchId = store.begin({ ...plan, resultVersion: 0 });
    expect(store.list()).toMatchObject([{ searchId, resultVersion: 0 }]);
    const refusal = expect.objectContaining({
      code: 'OLD_RESULTS',
      message: expect.stringContaining('version 0'),
      hint: expect.stringContaining(`grid remove ${searchId}`),
    });
    expect(() => store.outcomes(searchId)).toThrow(refusal);
    expect(() => store.plan(searchId)).toThrow(refusal);
  });

  it('refuses another plan under the same id', () => {
    const store = SearchStore.open(':memory:');
    store.begin(plan);
    const other = { ...plan, planHash: `${plan.planHash.slice(0, 12)}0000` };
    expect(() => store.begin(other)).toThrow(expect.objectContaining({ code: 'SEARCH_ID_TAKEN' }));
  });

  it('writes a batch as a whole or not at all', () => {
    const store = SearchStore.open(':memory:');
    const searchId = store.begin(plan);
    const broken = { ...outcome(1, 1), setIndex: {} as number };
    expect(() => store.add(searchId, [outcome(0, 1), broken])).toThrow();
    expect(store.missing(searchId)).toHaveLength(3);
    store.add(searchId, [outcome(0, 1)]);
    expect(store.missing(searchId)).toHaveLength(2);
  });

  it('keeps what was added when the file is opened again, and refuses other files', () => {
    const file = join(folder, 'deep', 'searches.db');
    expect(SearchStore.exists(file)).toBe(false);
    const first = SearchStore.open(file);
    const searchId = first.begin(plan);
    first.add(searchId, [outcome(0, 1)]);
    first.close();
    const again = SearchStore.open(file);
    expect(again.outcomes(searchId)).toEqual([outcome(0, 1)]);
    again.close();
    const newer = new DatabaseSync(file);
    newer.exec('PRAGMA user_version = 99');
    newer.close();
    expect(() => SearchStore.open(file)).toThrow(/form 99/);
    const other = join(folder, 'other.db');
    writeFileSync(other, 'no database at all, but long enough to be looked at');
    expect(() => SearchStore.open(other)).toThrow(expect.objectContaining({ code: 'SEARCH_STORE' }));
  });

  it('says what to do when the disk is full', () => {
    const error = searchStoreError('searches.db', { errcode: 13, message: 'database or disk is full' });
    expect(error.message).toContain('the disk is full');
    expect(error.hint).toContain('goes on from there');
  });
});
