import { AuctionTraderError, basisPoints, type Config, type Instrument } from '@auction-trader/core';

/**
 * What a setup asks of the minute's initiative (trading rules 8.2), as seen from a long;
 * a short is judged on the negated flow and imbalance. All are at least 0.
 */
export interface InitiativeThresholds {
  /** Order flow, in units of {@link SignalSettings.flowUnitsPerLot}. */
  readonly flowUnits: number;
  /** Order flow over volume, in 1/10000. */
  readonly flowBasisPoints: number;
  /** Quote imbalance, -1..1. */
  readonly imbalance: number;
  /** Whether a value equal to its threshold passes. */
  readonly inclusive: boolean;
}

/**
 * The auction strategy's settings as integers (fractions and multiples in 1/10000), so
 * that no rule depends on rounding.
 */
export interface SignalSettings {
  /**
   * Lots times this, and base coin times the right other whole number, are the same unit:
   * order flow in lots is compared with a threshold in coin without a division.
   */
  readonly flowUnitsPerLot: number;
  readonly breakin: InitiativeThresholds;
  readonly breakout: InitiativeThresholds;
  readonly failbreak: InitiativeThresholds;
  /** Above this ambiguous fraction flow and imbalance must both confirm. */
  readonly ambiguousMax: number;
  readonly useImbalance: boolean;
  /** Imbalance of the closing quote instead of its moving average. */
  readonly imbalanceAtClose: boolean;
  /** Closes beyond the lock that make an acceptance. */
  readonly acceptCloses: number;
  readonly retest: boolean;
  /** Infinity when a retest may come at any time. */
  readonly retestMaxWaitMs: number;
  readonly crossingMinTicks: number;
  readonly crossingSpreadBasisPoints: number;
  /** Each counted bar must trade near the lock, not only the first. */
  readonly crossEachBar: boolean;
  /** Bar mode: the minute's range stands for its prints. */
  readonly crossByRange: boolean;
  readonly failbreakNeedsContext: boolean;
  readonly tp1BasisPointsOfR: number;
  readonly tp2BasisPointsOfR: number;
  readonly stopBufferTicks: number;
  readonly minStopTicks: number;
  /** Limit at the setup's boundary instead of the close. */
  readonly limitAtBoundary: boolean;
}

/**
 * {@link SignalSettings} from a validated configuration.
 *
 * @param options `byRange`: bar mode (trading rules 9.10), where a minute's range is all there is
 * @throws AuctionTraderError (`TOO_MANY_DECIMALS`, `FLOW_UNITS`; exit code 1) when a decimal
 * cannot take part in whole-number arithmetic
 */
export function signalSettings(
  config: Config,
  instrument: Instrument,
  options: { readonly byRange?: boolean } = {},
): SignalSettings {
  const { signal, order_flow: flow, risk } = config;
  const units = flowUnits(instrument);
  return {
    flowUnitsPerLot: units.perLot,
    breakin: {
      flowUnits: coinUnits(signal.of_entry_min, units.perCoinPoint),
      flowBasisPoints: basisPoints(signal.of_entry_min_norm),
      imbalance: flow.qimb_entry_min,
      inclusive: false,
    },
    breakout: {
      flowUnits: coinUnits(signal.of_breakout_min, units.perCoinPoint),
      flowBasisPoints: basisPoints(signal.of_breakout_min_norm),
      imbalance: flow.qimb_breakout_min,
      inclusive: false,
    },
    // Written as what a short may have against it; seen from a long the sign turns.
    failbreak: {
      flowUnits: coinUnits(-signal.of_fail_min, units.perCoinPoint),
      flowBasisPoints: basisPoints(-signal.of_fail_min_norm),
      imbalance: -flow.qimb_fail_min,
      inclusive: true,
    },
    ambiguousMax: flow.ambiguous_trade_frac_max,
    useImbalance: flow.use_qimb,
    imbalanceAtClose: flow.qimb_source === 'close',
    acceptCloses: signal.accept_outside_k,
    retest: signal.enable_retest_mode,
    retestMaxWaitMs:
      signal.retest_max_wait_minutes === 0
        ? Number.POSITIVE_INFINITY
        : signal.retest_max_wait_minutes * 60_000,
    crossingMinTicks: signal.crossing_min_ticks,
    crossingSpreadBasisPoints: basisPoints(signal.crossing_spread_mult),
    crossEachBar: signal.crossing_scope === 'each_bar',
    crossByRange: options.byRange ?? false,
    failbreakNeedsContext: signal.failbreak_context_required,
    tp1BasisPointsOfR: basisPoints(signal.breakout_tp1_r),
    tp2BasisPointsOfR: basisPoints(signal.breakout_tp2_r),
    stopBufferTicks: risk.stop_buffer_ticks,
    minStopTicks: risk.min_stop_ticks,
    limitAtBoundary: config.execution.entry_price_mode === 'boundary',
  };
}

/**
 * The smallest whole numbers by which lots, and 1/10000 of a coin, become one unit:
 * lots * mantissa / 10^decimals = points / 10000.
 */
function flowUnits({ lot }: Instrument): { perLot: number; perCoinPoint: number } {
  const shift = 10 ** Math.abs(lot.decimals - 4);
  const perLot = lot.decimals < 4 ? lot.mantissa * shift : lot.mantissa;
  const perCoinPoint = lot.decimals < 4 ? 1 : shift;
  const divisor = greatestCommonDivisor(perLot, perCoinPoint);
  return { perLot: perLot / divisor, perCoinPoint: perCoinPoint / divisor };
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

function coinUnits(coin: number, perCoinPoint: number): number {
  const units = basisPoints(coin) * perCoinPoint;
  if (Number.isSafeInteger(units)) return units;
  throw new AuctionTraderError(`an order flow of ${coin} coins cannot be counted exactly in lots`, {
    code: 'FLOW_UNITS',
    exitCode: 1,
    hint: 'Use a smaller order flow threshold (of_*_min).',
  });
}
