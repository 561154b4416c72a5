import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished, vi } from 'vitest';
import { runSearch, type SearchProgress } from './run-search.ts';
import type { SetOutcome } from './search-plan.ts';
import { outcomeKey, SearchStore } from './search-store.ts';
import { plainOutcomes, smallSearch, storedSearch } from './testing/small-search.ts';

// Threads start slowly where many tests run at once.
vi.setConfig({ testTimeout: 120_000 });

const search = smallSearch();
const { plan, openSource } = search;
const plain = plainOutcomes(search);
const plainText = JSON.stringify(plain);

/** A sink that keeps everything in the order of the plan. */
function collector() {
  const taken: SetOutcome[] = [];
  const order = ({ setIndex, periodIndex }: SetOutcome) => periodIndex * plan.sets.length + setIndex;
  return {
    take: (outcomes: readonly SetOutcome[]) => taken.push(...outcomes),
    sorted: () => taken.toSorted((left, right) => order(left) - order(right)),
  };
}

function storeIn(file: string) {
  const store = SearchStore.open(file);
  onTestFinished(() => store.close());
  const searchId = store.begin(plan);
  return { store, searchId, take: (outcomes: readonly SetOutcome[]) => store.add(searchId, outcomes) };
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'auction-trader-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

it('gives with three threads what plain runs from the ticks give', async () => {
  expect(plain.some(({ figures }) => figures!.metrics['n']! > 0)).toBe(true);
  const sink = collector();
  const told: SearchProgress[] = [];
  const end = await runSearch(plan, { openSource, workers: 3, sink, onProgress: (at) => told.push(at) });
  expect(JSON.stringify(sink.sorted())).toBe(plainText);
  expect(end).toEqual({ stopped: false, done: plain.length, failed: 0 });
  expect(told[0]).toMatchObject({ phase: 'ticks', done: 0, total: plain.length });
  expect(told.at(-1)).toMatchObject({ phase: 'sets', done: plain.length, total: plain.length });
});

it('runs only what is missing, with one thread', async () => {
  const done = new Set(plain.filter(({ setIndex }) => setIndex % 3 === 0).map(outcomeKey));
  const sink = collector();
  await runSearch(plan, { openSource, workers: 1, sink, done });
  expect(sink.sorted()).toEqual(plain.filter((outcome) => !done.has(outcomeKey(outcome))));
  const all = new Set(plain.map(outcomeKey));
  const nothing = await runSearch(plan, { openSource, workers: 1, sink, done: all });
  expect(nothing).toEqual({ stopped: false, done: 0, failed: 0 });
});

it('stops when it is told to, and keeps what is finished', async () => {
  const { store, searchId, take } = storeIn(':memory:');
  const controller = new AbortController();
  const onProgress = ({ done }: SearchProgress) => {
    if (done > 5) controller.abort();
  };
  const { signal } = controller;
  const end = await runSearch(plan, { openSource, workers: 1, sink: { take }, onProgress, signal });
  const kept = store.done(searchId);
  expect(end).toEqual({ stopped: true, done: kept.size, failed: 0 });
  expect(kept.size).toBeGreaterThan(5);
  expect(kept.size).toBeLessThan(plain.length);
  expect(store.outcomes(searchId)).toEqual(plain.filter((outcome) => kept.has(outcomeKey(outcome))));
});

it('goes on after a kill of the whole process, nothing lost and nothing twice', async () => {
  const file = join(temporaryFolder(), 'searches.db');
  const fixture = fileURLToPath(new URL('testing/killed-search.fixture.ts', import.meta.url));
  const child = spawn(process.execPath, ['--conditions=@auction-trader/source', fixture, file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await once(child, 'close');
  const { store, searchId, take } = storeIn(file);
  const before = store.done(searchId);
  expect(before.size).toBeGreaterThan(0);
  expect(before.size).toBeLessThan(plain.length);
  const sink = collector();
  const both = {
    take(outcomes: readonly SetOutcome[]) {
      take(outcomes);
      sink.take(outcomes);
    },
  };
  await runSearch(plan, { openSource, workers: 2, sink: both, done: before });
  expect(sink.sorted().length + before.size).toBe(plain.length);
  expect(JSON.stringify(store.outcomes(searchId))).toBe(plainText);
});

it('records the set that ends its thread twice, and runs all others', async () => {
  const sink = collector();
  const workerEntry = new URL('testing/dying-worker.fixture.ts', import.meta.url);
  const first = { ...plan, periods: plan.periods.slice(0, 1) };
  const end = await runSearch(first, { openSource, workers: 1, sink, workerEntry });
  const error = 'a worker thread ended twice over it: it ended with exit code 7';
  const ofFirst = plain.filter(({ periodIndex }) => periodIndex === 0);
  const expected = ofFirst.map((outcome) =>
    outcome.setIndex === 3 ? { ...outcome, figures: null, error } : outcome,
  );
  expect(sink.sorted()).toEqual(expected);
  expect(end).toEqual({ stopped: false, done: ofFirst.length, failed: 1 });
});

it('records a set that throws, and runs all others', async () => {
  const [first, second] = plan.sets;
  const at = plan.space.parameters.findIndex(({ key }) => key === 'risk.stop_buffer_ticks');
  const wrong = { ...second!, values: second!.values.with(at, Number.NaN) };
  const broken = { ...plan, periods: plan.periods.slice(0, 1), sets: [first!, wrong] };
  const sink = collector();
  await runSearch(broken, { openSource, workers: 1, sink });
  expect(sink.sorted()[0]).toEqual(plain[0]);
  expect(sink.sorted()[1]).toMatchObject({ setIndex: 1, figures: null, error: expect.stringMatching(/./) });
});

it('refuses other ticks than the plan names, and ends with the error of a sink', async () => {
  const changed = { ...plan, periods: [{ ...plan.periods[0]!, dataHash: '00' }] };
  const sink = collector();
  await expect(runSearch(changed, { openSource, workers: 1, sink })).rejects.toMatchObject({
    code: 'DATA_CHANGED',
  });
  const full = {
    take() {
      throw new Error('full');
    },
  };
  await expect(runSearch(plan, { openSource, workers: 1, sink: full })).rejects.toThrow('full');
});

it('gives the same with ticks that stay in the store, and with bars and profiles from the cache', async () => {
  const folder = temporaryFolder();
  const stored = await storedSearch(join(folder, 'ticks'));
  const expected = JSON.stringify(plainOutcomes(stored));
  const places = { storeFolder: join(folder, 'ticks'), cacheFolder: () => join(folder, 'tape') };
  for (const ticksMemoryBytes of [1, 1e9]) {
    const sink = collector();
    await runSearch(stored.plan, { ...stored, ...places, ticksMemoryBytes, workers: 1, sink });
    expect(JSON.stringify(sink.sorted())).toBe(expected);
    // A tape of the first run, which the second one took.
    expect(readdirSync(join(folder, 'tape'))).toHaveLength(1);
  }
});
