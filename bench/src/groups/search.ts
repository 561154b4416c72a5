import { fork } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { headlineMetrics, runBacktest } from '@auction-trader/backtest';
import { defaultConfig } from '@auction-trader/core';
import { runSearch, type SearchPlan, SearchStore } from '@auction-trader/research';
import { denseTicks } from '../data/dense-market.ts';
import { scratchFolder } from '../data/folders.ts';
import { searchPlan } from '../data/search-plan.ts';
import { interleave } from '../harness/interleave.ts';
import type { Row } from '../harness/row.ts';
import type { Scale } from '../harness/scale.ts';
import { spread, spreadOfRatios } from '../harness/spread.ts';
import type { SearchMemory } from './search-memory.ts';

/**
 * Searches as a whole: threads started, ticks handed over, sets run, figures made, outcomes in SQLite. The bars
 * and profiles are in the cache; ticks are in memory already.
 */
export async function measure(scale: Scale): Promise<Row[]> {
  const source = await denseTicks(scale);
  const config = defaultConfig();
  const plan = searchPlan(source, scale.searchSets);
  const folder = scratchFolder('search');
  const search = (workers: number) => searchAndStore(plan, source, folder, workers);
  const times = await interleave(
    {
      full: { run: () => headlineMetrics(runBacktest(source, config)) },
      one: { run: () => search(1) },
      two: { run: () => search(2) },
    },
    { warmups: 1, rounds: scale.slowRounds },
  );
  rmSync(folder, { recursive: true, force: true });
  const [one, two] = [times.one, times.two].map((all) => all.map((ms) => ms / plan.sets.length));
  const memory = await memoryApart(scale);
  return [
    {
      id: 'search-sets',
      what: 'a set of a search on one thread, everything included',
      against: 'the full run',
      ...spreadOfRatios(times.full, one!),
      unit: 'times',
      goal: { kind: 'at least', value: 300 },
      figures: `${rate(one!)} sets/s of ${plan.sets.length}, outcomes stored; ${rate(two!)} with two threads`,
    },
    {
      id: 'search-threads',
      what: 'the same search on two threads',
      against: 'one thread',
      ...spreadOfRatios(one!, two!),
      unit: 'times',
      goal: { kind: 'at least', value: 1.7 },
      figures: `${rate(two!)} sets/s against ${rate(one!)}`,
    },
    {
      id: 'search-memory',
      what: `memory of a search of ${memory.sets} sets over ${memory.days} dense days on two threads`,
      against: '',
      value: memory.peakMegabytes,
      lowest: memory.peakMegabytes,
      highest: memory.peakMegabytes,
      unit: 'MB',
      goal: { kind: 'below', value: 2_000 },
      figures: `ticks alone ${memory.tickMegabytes.toFixed(0)} MB; ${(memory.sets / (memory.elapsedMs / 1e3)).toFixed(0)} sets/s`,
    },
  ];
}

type Source = Parameters<typeof searchPlan>[0];

async function searchAndStore(
  plan: SearchPlan,
  source: Source,
  folder: string,
  workers: number,
): Promise<void> {
  const file = join(folder, 'searches.db');
  const store = SearchStore.open(file);
  const searchId = store.begin(plan);
  await runSearch(plan, {
    openSource: () => source,
    workers,
    sink: { take: (outcomes) => store.add(searchId, outcomes) },
    cacheFolder: () => join(folder, 'tape'),
  });
  if (store.missing(searchId).length > 0) throw new Error('the search is not complete');
  store.remove(searchId);
  store.close();
}

function rate(msPerSet: readonly number[]): string {
  return (1_000 / spread(msPerSet).value).toFixed(0);
}

/** Node's own limits and nothing that frees memory by hand: as a user would run it. */
function memoryApart({ name }: Scale): Promise<SearchMemory> {
  const child = fork(fileURLToPath(new URL('search-memory.ts', import.meta.url)), [name], {
    execArgv: process.execArgv.filter((option) => option !== '--expose-gc'),
    stdio: ['ignore', 2, 2, 'ipc'],
  });
  return new Promise((resolve, reject) => {
    let result: SearchMemory | undefined;
    child.once('message', (message) => {
      result = message as SearchMemory;
    });
    child.once('error', reject);
    child.once('close', (code) => {
      if (result !== undefined && code === 0) resolve(result);
      else reject(new Error('the search for its memory failed'));
    });
  });
}
