import { NO_PRICE, priceOf, priceOfHalfTicks, stepsToDecimal } from '@auction-trader/core';
import type { FeatureSource } from './bar-columns.ts';
import { type Column, column } from './column.ts';

const REBUCKET_REASONS = [null, 'initial', 'clock', 'change'] as const;

/**
 * The columns of features_1m that bars_1m does not have: prices and the bin width as decimals, volumes and
 * order flow in base coin. What an invalid value area lacks is null.
 */
export function featureColumns({ instrument, tape, features }: FeatureSource): Column[] {
  const { tick, lot } = instrument;
  const size = (lots: Float64Array) => (row: number) => stepsToDecimal(lots[row]!, lot);
  const quoted = (row: number) => tape.bidTicks[row] !== NO_PRICE && tape.askTicks[row] !== NO_PRICE;
  const whenValid = (at: (row: number) => number | null) => (row: number) =>
    features.valid[row] === 1 ? at(row) : null;
  return [
    column('mid_close', 'DOUBLE', (row) =>
      quoted(row) ? priceOfHalfTicks(tape.bidTicks[row]! + tape.askTicks[row]!, tick) : null,
    ),
    column('sigma_240', 'DOUBLE', (row) => features.sigma[row]!),
    column('bin_width', 'DOUBLE', (row) =>
      features.binWidthTicks[row] === 0 ? null : stepsToDecimal(features.binWidthTicks[row]!, tick),
    ),
    column(
      'poc',
      'DOUBLE',
      whenValid((row) => priceOfHalfTicks(features.pocHalfTicks[row]!, tick)),
    ),
    column(
      'vah',
      'DOUBLE',
      whenValid((row) => priceOf(features.vahTicks[row]!, tick)),
    ),
    column(
      'val',
      'DOUBLE',
      whenValid((row) => priceOf(features.valTicks[row]!, tick)),
    ),
    column(
      'vah_edge',
      'DOUBLE',
      whenValid((row) => priceOf(features.vahEdgeTicks[row]!, tick)),
    ),
    column(
      'va_coverage',
      'DOUBLE',
      whenValid((row) => features.valueAreaLots[row]! / features.windowLots[row]!),
    ),
    column(
      'va_bin_count',
      'INTEGER',
      whenValid((row) => features.valueAreaBins[row]!),
    ),
    column('va_is_valid', 'BOOLEAN', (row) => features.valid[row] === 1),
    column('hist_bin_count', 'INTEGER', (row) => features.profileBins[row]!),
    column('rebucketed', 'INTEGER', (row) => (features.rebucketed[row] === 0 ? 0 : 1)),
    column('rebucket_reason', 'VARCHAR', (row) => REBUCKET_REASONS[features.rebucketed[row]!] ?? null),
    column('total_volume_4h', 'DOUBLE', size(features.windowLots)),
    column('of_1m', 'DOUBLE', size(features.flowLots)),
    column('of_norm_1m', 'DOUBLE', (row) =>
      tape.volumeLots[row] === 0 ? 0 : features.flowLots[row]! / tape.volumeLots[row]!,
    ),
    column('of_total_volume', 'DOUBLE', size(tape.volumeLots)),
    column('of_buy_volume', 'DOUBLE', size(tape.buyLots)),
    column('of_sell_volume', 'DOUBLE', size(tape.sellLots)),
    column('of_ambiguous_volume', 'DOUBLE', size(tape.ambiguousLots)),
    column('ambiguous_trade_frac_1m', 'DOUBLE', (row) => features.ambiguousFraction[row]!),
    column('venue_quote_disagree_frac', 'DOUBLE', (row) =>
      tape.sideComparedLots[row] === 0 ? null : tape.sideDisagreedLots[row]! / tape.sideComparedLots[row]!,
    ),
    column('qimb_close', 'DOUBLE', (row) =>
      quoted(row) ? imbalance(tape.bidLots[row]!, tape.askLots[row]!) : null,
    ),
    column('qimb_ema_60s', 'DOUBLE', (row) => tape.quoteImbalanceEma[row]!),
    column('bvc_buy_frac_1m', 'DOUBLE', (row) => features.bvcBuyFraction[row]!),
    column(
      'bvc_net_proxy_1m',
      'DOUBLE',
      (row) => stepsToDecimal(tape.volumeLots[row]!, lot) * (2 * features.bvcBuyFraction[row]! - 1),
    ),
  ];
}

function imbalance(bidLots: number, askLots: number): number {
  const both = bidLots + askLots;
  return both === 0 ? 0 : (bidLots - askLots) / both;
}
