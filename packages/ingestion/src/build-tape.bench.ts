// Stage 1 on a dense market (2,000 trades a minute), beside a plain sum over the same columns.
import { defineInstrument, type TickSource } from '@auction-trader/core';
import { buildTape, emptyTape } from './build-tape.ts';
import { daySource } from './day-source.ts';
import { MinuteAccumulator } from './minute-accumulator.ts';
import { syntheticDays } from './synth/synthetic-days.ts';
import type { QuotesMode } from './tape-settings.ts';

const DAYS = 2;
const TRADES_PER_DAY = 2_880_000;
const ROUNDS = 9;
const instrument = defineInstrument({ venue: 'bybit', symbol: 'TEST', tickSize: '0.1', lotSize: '0.001' });

function market(quotes: boolean): TickSource {
  const options = { symbol: 'TEST', days: DAYS, tradesPerDay: TRADES_PER_DAY, seed: 1, quotes };
  return daySource(instrument, [...syntheticDays(options)]);
}

function plainSum(source: TickSource): number {
  let sum = 0;
  for (const start of source.days) {
    const { length, timeMs, priceTicks, sizeLots, side } = source.readDay(start).trades;
    for (let row = 0; row < length; row++)
      sum += timeMs[row]! + priceTicks[row]! + sizeLots[row]! + side[row]!;
  }
  return sum;
}

function tape(source: TickSource, quotes: QuotesMode, useVenueSide: boolean): number {
  const settings = {
    quotes,
    syntheticSpreadTicks: quotes === 'synthetic' ? 1 : 0,
    useVenueSide,
    useTickRule: true,
    maxQuoteStalenessMs: 250,
    emaTauMs: 29_997.222,
  };
  const { tape: rows, levels } = emptyTape(source.days);
  buildTape(source, new MinuteAccumulator(settings, rows, levels), rows);
  return rows.length;
}

const median = (values: number[]) => values.sort((left, right) => left - right)[values.length >> 1]!;

const bare = market(false);
const quoted = market(true);
const contenders: Record<string, () => number> = {
  'plain sum': () => plainSum(bare),
  'all sides given': () => tape(bare, 'synthetic', true),
  'tick rule only': () => tape(bare, 'synthetic', false),
  'with quotes, venue sides': () => tape(quoted, 'real', true),
  'with quotes, quote rule': () => tape(quoted, 'real', false),
};
const times = new Map(Object.keys(contenders).map((name) => [name, [] as number[]]));
for (let round = -2; round < ROUNDS; round++) {
  for (const [name, run] of Object.entries(contenders)) {
    const start = performance.now();
    run();
    if (round >= 0) times.get(name)!.push(performance.now() - start);
  }
}
const scan = median(times.get('plain sum')!);
const trades = DAYS * TRADES_PER_DAY;
for (const [name, spent] of times) {
  const ms = median(spent);
  console.log(
    `${name.padEnd(26)} ${(trades / ms / 1e3).toFixed(1).padStart(7)} M trades/s ${(scan / ms).toFixed(3).padStart(7)} of the plain sum`,
  );
}
