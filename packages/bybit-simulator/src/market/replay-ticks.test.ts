import { defineInstrument } from '@auction-trader/core';
import { arraySource } from '@auction-trader/ingestion';
import { describe, expect, it } from 'vitest';
import { replayTicks } from './replay-ticks.ts';
import { playAll } from './testing/play-all.ts';

const DAY = Date.UTC(2026, 0, 1);
const NEXT = DAY + 86_400_000;
const instrument = defineInstrument({ venue: 'bybit', symbol: 'BTCUSDT', tickSize: '0.1', lotSize: '0.001' });
const quote = (timeMs: number, bidTicks: number) => ({
  timeMs,
  bidTicks,
  bidLots: 5,
  askTicks: bidTicks + 1,
  askLots: 7,
});
const source = arraySource({
  instrument,
  trades: [
    { timeMs: DAY + 10, priceTicks: 101, sizeLots: 3, side: 1 },
    { timeMs: DAY + 20, priceTicks: 100, sizeLots: 4, side: -1 },
    { timeMs: NEXT + 5, priceTicks: 99, sizeLots: 1, side: -1 },
  ],
  quotes: [quote(DAY + 5, 100), quote(DAY + 20, 99), quote(NEXT + 5, 98)],
});

describe('replayTicks', () => {
  const all = [
    `${DAY + 5} quote 100 5 101 7`,
    `${DAY + 10} trade 101 3 1`,
    `${DAY + 20} quote 99 5 100 7`,
    `${DAY + 20} trade 100 4 -1`,
    `${NEXT + 5} quote 98 5 99 7`,
    `${NEXT + 5} trade 99 1 -1`,
  ];

  it('plays days in a row, quotes before trades of one time', () => {
    expect(playAll(replayTicks(source))).toEqual(all);
  });

  it('plays a part of it', () => {
    expect(playAll(replayTicks(source, { fromMs: DAY + 10 }))).toEqual(all.slice(1));
    expect(playAll(replayTicks(source, { fromMs: DAY + 10, untilMs: DAY + 20 }))).toEqual(all.slice(1, 2));
    expect(playAll(replayTicks(source, { fromMs: DAY + 21 }))).toEqual(all.slice(4));
    expect(playAll(replayTicks(source, { fromMs: NEXT + 6 }))).toEqual([]);
  });

  it('plays it at another time', () => {
    const shifted = playAll(replayTicks(source, { fromMs: DAY + 20, shiftMs: 60_000 }));
    expect(shifted[0]).toBe(`${DAY + 60_020} quote 99 5 100 7`);
    expect(shifted).toHaveLength(4);
  });

  it('makes up quotes where there are none, by the side of the trade', () => {
    const bare = arraySource({
      instrument,
      trades: [
        { timeMs: DAY + 10, priceTicks: 101, sizeLots: 3, side: 1 },
        { timeMs: DAY + 20, priceTicks: 100, sizeLots: 4, side: 0 },
      ],
    });
    expect(playAll(replayTicks(bare, { syntheticQuoteTicks: 2, syntheticQuoteLots: 9 }))).toEqual([
      `${DAY + 10} trade 101 3 1`,
      `${DAY + 10} quote 99 9 101 9`,
      `${DAY + 20} trade 100 4 -1`,
      `${DAY + 20} quote 100 9 102 9`,
    ]);
  });
});
