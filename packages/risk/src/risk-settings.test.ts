import { configSchema, defineInstrument } from '@auction-trader/core';
import { expect, test } from 'vitest';
import { riskSettings } from './risk-settings.ts';
import { BTC, btcSettings } from './testing/btc-settings.ts';

test('defaults as exact integers', () => {
  expect(btcSettings()).toMatchObject({
    riskBasisPoints: 200,
    maxLeverageBasisPoints: 100_000,
    cooldownMs: 180_000,
    minStopTicks: 1,
    maxDailyLoss: null,
    maxCostToRisk: null,
    killSwitchBasis: 'total',
    quotePerTickLot: 0.0001,
  });
});

test('takes every value from the configuration', () => {
  const config = configSchema.parse({
    sizing: { risk_pct: 0.0125, max_leverage: 2.5 },
    risk: {
      cooldown_minutes: 7,
      min_stop_ticks: 4,
      max_daily_loss: 100,
      max_cost_to_risk: 0.3,
      kill_switch_basis: 'realised',
    },
    execution: {
      taker_fee_bps: 4.5,
      maker_fee_bps: -1,
      slippage_ticks_entry: 2,
      slippage_ticks_exit: 3,
    },
  });
  expect(riskSettings(config, BTC)).toMatchObject({
    riskBasisPoints: 125,
    riskFraction: 0.0125,
    maxLeverageBasisPoints: 25_000,
    maxLeverage: 2.5,
    cooldownMs: 420_000,
    minStopTicks: 4,
    maxDailyLoss: 100,
    maxCostToRisk: 0.3,
    killSwitchBasis: 'realised',
    takerFeeBps: 4.5,
    makerFeeBps: -1,
    slippageTicksEntry: 2,
    slippageTicksExit: 3,
  });
});

test('the instrument decides the smallest order and the unit of money', () => {
  const instrument = defineInstrument({
    venue: 'bybit',
    symbol: 'LTCUSDT',
    tickSize: '0.01',
    lotSize: '0.1',
    minOrderLots: 3,
    minNotional: 7,
  });
  expect(riskSettings(configSchema.parse({}), instrument)).toMatchObject({
    minOrderLots: 3,
    minNotional: 7,
    quotePerTickLot: 0.001,
  });
});
