import { configSchema, defineInstrument } from '@auction-trader/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { signalSettings } from './signal-settings.ts';
import { BTC, btcSettings } from './testing/minute-bench.ts';

test('defaults', () => {
  expect(btcSettings()).toEqual({
    flowUnitsPerLot: 10,
    breakin: { flowUnits: 0, flowBasisPoints: 1_000, imbalance: 0.1, inclusive: false },
    breakout: { flowUnits: 0, flowBasisPoints: 1_000, imbalance: 0.1, inclusive: false },
    failbreak: { flowUnits: 0, flowBasisPoints: 1_000, imbalance: 0.1, inclusive: true },
    ambiguousMax: 0.35,
    useImbalance: true,
    imbalanceAtClose: false,
    acceptCloses: 3,
    retest: true,
    retestMaxWaitMs: 3_600_000,
    crossingMinTicks: 1,
    crossingSpreadBasisPoints: 10_000,
    crossEachBar: false,
    crossByRange: false,
    failbreakNeedsContext: true,
    tp1BasisPointsOfR: 10_000,
    tp2BasisPointsOfR: 20_000,
    stopBufferTicks: 2,
    minStopTicks: 1,
    limitAtBoundary: false,
  });
});

test('takes every key', () => {
  const config = configSchema.parse({
    order_flow: {
      qimb_entry_min: 0.2,
      qimb_breakout_min: 0.3,
      qimb_fail_min: -0.4,
      use_qimb: false,
      qimb_source: 'close',
      ambiguous_trade_frac_max: 0.5,
    },
    signal: {
      of_entry_min: 1,
      of_entry_min_norm: 0.11,
      of_breakout_min: 2.5,
      of_breakout_min_norm: 0.12,
      of_fail_min: -3,
      of_fail_min_norm: -0.13,
      accept_outside_k: 4,
      enable_retest_mode: false,
      retest_max_wait_minutes: 0,
      crossing_scope: 'each_bar',
      crossing_spread_mult: 1.5,
      crossing_min_ticks: 2,
      failbreak_context_required: false,
      breakout_tp1_r: 0.5,
      breakout_tp2_r: 3,
    },
    risk: { stop_buffer_ticks: 7, min_stop_ticks: 9 },
    execution: { entry_price_mode: 'boundary' },
  });
  expect(signalSettings(config, BTC, { byRange: true })).toEqual({
    flowUnitsPerLot: 10,
    breakin: { flowUnits: 10_000, flowBasisPoints: 1_100, imbalance: 0.2, inclusive: false },
    breakout: { flowUnits: 25_000, flowBasisPoints: 1_200, imbalance: 0.3, inclusive: false },
    failbreak: { flowUnits: 30_000, flowBasisPoints: 1_300, imbalance: 0.4, inclusive: true },
    ambiguousMax: 0.5,
    useImbalance: false,
    imbalanceAtClose: true,
    acceptCloses: 4,
    retest: false,
    retestMaxWaitMs: Number.POSITIVE_INFINITY,
    crossingMinTicks: 2,
    crossingSpreadBasisPoints: 15_000,
    crossEachBar: true,
    crossByRange: true,
    failbreakNeedsContext: false,
    tp1BasisPointsOfR: 5_000,
    tp2BasisPointsOfR: 30_000,
    stopBufferTicks: 7,
    minStopTicks: 9,
    limitAtBoundary: true,
  });
});

test('lots and coin meet as whole numbers on every lot size', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('0.001', '1', '0.1', '0.25', '10', '0.00000001', '0.0005', '0.0003'),
      fc.integer({ min: 0, max: 100_000 }),
      fc.integer({ min: 0, max: 10 ** 9 }),
      (lotSize, points, flowLots) => {
        const instrument = defineInstrument({ venue: 'bybit', symbol: 'X', tickSize: '0.1', lotSize });
        const config = configSchema.parse({ signal: { of_entry_min: points / 10_000 } });
        const settings = signalSettings(config, instrument);
        const { mantissa, decimals } = instrument.lot;
        const exact = BigInt(flowLots * mantissa) * 10_000n - BigInt(points) * 10n ** BigInt(decimals);
        const difference = flowLots * settings.flowUnitsPerLot - settings.breakin.flowUnits;
        expect(Number.isSafeInteger(flowLots * settings.flowUnitsPerLot)).toBe(true);
        expect(Math.sign(difference)).toBe(exact > 0n ? 1 : exact < 0n ? -1 : 0);
      },
    ),
  );
});

test('a threshold that cannot be counted in lots is refused', () => {
  const instrument = defineInstrument({ venue: 'bybit', symbol: 'X', tickSize: '0.1', lotSize: '1e-18' });
  const config = configSchema.parse({ signal: { of_entry_min: 1 } });
  expect(() => signalSettings(config, instrument)).toThrow(/order flow of 1 coins/);
  expect(signalSettings(configSchema.parse({}), instrument).breakin.flowUnits).toBe(0);
});
