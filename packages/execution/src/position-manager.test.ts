import { NO_PRICE } from '@auction-trader/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entryPlan, HandVenue, ticks } from './testing/hand-venue.ts';

const tp1 = { tp1Ticks: ticks(50_500) };

describe('states of 8.7', () => {
  it('1: an ENTER signal places the entry', () => {
    const venue = new HandVenue();
    venue.manager.enter(entryPlan(), 1_000);
    expect(venue.placed('ENTRY')).toMatchObject({ attempt: 0, submitMs: 1_000, deadlineMs: 61_000 });
    expect(venue.said()).toEqual(['1: buy 100 limit @50000 ENTRY']);
    expect(venue.heard).toEqual(['submitted 1 at 1000']);
    expect([venue.manager.side, venue.manager.orderInFlight]).toEqual([0, true]);
  });

  it('1: market entries have no deadline', () => {
    const venue = new HandVenue({ execution: { use_limit_for_entry: false } });
    venue.manager.enter(entryPlan(), 1_000);
    expect(venue.placed('ENTRY')).toMatchObject({ attempt: 0, deadlineMs: Number.POSITIVE_INFINITY });
    expect(venue.said()).toEqual(['1: buy 100 market ENTRY']);
  });

  it('7: the first fill, of any size, places the protective stop at once; later ones resize it', () => {
    const venue = new HandVenue();
    venue.manager.enter(entryPlan(), 0);
    venue.said();
    venue.fill(1, 30, 50_000, 61_234);
    expect(venue.said()).toEqual(['2: sell 30 stop @49900 STOP reduce']);
    expect(venue.manager.trade).toMatchObject({ lots: 30, openMs: 61_234, timerStartMs: 120_000 });
    expect(venue.manager.side).toBe(1);
    venue.fill(1, 70, 49_999, 61_300);
    expect(venue.said()).toEqual(['amend 2: 100 @49900']);
    expect(venue.manager.trade).toMatchObject({ entryTicks: 499_993, openMs: 61_234, timerStartMs: 120_000 });
    expect(venue.manager.orderInFlight).toBe(false);
  });

  it('8: a timeout cancels, reads what is filled, and buys the rest at market', () => {
    const venue = new HandVenue();
    venue.manager.enter(entryPlan(), 0);
    venue.fill(1, 30, 50_000, 10);
    venue.said();
    venue.manager.onEntryTimeout(60_000);
    expect(venue.said()).toEqual(['cancel 1']);
    venue.fill(1, 20, 50_000, 60_001);
    venue.said();
    venue.manager.onEntryCancelled(60_002);
    expect(venue.placed('ENTRY')).toMatchObject({ attempt: 1, submitMs: 0 });
    expect(venue.said()).toEqual(['3: buy 50 market ENTRY']);
    venue.fill(3, 50, 50_001, 60_003);
    expect(venue.manager.trade!.lots).toBe(100);
    expect(venue.heard).toEqual(['submitted 1 at 0']);
  });

  it('8: a limit that fills whole while its cancel is on its way leaves nothing to buy', () => {
    const venue = new HandVenue();
    venue.manager.enter(entryPlan(), 0);
    venue.manager.onEntryTimeout(60_000);
    venue.fill(1, 100, 50_000, 60_001);
    expect([venue.manager.entry, venue.manager.trade!.lots]).toEqual([null, 100]);
  });

  it.each([
    ['is not warm any more', { warm: false, tripped: false, bid: 50_000 }],
    ['is killed', { warm: true, tripped: true, bid: 50_000 }],
    ['is at the stop', { warm: true, tripped: false, bid: 49_899.8 }],
    ['is at TP2', { warm: true, tripped: false, bid: 50_999.8 }],
  ])('9: the re-check fails when it %s; nothing filled: flat, no cooldown', (_, { warm, tripped, bid }) => {
    const venue = new HandVenue();
    venue.manager.enter(entryPlan(), 0);
    venue.manager.entriesAllowed = warm;
    venue.manager.account.daily.tripped = tripped;
    venue.quote(bid);
    venue.manager.onEntryTimeout(60_000);
    venue.manager.onEntryCancelled(60_001);
    expect(venue.heard.at(-1)).toBe('dropped RECHECK at 60001');
    expect([venue.manager.active, venue.manager.lastExitMs]).toEqual([false, Number.NEGATIVE_INFINITY]);
  });

  it('9: the re-check fails with a part filled: the part is kept', () => {
    const venue = new HandVenue();
    venue.manager.enter(entryPlan(), 0);
    venue.fill(1, 40, 50_000, 10);
    venue.quote(50_999.8);
    venue.manager.onEntryTimeout(60_000);
    venue.manager.onEntryCancelled(60_001);
    expect(venue.manager.trade!.lots).toBe(40);
    expect(venue.manager.entry).toBeNull();
  });

  it('9: a rejected entry leaves the account flat', () => {
    const venue = new HandVenue();
    venue.manager.enter(entryPlan(), 0);
    venue.manager.onEntryRejected(5);
    expect(venue.heard.at(-1)).toBe('dropped REJECTED at 5');
    expect(venue.manager.active).toBe(false);
  });

  it('9: an entry the venue cancels by itself is dropped', () => {
    const venue = new HandVenue();
    venue.manager.enter(entryPlan(), 0);
    venue.manager.onEntryCancelled(5);
    expect(venue.heard.at(-1)).toBe('dropped CANCELLED at 5');
    expect(venue.manager.active).toBe(false);
  });

  it('10: a print at the stop before any fill cancels; after a part has filled it does not', () => {
    const venue = new HandVenue();
    venue.manager.enter(entryPlan(), 0);
    venue.manager.watchPrintBeforeFill(ticks(49_900.1), 5);
    venue.said();
    venue.manager.watchPrintBeforeFill(ticks(49_900), 6);
    expect(venue.said()).toEqual(['cancel 1']);
    venue.manager.watchPrintBeforeFill(ticks(49_900), 7);
    expect(venue.said()).toEqual([]);
    venue.manager.onEntryCancelled(8);
    expect(venue.heard.slice(1)).toEqual(['dropped STOP_FIRST at 6']);

    const part = new HandVenue();
    part.manager.enter(entryPlan(), 0);
    part.fill(1, 1, 50_000, 3);
    part.said();
    part.manager.watchPrintBeforeFill(ticks(49_900), 6);
    expect(part.said()).toEqual([]);
  });

  it('11: TP1 cancels the rest of the entry, takes its share, then moves and resizes the stop', () => {
    const venue = new HandVenue();
    venue.manager.enter(entryPlan(tp1), 0);
    venue.fill(1, 80, 50_000, 10);
    venue.said();
    venue.manager.watchTargets(ticks(50_500), 20);
    expect(venue.said()).toEqual(['cancel 1', '3: sell 24 market TP1 reduce']);
    venue.manager.onEntryCancelled(21);
    venue.fill(3, 24, 50_499.9, 22);
    expect(venue.said()).toEqual(['amend 2: 56 @50000']);
    expect(venue.manager.trade).toMatchObject({ lots: 56, lotsAtTp1: 80, tp1Done: true });
    expect(venue.heard.slice(1)).toEqual(['dropped CANCELLED at 20']);
  });

  it('11: TP1 in parts counts once it is whole', () => {
    const venue = new HandVenue().open(tp1);
    venue.manager.watchTargets(ticks(50_500), 20);
    const { orderId } = venue.placed('TP1');
    venue.fill(orderId, 10, 50_500, 21);
    expect(venue.manager.trade).toMatchObject({ tp1Done: false, stopTicks: ticks(49_900) });
    venue.fill(orderId, 20, 50_500, 22);
    expect(venue.manager.trade).toMatchObject({ tp1Done: true, stopTicks: ticks(50_000), lots: 70 });
  });

  it('11: a single lot has no TP1', () => {
    const venue = new HandVenue().open({ ...tp1, lots: 1 });
    venue.manager.watchTargets(ticks(50_500), 20);
    expect(venue.said()).toEqual([]);
    venue.manager.watchTargets(ticks(51_000), 30);
    expect(venue.said()).toEqual(['3: sell 1 market TP2 reduce']);
    venue.fill(3, 1, 51_000, 31);
    expect(venue.trades[0]!.tp1Ticks).toBe(NO_PRICE);
  });

  it.each(['TIME', 'SOFT', 'KILL', 'MANUAL', 'STRATEGY'] as const)('12 and 13: %s', (leg) => {
    const venue = new HandVenue().open();
    venue.manager.exitAtMarket(leg, 20);
    expect(venue.said()).toEqual([`3: sell 100 market ${leg} reduce`]);
    expect(venue.manager.exiting).toBe(true);
    venue.fill(3, 100, 50_100, 21);
    expect(venue.said()).toEqual(['cancel 2']);
    expect(venue.manager.active).toBe(false);
    expect(venue.manager.lastExitMs).toBe(21);
    expect(venue.trades[0]).toMatchObject({ exitReason: leg, status: 'CLOSED', closeMs: 21 });
  });

  it('12: an exit takes back what still works of the entry', () => {
    const venue = new HandVenue();
    venue.manager.enter(entryPlan(), 0);
    venue.fill(1, 80, 50_000, 10);
    venue.said();
    venue.manager.exitAtMarket('SOFT', 20);
    expect(venue.said()).toEqual(['cancel 1', '3: sell 80 market SOFT reduce']);
  });

  it('12: the venue’s stop order becomes the exit', () => {
    const venue = new HandVenue().open();
    venue.manager.onStopTriggered(20);
    expect(venue.manager.finalExit).toMatchObject({ orderId: 2, leg: 'STOP', leftLots: 100, submitMs: 20 });
    venue.fill(2, 100, 49_900, 21);
    expect(venue.trades[0]).toMatchObject({ exitReason: 'STOP', status: 'STOPPED' });
    expect(venue.said()).toEqual([]);
  });

  it('13: STOPPED also after TP1, when the last leg is the stop', () => {
    const venue = new HandVenue().open(tp1);
    venue.manager.watchTargets(ticks(50_500), 20);
    venue.fill(3, 30, 50_500, 21);
    venue.manager.onStopTriggered(30);
    venue.fill(2, 70, 50_000, 31);
    expect(venue.trades[0]).toMatchObject({ exitReason: 'STOP', status: 'STOPPED', exitTicks: 501_500 });
  });

  it('14 and 15: a flip closes first, then sizes and opens the other side', () => {
    const venue = new HandVenue().open();
    venue.manager.flip(entryPlan({ side: -1, stopTicks: ticks(50_100), tp2Ticks: ticks(49_000) }), 1_000);
    expect(venue.said()).toEqual(['3: sell 100 market FLIP reduce']);
    venue.fill(3, 100, 50_000, 1_100, 1_000);
    expect(venue.said()).toEqual(['cancel 2', '4: sell 1800 limit @50000 ENTRY']);
    expect(venue.manager.entry).toMatchObject({ submitMs: 1_100, deadlineMs: 61_100 });
    expect(venue.manager.entry!.plan).toMatchObject({ lots: 1_800, margin: 9_000, decisionMs: 0 });
    expect(venue.trades).toHaveLength(1);
    venue.fill(4, 1_800, 50_000, 1_200);
    expect(venue.manager.side).toBe(-1);
  });

  it('15: too small for a second leg: flat', () => {
    const venue = new HandVenue().open();
    venue.manager.flip(entryPlan({ side: -1, stopTicks: ticks(50_100), tp2Ticks: ticks(49_000) }), 1_000);
    venue.fill(3, 100, 50_000, 1_100, 9_999);
    expect(venue.manager.active).toBe(false);
    expect(venue.heard.at(-1)).toBe('dropped FLIP_SIZE at 1100');
  });

  it('15: at market, a second leg whose stop the price has passed already is dropped', () => {
    const venue = new HandVenue({ execution: { use_limit_for_entry: false } });
    venue.manager.enter(entryPlan(), 0);
    venue.fill(1, 100, 50_000.2, 10);
    venue.manager.flip(entryPlan({ side: -1, stopTicks: ticks(50_100), tp2Ticks: ticks(49_000) }), 1_000);
    venue.quote(50_100.1);
    venue.fill(3, 100, 50_100, 1_100);
    expect(venue.manager.active).toBe(false);
    expect(venue.heard.at(-1)).toBe('dropped FLIP_SIZE at 1100');
  });

  it('12: an exit while TP1 is in flight takes what TP1 leaves', () => {
    const venue = new HandVenue().open(tp1);
    venue.manager.watchTargets(ticks(50_500), 20);
    venue.manager.exitAtMarket('TIME', 25);
    expect(venue.said()).toEqual(['3: sell 30 market TP1 reduce', '4: sell 70 market TIME reduce']);
    venue.fill(4, 70, 50_400, 26);
    expect(venue.manager.trade!.lots).toBe(30);
    venue.fill(3, 30, 50_400, 27);
    expect([venue.manager.active, venue.trades.length]).toEqual([false, 1]);
  });

  it('13: a TP1 still in flight is taken back when the position is gone', () => {
    const venue = new HandVenue().open(tp1);
    venue.manager.watchTargets(ticks(50_500), 20);
    venue.manager.onStopTriggered(25);
    venue.said();
    venue.fill(2, 100, 49_900, 26);
    expect(venue.said()).toEqual(['cancel 3']);
    expect(venue.manager.orderInFlight).toBe(false);
  });

  it('20: the kill switch takes back a working entry', () => {
    const venue = new HandVenue({ risk: { max_daily_loss: 50 } });
    venue.manager.enter(entryPlan(), 0);
    venue.manager.account.cash -= 50;
    venue.said();
    venue.manager.testDailyLoss(5);
    expect(venue.said()).toEqual(['cancel 1']);
    venue.manager.onEntryCancelled(6);
    expect(venue.manager.active).toBe(false);
    expect(venue.heard.slice(1)).toEqual(['killed at 5 with -50', 'dropped CANCELLED at 5']);
  });

  it('20: flattens, and drops the second leg of a flip', () => {
    const venue = new HandVenue({ risk: { max_daily_loss: 50 } }).open();
    venue.manager.flip(entryPlan({ side: -1, stopTicks: ticks(50_100), tp2Ticks: ticks(49_000) }), 1_000);
    venue.fill(3, 100, 50_000, 1_100, 50);
    expect(venue.manager.active).toBe(false);
    expect(venue.heard.at(-1)).toBe('killed at 1100 with -50');
  });

  it('20: only halts when told not to flatten', () => {
    const venue = new HandVenue({ risk: { max_daily_loss: 50, kill_switch_flatten: false } }).open({}, 60);
    expect(venue.manager.account.daily.tripped).toBe(true);
    expect([venue.manager.side, venue.manager.exiting]).toEqual([1, false]);
  });
});

describe('cancel races', () => {
  it('entry lots that fill while an exit is on its way follow it out', () => {
    const venue = new HandVenue();
    venue.manager.enter(entryPlan(), 0);
    venue.fill(1, 80, 50_000, 10);
    venue.manager.exitAtMarket('SOFT', 20);
    venue.fill(1, 15, 50_000, 21);
    venue.manager.onEntryCancelled(22);
    venue.said();
    venue.fill(3, 80, 50_000, 23);
    expect(venue.said()).toEqual(['amend 2: 15 @49900', '4: sell 15 market SOFT reduce']);
    venue.fill(4, 15, 50_000, 24);
    expect(venue.manager.active).toBe(false);
    expect(venue.trades[0]).toMatchObject({ lots: 95, exitReason: 'SOFT' });
  });

  it('an exit while the timed-out limit is being cancelled: no second cancel, nothing bought at market', () => {
    const venue = new HandVenue();
    venue.manager.enter(entryPlan(), 0);
    venue.fill(1, 40, 50_000, 10);
    venue.manager.onEntryTimeout(60_000);
    venue.said();
    venue.manager.exitAtMarket('SOFT', 60_001);
    expect(venue.said()).toEqual(['3: sell 40 market SOFT reduce']);
    venue.manager.onEntryCancelled(60_002);
    expect(venue.said()).toEqual([]);
    expect(venue.manager.entry).toBeNull();
  });

  it('an entry that fills although the kill switch took it back is flattened', () => {
    const venue = new HandVenue({ risk: { max_daily_loss: 50 } });
    venue.manager.enter(entryPlan(), 0);
    venue.manager.account.cash -= 50;
    venue.manager.testDailyLoss(5);
    venue.fill(1, 100, 50_000, 6);
    expect(venue.manager.finalExit).toMatchObject({ leg: 'KILL', leftLots: 100 });
  });

  it('never holds more than was intended, whatever fills when', () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('fill' as const), lots: fc.integer({ min: 1, max: 60 }) }),
      fc.record({ kind: fc.constantFrom('timeout' as const, 'cancelled' as const), lots: fc.constant(0) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const venue = new HandVenue();
        const { manager } = venue;
        manager.enter(entryPlan(), 0);
        let timeMs = 60_000;
        for (const { kind, lots } of steps) {
          timeMs += 1;
          const { entry } = manager;
          if (entry === null) break;
          if (kind === 'fill') venue.fill(entry.orderId, Math.min(lots, entry.leftLots), 50_000, timeMs);
          else if (kind === 'timeout' && entry.type === 'limit') manager.onEntryTimeout(timeMs);
          else if (kind === 'cancelled' && entry.cancelling !== 'no') manager.onEntryCancelled(timeMs);
          expect(manager.trade?.lots ?? 0).toBeLessThanOrEqual(100);
          const working = manager.entry?.leftLots ?? 0;
          expect((manager.trade?.lots ?? 0) + working).toBeLessThanOrEqual(100);
          if (manager.trade !== null) expect(manager.stopOrderId).not.toBe(0);
        }
      }),
    );
  });
});

describe('look-ahead (trading rules 9.11)', () => {
  it('refuses a fill that is not later than its decision', () => {
    const venue = new HandVenue();
    venue.manager.enter(entryPlan(), 1_000);
    expect(() => venue.fill(1, 100, 50_000, 1_000)).toThrow(/ENTRY fill at 1000 is not later/);
    const exit = new HandVenue().open();
    exit.manager.exitAtMarket('MANUAL', 50);
    expect(() => exit.fill(3, 100, 50_000, 50)).toThrow(/MANUAL fill at 50 is not later/);
  });

  it('refuses fills of orders it does not know, and larger than the position', () => {
    const venue = new HandVenue().open();
    expect(() => venue.fill(77, 1, 50_000, 50)).toThrow(/unknown order 77/);
    venue.manager.exitAtMarket('MANUAL', 50);
    expect(() => venue.fill(3, 101, 50_000, 51)).toThrow(/larger than the position/);
  });
});

describe('re-check of 9.2 rule 3', () => {
  const remainder = (changes: object, sections: object, bid: number, filled: number) => {
    const venue = new HandVenue(sections);
    venue.manager.enter(entryPlan(changes), 0);
    if (filled > 0) venue.fill(1, filled, 50_000, 10);
    venue.quote(bid);
    venue.manager.onEntryTimeout(60_000);
    venue.manager.onEntryCancelled(60_001);
    return venue;
  };

  it('keeps the risk of the submit, less what is filled', () => {
    const venue = remainder({ lots: 2_000 }, {}, 50_019.8, 500);
    expect(venue.manager.entry!.leftLots).toBe(1_166);
  });

  it('keeps the leverage cap by the margin that is left', () => {
    const venue = remainder({ lots: 2_000, stopTicks: ticks(49_999) }, {}, 50_000, 1_500);
    // Equity at the bid, less a tenth of 1.5 BTC at 50,000: a tenth of what is left buys 1/5,000 BTC per USDT.
    const equity = 10_000 - 1.5 * 50_000 * 5.5e-4;
    expect(venue.manager.entry!.leftLots).toBe(Math.floor(((equity - 7_500) * 10_000) / 50_000.2));
  });

  it('refuses a rest below the smallest order', () => {
    const small = remainder({ lots: 2_000, stopTicks: ticks(49_900) }, {}, 50_100, 999);
    expect(small.manager.entry).toBeNull();
    expect(small.heard.at(-1)).toBe('dropped RECHECK at 60001');
  });

  it('drops TP1 of the held part too when the market has reached it', () => {
    const venue = remainder({ tp1Ticks: ticks(50_020) }, {}, 50_019.8, 40);
    expect(venue.manager.trade!.tp1Ticks).toBe(NO_PRICE);
    expect(venue.manager.entry!.plan.tp1Ticks).toBe(NO_PRICE);
  });
});

describe('stops (17.2, 9.4)', () => {
  it('only move toward profit', () => {
    const venue = new HandVenue().open();
    venue.manager.tightenStop(ticks(49_899), 20);
    venue.manager.tightenStop(ticks(49_900), 21);
    expect(venue.said()).toEqual([]);
    venue.manager.tightenStop(ticks(49_950), 22);
    expect(venue.said()).toEqual(['amend 2: 100 @49950']);
    const short = new HandVenue().open({ side: -1, stopTicks: ticks(50_100), tp2Ticks: ticks(49_000) });
    short.manager.tightenStop(ticks(50_200), 20);
    short.manager.tightenStop(ticks(50_050), 21);
    expect(short.said()).toEqual(['amend 2: 100 @50050']);
  });

  it('stay where they are once the position is on its way out', () => {
    const venue = new HandVenue().open();
    venue.manager.exitAtMarket('MANUAL', 20);
    venue.manager.tightenStop(ticks(49_950), 21);
    expect(venue.manager.trade!.stopTicks).toBe(ticks(49_900));
  });

  it('break-even leaves a tighter stop alone', () => {
    const venue = new HandVenue().open(tp1);
    venue.manager.tightenStop(ticks(50_100), 15);
    venue.manager.watchTargets(ticks(50_500), 20);
    venue.fill(3, 30, 50_500, 21);
    expect(venue.manager.trade!.stopTicks).toBe(ticks(50_100));
  });

  it('soft: a close at or inside the lock; equality counts as inside', () => {
    const { manager } = new HandVenue().open({ softStopTicks: ticks(49_950) });
    expect([49_950.1, 49_950, 49_949.9].map((close) => manager.softStopReached(ticks(close)))).toEqual([
      false,
      true,
      true,
    ]);
    const short = { side: -1, stopTicks: ticks(50_100), tp2Ticks: ticks(49_000) };
    const mirror = new HandVenue().open({ ...short, softStopTicks: ticks(50_050) }).manager;
    expect([50_049.9, 50_050].map((close) => mirror.softStopReached(ticks(close)))).toEqual([false, true]);
    expect(new HandVenue().open().manager.softStopReached(0)).toBe(false);
  });
});

describe('targets', () => {
  it('TP1 hit, not done: once; done: no more (17.2)', () => {
    const venue = new HandVenue().open({ tp1Ticks: ticks(50_100) });
    venue.manager.watchTargets(ticks(50_150), 20);
    expect(venue.said()).toEqual(['3: sell 30 market TP1 reduce']);
    venue.manager.watchTargets(ticks(50_150), 21);
    venue.fill(3, 30, 50_150, 22);
    venue.said();
    venue.manager.watchTargets(ticks(50_150), 23);
    expect(venue.said()).toEqual([]);
  });

  it('NO_PRICE as TP2 is no target, on either side', () => {
    const long = new HandVenue().open({ tp2Ticks: NO_PRICE });
    long.manager.watchTargets(ticks(90_000), 20);
    expect(long.said()).toEqual([]);
    const short = new HandVenue().open({ side: -1, stopTicks: ticks(50_100), tp2Ticks: NO_PRICE });
    short.manager.watchTargets(ticks(1), 20);
    expect(short.said()).toEqual([]);
  });
});

describe('time stop (9.6, 17.2)', () => {
  const long = (sections: object = {}) =>
    new HandVenue(sections).open({ limitTicks: ticks(42_000), lots: 100 });

  it('exits at a loss, stays while the rest is profitable after all costs', () => {
    const { manager } = long();
    manager.bidTicks = ticks(41_900);
    expect(manager.timeStopReached(60_000 + 3_600_000)).toBe(true);
    manager.bidTicks = ticks(42_500);
    expect(manager.timeStopReached(60_000 + 3_600_000)).toBe(false);
  });

  it('counts from the timer’s start, and exits at exactly nothing earned', () => {
    const { manager } = long({ execution: { taker_fee_bps: 0, slippage_ticks_exit: 0 } });
    manager.bidTicks = ticks(42_000);
    expect(manager.timeStopReached(60_000 + 3_599_999)).toBe(false);
    expect(manager.timeStopReached(60_000 + 3_600_000)).toBe(true);
    manager.bidTicks = ticks(42_000.1);
    expect(manager.timeStopReached(60_000 + 3_600_000)).toBe(false);
  });

  it('does not wait for profit when told so', () => {
    const { manager } = long({ risk: { extend_if_profitable: false } });
    manager.bidTicks = ticks(43_000);
    expect(manager.timeStopReached(60_000 + 3_600_000)).toBe(true);
  });

  it('a price that does not cover the fees exits', () => {
    const venue = new HandVenue().open({}, 1);
    venue.quote(50_030);
    // 3.0 gained; 1 entry fee, 2.75165 exit fee, 0.01 slippage.
    expect(venue.manager.remainingNet(venue.manager.trade!)).toBeCloseTo(-0.76165, 8);
    expect(venue.manager.timeStopReached(60_000 + 3_600_000)).toBe(true);
  });
});

describe('daily loss (9.7)', () => {
  it.each(['total', 'realised'])('trips at exactly the limit, %s basis', (kill_switch_basis) => {
    const risk = { max_daily_loss: 100, kill_switch_basis };
    const just = new HandVenue({ risk }).open({ lots: 1 });
    just.quote(50_000);
    const open = kill_switch_basis === 'total' ? just.manager.openResult() : 0;
    just.manager.account.cash -= 100 + open - 1e-8;
    just.manager.testDailyLoss(20);
    expect(just.manager.account.daily.tripped).toBe(false);
    just.manager.account.cash -= 1e-8;
    just.manager.testDailyLoss(21);
    expect(just.manager.account.daily.tripped).toBe(true);
    expect(just.manager.finalExit!.leg).toBe('KILL');
  });

  it('rolls the date before it books the first fill of a day', () => {
    const DAY = 86_400_000;
    const venue = new HandVenue({ risk: { max_daily_loss: 100, kill_switch_basis: 'realised' } }).open();
    venue.manager.account.cash -= 60;
    venue.manager.exitAtMarket('MANUAL', DAY - 1);
    venue.fill(3, 100, 49_500, DAY + 5);
    expect(venue.manager.account.daily.tripped).toBe(false);
    expect(venue.manager.account.daily.baseCash).toBe(9_940);
    expect(venue.manager.account.cash).toBe(9_890);
  });
});

describe('books', () => {
  it('17.2: long 0.1 from 50,000 to 50,500 with fees of 1 and 1 earns 48', () => {
    const venue = new HandVenue().open({}, 1);
    venue.manager.exitAtMarket('MANUAL', 20);
    venue.fill(3, 100, 50_500, 21, 1);
    expect(venue.trades[0]).toMatchObject({ grossPnl: 50, fees: 2, netPnl: 48 });
    expect(venue.manager.account.cash).toBe(10_048);
  });

  it('17.2: 1.0 with 0.3 then 0.7', () => {
    const venue = new HandVenue().open({ lots: 1_000, ...tp1 });
    venue.manager.watchTargets(ticks(50_500), 20);
    venue.fill(3, 300, 50_500, 21);
    expect(venue.manager.trade!.lots).toBe(700);
    venue.manager.exitAtMarket('MANUAL', 30);
    venue.fill(4, 700, 50_500, 31);
    expect(venue.manager.trade).toBeNull();
  });

  it('marks an open position at the exit-side quote, net of the exit fee', () => {
    const venue = new HandVenue().open({}, 1);
    venue.quote(50_050);
    expect(venue.manager.equity()).toBeCloseTo(9_999 + 5 - 2.75275, 8);
    expect(venue.manager.openRecord()).toMatchObject({
      status: 'OPEN',
      exitReason: null,
      grossPnl: 5,
      fees: 3.75275,
      netPnl: expect.closeTo(1.24725, 8),
    });
    expect(new HandVenue().manager.openRecord()).toBeNull();
  });

  it('counts risk, leverage and the stop distance of sizing', () => {
    const venue = new HandVenue().open({ stopTicks: ticks(49_500), lots: 400 });
    venue.manager.exitAtMarket('MANUAL', 20);
    venue.fill(3, 400, 50_000, 21);
    expect(venue.trades[0]).toMatchObject({
      initialRisk: 200,
      riskPctUsed: 0.02,
      leverageUsed: 2,
      costRatio: 0.1,
    });
  });

  it('cash changes by the net of the trades, whatever fills and pays', () => {
    const money = fc.integer({ min: -500, max: 500 });
    const price = fc.integer({ min: 499_000, max: 501_000 });
    const trade = fc.record({
      side: fc.constantFrom(1, -1),
      parts: fc.array(fc.tuple(fc.integer({ min: 1, max: 50 }), price, money), {
        minLength: 1,
        maxLength: 4,
      }),
      exits: fc.array(fc.tuple(fc.integer({ min: 1, max: 50 }), price, money), { maxLength: 4 }),
      mid2: price,
      last: price,
    });
    fc.assert(
      fc.property(fc.array(trade, { minLength: 1, maxLength: 5 }), (trades) => {
        const venue = new HandVenue();
        const { manager } = venue;
        let timeMs = 0;
        for (const { side, parts, exits, mid2, last } of trades) {
          const lots = parts.reduce((sum, [part]) => sum + part, 0);
          const stopTicks = ticks(50_000 - side * 200);
          manager.enter(entryPlan({ side, lots, stopTicks, tp2Ticks: NO_PRICE }), timeMs);
          const { orderId } = venue.placed('ENTRY');
          for (const [part, at, fee] of parts) venue.fill(orderId, part, at / 10, ++timeMs, fee / 100);
          manager.payFunding(2 * mid2, 1e-4, timeMs);
          manager.exitAtMarket('MANUAL', timeMs);
          const exitId = venue.placed('MANUAL').orderId;
          let left = lots;
          for (const [part, at, fee] of exits) {
            if (part >= left) break;
            left -= part;
            venue.fill(exitId, part, at / 10, ++timeMs, fee / 100);
          }
          venue.fill(exitId, left, last / 10, ++timeMs);
        }
        const net = venue.trades.reduce((sum, { netPnl }) => sum + netPnl, 0);
        expect(manager.account.cash - 10_000).toBeCloseTo(net, 6);
        const gross = venue.fills.reduce(
          (sum, fill) => sum - fill.side * fill.lots * fill.priceTicks * 1e-4,
          0,
        );
        expect(venue.trades.reduce((sum, { grossPnl }) => sum + grossPnl, 0)).toBeCloseTo(gross, 6);
      }),
    );
  });
});
