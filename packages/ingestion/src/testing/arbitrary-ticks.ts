import { defineInstrument, type TickSource } from '@auction-trader/core';
import fc from 'fast-check';
import { arraySource, type QuoteRow, type TradeRow } from '../array-source.ts';
import type { QuotesMode, TapeSettings } from '../tape-settings.ts';

/** The instrument of the tests: tick 0.1, lot 0.001. */
export const BTCUSDT = defineInstrument({
  venue: 'bybit',
  symbol: 'BTCUSDT',
  tickSize: '0.1',
  lotSize: '0.001',
});

/** A little before midnight, so that small markets reach into the next day. */
const START_MS = Date.UTC(2024, 0, 1, 23, 57);

const pause = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(0, 0, 1, 40, 700) },
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 20_000 }) },
  { weight: 1, arbitrary: fc.constantFrom(59_999, 60_000, 60_001, 200_000) },
);

const side = fc.constantFrom(-1 as const, 0 as const, 1 as const);

const print = fc.record({
  pause,
  step: fc.oneof(fc.integer({ min: -3, max: 3 }), fc.integer({ min: -40_000, max: 40_000 })),
  lots: fc.integer({ min: 1, max: 9 }),
  side,
});

const quote = fc.record({
  pause,
  offset: fc.integer({ min: -3, max: 3 }),
  spread: fc.integer({ min: -1, max: 3 }),
  bidLots: fc.integer({ min: 0, max: 3 }),
  askLots: fc.integer({ min: 0, max: 3 }),
  repeats: fc.constantFrom(0, 0, 1, 2),
});

/** What {@link arbitraryTicks} makes a source of. */
export interface TickShape {
  readonly quotes: QuotesMode;
  /** Whether prints may come without a side. */
  readonly unsided: boolean;
}

/**
 * Small markets with everything a feed does: sweeps in one millisecond, silences on both sides of a
 * minute, jumps, crossed, empty and repeated quotes.
 */
export function arbitraryTicks({ quotes, unsided }: TickShape): fc.Arbitrary<TickSource> {
  const prints = fc.array(print, { maxLength: 60 });
  const quoted = quotes === 'real' ? fc.array(quote, { minLength: 1, maxLength: 60 }) : fc.constant([]);
  return fc.tuple(prints, quoted).map(([printDraws, quoteDraws]) => {
    const trades: TradeRow[] = [];
    let timeMs = START_MS;
    let price = 500_000;
    for (const draw of printDraws) {
      timeMs += draw.pause;
      price = Math.max(price + draw.step, 1_000);
      const given = unsided || draw.side !== 0 ? draw.side : 1;
      trades.push({ timeMs, priceTicks: price, sizeLots: draw.lots, side: given });
    }
    return arraySource({ instrument: BTCUSDT, trades, quotes: quoteRows(quoteDraws, trades) });
  });
}

type QuoteDraw = typeof quote extends fc.Arbitrary<infer Draw> ? Draw : never;

function quoteRows(draws: readonly QuoteDraw[], trades: readonly TradeRow[]): QuoteRow[] {
  const rows: QuoteRow[] = [];
  let timeMs = START_MS - 30_000;
  for (const { pause: wait, offset, spread, bidLots, askLots, repeats } of draws) {
    timeMs += wait;
    const near = trades.findLast((trade) => trade.timeMs <= timeMs)?.priceTicks ?? 500_000;
    const bidTicks = near + offset;
    for (let copy = 0; copy <= repeats; copy++) {
      rows.push({ timeMs: timeMs + copy * 5, bidTicks, bidLots, askTicks: bidTicks + spread, askLots });
    }
  }
  return rows;
}

/** Settings of every kind for one mode. */
export function arbitraryTapeSettings(quotes: QuotesMode): fc.Arbitrary<TapeSettings> {
  return fc.record({
    quotes: fc.constant(quotes),
    syntheticSpreadTicks: quotes === 'synthetic' ? fc.integer({ min: 1, max: 4 }) : fc.constant(0),
    useVenueSide: fc.boolean(),
    useTickRule: fc.boolean(),
    maxQuoteStalenessMs: fc.constantFrom(1, 250, 5_000),
    emaTauMs: fc.constantFrom(0, 29_997.22222, 500),
  });
}
