import { configSchema, DAY_MS, MINUTE_MS, NO_PRICE, type TickSource } from '@auction-trader/core';
import { arraySource } from '@auction-trader/ingestion';
import { describe, expect, it } from 'vitest';
import { runBacktest } from './index.ts';
import { paperSession } from './testing/paper-session.ts';
import { randomMarket } from './testing/random-market.ts';
import { rowsOf, withHeartbeats } from './testing/recorded-inputs.ts';
import { exactText, rowOf } from './testing/session-record.ts';

const WINDOW = 30;
const config = configSchema.parse({
  instrument: { rolling_window_minutes: WINDOW },
  startup: { warmup_minutes: WINDOW, warmup_max_missing_minutes: 10 },
  value_area: { min_va_bins: 5 },
  backtest: { synthetic_quotes_ticks: 3 },
});
const shape = { seed: 4, minutes: 300, perMinute: 5, unsided: 0.3, startHour: 21 };

function minutesOf(source: TickSource): { fromMs: number; toMs: number } {
  const { trades } = rowsOf(source);
  const minute = (timeMs: number) => timeMs - (timeMs % MINUTE_MS);
  return { fromMs: minute(trades[0]!.timeMs), toMs: minute(trades.at(-1)!.timeMs) };
}

describe('a warm-up from trades without quotes', () => {
  it('gives the bars and features of a backtest of the same trades, to the byte', () => {
    const source = randomMarket({ ...shape, quotes: false });
    const { fromMs, toMs } = minutesOf(source);
    const run = runBacktest(source, config);
    expect(run.quotes).toBe('synthetic');
    const { session, listener } = paperSession(source, config);
    const traded = new Set(rowsOf(source).trades.map(({ timeMs }) => Math.floor(timeMs / MINUTE_MS)));
    expect(session.warmUp(source, fromMs, toMs)).toBe(traded.size - 1);
    const rows = listener.of('minute').map(({ rows }) => exactText(rows));
    expect(rows.length).toBe(run.tape.length);
    for (const [index, told] of rows.entries()) {
      const [tape, features] = [rowOf(run.tape, index), rowOf(run.features, index)];
      expect(told).toBe(exactText(JSON.parse(exactText([tape, features]))));
    }
    expect(session.state).toMatchObject({ warmup: { ready: true }, valueArea: { valid: true } });
  });

  it('without inferred quotes knows no volatility, and says for how many minutes', () => {
    const source = randomMarket({ ...shape, quotes: false });
    const { fromMs, toMs } = minutesOf(source);
    const off = configSchema.parse({ ...config, backtest: { synthetic_quotes_ticks: null } });
    const { session } = paperSession(source, off);
    expect(session.warmUp(source, fromMs, toMs)).toBeGreaterThan(290);
    expect(session.features.sigma[session.tape.length - 1]).toBeNaN();
  });

  it('takes real quotes from where they are stored, and nothing from the inferred ones before', () => {
    const quoted = withHeartbeats(randomMarket({ ...shape, quotes: true }));
    const { fromMs, toMs } = minutesOf(quoted);
    const { trades, quotes } = rowsOf(quoted);
    // The first day was imported, the second recorded from its fifth minute on.
    const recordedMs = fromMs - (fromMs % DAY_MS) + DAY_MS + 5 * MINUTE_MS;
    const later = quotes.filter(({ timeMs }) => timeMs >= recordedMs);
    const source = arraySource({ instrument: quoted.instrument, trades, quotes: later });
    const { session } = paperSession(source, config);
    const quoteless = session.warmUp(source, fromMs, toMs);
    expect(quoteless).toBeGreaterThan(170);
    expect(quoteless).toBeLessThanOrEqual((recordedMs - fromMs) / MINUTE_MS);
    const whole = paperSession(quoted, config);
    expect(whole.session.warmUp(quoted, fromMs, toMs)).toBe(0);
    const { tape } = session;
    const first = tape.indexOf(recordedMs);
    // Averages that reach back know of the quotes before; what is of one minute is the same.
    for (const name of ['bidTicks', 'askTicks', 'sideComparedLots', 'bidLowTicks', 'askHighTicks'] as const) {
      const real = whole.session.tape[name];
      expect([...tape[name].subarray(first + 1, tape.length)]).toEqual([
        ...real.subarray(first + 1, tape.length),
      ]);
    }
    expect(tape.askTicks[first - 1]! - tape.bidTicks[first - 1]!).toBe(3);
    expect(tape.sideComparedLots[first - 1]).toBe(0);
    expect(tape.bidTicks[tape.length - 1]).not.toBe(NO_PRICE);
  });

  it('is over when it is over: live minutes have real quotes only', () => {
    const source = randomMarket({ ...shape, quotes: false });
    const { fromMs, toMs } = minutesOf(source);
    const { session } = paperSession(source, config);
    session.warmUp(source, fromMs, toMs);
    const text = JSON.stringify([['trade', toMs + 1_000, 500_000, 10, 1]]);
    session.apply({ kind: 'frame', timeMs: toMs + 1_000, text });
    session.apply({ kind: 'minute', timeMs: toMs + MINUTE_MS + 250, minuteMs: toMs });
    const last = session.tape.length - 1;
    expect(session.tape.minuteMs(last)).toBe(toMs);
    expect(session.tape.bidTicks[last]).toBe(NO_PRICE);
  });
});
