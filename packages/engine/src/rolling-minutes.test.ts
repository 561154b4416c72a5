import { configSchema, defineInstrument, MINUTE_MS, Random } from '@auction-trader/core';
import { profileSettings, rebuildProfile } from '@auction-trader/features';
import { arraySource, type TradeRow } from '@auction-trader/ingestion';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MinuteBuffer } from './minute-buffer.ts';
import { RollingMinutes } from './rolling-minutes.ts';

const instrument = defineInstrument({ venue: 'bybit', symbol: 'BTCUSDT', tickSize: '0.1', lotSize: '0.001' });
const START_MS = Date.UTC(2024, 0, 1, 22);

function configOf(window: number, base = 1) {
  return configSchema.parse({
    instrument: { rolling_window_minutes: window },
    startup: { warmup_minutes: window },
    value_area: { min_va_bins: 3, base_bin_ticks: base },
    order_flow: { spread_lookback_minutes: 5, lookback_bvc: 10 },
  });
}

/** Minutes of a wandering market, some silent; the trades that are late come after the minute `lateAfter` of the run. */
function drawMinutes(seed: number, minutes: number, lateShare: number) {
  const random = new Random(seed);
  let price = 500_000;
  return Array.from({ length: minutes }, (_, minute) => {
    const minuteMs = START_MS + minute * MINUTE_MS;
    const prints = minute > 0 && random.uniform() < 0.15 ? 0 : 1 + Math.floor(random.uniform() * 6);
    const trades: (TradeRow & { lateBy: number })[] = [];
    for (let print = 0; print < prints; print++) {
      price += Math.round(random.normal() * 20);
      const lateBy = minute > 0 && random.uniform() < lateShare ? 1 + Math.floor(random.uniform() * 40) : 0;
      // A late trade may lie outside of everything else that was traded.
      const priceTicks = lateBy > 0 ? price + Math.round(random.normal() * 200) : price;
      const timeMs = minuteMs + Math.floor((print * MINUTE_MS) / 8);
      trades.push({ timeMs, priceTicks, sizeLots: 1 + Math.floor(random.uniform() * 30), side: 1, lateBy });
    }
    return { minuteMs, trades, quote: price };
  });
}

type DrawnMinute = ReturnType<typeof drawMinutes>[number];

function close(
  minutes: RollingMinutes,
  buffer: MinuteBuffer,
  { minuteMs, trades, quote }: DrawnMinute,
): number {
  buffer.rebase(minuteMs);
  buffer.addQuote(minuteMs, quote - 1, 5, quote + 1, 5);
  for (const { timeMs, priceTicks, sizeLots, side, lateBy } of trades)
    if (lateBy === 0) buffer.addTrade(timeMs, priceTicks, sizeLots, side ?? 0);
  const index = minutes.close(minuteMs, buffer, buffer.trades.length, buffer.quotes.length);
  buffer.drop(buffer.trades.length, buffer.quotes.length);
  return index;
}

describe('RollingMinutes with late trades', () => {
  it('has at every minute the profile that its raw trades make, those included that came late', () => {
    let late = 0;
    fc.assert(
      fc.property(fc.integer(), fc.constantFrom(1, 1, 10), (seed, base) => {
        const config = configOf(30, base);
        const settings = profileSettings(config);
        const minutes = new RollingMinutes(config);
        const buffer = new MinuteBuffer();
        const known: TradeRow[] = [];
        const drawn = drawMinutes(seed, 150, 0.1);
        for (const [at, minute] of drawn.entries()) {
          for (const before of drawn.slice(Math.max(0, at - 60), at)) {
            for (const trade of before.trades) {
              if (trade.lateBy === 0 || START_MS + (at - trade.lateBy) * MINUTE_MS !== before.minuteMs)
                continue;
              minutes.addLateTrade(before.minuteMs, trade.priceTicks, trade.sizeLots);
              known.push(trade);
              late++;
            }
          }
          known.push(...minute.trades.filter(({ lateBy }) => lateBy === 0));
          const index = close(minutes, buffer, minute);
          if (index < 0) continue;
          const { features } = minutes;
          const widthTicks = features.binWidthTicks[index]!;
          if (widthTicks === 0) continue;
          const toMs = minute.minuteMs + MINUTE_MS;
          const source = arraySource({ instrument, trades: known });
          const days = source.days.map((day) => source.readDay(day));
          const first = Math.max(START_MS, toMs - 30 * MINUTE_MS);
          if (!known.some(({ timeMs }) => timeMs >= first)) continue;
          const rebuilt = rebuildProfile(days, { fromMs: first, toMs, widthTicks }, settings);
          expect(features.windowLots[index]).toBe(rebuilt.windowLots);
          expect(features.profileBins[index]).toBe(rebuilt.profileBins);
          expect(features.valid[index]).toBe(rebuilt.valueArea === null ? 0 : 1);
          if (rebuilt.valueArea === null) continue;
          expect(features.pocHalfTicks[index]).toBe(rebuilt.valueArea.pocHalfTicks);
          expect(features.vahTicks[index]).toBe(rebuilt.valueArea.vahTicks);
          expect(features.valTicks[index]).toBe(rebuilt.valueArea.valTicks);
          expect(features.valueAreaLots[index]).toBe(rebuilt.valueArea.valueAreaLots);
        }
      }),
      { numRuns: 25 },
    );
    expect(late).toBeGreaterThan(100);
  }, 60_000);

  it('changes nothing but the count in the bar of that minute, nor in any row before the next one', () => {
    const minutes = new RollingMinutes(configOf(30));
    const buffer = new MinuteBuffer();
    const drawn = drawMinutes(7, 40, 0);
    for (const minute of drawn.slice(0, -1)) close(minutes, buffer, minute);
    const before = { tape: minutes.tape.snapshot(), features: minutes.features.snapshot() };
    const at = minutes.tape.length - 2;
    expect(minutes.addLateTrade(drawn[at]!.minuteMs, 499_000, 5)).toBe(1);
    expect(minutes.addLateTrade(drawn[at]!.minuteMs, 499_000, 5)).toBe(2);
    const { lateTrades, ...rows } = before.tape.rows;
    expect(minutes.tape.snapshot().rows).toEqual({
      ...rows,
      lateTrades: lateTrades!.map((count, row) => (row === at ? 2 : count)),
    });
    expect(minutes.features.snapshot()).toEqual(before.features);
  });

  it('counts one whose minute has left the window, and only that', () => {
    const minutes = new RollingMinutes(configOf(30));
    const buffer = new MinuteBuffer();
    const drawn = drawMinutes(7, 60, 0);
    for (const minute of drawn.slice(0, -1)) close(minutes, buffer, minute);
    expect(minutes.addLateTrade(drawn[0]!.minuteMs, 499_000, 5)).toBe(1);
    const lots = (from: number) =>
      drawn
        .slice(from)
        .flatMap(({ trades }) => trades)
        .reduce((sum, { sizeLots }) => sum + sizeLots, 0);
    const index = close(minutes, buffer, drawn.at(-1)!);
    expect(minutes.features.windowLots[index]).toBe(lots(30));
  });

  it('knows no minute before the tape', () => {
    const minutes = new RollingMinutes(configOf(30));
    expect(minutes.addLateTrade(START_MS, 500_000, 1)).toBe(0);
    const [first] = drawMinutes(7, 1, 0);
    close(minutes, new MinuteBuffer(), first!);
    expect(minutes.addLateTrade(START_MS - MINUTE_MS, 500_000, 1)).toBe(0);
    expect(minutes.addLateTrade(START_MS + MINUTE_MS, 500_000, 1)).toBe(0);
  });
});

describe('RollingMinutes over a week', () => {
  it('holds as many rows and days as at its start, and counts those it dropped', () => {
    const minutes = new RollingMinutes(configOf(240));
    const buffer = new MinuteBuffer();
    const { tape } = minutes;
    const week = 7 * 1_440;
    for (const minute of drawMinutes(3, week, 0)) {
      close(minutes, buffer, minute);
      expect(tape.length).toBeLessThanOrEqual(tape.capacity);
    }
    expect(tape.capacity).toBeLessThan(600);
    expect(tape.droppedRows + tape.length).toBe(week);
    expect(tape.minuteMs(tape.length)).toBe(START_MS + week * MINUTE_MS);
    expect(buffer.trades.timeMs.length).toBe(1 << 12);
    expect(() => tape.levels.locate(START_MS)).toThrow('not in memory');
    expect(() => tape.levels.locate(START_MS + (week - 2 * 1_440) * MINUTE_MS)).toThrow('not in memory');
  });
});
