import { priceOf, priceOfHalfTicks, roundHalfUp8, stepsToDecimal } from '@auction-trader/core';
import type { FillRecord, FundingRecord } from '@auction-trader/execution';
import { column } from '@auction-trader/features';
import type { RunResult } from '../run-result.ts';
import type { Table } from './table.ts';

/**
 * One row a fill, those of a still open position too. `trade_id` numbers the fills, `position_id` is the id
 * in the trades table. `qty` is in base coin, `slippage` in ticks; `pnl_realized` is the price difference
 * alone, so `sum(pnl_realized - fee - funding_cost)` of a closed position is its `realized_pnl`.
 */
export function fillsTable(run: RunResult): Table {
  const { instrument, fills } = run;
  const { tick, lot } = instrument;
  const setups = setupOf(run);
  const funding = fundingOfExits(fills, run.funding);
  const plain =
    <Value>(value: (fill: FillRecord) => Value) =>
    (row: number) =>
      value(fills[row]!);
  return {
    name: 'fills',
    rows: fills.length,
    columns: [
      column(
        'trade_id',
        'INTEGER',
        plain((fill) => fill.fillId),
      ),
      column(
        'position_id',
        'INTEGER',
        plain((fill) => fill.tradeId),
      ),
      column('symbol', 'VARCHAR', () => instrument.symbol),
      column(
        'ts_ms_submit',
        'BIGINT',
        plain((fill) => fill.submitMs),
      ),
      column(
        'ts_ms_fill',
        'BIGINT',
        plain((fill) => fill.fillMs),
      ),
      column(
        'side',
        'VARCHAR',
        plain((fill) => (fill.side > 0 ? 'BUY' : 'SELL')),
      ),
      column(
        'qty',
        'DOUBLE',
        plain((fill) => stepsToDecimal(fill.lots, lot)),
      ),
      column(
        'order_type',
        'VARCHAR',
        plain((fill) => fill.orderType),
      ),
      column(
        'liquidity',
        'VARCHAR',
        plain((fill) => fill.liquidity),
      ),
      column(
        'fill_px',
        'DOUBLE',
        plain((fill) => priceOf(fill.priceTicks, tick)),
      ),
      column(
        'mid_at_submit',
        'DOUBLE',
        plain((fill) => priceOfHalfTicks(fill.submitMid2, tick)),
      ),
      column(
        'displayed_qty',
        'DOUBLE',
        plain((fill) => stepsToDecimal(fill.displayedLots, lot)),
      ),
      column(
        'fee',
        'DOUBLE',
        plain((fill) => roundHalfUp8(fill.fee)),
      ),
      column('funding_cost', 'DOUBLE', (row) => roundHalfUp8(funding[row]!)),
      column(
        'slippage',
        'DOUBLE',
        plain((fill) => fill.slippageTicks),
      ),
      column(
        'pnl_realized',
        'DOUBLE',
        plain((fill) => roundHalfUp8(fill.grossPnl)),
      ),
      column(
        'strategy_tag',
        'VARCHAR',
        plain((fill) => setups.get(fill.tradeId) ?? null),
      ),
      column(
        'leg',
        'VARCHAR',
        plain((fill) => fill.leg),
      ),
    ],
  };
}

function setupOf({ trades, openTrade }: RunResult): Map<number, string> {
  const all = openTrade === null ? trades : [...trades, openTrade];
  return new Map(all.map((trade) => [trade.tradeId, trade.setup]));
}

/** Each exit carries the funding its lots have paid while they were held. */
function fundingOfExits(fills: readonly FillRecord[], funding: readonly FundingRecord[]): Float64Array {
  const payments = Map.groupBy(funding, (payment) => payment.tradeId);
  return Float64Array.from(fills, (fill) => {
    if (fill.leg === 'ENTRY') return 0;
    let paid = 0;
    for (const { timeMs, amount, lots } of payments.get(fill.tradeId) ?? []) {
      if (timeMs <= fill.fillMs) paid += (amount / lots) * fill.lots;
    }
    return paid;
  });
}
