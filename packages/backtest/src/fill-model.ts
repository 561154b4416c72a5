import type { Config } from '@auction-trader/core';

/** When a resting limit order counts as filled. */
export type LimitFillRule = 'through' | 'touch' | 'queue';

/**
 * How the simulated exchange fills orders (trading rules 9.10). What each limit rule assumes:
 *
 * - `through`: our order is the last in its queue: it fills when a print trades strictly
 *   beyond the limit or the opposite quote reaches it. Pessimistic, the default.
 * - `touch`: our order is the first in its queue: a print at the limit fills it. Optimistic;
 *   the truth lies between the two.
 * - `queue`: when the order joins a price that is the best one, the size displayed there is
 *   ahead of it; prints at the price and shrinking displayed size bring it forward; it fills
 *   when a print at the price is larger than what is still ahead. At a price that is not
 *   yet the best one, the size displayed when it becomes so is ahead. Needs real quotes:
 *   with synthetic ones (1 lot displayed) it behaves almost like `touch`.
 *
 * All rules fill whole orders, at no market impact; the report counts fills that were larger
 * than the displayed size.
 *
 * Latency is the time from an order's submit to its arrival in the book; only what happens
 * strictly after its arrival can fill it. A triggered stop travels too, which is pessimistic (at a
 * venue it rests already). Cancels work at once. Default 0, because at one
 * decision a minute the next quote after the decision is already some 10 to 100 ms away, and
 * because every millisecond would be a guess about the user's own line; set it to what `doctor`
 * measures. Each order's latency is `latencyMs` plus an exponential draw with mean
 * `latencyJitterMs` from a generator seeded by `seed`.
 */
export interface FillModel {
  readonly limitRule: LimitFillRule;
  readonly slippageTicksEntry: number;
  readonly slippageTicksExit: number;
  readonly takerFeeBps: number;
  readonly makerFeeBps: number;
  readonly latencyMs: number;
  readonly latencyJitterMs: number;
  readonly seed: number;
}

/** Reads the {@link FillModel} from a validated configuration. */
export function fillModel(config: Config): FillModel {
  return {
    limitRule: config.execution.limit_fill_rule,
    slippageTicksEntry: config.execution.slippage_ticks_entry,
    slippageTicksExit: config.execution.slippage_ticks_exit,
    takerFeeBps: config.execution.taker_fee_bps,
    makerFeeBps: config.execution.maker_fee_bps,
    latencyMs: config.backtest.order_latency_ms,
    latencyJitterMs: config.backtest.order_latency_jitter_ms,
    seed: config.backtest.seed,
  };
}
