import { defineInstrument, resolveConfig } from '@auction-trader/core';
import { arraySource } from '@auction-trader/ingestion';
import { describe, expect, it } from 'vitest';
import { auditMinute } from './audit-profile.ts';
import { buildFeatures } from './build-features.ts';

const instrument = defineInstrument({ venue: 'test', symbol: 'X', tickSize: '0.1', lotSize: '0.001' });
const { config } = resolveConfig({ set: ['rolling_window_minutes=30', 'min_va_bins=3'] });

/** Ninety minutes of ten trades each that wander over forty ticks. */
const trades = Array.from({ length: 900 }, (_, at) => ({
  timeMs: Date.UTC(2024, 0, 1, 23, 30) + at * 6000,
  priceTicks: 500_000 + Math.round(20 * Math.sin(at / 17)) + (at % 7),
  sizeLots: 1 + ((at * 31) % 50),
  side: at % 2 === 0 ? (1 as const) : (-1 as const),
}));

describe('auditMinute', () => {
  const source = arraySource({ instrument, trades });
  const overMidnight: unknown[] = [];
  const market = buildFeatures(source, config, (_, built) => {
    const row = 45;
    if (built.tape.length > row) overMidnight.push(...auditMinute(source, config, built, row));
  });
  const last = market.tape.length - 1;

  it('finds nothing where rolling profile and raw trades agree, over midnight too', () => {
    expect(market.features.valid[last]).toBe(1);
    expect(auditMinute(source, config, market, last)).toEqual([]);
    expect(market.tape.minuteMs(45)).toBe(Date.UTC(2024, 0, 2, 0, 15));
    expect(overMidnight).toEqual([]);
  });

  it('finds a trade that is missing, and a level that is wrong', () => {
    const fewer = arraySource({ instrument, trades: trades.toSpliced(800, 1) });
    const found = auditMinute(fewer, config, market, last).map(({ what }) => what);
    expect(found).toContain('total lots');
    expect(found.some((what) => what.startsWith('lots of bin'))).toBe(true);

    market.features.valTicks[last]! -= 1;
    const ts_min = market.tape.minuteMs(last);
    expect(auditMinute(source, config, market, last)).toMatchObject([{ ts_min, what: 'VAL in ticks' }]);
    market.features.valTicks[last]! += 1;
  });
});
