import { NO_PRICE } from '@auction-trader/core';
import { describe, expect, it } from 'vitest';
import { OrderBench } from './testing/order-bench.ts';

/** A bench with the quote 50,000.0/50,000.1 at the submit; times count from there. */
const D = 1_704_067_320_000;
const at = (ms: number) => D + ms;
function submitted(sections: object = {}, model: object = {}) {
  return new OrderBench({ startMs: D, sections, model }).quote(D, 50_000);
}

describe('limit entries (trading rules 9.10, 17.4)', () => {
  const buy = { limit: 49_950, lots: 100, stop: 49_000, tp2: 60_000 };
  const touch = { execution: { limit_fill_rule: 'touch' } };

  it('takes the ask of the first quote when it is at or below the limit', () => {
    const bench = submitted().enter(D, buy).quote(at(10), 49_949.9);
    expect(bench.fills(D)).toEqual(['ENTRY 100 @49950 taker at 10']);
  });

  it('is not filled by a touch, but by the opposite quote reaching it', () => {
    const bench = submitted().enter(D, buy).quote(at(10), 50_000);
    bench.print(at(20), 49_950);
    expect(bench.fills()).toEqual([]);
    bench.quote(at(30), 49_949.8);
    expect(bench.fills(D)).toEqual(['ENTRY 100 @49950 maker at 30']);
  });

  it('is filled at its price by a print through it', () => {
    const bench = submitted().enter(D, buy).quote(at(10), 50_000).print(at(20), 49_949.9);
    expect(bench.fills(D)).toEqual(['ENTRY 100 @49950 maker at 20']);
  });

  it('goes to market at the timeout, at the ask plus slippage', () => {
    const bench = submitted().enter(D, buy).quote(at(10), 50_000).quote(at(60_000), 49_953);
    expect(bench.fills(D)).toEqual(['ENTRY 100 @49953.2 taker at 60000']);
    expect(bench.log.fills[0]).toMatchObject({ submitMs: D, orderType: 'MKT', slippageTicks: 1 });
  });

  it('is no longer filled from the timeout on, by a print either', () => {
    const bench = submitted().enter(D, buy).quote(at(10), 50_000).print(at(60_000), 49_949.9);
    expect(bench.fills()).toEqual([]);
    const before = submitted().enter(D, buy).quote(at(10), 50_000).print(at(59_999), 49_949.9);
    expect(before.fills(D)).toEqual(['ENTRY 100 @49950 maker at 59999']);
  });

  it('does not rest before the first quote after its submit', () => {
    const bench = submitted().enter(D, buy).print(at(10), 49_949.9);
    expect(bench.fills()).toEqual([]);
    expect(submitted().enter(D, buy).quote(D, 49_900).fills()).toEqual([]);
  });

  it('by the rule `touch` is filled by a print at its price', () => {
    const bench = submitted(touch).enter(D, buy).quote(at(10), 50_000).print(at(20), 49_950);
    expect(bench.fills(D)).toEqual(['ENTRY 100 @49950 maker at 20']);
  });

  it('mirrors for a short', () => {
    const sell = { side: -1, limit: 50_050, lots: 100, stop: 51_000, tp2: 40_000 } as const;
    const marketable = submitted().enter(D, sell).quote(at(10), 50_050.2);
    expect(marketable.fills(D)).toEqual(['ENTRY 100 @50050.2 taker at 10']);
    const through = submitted().enter(D, sell).quote(at(10), 50_000).print(at(20), 50_050);
    expect(through.fills()).toEqual([]);
    expect(through.print(at(30), 50_050.1).fills(D)).toEqual(['ENTRY 100 @50050 maker at 30']);
    const reached = submitted().enter(D, sell).quote(at(10), 50_000).quote(at(20), 50_050);
    expect(reached.fills(D)).toEqual(['ENTRY 100 @50050 maker at 20']);
    const late = submitted().enter(D, sell).quote(at(60_000), 50_000);
    expect(late.fills(D)).toEqual(['ENTRY 100 @49999.9 taker at 60000']);
  });

  it('books 17.2: buy 50,002 against an ask of 50,001 fills at 50,001, buy 50,000 does not', () => {
    const one = submitted()
      .enter(D, { ...buy, limit: 50_002 })
      .quote(at(10), 50_000, 50_001);
    expect(one.fills(D)).toEqual(['ENTRY 100 @50001 taker at 10']);
    const other = submitted()
      .enter(D, { ...buy, limit: 50_000 })
      .quote(at(10), 50_000, 50_001);
    expect(other.fills()).toEqual([]);
  });
});

describe('the queue rule', () => {
  const queue = { execution: { limit_fill_rule: 'queue' } };
  const buy = { limit: 50_000, lots: 100, stop: 49_000, tp2: 60_000 };
  /** Rests at the best bid with 300 lots displayed there. */
  const resting = () => submitted(queue).enter(D, buy).quote(at(10), 50_000, 50_000.1, 300);

  it('fills when a print at the price is larger than what is still ahead', () => {
    const bench = resting().print(at(20), 50_000, 200).print(at(30), 50_000, 100);
    expect(bench.fills()).toEqual([]);
    expect(bench.print(at(40), 50_000, 1).fills(D)).toEqual(['ENTRY 100 @50000 maker at 40']);
  });

  it('moves forward when the displayed size shrinks, never back when it grows', () => {
    const bench = resting().quote(at(20), 50_000, 50_000.1, 50).quote(at(30), 50_000, 50_000.1, 900);
    expect(bench.print(at(40), 50_000, 50).fills()).toEqual([]);
    const filled = resting().quote(at(20), 50_000, 50_000.1, 50).quote(at(30), 50_000, 50_000.1, 900);
    expect(filled.print(at(40), 50_000, 51).fills(D)).toEqual(['ENTRY 100 @50000 maker at 40']);
  });

  it('stands behind the size displayed when its price becomes the best', () => {
    const bench = submitted(queue).enter(D, buy).quote(at(10), 50_001).print(at(15), 50_000, 5_000);
    expect(bench.fills()).toEqual([]);
    bench.quote(at(20), 50_000, 50_000.1, 70).print(at(30), 50_000, 70);
    expect(bench.fills()).toEqual([]);
    expect(bench.print(at(40), 50_000, 1).fills(D)).toEqual(['ENTRY 100 @50000 maker at 40']);
  });

  it('is first in the queue at a price better than the best', () => {
    const bench = submitted(queue).enter(D, buy).quote(at(10), 49_990, 50_005).print(at(20), 50_000, 1);
    expect(bench.fills(D)).toEqual(['ENTRY 100 @50000 maker at 20']);
  });

  it('fills on a print through the price whatever is ahead', () => {
    expect(resting().print(at(20), 49_999.9, 1).fills(D)).toEqual(['ENTRY 100 @50000 maker at 20']);
  });
});

describe('order vectors (17.6)', () => {
  const p1 = { limit: 50_000.1, lots: 100, stop: 49_900, tp2: 60_000 };
  const p3 = { limit: 50_000, lots: 2_000, stop: 49_900, tp2: 50_300 };
  const p16 = { limit: 50_000, lots: 100, stop: 49_900, tp1: 50_020, tp2: 50_300 };

  it('P1: a stop fills strictly later than its trigger', () => {
    const bench = submitted().enter(D, p1).quote(at(500), 50_000);
    bench.print(at(1_000), 49_899.9).quote(at(1_000), 49_899.8);
    expect(bench.fills(D)).toEqual(['ENTRY 100 @50000.1 taker at 500']);
    bench.quote(at(1_001), 49_899.5);
    expect(bench.fills(D).slice(1)).toEqual(['STOP 100 @49899.4 taker at 1001']);
    expect(bench.trade()).toMatchObject({ status: 'STOPPED', exitReason: 'STOP' });
    expect(bench.log.fills[1]).toMatchObject({ submitMs: at(1_000), side: -1 });
  });

  it('P2: TP1 and TP2 triggered by one quote', () => {
    const bench = submitted()
      .enter(D, { ...p1, tp1: 50_100, tp2: 50_200 })
      .quote(at(500), 50_000);
    bench.quote(at(1_000), 50_200);
    expect(bench.fills()).toHaveLength(1);
    bench.quote(at(1_001), 50_190);
    expect(bench.fills(D).slice(1)).toEqual([
      'TP1 30 @50189.9 taker at 1001',
      'TP2 70 @50189.9 taker at 1001',
    ]);
    expect(bench.trade()).toMatchObject({ lots: 100, lotsAtTp1: 100, status: 'CLOSED', exitReason: 'TP2' });
  });

  it('P3: the re-check reduces the rest by risk', () => {
    const bench = submitted().enter(D, p3).quote(at(60_000), 50_019.8);
    expect(bench.fills(D)).toEqual(['ENTRY 1666 @50020 taker at 60000']);
  });

  it('P4: the re-check refuses at TP2 and at the stop', () => {
    const atTarget = submitted().enter(D, p3).quote(at(60_000), 50_299.8);
    expect([atTarget.fills(), atTarget.drops()]).toEqual([[], ['RECHECK']]);
    const below = submitted().enter(D, p3).quote(at(60_000), 50_299.7);
    expect(below.fills(D)).toEqual(['ENTRY 500 @50299.9 taker at 60000']);
    const atStop = submitted().enter(D, p3).quote(at(60_000), 49_899.8);
    expect([atStop.fills(), atStop.drops()]).toEqual([[], ['RECHECK']]);
    expect(atStop.manager.active).toBe(false);
  });

  it('P5: one print through limit and stop fills the limit, then triggers the stop', () => {
    const bench = submitted()
      .enter(D, { ...p1, limit: 49_990 })
      .quote(at(10), 50_000);
    bench.print(at(20), 49_890).quote(at(30), 49_880);
    expect(bench.fills(D)).toEqual(['ENTRY 100 @49990 maker at 20', 'STOP 100 @49879.9 taker at 30']);
  });

  it('P13: funding around TP1', () => {
    const filledMs = 1_704_067_140_000;
    const midnight = 1_704_067_200_000;
    const morning = midnight + 8 * 3_600_000;
    const bench = new OrderBench({
      startMs: filledMs - 60_000,
      minutes: 700,
      sections: { execution: { limit_order_timeout_minutes: 2 } },
    });
    bench.quote(filledMs - 60_000, 50_010);
    bench.enter(filledMs - 60_000, { limit: 50_000, lots: 400, stop: 49_500, tp1: 50_500, tp2: 51_000 });
    bench.quote(filledMs - 30_000, 50_010).print(filledMs, 49_999.9);
    bench.quote(midnight - 1, 50_099.9, 50_100.1);
    bench.quote(midnight + 10_000, 50_500).quote(midnight + 10_001, 50_500);
    bench.quote(morning - 1, 50_599.9, 50_600.1).closeUntil(morning);
    expect(bench.log.funding).toEqual([
      { tradeId: 1, timeMs: midnight, lots: 400, amount: expect.closeTo(2.004, 9) },
      { tradeId: 1, timeMs: morning, lots: 280, amount: expect.closeTo(1.4168, 9) },
    ]);
    expect(bench.manager.remainingNet(bench.manager.trade!)).toBeCloseTo(154.5320154, 7);
    bench.quote(morning + 10_000, 51_000).quote(morning + 10_001, 51_000);
    expect(bench.fills(filledMs)).toEqual([
      'ENTRY 400 @50000 maker at 0',
      'TP1 120 @50499.9 taker at 70001',
      'TP2 280 @50999.9 taker at 28870001',
    ]);
    const { grossPnl, fees, funding, netPnl } = bench.trade();
    expect(grossPnl).toBeCloseTo(339.96, 8);
    expect(fees).toBeCloseTo(15.186978, 8);
    expect(funding).toBeCloseTo(3.4208, 8);
    expect(netPnl).toBeCloseTo(321.352222, 8);
  });

  it('P14: the second leg of a flip', () => {
    const bench = new OrderBench({
      startMs: at(-120_000),
      script: [{ atMs: D, side: -1, close: 50_050, stop: 50_250, tp2: 49_500 }],
    });
    bench.quote(at(-120_000), 50_010);
    bench.enter(at(-120_000), { limit: 50_000, lots: 100, stop: 49_000, tp2: 60_000 });
    bench.quote(at(-110_000), 50_010).print(at(-100_000), 49_999.9).quote(at(-1), 50_050).closeUntil(D);
    expect(bench.decision(D)).toBe('ENTER_SHORT ENTRY 1000');
    bench.quote(at(500), 49_990);
    expect(bench.fills(D).slice(1)).toEqual(['FLIP 100 @49989.9 taker at 500']);
    expect(bench.trade()).toMatchObject({ exitReason: 'FLIP', netPnl: expect.closeTo(-4.7594445, 8) });
    expect(bench.manager.account.cash).toBeCloseTo(9_995.2405555, 8);
    expect(bench.manager.entry).toMatchObject({ submitMs: at(500), leftLots: 999, deadlineMs: at(60_500) });
    bench.quote(at(800), 49_990);
    expect(bench.log.fills).toHaveLength(2);
    bench.quote(at(1_200), 50_050);
    expect(bench.fills(D).slice(2)).toEqual(['ENTRY 999 @50050 maker at 1200']);
    expect(bench.log.fills[2]!.fee).toBeCloseTo(9.99999, 8);
    expect(bench.manager.trade!.timerStartMs).toBe(at(60_000));
    expect(bench.strategy.heard).toEqual(['submitted 1', 'closed 1', 'submitted -1']);
  });

  describe('P15: daily loss of 100', () => {
    const D0 = 1_704_110_400_000;
    const script = [1_704_153_540_000, 1_704_153_600_000].map(
      (atMs) => ({ atMs, side: 1, close: 49_000, stop: 48_900, tp2: 50_000 }) as const,
    );
    const run = (basis: 'total' | 'realised') => {
      const sections = { risk: { max_daily_loss: 100, kill_switch_basis: basis, max_hold_minutes: 1440 } };
      const bench = new OrderBench({ startMs: D0, minutes: 800, sections, script }).quote(D0, 50_000);
      bench.enter(D0, { limit: 50_000, lots: 100, stop: 48_000, tp2: 60_000 });
      bench.quote(D0 + 1_000, 50_000).print(D0 + 2_000, 49_999.9);
      return bench;
    };
    const dailyPnl = ({ manager }: OrderBench) => manager.equity() - manager.account.daily.baseEquity;

    it('trips on the total basis, flattens, and is free on the next day', () => {
      const bench = run('total')
        .quote(D0 + 59_000, 49_037)
        .closeUntil(D0 + 60_000);
      expect(dailyPnl(bench)).toBeCloseTo(-99.997035, 8);
      expect(bench.log.killSwitchMs).toEqual([]);
      bench.quote(D0 + 119_000, 49_036.9).closeUntil(D0 + 120_000);
      expect(dailyPnl(bench)).toBeCloseTo(-100.0070295, 8);
      expect(bench.log.killSwitchMs).toEqual([D0 + 120_000]);
      bench.quote(D0 + 120_300, 49_036);
      expect(bench.fills(D0).slice(1)).toEqual(['KILL 100 @49035.9 taker at 120300']);
      expect(bench.manager.account.cash).toBeCloseTo(9_899.8930255, 8);
      bench.quote(1_704_153_539_000, 49_000).quote(1_704_153_599_000, 49_000).closeUntil(1_704_153_600_000);
      expect(bench.decision(1_704_153_540_000)).toBe('HOLD KILL_SWITCH');
      expect(bench.decision(1_704_153_600_000)).toMatch(/^ENTER_LONG ENTRY/);
      expect(bench.manager.account.daily.baseEquity).toBeCloseTo(9_899.8930255, 8);
      expect(bench.log.killSwitchMs).toHaveLength(1);
    });

    it('does not trip on the realised basis', () => {
      const bench = run('realised')
        .quote(D0 + 59_000, 49_037)
        .quote(D0 + 119_000, 49_036.9);
      bench.closeUntil(D0 + 180_000);
      expect(bench.log.killSwitchMs).toEqual([]);
      expect(bench.manager.side).toBe(1);
    });
  });

  it('P16: a market leg at TP1 has no TP1; one tick before it keeps it', () => {
    const atTp1 = submitted().enter(D, p16).quote(at(60_000), 50_019.8);
    expect(atTp1.fills(D)).toEqual(['ENTRY 100 @50020 taker at 60000']);
    expect(atTp1.manager.trade!.tp1Ticks).toBe(NO_PRICE);
    atTp1.quote(at(61_000), 50_300).quote(at(61_001), 50_300);
    expect(atTp1.fills(D).slice(1)).toEqual(['TP2 100 @50299.9 taker at 61001']);

    const before = submitted().enter(D, p16).quote(at(60_000), 50_019.7);
    expect(before.fills(D)).toEqual(['ENTRY 100 @50019.9 taker at 60000']);
    before.quote(at(61_000), 50_300).quote(at(61_001), 50_300);
    expect(before.fills(D).slice(1)).toEqual([
      'TP1 30 @50299.9 taker at 61001',
      'TP2 70 @50299.9 taker at 61001',
    ]);
  });
});

describe('trades (17.2, 17.4)', () => {
  /** Long 400 lots from 50,000, maker, held from +20 ms. */
  const long = (sections: object = {}) =>
    submitted(sections)
      .enter(D, { limit: 50_000, lots: 400, stop: 49_500, tp1: 50_500, tp2: 51_000 })
      .quote(at(10), 50_000)
      .print(at(20), 49_999.9);

  it('E1+E2: gross 339.96, fees 15.186978, net 324.773022', () => {
    const bench = long().quote(at(1_000), 50_500).quote(at(1_001), 50_500);
    expect(bench.manager.trade).toMatchObject({ lots: 280, stopTicks: 500_000 });
    bench.quote(at(2_000), 51_000).quote(at(2_001), 51_000);
    const { grossPnl, fees, netPnl, initialRisk, leverageUsed, riskPctUsed } = bench.trade();
    expect(grossPnl).toBeCloseTo(339.96, 8);
    expect(fees).toBeCloseTo(15.186978, 8);
    expect(netPnl).toBeCloseTo(324.773022, 8);
    expect([initialRisk, leverageUsed, riskPctUsed]).toEqual([200, 2, 0.02]);
    expect(bench.manager.account.cash).toBeCloseTo(10_324.773022, 8);
  });

  it('break-even by price still loses the fees: -15.00', () => {
    const bench = submitted({
      execution: { slippage_ticks_exit: 0 },
      sizing: { tp1_pct: 0.3, tp2_pct: 0.7 },
    });
    bench.enter(D, { limit: 50_000, lots: 400, stop: 49_500, tp2: 51_000 });
    bench.quote(at(10), 50_000).print(at(20), 49_999.9);
    bench.manager.tightenStop(500_000, at(25));
    bench.quote(at(30), 50_000).quote(at(40), 50_000);
    expect(bench.fills(D).slice(1)).toEqual(['STOP 400 @50000 taker at 40']);
    expect(bench.trade()).toMatchObject({ grossPnl: 0, netPnl: -15 });
  });

  it('moves the stop to break-even after TP1, and the offset toward profit', () => {
    const bench = long({ risk: { breakeven_offset_ticks: 7 } })
      .quote(at(30), 50_500)
      .quote(at(31), 50_500);
    expect(bench.manager.trade!.stopTicks).toBe(500_007);
    const off = long({ sizing: { move_stop_to_breakeven_after_tp1: false } });
    off.quote(at(30), 50_500).quote(at(31), 50_500);
    expect(off.manager.trade!.stopTicks).toBe(495_000);
  });

  it('lets the quote that fills TP1 trigger the stop now in force', () => {
    const bench = long().quote(at(30), 50_500).quote(at(31), 49_999.9).quote(at(32), 49_990);
    expect(bench.fills(D).slice(1)).toEqual([
      'TP1 120 @49999.8 taker at 31',
      'STOP 280 @49989.9 taker at 32',
    ]);
  });

  it('takes TP1 once only', () => {
    const bench = long()
      .quote(at(30), 50_500)
      .quote(at(31), 50_500)
      .quote(at(40), 50_600)
      .quote(at(41), 50_600);
    expect(bench.fills()).toHaveLength(2);
  });

  it('pays funding at every boundary in (open, close]', () => {
    const open = 1_704_095_999_999;
    const close = 1_704_124_800_000;
    const bench = new OrderBench({
      startMs: open - 59_999,
      minutes: 600,
      script: [{ atMs: close, exit: true }],
    });
    const sections = { limit: 50_000, lots: 280, stop: 40_000, tp2: 60_000 };
    bench.quote(open - 59_999, 50_599.9, 50_600.1).enter(open - 59_999, sections);
    bench
      .quote(open - 10, 50_599.9, 50_600.1)
      .print(open, 49_999.9)
      .closeUntil(close - 60_000);
    expect(bench.manager.trade!.openMs).toBe(open);
    bench.manager.exitAtMarket('MANUAL', close - 1);
    bench.quote(close, 50_599.9, 50_600.1);
    expect(bench.trade().closeMs).toBe(close);
    expect(bench.log.funding.map(({ timeMs }) => timeMs)).toEqual([1_704_096_000_000, 1_704_124_800_000]);
    expect(bench.log.funding[1]!.amount).toBeCloseTo(1.4168, 9);
  });

  it('pays funding to a short', () => {
    const boundary = 1_704_096_000_000;
    const bench = new OrderBench({ startMs: boundary - 60_000 }).quote(boundary - 60_000, 50_000);
    bench.enter(boundary - 60_000, { side: -1, limit: 50_000, lots: 280, stop: 60_000, tp2: 40_000 });
    bench.quote(boundary - 10, 50_599.9, 50_600.1).closeUntil(boundary);
    expect(bench.log.funding[0]!.amount).toBeCloseTo(-1.4168, 9);
  });

  it('starts the timer at the close of the first fill’s minute and tests it an hour later', () => {
    const fill = 1_704_110_600_000;
    const start = 1_704_110_580_000;
    const bench = new OrderBench({ startMs: start, minutes: 100 }).quote(start, 50_000);
    bench.enter(start, { limit: 50_000, lots: 100, stop: 40_000, tp2: 60_000 });
    bench
      .quote(start + 10, 50_000)
      .print(fill, 49_999.9)
      .quote(fill + 1, 50_000);
    expect(bench.manager.trade!.timerStartMs).toBe(1_704_110_640_000);
    const tested = Date.UTC(2024, 0, 1, 13, 4);
    bench.closeUntil(tested);
    expect(bench.decision(tested - 60_000)).toBe('HOLD NO_SETUP');
    expect(bench.decision(tested)).toBe('EXIT TIME_STOP');
    bench.quote(tested, 50_000).quote(tested + 5, 50_000);
    expect(bench.fills(tested).slice(1)).toEqual(['TIME 100 @49999.9 taker at 5']);
  });
});

describe('market orders (17.2)', () => {
  const market = { execution: { use_limit_for_entry: false, taker_fee_bps: 5 } };

  it('buys at ask plus slippage, sells at bid less slippage, on a strictly later quote', () => {
    const buy = submitted(market).enter(D, { limit: 50_000, lots: 100, stop: 49_000, tp2: 60_000 });
    expect(buy.quote(D, 50_000, 50_001).fills()).toEqual([]);
    expect(buy.quote(at(1), 50_000, 50_001).fills(D)).toEqual(['ENTRY 100 @50001.1 taker at 1']);
    expect(buy.log.fills[0]!.fee).toBeCloseTo(2.500055, 10);
    const sell = submitted(market).enter(D, {
      side: -1,
      limit: 50_000,
      lots: 100,
      stop: 51_000,
      tp2: 40_000,
    });
    expect(sell.quote(at(1), 50_000, 50_001).fills(D)).toEqual(['ENTRY 100 @49999.9 taker at 1']);
  });

  it('triggers the stop on the filling quote when it lies beyond it', () => {
    const bench = submitted(market).enter(D, { limit: 50_000, lots: 100, stop: 49_900, tp2: 60_000 });
    bench.quote(at(1), 49_800).quote(at(2), 49_790);
    expect(bench.fills(D)).toEqual(['ENTRY 100 @49800.2 taker at 1', 'STOP 100 @49789.9 taker at 2']);
  });

  it('fills a repeated quote like any other', () => {
    const bench = submitted(market).enter(D, { limit: 50_000, lots: 100, stop: 49_900, tp2: 60_000 });
    expect(bench.quote(at(3_000), 50_000).fills()).toHaveLength(1);
  });

  it('costs nothing more without slippage', () => {
    const none = { execution: { ...market.execution, slippage_ticks_entry: 0 } };
    const bench = submitted(none).enter(D, { limit: 50_000, lots: 100, stop: 49_900, tp2: 60_000 });
    expect(bench.quote(at(1), 50_000, 50_001).fills(D)).toEqual(['ENTRY 100 @50001 taker at 1']);
  });
});

describe('triggers', () => {
  const entry = { limit: 50_000, lots: 100, stop: 49_900, tp2: 50_200 };
  const long = () => submitted().enter(D, entry).quote(at(10), 50_000).print(at(20), 49_999.9);
  const short = () =>
    submitted()
      .enter(D, { side: -1, limit: 50_000, lots: 100, stop: 50_100, tp2: 49_800 })
      .quote(at(10), 49_990)
      .print(at(20), 50_000.1);

  it('a stop by a print at it, or by the exit-side quote at it', () => {
    expect(long().print(at(30), 49_900.1).quote(at(40), 49_950).fills()).toHaveLength(1);
    expect(long().print(at(30), 49_900).quote(at(40), 49_950).fills(D)[1]).toBe(
      'STOP 100 @49949.9 taker at 40',
    );
    expect(long().quote(at(30), 49_900).quote(at(40), 49_950).fills(D)[1]).toBe(
      'STOP 100 @49949.9 taker at 40',
    );
    expect(long().quote(at(30), 49_900.1).quote(at(40), 49_950).fills()).toHaveLength(1);
  });

  it('a short’s stop by the ask', () => {
    expect(short().quote(at(30), 50_099.9).quote(at(40), 50_000).fills(D)[1]).toBe(
      'STOP 100 @50000.2 taker at 40',
    );
    expect(short().quote(at(30), 50_099.8).quote(at(40), 50_000).fills()).toHaveLength(1);
  });

  it('TP1 fills strictly later than its trigger too', () => {
    const bench = submitted()
      .enter(D, { ...entry, tp1: 50_100 })
      .quote(at(10), 50_000)
      .print(at(20), 49_999.9);
    expect(bench.quote(at(30), 50_100).quote(at(30), 50_100).fills()).toHaveLength(1);
    expect(bench.quote(at(31), 50_100).fills(D)[1]).toBe('TP1 30 @50099.9 taker at 31');
  });

  it('a target by the exit-side quote only, never by a print', () => {
    expect(long().print(at(30), 50_300).quote(at(40), 50_000).fills()).toHaveLength(1);
    expect(long().quote(at(30), 50_200).quote(at(40), 50_000).fills(D)[1]).toBe(
      'TP2 100 @49999.9 taker at 40',
    );
    expect(short().quote(at(30), 49_799.9).quote(at(40), 49_900).fills(D)[1]).toBe(
      'TP2 100 @49900.2 taker at 40',
    );
  });

  it('one exit per position: a stop reached while an exit is in flight changes nothing', () => {
    const bench = long().quote(at(30), 50_200).print(at(31), 49_800).quote(at(40), 49_700);
    expect(bench.fills(D).slice(1)).toEqual(['TP2 100 @49699.9 taker at 40']);
    expect(bench.manager.active).toBe(false);
  });

  it('a stop while TP1 is in flight takes what TP1 leaves', () => {
    const bench = submitted()
      .enter(D, { ...entry, tp1: 50_100 })
      .quote(at(10), 50_000)
      .print(at(20), 49_999.9);
    bench.quote(at(30), 50_100).print(at(30), 49_850).quote(at(40), 49_800);
    expect(bench.fills(D).slice(1)).toEqual(['TP1 30 @49799.9 taker at 40', 'STOP 70 @49799.9 taker at 40']);
  });

  it('a print at the stop before any fill takes the entry back (8.7 row 10)', () => {
    const bench = submitted().enter(D, { ...entry, limit: 49_890, stop: 49_800 });
    bench.print(at(5), 49_800);
    expect([bench.fills(), bench.drops(), bench.manager.active]).toEqual([[], ['STOP_FIRST'], false]);
    expect(bench.manager.lastExitMs).toBe(Number.NEGATIVE_INFINITY);
    const above = submitted()
      .enter(D, { ...entry, limit: 49_890, stop: 49_800 })
      .print(at(5), 49_800.1);
    expect(above.manager.entry).not.toBeNull();
  });

  it('quotes at one time come before prints: the entry fills, then the print stops it', () => {
    const bench = submitted()
      .enter(D, entry)
      .quote(at(10), 49_999.9)
      .print(at(10), 49_900)
      .quote(at(11), 49_900);
    expect(bench.fills(D)).toEqual(['ENTRY 100 @50000 taker at 10', 'STOP 100 @49899.9 taker at 11']);
  });
});

describe('quotes that are none', () => {
  it.each([
    ['crossed', [50_000.2, 50_000.1, 10, 10]],
    ['locked', [50_000.1, 50_000.1, 10, 10]],
    ['without bid size', [49_999, 49_999.1, 0, 10]],
    ['without ask size', [49_999, 49_999.1, 10, 0]],
    ['without a bid', [0, 49_999.1, 10, 10]],
  ] as const)('%s: neither fills nor marks', (_, [bid, ask, bidLots, askLots]) => {
    const bench = submitted().enter(D, { limit: 50_000.1, lots: 100, stop: 49_000, tp2: 60_000 });
    bench.quote(at(10), bid, ask, bidLots, askLots);
    expect(bench.fills()).toEqual([]);
    expect([bench.manager.bidTicks, bench.manager.askTicks]).toEqual([500_000, 500_001]);
  });
});

describe('order latency', () => {
  const buy = { limit: 49_950, lots: 100, stop: 49_000, tp2: 60_000 };

  it('an order meets only what happens after its arrival', () => {
    const bench = submitted({}, { latencyMs: 200 }).enter(D, buy);
    bench.quote(at(200), 49_940).quote(at(201), 49_949.9);
    expect(bench.fills(D)).toEqual(['ENTRY 100 @49950 taker at 201']);
    bench.manager.exitAtMarket('MANUAL', at(300));
    bench.quote(at(500), 49_900).quote(at(501), 49_901);
    expect(bench.fills(D)[1]).toBe('MANUAL 100 @49900.9 taker at 501');
  });

  it('the market remainder travels from the timeout on', () => {
    const bench = submitted({}, { latencyMs: 200 }).enter(D, buy).quote(at(300), 50_000);
    bench.quote(at(60_000), 50_000).quote(at(60_200), 50_001).quote(at(60_201), 50_002);
    expect(bench.fills(D)).toEqual(['ENTRY 100 @50002.2 taker at 60201']);
  });

  it('a triggered stop travels too', () => {
    const bench = submitted({}, { latencyMs: 200 }).enter(D, buy).quote(at(300), 49_949.9);
    bench.print(at(400), 49_000).quote(at(600), 48_990).quote(at(601), 48_980);
    expect(bench.fills(D)[1]).toBe('STOP 100 @48979.9 taker at 601');
  });

  it('jitter is drawn from the seed', () => {
    const run = (seed: number) => {
      const bench = submitted({}, { latencyMs: 20, latencyJitterMs: 300, seed }).enter(D, buy);
      for (let ms = 1; ms < 5_000; ms++) bench.quote(at(ms), 49_949.9);
      return bench.log.fills[0]!.fillMs - D;
    };
    expect(run(1)).toBe(run(1));
    expect(new Set([1, 2, 3, 4, 5].map(run)).size).toBeGreaterThan(2);
    for (const seed of [1, 2, 3, 4, 5]) expect(run(seed)).toBeGreaterThan(20);
  });

  it('a late TP1 never fills after the position is gone', () => {
    const late = submitted({}, { latencyMs: 0, latencyJitterMs: 400, seed: 11 });
    late.enter(D, { limit: 50_000.1, lots: 100, stop: 49_900, tp1: 50_100, tp2: 50_200 });
    for (let ms = 1; ms < 3_000; ms += 1) late.quote(at(ms), 50_000);
    late.quote(at(3_000), 50_100);
    late.print(at(3_001), 49_000);
    for (let ms = 3_002; ms < 9_000; ms += 1) late.quote(at(ms), 49_800);
    expect(late.manager.active).toBe(false);
    const exits = late.log.fills.slice(1);
    expect(exits.reduce((sum, { lots }) => sum + lots, 0)).toBe(100);
  });
});

describe('displayed size', () => {
  it('is noted with a fill on a quote, and unknown where a print fills', () => {
    const bench = submitted().enter(D, { limit: 50_000.1, lots: 100, stop: 49_000, tp2: 60_000 });
    bench.quote(at(10), 50_000, 50_000.1, 7, 5);
    expect(bench.log.fills[0]!.displayedLots).toBe(5);
    const maker = submitted().enter(D, { limit: 49_950, lots: 100, stop: 49_000, tp2: 60_000 });
    maker.quote(at(10), 50_000).print(at(20), 49_949.9);
    expect(maker.log.fills[0]!.displayedLots).toBeNaN();
    const synthetic = new OrderBench({ startMs: D, sizesAreReal: false }).quote(D, 50_000);
    synthetic.enter(D, { limit: 50_000.1, lots: 100, stop: 49_000, tp2: 60_000 }).quote(at(10), 50_000);
    expect(synthetic.log.fills[0]!.displayedLots).toBeNaN();
  });
});
