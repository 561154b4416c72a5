import { ACTION, REASON } from '@auction-trader/core';
import { describe, expect, it } from 'vitest';
import { sampleRun } from '../report/testing/sample-run.ts';
import { equityTable } from './equity-table.ts';
import { featuresTable } from './features-table.ts';
import { fillsTable } from './fills-table.ts';
import { signalsTable } from './signals-table.ts';
import type { Table } from './table.ts';
import { tradesTable } from './trades-table.ts';

const run = sampleRun({
  minutes: 3000,
  seed: 5,
  maxTrades: 20,
  leaveOpen: true,
  gaps: [{ from: 300, minutes: 20 }],
});

function record(table: Table, row: number): Record<string, unknown> {
  return Object.fromEntries(table.columns.map((column) => [column.name, column.at(row)]));
}

/** Columns of bars_1m and features_1m as the specification lists them. */
const BARS_1M =
  'open high low close volume vwap trade_count trade_count_agg bid_px_close ask_px_close bid_sz_close ' +
  'ask_sz_close spread_close spread_avg_60m is_synthetic late_trades quote_age_ms_close';
const FEATURES_1M =
  'mid_close sigma_240 bin_width poc vah val va_coverage va_bin_count of_1m of_norm_1m qimb_close ' +
  'qimb_ema_60s ambiguous_trade_frac_1m total_volume_4h bvc_buy_frac_1m bvc_net_proxy_1m va_is_valid ' +
  'of_total_volume of_buy_volume of_sell_volume of_ambiguous_volume spread_avg_60m vah_edge ' +
  'hist_bin_count rebucketed rebucket_reason venue_quote_disagree_frac';
const POSITIONS =
  'id ts_ms_open ts_ms_close side entry_price exit_price qty_contracts qty_at_tp1 stop_price tp1_price ' +
  'tp2_price strategy_tag status realized_pnl fees_paid funding_paid leverage_used risk_pct_used ' +
  'cost_ratio mode locked_boundary timer_start_ms exit_reason';
const FILLS =
  'trade_id position_id ts_ms_submit ts_ms_fill side qty order_type liquidity fill_px fee funding_cost ' +
  'slippage pnl_realized strategy_tag leg';
const SIGNALS_1M =
  'ts_min signal_breakin_long signal_breakin_short signal_breakout_long signal_breakout_short ' +
  'signal_failbreak_long signal_failbreak_short chosen_action reason_code feature_snapshot signal_type ' +
  'stop_price tp1_price tp2_price size strategy_tag';

describe('tables', () => {
  it.each([
    ['features', featuresTable(run), `symbol ts_min ${BARS_1M} ${FEATURES_1M}`],
    ['trades', tradesTable(run.instrument, run.trades), `symbol ${POSITIONS}`],
    ['fills', fillsTable(run), `symbol ${FILLS}`],
    ['signals', signalsTable(run), `symbol ${SIGNALS_1M}`],
  ])('%s has the columns of its store, each once', (name, table, columns) => {
    const names = table.columns.map((column) => column.name);
    expect(table.name).toBe(name);
    expect(names).toEqual(expect.arrayContaining(columns.split(' ')));
    expect(new Set(names).size).toBe(names.length);
  });

  it('features are decimals: prices, base coin, spreads in ticks', () => {
    const { tape, features } = run;
    const row = 1000;
    const shown = record(featuresTable(run), row);
    expect(shown).toMatchObject({
      symbol: 'BTCUSDT',
      ts_min: tape.minuteMs(row),
      close: tape.closeTicks[row]! / 10,
      volume: tape.volumeLots[row]! / 1000,
      spread_close: tape.askTicks[row]! - tape.bidTicks[row]!,
      spread_avg_60m: 1.1,
      mid_close: (tape.bidTicks[row]! + tape.askTicks[row]!) / 20,
      bin_width: 2,
      poc: features.pocHalfTicks[row]! / 20,
      va_is_valid: true,
      rebucketed: 0,
      rebucket_reason: null,
      bvc_buy_frac_1m: null,
    });
    expect(shown['va_coverage']).toBeGreaterThanOrEqual(0.7);
    expect(shown['vwap']).toBeGreaterThanOrEqual(Number(shown['low']));
    expect(shown['vwap']).toBeLessThanOrEqual(Number(shown['high']));
  });

  it('an invalid value area and a minute without trades have nulls', () => {
    const shown = record(featuresTable(sampleRun({ minutes: 20, validProfile: false, quotes: 'none' })), 10);
    expect(shown).toMatchObject({
      poc: null,
      vah: null,
      val: null,
      vah_edge: null,
      va_coverage: null,
      va_bin_count: null,
      va_is_valid: false,
      bin_width: 2,
      bid_px_close: null,
      bid_sz_close: null,
      spread_close: null,
      quote_age_ms_close: null,
      mid_close: null,
      qimb_close: null,
      qimb_ema_60s: null,
    });
    expect(record(featuresTable(run), 305)).toMatchObject({
      is_synthetic: 1,
      volume: 0,
      vwap: null,
      of_norm_1m: 0,
      venue_quote_disagree_frac: null,
    });
  });

  it('signals have a row each minute and a snapshot that parses', () => {
    const table = signalsTable(run);
    expect(table.rows).toBe(run.tape.length);
    const entry = run.trades[0]!;
    const shown = record(table, entry.decisionIndex);
    expect(shown).toMatchObject({
      chosen_action: entry.side > 0 ? 'ENTER_LONG' : 'ENTER_SHORT',
      reason_code: 'ENTRY',
      signal_type: entry.setup,
      stop_price: entry.initialStopTicks / 10,
      size: entry.lots / 1000,
    });
    const snapshot = JSON.parse(String(shown['feature_snapshot']));
    expect(snapshot.close).toBe(run.tape.closeTicks[entry.decisionIndex]! / 10);
    expect(record(table, 10)).toMatchObject({
      chosen_action: 'HOLD',
      reason_code: 'WARMUP',
      signal_type: null,
      stop_price: null,
      size: null,
    });
  });

  it('a price column of a minute without candidate is null even when it holds 0', () => {
    const plain = sampleRun({ minutes: 5, maxTrades: 0 });
    plain.signals.stopTicks.fill(0);
    plain.signals.action.fill(ACTION.HOLD);
    plain.signals.reason.fill(REASON.NO_SETUP);
    expect(record(signalsTable(plain), 3)['stop_price']).toBeNull();
  });

  it('fills of a closed position add up to its result', () => {
    const held = sampleRun({ minutes: 6000, seed: 2, maxTrades: 90, pauseMinutes: 1 });
    expect(held.funding.length).toBeGreaterThan(0);
    const table = fillsTable(held);
    const net = new Map<number, number>();
    for (let row = 0; row < table.rows; row += 1) {
      const fill = record(table, row);
      const id = Number(fill['position_id']);
      const part = Number(fill['pnl_realized']) - Number(fill['fee']) - Number(fill['funding_cost']);
      net.set(id, (net.get(id) ?? 0) + part);
    }
    for (const trade of held.trades) expect(net.get(trade.tradeId)).toBeCloseTo(trade.netPnl, 6);
  });

  it('trades leave out the open position, fills keep it', () => {
    expect(tradesTable(run.instrument, run.trades).rows).toBe(19);
    const fills = fillsTable(run);
    expect(record(fills, fills.rows - 1)).toMatchObject({ position_id: 20, leg: 'ENTRY' });
  });

  it('a drawdown is measured from the initial capital on', () => {
    const losing = sampleRun({ minutes: 3, maxTrades: 0 });
    losing.equity.set([9_900, 10_100, 10_000]);
    const table = equityTable(losing);
    expect([0, 1, 2].map((row) => record(table, row)['drawdown'])).toEqual([100, 0, 100]);
    expect(record(table, 0)).toMatchObject({ equity: 9_900, drawdown_pct: 0.01, position: 0 });
  });
});
