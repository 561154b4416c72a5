import { describe, expect, it } from 'vitest';
import { netTrade } from '../report/testing/trade-record.ts';
import { breakdown, groupTrades } from './breakdown.ts';

const at = (hour: number) => Date.UTC(2024, 0, 1, hour, 59, 59);

describe('breakdown', () => {
  it('groups by setup, side, UTC hour of the entry and exit reason', () => {
    const groups = breakdown([
      netTrade(10, 1, { setup: 'failbreak', side: -1, openMs: at(9), exitReason: 'STOP' }),
      netTrade(-4, 1, { setup: 'breakin', side: 1, openMs: at(23), exitReason: 'TP2' }),
      netTrade(5, 1, { setup: 'breakin', side: 1, openMs: at(9), exitReason: 'TP2' }),
    ]);
    const shown = (rows: readonly { key: string; n: number; net_pnl: number }[]) =>
      rows.map(({ key, n, net_pnl }) => [key, n, net_pnl]);
    expect(shown(groups.setup)).toEqual([
      ['breakin', 2, 1],
      ['failbreak', 1, 10],
    ]);
    expect(shown(groups.side)).toEqual([
      ['long', 2, 1],
      ['short', 1, 10],
    ]);
    expect(shown(groups.hour)).toEqual([
      ['09', 2, 15],
      ['23', 1, -4],
    ]);
    expect(shown(groups.exit_reason)).toEqual([
      ['STOP', 1, 10],
      ['TP2', 2, 1],
    ]);
  });

  it('hides ratios under 20 trades, not at 20; counts and sums stay', () => {
    const trades = Array.from({ length: 20 }, (_, i) => netTrade(i === 0 ? -1 : 1));
    const [many] = groupTrades(trades, () => 'all');
    const [few] = groupTrades(trades.slice(1), () => 'all');
    expect(many).toMatchObject({ n: 20, win_rate: 0.95, profit_factor: 19 });
    expect(few).toMatchObject({
      n: 19,
      wins: 19,
      net_pnl: 19,
      win_rate: null,
      profit_factor: null,
      expectancy_R: null,
      pnl_per_trade: null,
      avg_win: null,
      avg_trade_duration_min: null,
    });
  });
});
