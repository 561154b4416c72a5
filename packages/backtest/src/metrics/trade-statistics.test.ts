import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { netTrade, tradeRecord } from '../report/testing/trade-record.ts';
import { TradeTally, tradeStatistics } from './trade-statistics.ts';

describe('tradeStatistics', () => {
  it('nets 100, -50, 75 with fees of 5 each', () => {
    const figures = tradeStatistics([netTrade(100, 5), netTrade(-50, 5), netTrade(75, 5)]);
    expect(figures).toMatchObject({ n: 3, wins: 2, losses: 1, net_pnl: 125, gross_pnl: 140, total_fees: 15 });
    expect(figures.win_rate).toBeCloseTo(0.6667, 4);
    expect(figures.profit_factor).toBe(3.5);
    expect(figures.avg_win).toBe(87.5);
    expect(figures.avg_loss).toBe(-50);
    expect(figures.largest_win).toBe(100);
    expect(figures.largest_loss).toBe(-50);
    expect(figures.pnl_per_trade).toBeCloseTo(125 / 3, 12);
  });

  it('streaks of three +10 and then two -5', () => {
    const figures = tradeStatistics([10, 10, 10, -5, -5].map((net) => netTrade(net)));
    expect(figures.max_consecutive_wins).toBe(3);
    expect(figures.max_consecutive_losses).toBe(2);
  });

  it('a net of 0 counts in n only, and neither counts in nor breaks a streak', () => {
    const figures = tradeStatistics([10, 0, 10, -1, 0, -1, -1].map((net) => netTrade(net)));
    expect(figures).toMatchObject({
      n: 7,
      wins: 2,
      losses: 3,
      max_consecutive_wins: 2,
      max_consecutive_losses: 3,
    });
    expect(figures.win_rate).toBeCloseTo(2 / 7, 12);
  });

  it('has no profit factor without a loss, and 0 without a win', () => {
    expect(tradeStatistics([netTrade(10), netTrade(0)]).profit_factor).toBeNull();
    expect(tradeStatistics([netTrade(-10)]).profit_factor).toBe(0);
  });

  it('expectancy is the mean of net over initial risk, duration is in minutes', () => {
    const figures = tradeStatistics([
      tradeRecord({ netPnl: 20, initialRisk: 10, openMs: 0, closeMs: 90_000 }),
      tradeRecord({ netPnl: -50, initialRisk: 50, openMs: 0, closeMs: 30_000 }),
    ]);
    expect(figures.expectancy_R).toBe(0.5);
    expect(figures.avg_trade_duration_min).toBe(1);
  });

  it('takes funding into the net, not into fees', () => {
    const trade = tradeRecord({ grossPnl: 339.96, fees: 15.186978, funding: 3.4208, netPnl: 321.352222 });
    const figures = tradeStatistics([trade]);
    expect(figures).toMatchObject({ total_fees: 15.186978, total_funding: 3.4208, net_pnl: 321.352222 });
  });

  it('is empty but whole without trades', () => {
    expect(tradeStatistics([])).toEqual({
      n: 0,
      wins: 0,
      losses: 0,
      gross_pnl: 0,
      total_fees: 0,
      total_funding: 0,
      net_pnl: 0,
      pnl_per_trade: null,
      win_rate: null,
      avg_win: null,
      avg_loss: null,
      largest_win: null,
      largest_loss: null,
      profit_factor: null,
      expectancy_R: null,
      avg_trade_duration_min: null,
      max_consecutive_wins: 0,
      max_consecutive_losses: 0,
    });
  });

  it('wins and losses make up the net', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1000, max: 1000 })), (nets) => {
        const figures = tradeStatistics(nets.map((net) => netTrade(net)));
        const won = (figures.avg_win ?? 0) * figures.wins;
        const lost = (figures.avg_loss ?? 0) * figures.losses;
        expect(won + lost).toBeCloseTo(figures.net_pnl, 6);
        expect(figures.max_consecutive_wins).toBeLessThanOrEqual(figures.wins);
      }),
    );
  });
});

describe('TradeTally', () => {
  it('has the figures of the trades since it was reset, and no others', () => {
    const tally = new TradeTally();
    for (const net of [7, -3, 12]) tally.add(netTrade(net));
    tally.reset();
    const trades = [10, 10, -5].map((net) => netTrade(net, 1));
    for (const trade of trades) tally.add(trade);
    expect(tally.statistics()).toEqual(tradeStatistics(trades));
    expect(tally.statistics().max_consecutive_wins).toBe(2);
  });
});
