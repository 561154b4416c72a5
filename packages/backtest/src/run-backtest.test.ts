import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  prepareFeatures,
  prepareMarket,
  type RunResult,
  runBacktest,
  runPrepared,
  runReference,
} from './index.ts';
import { randomMarket } from './testing/random-market.ts';
import { configs, shapes } from './testing/random-runs.ts';

function sameOutcome(fast: RunResult, plain: RunResult) {
  expect(fast.fills).toEqual(plain.fills);
  expect(fast.trades).toEqual(plain.trades);
  expect(fast.openTrade).toEqual(plain.openTrade);
  expect(fast.funding).toEqual(plain.funding);
  expect(fast.killSwitchMs).toEqual(plain.killSwitchMs);
  expect(fast.droppedEntries).toEqual(plain.droppedEntries);
  expect(fast.finalEquity).toBe(plain.finalEquity);
  expect(fast.equity).toEqual(plain.equity);
  expect(fast.positionLots).toEqual(plain.positionLots);
}

function sameRun(fast: RunResult, plain: RunResult) {
  sameOutcome(fast, plain);
  sameColumns(fast.signals, plain.signals, fast.tape.length);
  expect(fast.signals.strategyState).toEqual(plain.signals.strategyState);
  sameColumns(fast.features, plain.features, fast.tape.length);
  sameColumns(fast.tape, plain.tape, fast.tape.length);
}

/** Searches do not measure excursions. */
function withoutExcursions(run: RunResult): RunResult {
  const unmeasured = { maxFavourableTicks: Number.NaN, maxAdverseTicks: Number.NaN };
  return { ...run, trades: run.trades.map((trade) => ({ ...trade, ...unmeasured })) };
}

/** Compares every typed array of two column sets, bit for bit. */
function sameColumns(fast: object, plain: object, length: number) {
  for (const [name, column] of Object.entries(fast)) {
    if (!ArrayBuffer.isView(column)) continue;
    const other = plain[name as keyof typeof plain] as unknown as typeof column;
    const bytes = (view: ArrayBufferView) => {
      const size = view.byteLength / (view as Float64Array).length;
      return Buffer.from(view.buffer, view.byteOffset, size * length || 0);
    };
    expect(bytes(column).equals(bytes(other)), name).toBe(true);
  }
}

describe('runBacktest', () => {
  it('gives what the plain run gives, bit for bit, on random markets and parameters', () => {
    const runs = Number(process.env['RUNS'] ?? 60);
    let trades = 0;
    fc.assert(
      fc.property(shapes, configs, (shape, config) => {
        const source = randomMarket(shape);
        const fast = runBacktest(source, config);
        sameRun(fast, runReference(source, config));
        const market = prepareMarket(source, config);
        sameOutcome(runPrepared(market, prepareFeatures(market, config), config), withoutExcursions(fast));
        trades += fast.trades.length;
      }),
      { numRuns: runs },
    );
    // A case makes four trades on average; far fewer would mean that nothing was compared.
    expect(trades).toBeGreaterThan(runs / 2);
  }, 120_000);
});
