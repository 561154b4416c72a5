import { describe, expect, it } from 'vitest';
import { defineInstrument, quotePerTickLot } from './instrument.ts';

const facts = { venue: 'bybit', symbol: 'BTCUSDT', tickSize: '0.1', lotSize: 0.001 };

describe('defineInstrument', () => {
  it('reads the grid and fills what was left out', () => {
    const instrument = defineInstrument(facts);
    expect(instrument).toMatchObject({ venue: 'bybit', symbol: 'BTCUSDT', minOrderLots: 1, minNotional: 0 });
    expect(instrument.tick.text).toBe('0.1');
    expect(instrument.lot.text).toBe('0.001');
  });

  it.each([
    { symbol: '' },
    { symbol: '../BTCUSDT' },
    { symbol: '.hidden' },
    { symbol: 'A/B' },
    { venue: 'By bit' },
    { minOrderLots: 0 },
    { minOrderLots: 1.5 },
    { minOrderLots: 3, maxOrderLots: 2 },
    { maxOrderLots: 1.5 },
    { minNotional: -1 },
  ])('refuses %j', (wrong) => {
    expect(() => defineInstrument({ ...facts, ...wrong })).toThrow(
      expect.objectContaining({ code: 'BAD_INSTRUMENT', exitCode: 1 }),
    );
  });

  it('refuses a tick that is no step', () => {
    expect(() => defineInstrument({ ...facts, tickSize: 0 })).toThrow(
      expect.objectContaining({ code: 'BAD_STEP' }),
    );
  });
});

describe('quotePerTickLot', () => {
  it('is the exact product: 0.0001 USDT for BTCUSDT', () => {
    expect(quotePerTickLot(defineInstrument(facts))).toBe(0.0001);
    expect(quotePerTickLot(defineInstrument({ ...facts, tickSize: '0.7', lotSize: '0.1' }))).toBe(0.07);
    expect(quotePerTickLot(defineInstrument({ ...facts, tickSize: '5', lotSize: '10' }))).toBe(50);
  });
});
