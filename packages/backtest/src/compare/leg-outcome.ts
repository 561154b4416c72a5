import type { Leg } from '@auction-trader/core';
import type { FillRecord, TradeRecord } from '@auction-trader/execution';

/** All fills of one leg of a trade. Prices and distances in ticks, volume-weighted where there are several fills. */
export interface LegOutcome {
  /** Minute close at which the trade was decided, epoch ms: the same in two runs over one market. */
  readonly decisionMs: number;
  readonly leg: Leg;
  /** +1 bought, -1 sold. */
  readonly side: number;
  readonly lots: number;
  readonly priceTicks: number;
  /** The middle of the newest known quote when it was filled; NaN when there was none. */
  readonly midTicks: number;
  /** What the fill model has given away. */
  readonly slippageTicks: number;
  readonly fills: number;
  /** Time of the last fill, epoch ms. */
  readonly fillMs: number;
  readonly liquidity: 'maker' | 'taker' | 'mixed';
  /** Quote currency. */
  readonly fee: number;
}

/** Name of a trade's leg that two runs over one market have in common. */
export function legName({ decisionMs, leg }: Pick<LegOutcome, 'decisionMs' | 'leg'>): string {
  return `${decisionMs} ${leg}`;
}

/** What of a fill makes its leg's outcome. */
export type LegFill = Pick<
  FillRecord,
  | 'tradeId'
  | 'leg'
  | 'side'
  | 'lots'
  | 'priceTicks'
  | 'fillMid2'
  | 'slippageTicks'
  | 'fillMs'
  | 'liquidity'
  | 'fee'
>;

/**
 * Fills put together by trade and leg, in the order of their first fills.
 *
 * @param trades those the fills belong to, an open one included
 */
export function legOutcomes(
  fills: readonly LegFill[],
  trades: readonly Pick<TradeRecord, 'tradeId' | 'decisionMs'>[],
): LegOutcome[] {
  const decided = new Map(trades.map(({ tradeId, decisionMs }) => [tradeId, decisionMs]));
  const legs = new Map<string, LegFill[]>();
  for (const fill of fills) {
    const name = `${fill.tradeId} ${fill.leg}`;
    const before = legs.get(name);
    if (before === undefined) legs.set(name, [fill]);
    else before.push(fill);
  }
  return [...legs.values()].map((parts) => outcome(decided.get(parts[0]!.tradeId) ?? Number.NaN, parts));
}

function outcome(decisionMs: number, fills: readonly LegFill[]): LegOutcome {
  const { leg, side, liquidity } = fills[0]!;
  const sum = (value: (fill: LegFill) => number) => fills.reduce((total, fill) => total + value(fill), 0);
  const lots = sum((fill) => fill.lots);
  return {
    decisionMs,
    leg,
    side,
    lots,
    priceTicks: sum((fill) => fill.priceTicks * fill.lots) / lots,
    midTicks: sum((fill) => (fill.fillMid2 / 2) * fill.lots) / lots,
    slippageTicks: sum((fill) => fill.slippageTicks * fill.lots) / lots,
    fills: fills.length,
    fillMs: fills.at(-1)!.fillMs,
    liquidity: fills.every((fill) => fill.liquidity === liquidity) ? liquidity : 'mixed',
    fee: sum((fill) => fill.fee),
  };
}
