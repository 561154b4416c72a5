import { MINUTE_MS, NO_PRICE } from '@auction-trader/core';
import { describe, expect, it } from 'vitest';
import type { QuoteRow, TradeRow } from './array-source.ts';
import { DayLevelRows } from './day-level-rows.ts';
import { MinuteAccumulator } from './minute-accumulator.ts';
import { MINUTE_FLAG, MinuteTape } from './minute-tape.ts';
import type { TapeSettings } from './tape-settings.ts';
import { print, quote, REAL, smallTape, T0 } from './testing/small-tape.ts';

// Ticks of 0.1 and lots of 0.001: 50,000.5 is 500_005, and 0.15 is 150 lots.

function flow(trades: TradeRow[], quotes: QuoteRow[], settings: TapeSettings = REAL) {
  const { tape } = smallTape({ trades, quotes }, settings);
  return {
    flow: tape.orderFlowLots[0],
    volume: tape.volumeLots[0],
    buy: tape.buyLots[0],
    sell: tape.sellLots[0],
    ambiguous: tape.ambiguousLots[0],
  };
}

describe('order flow', () => {
  const E4 = {
    quotes: [quote(0, 500_000, 500_010)],
    trades: [print(1, 500_010, 100), print(2, 500_000, 200), print(3, 500_005, 150), print(4, 500_010, 250)],
  };

  it('E4: three prints by quote, one by tick rule', () => {
    const { flow: of, volume, ambiguous } = flow(E4.trades, E4.quotes);
    expect([of, volume, ambiguous]).toEqual([300, 700, 150]);
    expect(of! / volume!).toBeCloseTo(0.428571, 6);
    expect(ambiguous! / volume!).toBeCloseTo(0.214286, 6);
  });

  it('E4 without tick rule: the ambiguous print has no sign', () => {
    const { flow: of, ambiguous } = flow(E4.trades, E4.quotes, { ...REAL, useTickRule: false });
    expect([of, ambiguous]).toEqual([150, 150]);
  });

  it('classify: at the ask a buy, at the bid a sell, between them ambiguous', () => {
    const settings = { ...REAL, useTickRule: false };
    const at = (price: number, ask: number) => flow([print(1, price, 1)], [quote(0, 500_000, ask)], settings);
    expect(at(500_010, 500_010)).toMatchObject({ buy: 1, flow: 1, ambiguous: 0 });
    expect(at(500_000, 500_010)).toMatchObject({ sell: 1, flow: -1, ambiguous: 0 });
    expect(at(500_010, 500_020)).toMatchObject({ buy: 0, sell: 0, flow: 0, ambiguous: 1 });
  });

  it('tick rule: none, buy, sell', () => {
    const prints = [print(1, 500_010, 1), print(2, 500_015, 10), print(3, 500_005, 100)];
    const { flow: of, ambiguous } = flow(prints, [quote(0, 500_000, 500_020)]);
    expect([of, ambiguous]).toEqual([10 - 100, 111]);
  });

  it('zero tick: at an equal price the sign of the print before', () => {
    const { tape } = smallTape({
      trades: [print(1, 500_020, 1), print(3, 500_020, 10)],
      quotes: [quote(0, 500_010, 500_020), quote(2, 500_010, 500_030)],
    });
    expect([tape.orderFlowLots[0], tape.ambiguousLots[0], tape.tickRuleLots[0]]).toEqual([11, 10, 10]);
  });

  it('zero-tick chain: +, +, -, -', () => {
    const result = flow(
      [print(1, 500_020, 100), print(3, 500_020, 100), print(4, 500_015, 100), print(5, 500_015, 100)],
      [quote(0, 500_010, 500_020), quote(2, 500_010, 500_030)],
    );
    expect(result).toMatchObject({ flow: 0, volume: 400, ambiguous: 300, buy: 100, sell: 0 });
  });

  it('zero-tick chain, every sign seen by its own size', () => {
    const result = flow(
      [print(1, 500_020, 1), print(3, 500_020, 10), print(4, 500_015, 100), print(5, 500_015, 1000)],
      [quote(0, 500_010, 500_020), quote(2, 500_010, 500_030)],
    );
    expect(result.flow).toBe(1 + 10 - 100 - 1000);
  });

  describe('side order', () => {
    const quotes = [quote(0, 500_000, 500_010)];
    const trades = [print(1, 500_010, 100, -1), print(2, 500_005, 50, 1), print(3, 500_005, 40)];

    it('the venue first', () => {
      expect(flow(trades, quotes)).toEqual({ flow: -10, volume: 190, buy: 50, sell: 100, ambiguous: 40 });
    });

    it('without the venue: quote, then tick rule', () => {
      const { flow: of, ambiguous } = flow(trades, quotes, { ...REAL, useVenueSide: false });
      expect([of, ambiguous]).toEqual([10, 90]);
    });

    it('counts where venue and quote disagree, whichever is asked first', () => {
      for (const useVenueSide of [true, false]) {
        const { tape } = smallTape({ trades, quotes }, { ...REAL, useVenueSide });
        expect([tape.sideComparedLots[0], tape.sideDisagreedLots[0]]).toEqual([100, 100]);
      }
    });

    it('says which step decided how much', () => {
      const shares = (useVenueSide: boolean) => {
        const { tape } = smallTape({ trades, quotes }, { ...REAL, useVenueSide });
        return [tape.venueSideLots[0], tape.quoteRuleLots[0], tape.tickRuleLots[0]];
      };
      expect(shares(true)).toEqual([150, 0, 40]);
      expect(shares(false)).toEqual([0, 100, 90]);
    });
  });

  it('the first print between bid and ask has no sign', () => {
    expect(flow([print(1, 500_005, 7)], [quote(0, 500_000, 500_010)])).toMatchObject({
      flow: 0,
      volume: 7,
      ambiguous: 7,
    });
  });

  it('no quote at all: the second print by the tick rule, all ambiguous', () => {
    const { tape } = smallTape(
      { trades: [print(1, 500_015, 100), print(2, 500_016, 50)] },
      { ...REAL, quotes: 'none' },
    );
    expect([tape.orderFlowLots[0], tape.ambiguousLots[0]]).toEqual([50, 150]);
    expect(tape.bidTicks[0]).toBe(NO_PRICE);
    expect(tape.quoteImbalanceEma[0]).toBeNaN();
  });

  it('stats: buy 0.1, sell 0.2, ambiguous 0.3', () => {
    const { tape } = smallTape(
      {
        trades: [print(1, 500_010, 100), print(2, 500_000, 200), print(3, 500_005, 300)],
        quotes: [quote(0, 500_000, 500_010)],
      },
      { ...REAL, useTickRule: false },
    );
    expect(tape.tradeCount[0]).toBe(3);
    expect([tape.buyLots[0], tape.sellLots[0], tape.ambiguousLots[0]]).toEqual([100, 200, 300]);
  });

  it('order flow: buy 1, sell 2, ambiguous 0.5; all buy; all sell', () => {
    const quotes = [quote(0, 500_000, 500_010)];
    const settings = { ...REAL, useTickRule: false };
    const mixed = [print(1, 500_010, 1_000), print(2, 500_000, 2_000), print(3, 500_005, 500)];
    expect(flow(mixed, quotes, settings)).toMatchObject({ flow: -1_000, volume: 3_500 });
    expect(flow([print(1, 500_010, 9)], quotes)).toMatchObject({ flow: 9, volume: 9 });
    expect(flow([print(1, 500_000, 9)], quotes)).toMatchObject({ flow: -9, volume: 9 });
  });

  it('tick rule memory survives the end of a minute', () => {
    const { tape } = smallTape({
      trades: [print(59_000, 500_005, 1), print(61_000, 500_006, 10), print(121_000, 500_006, 100)],
      quotes: [quote(0, 500_000, 500_010), quote(60_000, 500_000, 500_010), quote(120_000, 500_000, 500_010)],
    });
    expect([...tape.orderFlowLots.subarray(0, 3)]).toEqual([0, 10, 100]);
  });

  it('a print equal to a first one without sign has none, but its price counts', () => {
    const { flow: of } = flow(
      [print(1, 500_005, 1), print(2, 500_005, 10), print(3, 500_006, 100)],
      [quote(0, 500_000, 500_010)],
    );
    expect(of).toBe(100);
  });

  it('counts prints with a stale quote, which is used all the same', () => {
    const { tape } = smallTape({
      trades: [print(250, 500_010, 1), print(251, 500_010, 10)],
      quotes: [quote(0, 500_000, 500_010)],
    });
    expect([tape.staleQuoteTrades[0], tape.buyLots[0], tape.ambiguousLots[0]]).toEqual([1, 11, 0]);
  });
});

describe('bars', () => {
  it('open, high, low, close, volume and count', () => {
    const { tape } = smallTape({
      trades: [
        print(60_000, 500_000, 100),
        print(70_000, 500_050, 200),
        print(80_000, 499_950, 100),
        print(119_999, 500_010, 100),
      ],
    });
    expect(tape.firstMinuteMs).toBe(T0 + 60_000);
    expect([tape.openTicks[0], tape.highTicks[0], tape.lowTicks[0], tape.closeTicks[0]]).toEqual([
      500_000, 500_050, 499_950, 500_010,
    ]);
    expect([tape.volumeLots[0], tape.tradeCount[0]]).toEqual([500, 4]);
  });

  it('vwap: 100 at 50,000 and 200 at 50,010', () => {
    const { tape } = smallTape({ trades: [print(0, 500_000, 100), print(1, 500_100, 200)] });
    expect(tape.priceVolume[0]! / tape.volumeLots[0]! / 10).toBeCloseTo(50_006.6667, 4);
  });

  it('bid at close: the last quote before the end, however old', () => {
    const { tape } = smallTape({
      trades: [print(10, 500_000, 1), print(60_010, 500_000, 1)],
      quotes: [quote(5, 500_000, 500_001, 3, 4), quote(60_000, 1, 2)],
    });
    expect([tape.bidTicks[0], tape.askTicks[0], tape.bidLots[0], tape.askLots[0]]).toEqual([
      500_000, 500_001, 3, 4,
    ]);
    expect(tape.quoteAgeMs[0]).toBe(59_994);
  });

  it('group: distinct pairs of time and sign', () => {
    const { tape } = smallTape({
      trades: [print(1_100, 500_010, 100), print(1_100, 500_010, 200), print(1_200, 500_000, 100)],
      quotes: [quote(0, 500_000, 500_010)],
    });
    expect([tape.tradeCount[0], tape.tradeCountAggregated[0]]).toEqual([3, 2]);
    tape.levels.locate(T0);
    expect([...tape.levels.priceTicks.subarray(tape.levels.from, tape.levels.to)]).toEqual([
      500_000, 500_010,
    ]);
    expect([...tape.levels.sizeLots.subarray(tape.levels.from, tape.levels.to)]).toEqual([100, 300]);
  });

  it('group: a sign that comes back in the same millisecond is one group', () => {
    const { tape } = smallTape({
      trades: [print(5, 500_010, 1, 1), print(5, 500_000, 1, -1), print(5, 500_010, 1, 1)],
    });
    expect(tape.tradeCountAggregated[0]).toBe(2);
  });

  it('a minute without trades repeats the close, with the newest quote', () => {
    const { tape } = smallTape({
      trades: [print(0, 500_000, 5), print(1, 500_007, 5), print(120_000, 500_000, 1)],
      quotes: [quote(0, 499_999, 500_000), quote(60_001, 500_003, 500_004)],
    });
    expect([tape.openTicks[1], tape.highTicks[1], tape.lowTicks[1], tape.closeTicks[1]]).toEqual([
      500_007, 500_007, 500_007, 500_007,
    ]);
    expect([tape.volumeLots[1], tape.tradeCount[1], tape.bidTicks[1]]).toEqual([0, 0, 500_003]);
    expect(tape.flags[1]).toBe(MINUTE_FLAG.SYNTHETIC);
    tape.levels.locate(T0 + MINUTE_MS);
    expect(tape.levels.to - tape.levels.from).toBe(0);
  });

  it('no bar before the first trade, but its quotes count', () => {
    const { tape } = smallTape({
      trades: [print(130_000, 500_001, 1)],
      quotes: [quote(0, 500_000, 500_001, 3, 1), quote(90_000, 500_000, 500_001, 1, 3)],
    });
    expect(tape.firstMinuteMs).toBe(T0 + 120_000);
    expect(tape.buyLots[0]).toBe(1);
    // 0.5 holds for 90 s, then -0.5 for the 90 s up to the minute's end.
    const fallen = -0.5 + (0.5 + 0.5) * Math.exp(-90_000 / REAL.emaTauMs);
    expect(tape.quoteImbalanceEma[0]).toBeCloseTo(fallen, 12);
  });
});

describe('signs of life', () => {
  const steady = [0, 60_000, 120_000, 180_000].map((at) => quote(at, 500_000, 500_010));

  it('60,000 ms of silence are no gap, 60,001 are', () => {
    const rows = (silence: number) =>
      smallTape({
        trades: [print(0, 500_005, 1), print(silence, 500_006, 10)],
        quotes: [quote(0, 500_000, 500_010)],
      }).tape;
    const near = rows(60_000);
    expect([near.flags[1]! & MINUTE_FLAG.FEED_GAP, near.orderFlowLots[1]]).toEqual([0, 10]);
    const far = rows(60_001);
    expect([far.flags[1]! & MINUTE_FLAG.FEED_GAP, far.orderFlowLots[1]]).toEqual([MINUTE_FLAG.FEED_GAP, 0]);
  });

  it('after a gap the tick rule knows neither price nor sign', () => {
    const { tape } = smallTape({
      trades: [print(0, 500_010, 1), print(90_000, 500_005, 10), print(90_001, 500_005, 100)],
      quotes: [quote(0, 500_000, 500_010)],
    });
    expect([tape.orderFlowLots[0], tape.orderFlowLots[1]]).toEqual([1, 0]);
  });

  it('a repeated quote is a sign of life, but no new quote', () => {
    const { tape } = smallTape({
      trades: [print(0, 500_005, 1), print(185_000, 500_006, 10)],
      quotes: steady,
    });
    expect([...tape.flags.subarray(1, 3)]).toEqual([MINUTE_FLAG.SYNTHETIC, MINUTE_FLAG.SYNTHETIC]);
    expect(tape.orderFlowLots[3]).toBe(10);
    expect(tape.quoteAgeMs[3]).toBe(239_999);
    expect(tape.lastLifeMs[2]).toBe(T0 + 120_000);
  });

  it('a silent minute is missing', () => {
    const { tape } = smallTape({
      trades: [print(0, 500_005, 1), print(185_000, 500_006, 10)],
      quotes: [quote(0, 500_000, 500_010)],
    });
    const missing = MINUTE_FLAG.SYNTHETIC | MINUTE_FLAG.MISSING;
    expect([...tape.flags.subarray(0, 3)]).toEqual([MINUTE_FLAG.REAL_SIDE, missing, missing]);
  });

  it('without quotes a silence is no gap: the tick rule remembers', () => {
    const { tape } = smallTape(
      { trades: [print(0, 500_005, 1), print(300_000, 500_006, 10)] },
      { ...REAL, quotes: 'none' },
    );
    expect([tape.flags[5]! & MINUTE_FLAG.FEED_GAP, tape.orderFlowLots[5]]).toEqual([0, 10]);
  });
});

describe('synthetic quotes, P19', () => {
  const trades = [
    print(0, 1_000, 1),
    print(60_000, 1_000, 1, -1),
    print(120_000, 1_000, 1),
    print(180_000, 1_001, 1),
    print(240_000, 1_001, 1),
    print(300_000, 1_000, 1),
    print(360_000, 1_003, 1, 1),
  ];

  it('each print makes a quote before itself', () => {
    const { tape } = smallTape({ trades }, { ...REAL, quotes: 'synthetic', syntheticSpreadTicks: 1 });
    expect([...tape.bidTicks.subarray(0, 7)]).toEqual([999, 1_000, 1_000, 1_000, 1_000, 1_000, 1_002]);
    expect([...tape.askTicks.subarray(0, 7)]).toEqual([1_000, 1_001, 1_001, 1_001, 1_001, 1_001, 1_003]);
    expect([...tape.bidLots.subarray(0, 7), ...tape.askLots.subarray(0, 7)]).toEqual(Array(14).fill(1));
    expect(tape.quoteImbalanceEma[6]).toBe(0);
  });

  it('they classify no print', () => {
    const { tape } = smallTape({ trades }, { ...REAL, quotes: 'synthetic', syntheticSpreadTicks: 1 });
    expect([tape.quoteRuleLots[0], tape.ambiguousLots[0], tape.orderFlowLots[0]]).toEqual([0, 1, 0]);
    expect(tape.flags[0]! & MINUTE_FLAG.REAL_SIDE).toBe(0);
    expect(tape.flags[1]! & MINUTE_FLAG.REAL_SIDE).toBe(MINUTE_FLAG.REAL_SIDE);
    expect(tape.sideComparedLots[6]).toBe(0);
  });

  it('use the side of the venue even when classification does not', () => {
    const settings: TapeSettings = {
      ...REAL,
      quotes: 'synthetic',
      syntheticSpreadTicks: 1,
      useVenueSide: false,
    };
    const { tape } = smallTape({ trades }, settings);
    expect(tape.bidTicks[1]).toBe(1_000);
    expect(tape.venueSideLots[1]).toBe(0);
  });

  it('off: no quote is known', () => {
    const { tape } = smallTape({ trades }, { ...REAL, quotes: 'none' });
    expect([...tape.bidTicks.subarray(0, 7)]).toEqual(Array(7).fill(NO_PRICE));
  });
});

describe('more than fits at first', () => {
  it('a range of prices as wide as the memory for it', () => {
    const { tape } = smallTape({
      trades: [print(0, 500_000, 1), print(1, 500_000 + (1 << 14), 2), print(2, 500_000, 4)],
    });
    tape.levels.locate(T0);
    expect([...tape.levels.priceTicks.subarray(0, 2)]).toEqual([500_000, 500_000 + (1 << 14)]);
    expect([...tape.levels.sizeLots.subarray(0, 2)]).toEqual([5, 2]);
  });

  it('more prints in a minute than there was room for', () => {
    const trades = Array.from({ length: 10_000 }, (_, row) => print(row, 500_005 + (row % 2), 1));
    const { tape } = smallTape({ trades, quotes: [quote(0, 500_000, 500_006)] });
    expect([tape.buyLots[0], tape.ambiguousLots[0], tape.orderFlowLots[0]]).toEqual([5_000, 5_000, 1]);
    expect(tape.tradeCountAggregated[0]).toBe(10_000);
  });

  it('a quote older than an Int32 of milliseconds', () => {
    const { tape } = smallTape({
      trades: [print(0, 500_000, 1), print(2_200_000_000, 500_000, 1)],
      quotes: [quote(0, 500_000, 500_006)],
    });
    expect(tape.quoteAgeMs[tape.length - 1]).toBe(2_147_483_647);
  });
});

describe('what may not happen', () => {
  const accumulator = () => {
    const levels = new DayLevelRows();
    const tape = new MinuteTape(2, levels);
    return new MinuteAccumulator(REAL, tape, levels);
  };
  const day = {
    dayStartMs: T0,
    trades: {
      length: 2,
      timeMs: Int32Array.of(0, 1),
      priceTicks: Int32Array.of(5, 5),
      sizeLots: Int32Array.of(2_000_000_000, 2_000_000_000),
      side: Int8Array.of(1, 1),
    },
    quotes: null,
  };

  it('refuses minutes that do not follow one another', () => {
    const minutes = accumulator();
    minutes.addEvents(day, 0, 1, 0, 0);
    expect(minutes.closeMinute(T0)).toBe(0);
    expect(() => minutes.closeMinute(T0 + 2 * MINUTE_MS)).toThrow('one after another');
  });

  it('refuses a row behind the end of the tape', () => {
    const minutes = accumulator();
    minutes.addEvents(day, 0, 1, 0, 0);
    minutes.closeMinute(T0);
    minutes.closeMinute(T0 + MINUTE_MS);
    expect(() => minutes.closeMinute(T0 + 2 * MINUTE_MS)).toThrow('full');
  });

  it.each([2, 3])('refuses more lots at a price than it can count: %d prints of 2,000,000,000', (prints) => {
    const minutes = accumulator();
    for (let count = 0; count < prints; count++) minutes.addEvents(day, 0, 1, 0, 0);
    expect(() => minutes.closeMinute(T0)).toThrow(
      expect.objectContaining({
        code: 'TOO_MANY_LOTS',
        message: 'more than 2147483647 lots were traded at one price in the minute 2024-01-01T00:00:00.000Z',
      }),
    );
  });

  it('refuses a price that does not fit in half ticks', () => {
    const at = (price: number) => ({ ...day, trades: { ...day.trades, priceTicks: Int32Array.of(price) } });
    const minutes = accumulator();
    minutes.addEvents(at(1_000_000_000), 0, 1, 0, 0);
    expect(minutes.closeMinute(T0)).toBe(0);
    minutes.addEvents(at(1_000_000_001), 0, 1, 0, 0);
    expect(() => minutes.closeMinute(T0 + MINUTE_MS)).toThrow(
      expect.objectContaining({ code: 'PRICE_TOO_HIGH' }),
    );
  });

  it('refuses a synthetic spread that leaves no bid', () => {
    const trades = [print(0, 5, 1), print(1, 4, 1)];
    const spread = (ticks: number) => () =>
      smallTape({ trades }, { ...REAL, quotes: 'synthetic', syntheticSpreadTicks: ticks });
    expect(spread(3)).not.toThrow();
    expect(spread(4)).toThrow(
      expect.objectContaining({
        code: 'SPREAD_TOO_WIDE',
        details: { key: 'backtest.synthetic_quotes_ticks' },
        message: expect.stringContaining('4 ticks leaves no bid at a price of 4 ticks'),
      }),
    );
  });

  it('refuses a minute whose prices are further apart than those of a market', () => {
    const wide = { ...day, trades: { ...day.trades, priceTicks: Int32Array.of(1, 2_000_000_000) } };
    expect(() => accumulator().addEvents(wide, 0, 2, 0, 0)).toThrow(
      expect.objectContaining({
        code: 'MINUTE_TOO_WIDE',
        message: 'the prices of one minute lie 1999999999 ticks apart: 1 to 2000000000',
      }),
    );
  });
});

describe('restart', () => {
  it('keeps the counts of refused quotes', () => {
    const { accumulator, tape } = smallTape({
      trades: [print(0, 500_000, 1)],
      quotes: [quote(0, 500_010, 500_000), quote(1, 500_000, 500_010)],
    });
    const restarted = new MinuteAccumulator(REAL, tape, new DayLevelRows());
    restarted.restore(JSON.parse(JSON.stringify(accumulator.snapshot())));
    expect(restarted.quote.invalid).toBe(1);
    expect(restarted.snapshot()).toEqual(accumulator.snapshot());
  });

  it('forgets what it held before', () => {
    const trades = [print(0, 500_000, 1), print(59_000, 500_003, 2)];
    const { accumulator, tape } = smallTape({ trades });
    const fresh = new MinuteAccumulator(REAL, tape, new DayLevelRows()).snapshot();
    accumulator.restore(fresh);
    expect(accumulator.snapshot()).toEqual(fresh);
  });

  it('refuses what is no state', () => {
    const { accumulator } = smallTape({ trades: [print(0, 500_000, 1)] });
    const { quote: newest, ...rest } = accumulator.snapshot();
    expect(newest.bidTicks).toBe(NO_PRICE);
    expect(() => accumulator.restore(rest as ReturnType<typeof accumulator.snapshot>)).toThrow(
      expect.objectContaining({
        code: 'BAD_STATE',
        message: expect.stringContaining('state.quote is missing'),
      }),
    );
  });
});
