// Runs a large search over many dense days, and tells how much memory this process needed at most.
import { DAY_MS, type TickSource } from '@auction-trader/core';
import { runSearch, SearchStore } from '@auction-trader/research';
import { storedDenseTicks } from '../data/dense-market.ts';
import { searchPlan } from '../data/search-plan.ts';
import { FULL, QUICK } from '../harness/scale.ts';

/** What such a search says of itself. */
export interface SearchMemory {
  readonly days: number;
  readonly sets: number;
  readonly tickMegabytes: number;
  readonly elapsedMs: number;
  readonly peakMegabytes: number;
}

/** Time, price, size and side of a trade. */
const TRADE_BYTES = 13;

const scale = process.argv[2] === 'quick' ? QUICK : FULL;
const source = repeated(await storedDenseTicks(scale), scale.searchDays);
const plan = searchPlan(source, scale.largeSearchSets);
const store = SearchStore.open(':memory:');
const searchId = store.begin(plan);
const start = performance.now();
await runSearch(plan, {
  openSource: () => source,
  workers: 2,
  sink: { take: (outcomes) => store.add(searchId, outcomes) },
});
const result: SearchMemory = {
  days: source.days.length,
  sets: store.done(searchId).size,
  tickMegabytes: (scale.searchDays * scale.denseTrades * TRADE_BYTES) / 1e6,
  elapsedMs: performance.now() - start,
  peakMegabytes: (process.resourceUsage().maxRSS * 1024) / 1e6,
};
process.send?.(result);
process.disconnect?.();

/** The days of a source again and again, each read anew, until there are as many as wanted. */
function repeated(stored: TickSource, count: number): TickSource {
  const first = stored.days[0]!;
  const original = (day: number) => stored.days[((day - first) / DAY_MS) % stored.days.length]!;
  return {
    ...stored,
    days: Array.from({ length: count }, (_, at) => first + at * DAY_MS),
    readDay: (day) => ({ ...stored.readDay(original(day)), dayStartMs: day }),
  };
}
