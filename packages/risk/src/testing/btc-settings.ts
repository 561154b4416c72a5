import { defaultConfig, defineInstrument } from '@auction-trader/core';
import { type RiskSettings, riskSettings } from '../risk-settings.ts';

/** The instrument of the specification's vectors. */
export const BTC = defineInstrument({
  venue: 'bybit',
  symbol: 'BTCUSDT',
  tickSize: '0.1',
  lotSize: '0.001',
  minOrderLots: 1,
  minNotional: 5,
});

/** Default settings for it, with changes. */
export function btcSettings(changes: Partial<RiskSettings> = {}): RiskSettings {
  return { ...riskSettings(defaultConfig(), BTC), ...changes };
}
