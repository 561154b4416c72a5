import { configSchema, defaultConfig } from '@auction-trader/core';
import { describe, expect, it } from 'vitest';
import { tapeSettings } from './tape-settings.ts';

describe('tapeSettings', () => {
  it('reads the defaults', () => {
    expect(tapeSettings(defaultConfig(), 'real')).toEqual({
      quotes: 'real',
      syntheticSpreadTicks: 0,
      useVenueSide: true,
      useTickRule: true,
      maxQuoteStalenessMs: 250,
      emaTauMs: expect.closeTo(29_997.222, 3),
    });
  });

  it('reads what was set', () => {
    const config = configSchema.parse({
      order_flow: {
        aggressor_source: 'quote',
        use_tick_rule_fallback: false,
        max_quote_staleness_ms: 7,
        qimb_ema_span_seconds: 1,
      },
      backtest: { synthetic_quotes_ticks: 3 },
    });
    expect(tapeSettings(config, 'synthetic')).toEqual({
      quotes: 'synthetic',
      syntheticSpreadTicks: 3,
      useVenueSide: false,
      useTickRule: false,
      maxQuoteStalenessMs: 7,
      emaTauMs: 0,
    });
    expect(tapeSettings(config, 'none').syntheticSpreadTicks).toBe(0);
  });
});
