import { describe, expect, it } from 'vitest';
import { runSearch, type SearchOptions, type SearchProgress } from './run-search.ts';
import type { SetOutcome } from './search-plan.ts';
import { outcomeKey, SearchStore } from './search-store.ts';
import { plainOutcomes, type SmallSearch, smallSearch } from './testing/small-search.ts';

const search = smallSearch();

/** Outcomes of a run as the store gives them, in one text. */
async function storedText(
  { plan, openSource }: SmallSearch,
  options: Partial<SearchOptions> = {},
): Promise<string> {
  const store = SearchStore.open(':memory:');
  const searchId = store.begin(plan);
  const sink = { take: (outcomes: readonly SetOutcome[]) => store.add(searchId, outcomes) };
  await runSearch(plan, { openSource, workers: 1, sink, ...options });
  return JSON.stringify(store.outcomes(searchId));
}

describe('runSearch', () => {
  it('gives what plain runs from the ticks give, with 1, 2 and 3 threads', async () => {
    const plain = plainOutcomes(search);
    expect(plain.some(({ figures }) => figures!.metrics['n']! > 0)).toBe(true);
    const expected = JSON.stringify(plain);
    for (const workers of [1, 2, 3]) expect(await storedText(search, { workers })).toBe(expected);
  });

  it('runs what is missing, tells how far it is, and gives each outcome once', async () => {
    const { plan, openSource } = search;
    const done = new Set(plan.sets.flatMap(({ index }) => (index % 2 === 0 ? `${index}/0` : [])));
    const taken: string[] = [];
    const told: SearchProgress[] = [];
    const sink = { take: (outcomes: readonly SetOutcome[]) => taken.push(...outcomes.map(outcomeKey)) };
    const end = await runSearch(plan, {
      openSource,
      workers: 2,
      sink,
      done,
      onProgress: (at) => told.push(at),
    });
    const missing = plan.periods.flatMap((_, period) =>
      plan.sets.map(({ index }) => `${index}/${period}`).filter((key) => !done.has(key)),
    );
    expect(taken.sort()).toEqual(missing.sort());
    expect(end).toEqual({ stopped: false, done: missing.length, failed: 0 });
    expect(told.at(-1)).toMatchObject({ phase: 'sets', done: missing.length, total: missing.length });
    expect(
      await runSearch(plan, { openSource, workers: 2, sink, done: new Set([...done, ...missing]) }),
    ).toEqual({
      stopped: false,
      done: 0,
      failed: 0,
    });
  });

  it('stops when it is told to, keeps what is finished, and goes on to the same results', async () => {
    const { plan, openSource } = search;
    const store = SearchStore.open(':memory:');
    const searchId = store.begin(plan);
    const sink = { take: (outcomes: readonly SetOutcome[]) => store.add(searchId, outcomes) };
    const controller = new AbortController();
    const onProgress = ({ done }: SearchProgress) => {
      if (done > 5) controller.abort();
    };
    const end = await runSearch(plan, {
      openSource,
      workers: 2,
      sink,
      onProgress,
      signal: controller.signal,
    });
    expect(end.stopped).toBe(true);
    expect(end.done).toBe(store.done(searchId).size);
    expect(end.done).toBeLessThan(plan.sets.length * 2);
    expect(end.done).toBeGreaterThan(5);
    await runSearch(plan, { openSource, workers: 2, sink, done: store.done(searchId) });
    expect(JSON.stringify(store.outcomes(searchId))).toBe(JSON.stringify(plainOutcomes(search)));
  });

  it('refuses other ticks than the plan names', async () => {
    const { plan, openSource } = search;
    const other = { ...plan.periods[0]!, dataHash: '00' };
    const changed = { ...plan, periods: [other] };
    await expect(runSearch(changed, { openSource, workers: 1, sink: { take() {} } })).rejects.toMatchObject({
      code: 'DATA_CHANGED',
    });
  });

  it('ends with the error of a sink that takes no more', async () => {
    const { plan, openSource } = search;
    const sink = {
      take() {
        throw new Error('full');
      },
    };
    await expect(runSearch(plan, { openSource, workers: 2, sink })).rejects.toThrow('full');
  });
});
