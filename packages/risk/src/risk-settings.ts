import { basisPoints, type Config, type Instrument, quotePerTickLot, type Step } from '@auction-trader/core';

/** What sizing and limits need of the configuration. Plain data; money in quote currency. */
export interface RiskSettings {
  /** Share of the available margin at risk per entry: exact in 1/10000, and as a fraction. */
  readonly riskBasisPoints: number;
  readonly riskFraction: number;
  /** Largest position value over available margin: exact in 1/10000, and as a multiple. */
  readonly maxLeverageBasisPoints: number;
  readonly maxLeverage: number;
  /** Smallest order: lots, and value in quote currency. */
  readonly minOrderLots: number;
  readonly minNotional: number;
  /** Largest order, and so the largest position: one order must be able to close it. */
  readonly maxOrderLots: number;
  /** Smallest distance from entry to stop. */
  readonly minStopTicks: number;
  /** Largest cost over risk, null for no limit. */
  readonly maxCostToRisk: number | null;
  /** Loss of a UTC day that stops trading, null for no limit. */
  readonly maxDailyLoss: number | null;
  readonly killSwitchBasis: KillSwitchBasis;
  readonly cooldownMs: number;
  readonly takerFeeBps: number;
  readonly makerFeeBps: number;
  readonly slippageTicksEntry: number;
  readonly slippageTicksExit: number;
  readonly tick: Step;
  readonly lot: Step;
  /** Value of one tick times one lot. */
  readonly quotePerTickLot: number;
}

/** What counts toward the daily loss: realised and open results, or realised ones only. */
export type KillSwitchBasis = 'total' | 'realised';

/**
 * {@link RiskSettings} from a validated configuration and the instrument it is traded on
 * (whose smallest order wins over the configuration's).
 *
 * @throws AuctionTraderError (`TOO_MANY_DECIMALS`) when risk or leverage has more than four decimals
 */
export function riskSettings(config: Config, instrument: Instrument): RiskSettings {
  const { sizing, risk, execution } = config;
  return {
    riskBasisPoints: basisPoints(sizing.risk_pct),
    riskFraction: sizing.risk_pct,
    maxLeverageBasisPoints: basisPoints(sizing.max_leverage),
    maxLeverage: sizing.max_leverage,
    minOrderLots: instrument.minOrderLots,
    minNotional: instrument.minNotional,
    maxOrderLots: instrument.maxOrderLots,
    minStopTicks: risk.min_stop_ticks,
    maxCostToRisk: risk.max_cost_to_risk,
    maxDailyLoss: risk.max_daily_loss,
    killSwitchBasis: risk.kill_switch_basis,
    cooldownMs: risk.cooldown_minutes * 60_000,
    takerFeeBps: execution.taker_fee_bps,
    makerFeeBps: execution.maker_fee_bps,
    slippageTicksEntry: execution.slippage_ticks_entry,
    slippageTicksExit: execution.slippage_ticks_exit,
    tick: instrument.tick,
    lot: instrument.lot,
    quotePerTickLot: quotePerTickLot(instrument),
  };
}
