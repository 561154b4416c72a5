import { NO_PRICE } from '@auction-trader/core';
import { describe, expect, it } from 'vitest';
import { entryPlan, ticks } from './testing/hand-venue.ts';
import { FLAT, RemoteBench } from './testing/remote-bench.ts';

const tp1 = { tp1Ticks: ticks(50_500) };
const kinds = (bench: RemoteBench) => bench.problems.map(({ kind }) => kind);

describe('entries (8.7 rows 1, 7 to 10)', () => {
  it('1: goes out as a command, once', () => {
    const bench = new RemoteBench();
    bench.enter();
    expect(bench.said()).toEqual(['1: buy 100 limit @50000 ENTRY']);
    expect(bench.said()).toEqual([]);
    expect(bench.exchange.nextDeadlineMs).toBe(60_000);
  });

  it('1: a market entry must have arrived within 5 s', () => {
    const bench = new RemoteBench({ execution: { use_limit_for_entry: false } });
    bench.at(1_000).enter();
    bench.said();
    expect(bench.placedLast()).toMatchObject({ type: 'market', deadlineMs: 6_000 });
  });

  it('7: every fill is covered by the stop; several changes of one batch become one', () => {
    const bench = new RemoteBench();
    bench.enter();
    bench.said();
    bench.at(10).fill(1, 30, 50_000);
    expect(bench.said()).toEqual(['2: sell 30 stop @49900 STOP reduce']);
    bench.accept(2);
    bench.fill(1, 20, 50_000);
    bench.fill(1, 50, 50_000);
    expect(bench.said()).toEqual(['amend 2: 100 @49900']);
    expect(bench.manager.entry).toBeNull();
    expect(bench.exchange.nextDeadlineMs).toBe(Number.POSITIVE_INFINITY);
  });

  it('8: at the timeout it is cancelled once, and the rest goes to market when that is confirmed', () => {
    const bench = new RemoteBench();
    bench.enter();
    bench.said();
    bench.at(10).fill(1, 30, 50_000);
    bench.said();
    bench.accept(2);
    bench.at(60_000).at(60_100);
    expect(bench.said()).toEqual(['cancel 1']);
    expect(bench.exchange.nextDeadlineMs).toBe(Number.POSITIVE_INFINITY);
    bench.fill(1, 5, 50_000);
    bench.cancelled(1, 65);
    expect(bench.said()).toEqual(['amend 2: 35 @49900', '3: buy 65 market ENTRY #1']);
    bench.at(60_300).fill(3, 65, 50_001);
    expect(bench.manager.trade!.lots).toBe(100);
    expect(bench.problems).toEqual([]);
  });

  it.each([
    ['would-take', 0],
    ['margin', 0],
    ['never-arrived', 40],
  ] as const)('9: refused (%s): what is filled stays, no more is bought', (why, filled) => {
    const bench = new RemoteBench();
    bench.enter();
    bench.said();
    if (filled > 0) {
      bench.at(10).fill(1, filled, 50_000);
      bench.accept(2);
      bench.at(60_000).cancelled(1, 60);
      bench.said();
    }
    const { orderId } = bench.placedLast();
    bench.reject(orderId, why);
    expect(bench.manager.entry).toBeNull();
    expect(bench.manager.trade?.lots ?? 0).toBe(filled);
    expect(bench.heard.at(-1)).toMatch(/dropped REJECTED/);
    expect(kinds(bench)).toEqual(['ORDER_REJECTED']);
    expect(bench.said()).toEqual([]);
  });

  it('9: cancelled by the venue with a part filled: the part is kept, its stop has its size', () => {
    const bench = new RemoteBench();
    bench.enter();
    bench.said();
    bench.at(10).fill(1, 40, 50_000);
    bench.cancelled(1, 60);
    expect(bench.said()).toEqual(['2: sell 40 stop @49900 STOP reduce']);
    expect([bench.manager.entry, bench.manager.trade!.lots]).toEqual([null, 40]);
    expect(bench.heard.at(-1)).toBe('dropped CANCELLED at 10');
    expect(kinds(bench)).toEqual(['ORDER_REJECTED']);
  });

  it('10: a print at the stop takes it back; filled meanwhile it is covered, and leaves as the stop is refused', () => {
    const bench = new RemoteBench();
    bench.enter();
    bench.said();
    bench.print(49_900);
    expect(bench.said()).toEqual(['cancel 1']);
    bench.at(10).fill(1, 100, 50_000);
    expect(bench.said()).toEqual(['2: sell 100 stop @49900 STOP reduce']);
    bench.reject(2, 'trigger-passed');
    expect(bench.said()).toEqual(['3: sell 100 market STOP reduce']);
    expect(kinds(bench)).toEqual(['ORDER_REJECTED', 'STOP_MISSING']);
    bench.at(20).fill(3, 100, 49_890);
    expect(bench.trades[0]).toMatchObject({ status: 'STOPPED', exitReason: 'STOP' });
  });

  it('takes entries back at a shutdown; the position and its stop stay', () => {
    const bench = new RemoteBench();
    bench.enter();
    bench.said();
    bench.at(10).fill(1, 40, 50_000);
    bench.accept(2);
    bench.said();
    bench.manager.cancelEntries(20);
    expect(bench.said()).toEqual(['cancel 1']);
    bench.at(20).cancelled(1, 60);
    expect([bench.said(), bench.manager.trade!.lots, bench.manager.stopOrderId]).toEqual([[], 40, 2]);
    expect(bench.problems).toEqual([]);
  });
});

describe('the protective stop (9.3)', () => {
  it('not confirmed within 1 s of the first fill: out at market, with an alert', () => {
    const bench = new RemoteBench();
    bench.enter();
    bench.said();
    bench.at(500).fill(1, 30, 50_000);
    bench.said();
    expect(bench.exchange.nextDeadlineMs).toBe(1_500);
    bench.at(1_499);
    expect(bench.said()).toEqual([]);
    bench.at(1_500);
    expect(bench.said()).toEqual(['cancel 1', '3: sell 30 market STOP reduce']);
    expect(kinds(bench)).toEqual(['STOP_MISSING']);
    // Its confirmation comes too late; nothing of it stays when the position is gone.
    bench.accept(2);
    bench.at(1_600).fill(3, 30, 49_990);
    expect(bench.said()).toEqual(['cancel 2']);
    bench.cancelled(2, 30);
    bench.cancelled(1, 70);
    expect([bench.manager.active, bench.exchange.books.orders]).toEqual([false, []]);
  });

  it.each(['margin', 'other', 'out-of-bounds', 'trigger-passed'] as const)(
    'refused (%s): out at market',
    (why) => {
      const bench = new RemoteBench();
      bench.enter();
      bench.at(10).fill(1, 100, 50_000);
      bench.said();
      bench.reject(2, why);
      expect(bench.said()).toEqual(['3: sell 100 market STOP reduce']);
      expect(kinds(bench)).toEqual(['ORDER_REJECTED', 'STOP_MISSING']);
    },
  );

  it('taken off by somebody: placed again; lost too often: out at market', () => {
    const bench = new RemoteBench().open();
    bench.cancelled(2, 100);
    expect(bench.said()).toEqual(['3: sell 100 stop @49900 STOP #1 reduce']);
    bench.accept(3);
    bench.cancelled(3, 100);
    bench.said();
    bench.accept(4);
    bench.cancelled(4, 100);
    expect(bench.said()).toEqual(['5: sell 100 market STOP reduce']);
    expect(kinds(bench).filter((kind) => kind === 'STOP_MISSING')).toHaveLength(3);
  });

  it('triggered, then filled in parts', () => {
    const bench = new RemoteBench().open();
    bench.at(100).triggered(2);
    expect([bench.manager.exiting, bench.manager.stopOrderId]).toEqual([true, 0]);
    bench.fill(2, 60, 49_900);
    bench.fill(2, 40, 49_899);
    expect(bench.trades[0]).toMatchObject({ status: 'STOPPED', exitTicks: 498_996 });
    expect([bench.said(), bench.exchange.books.orders]).toEqual([[], []]);
  });

  it('filled without a word of the trigger: the same', () => {
    const bench = new RemoteBench().open();
    bench.at(100).fill(2, 60, 49_900);
    expect(bench.manager.finalExit).toMatchObject({ leg: 'STOP', leftLots: 40, submitMs: 99 });
    bench.fill(2, 40, 49_900);
    expect(bench.trades[0]).toMatchObject({ status: 'STOPPED' });
  });

  it('triggered and taken off with a rest: the rest leaves at once by another order', () => {
    const bench = new RemoteBench().open();
    bench.at(100).triggered(2);
    bench.fill(2, 60, 49_900);
    bench.cancelled(2, 40);
    expect(bench.said()).toEqual(['3: sell 40 market STOP #1 reduce']);
    bench.at(110).fill(3, 40, 49_890);
    expect(bench.trades[0]).toMatchObject({ status: 'STOPPED', lots: 100 });
  });

  it('triggered before a larger size arrived: silent with lots left, they leave by another order', () => {
    const bench = new RemoteBench();
    bench.enter();
    bench.said();
    bench.at(10).fill(1, 30, 50_000);
    bench.said();
    bench.accept(2);
    bench.fill(1, 70, 50_000);
    expect(bench.said()).toEqual(['amend 2: 100 @49900']);
    bench.at(20).triggered(2);
    bench.fill(2, 30, 49_900);
    expect(bench.exchange.nextDeadlineMs).toBe(2_020);
    bench.at(2_020);
    expect(bench.said()).toEqual(['3: sell 70 market STOP #1 reduce']);
    bench.at(2_030).fill(3, 70, 49_800);
    expect(bench.manager.active).toBe(false);
    // The books do not wait for the rest of a stop that has none.
    expect(bench.said()).toEqual(['cancel 2']);
    bench.read({ readMs: 7_031 });
    expect(bench.exchange.books.orders).toEqual([]);
  });

  it('filled for more than the books hold: it is no protection any more', () => {
    const bench = new RemoteBench().open();
    bench.manager.exitAtMarket('TIME', 100);
    bench.said();
    bench.at(110).fill(3, 1, 49_900);
    expect(bench.said()).toEqual(['amend 2: 99 @49900']);
    // Somebody else has bought a lot: the stop filled whole before the change arrived.
    bench.fill(2, 100, 49_900);
    expect(kinds(bench)).toContain('BAD_REPORT');
    expect([bench.manager.stopOrderId, bench.manager.trade?.lots]).toEqual([0, 99]);
  });

  it('triggered before a smaller size arrived: what it fills beyond is booked', () => {
    const bench = new RemoteBench();
    bench.enter({ lots: 10 });
    bench.said();
    bench.at(10).fill(1, 8, 50_000);
    bench.said();
    bench.accept(2);
    bench.manager.exitAtMarket('TIME', 20);
    bench.said();
    bench.at(30).fill(3, 2, 49_900);
    expect(bench.said()).toEqual(['amend 2: 6 @49900']);
    bench.at(40).triggered(2);
    bench.fill(2, 6, 49_900);
    // The entry's last lots filled in the meantime, and left with the stop's own size of eight.
    bench.fill(1, 2, 50_000);
    bench.fill(2, 2, 49_900);
    expect([kinds(bench), bench.manager.trade?.lots ?? 0]).toEqual([[], 0]);
  });

  it('a change refused: another takes its place before it is taken back', () => {
    const bench = new RemoteBench().open();
    bench.manager.tightenStop(ticks(49_950), 20);
    expect(bench.said()).toEqual(['amend 2: 100 @49950']);
    bench.at(30).refuseAmend(2);
    expect(bench.said()).toEqual(['3: sell 100 stop @49950 STOP #1 reduce', 'cancel 2']);
    bench.accept(3);
    bench.cancelled(2, 100);
    expect([bench.said(), bench.manager.stopOrderId]).toEqual([[], 3]);
  });

  it('a change refused because the price has passed it: out at market', () => {
    const bench = new RemoteBench().open();
    bench.manager.tightenStop(ticks(49_950), 20);
    bench.said();
    bench.at(30).refuseAmend(2, 'trigger-passed');
    expect(bench.said()).toEqual(['3: sell 100 market STOP reduce']);
    expect(kinds(bench)).toEqual(['ORDER_REJECTED', 'STOP_MISSING']);
  });

  it('a change refused because it fills already: its fills count, and what replaced it goes', () => {
    const bench = new RemoteBench().open();
    bench.manager.tightenStop(ticks(49_950), 20);
    bench.said();
    bench.at(30).refuseAmend(2);
    bench.said();
    bench.fill(2, 100, 49_900);
    expect(bench.trades[0]).toMatchObject({ status: 'STOPPED', lots: 100 });
    expect(bench.said()).toEqual(['cancel 3']);
  });

  it('only moves toward profit, and is not moved for nothing', () => {
    const bench = new RemoteBench().open();
    bench.manager.tightenStop(ticks(49_899), 20);
    bench.manager.coverWithStop(20);
    expect(bench.said()).toEqual([]);
  });
});

describe('TP1 (8.7 row 11)', () => {
  const atTp1 = () => {
    const bench = new RemoteBench().open(tp1);
    bench.at(100).quote(50_500);
    return bench;
  };

  it('fills in parts; the stop follows, and moves to break-even when it is whole', () => {
    const bench = atTp1();
    expect(bench.said()).toEqual(['3: sell 30 market TP1 reduce']);
    bench.at(110).fill(3, 10, 50_500);
    expect(bench.said()).toEqual(['amend 2: 90 @49900']);
    bench.fill(3, 20, 50_500);
    expect(bench.said()).toEqual(['amend 2: 70 @50000']);
    expect(bench.manager.trade).toMatchObject({ tp1Done: true, lotsAtTp1: 100 });
  });

  it('cancelled with a rest: the rest again, at once when a part filled', () => {
    const bench = atTp1();
    bench.said();
    bench.at(110).fill(3, 10, 50_500);
    bench.said();
    bench.cancelled(3, 20);
    expect(bench.manager.firstTargetWaits).toBe(false);
    bench.at(111);
    expect(bench.said()).toEqual(['4: sell 20 market TP1 #1 reduce']);
    bench.fill(4, 20, 50_499);
    expect(bench.manager.trade).toMatchObject({ tp1Done: true, lots: 70 });
  });

  it('refused: again after 1, 2, 4 s; the gate stays shut meanwhile', () => {
    const bench = atTp1();
    bench.said();
    bench.reject(3);
    expect([bench.manager.orderInFlight, bench.exchange.nextDeadlineMs]).toEqual([true, 1_100]);
    bench.at(1_100);
    expect(bench.said()).toEqual(['4: sell 30 market TP1 #1 reduce']);
    bench.reject(4);
    expect(bench.exchange.nextDeadlineMs).toBe(3_100);
  });

  it('TP2 while TP1 is in flight: both; the rest of a cancelled TP1 follows', () => {
    const bench = atTp1();
    bench.at(105).quote(51_000);
    expect(bench.said()).toEqual(['3: sell 30 market TP1 reduce', '4: sell 70 market TP2 reduce']);
    bench.at(110).fill(4, 70, 51_000);
    bench.fill(3, 10, 51_000);
    bench.said();
    bench.cancelled(3, 20);
    expect(bench.said()).toEqual(['5: sell 20 market TP2 #1 reduce']);
    bench.at(120).fill(5, 20, 51_000);
    expect(bench.trades[0]).toMatchObject({ exitReason: 'TP2', lots: 100 });
  });

  it('a final exit while TP1 waits takes all of it', () => {
    const bench = atTp1();
    bench.said();
    bench.reject(3);
    bench.manager.exitAtMarket('TIME', 200);
    expect(bench.said()).toEqual(['4: sell 100 market TIME reduce']);
    bench.at(5_000);
    expect(bench.said()).toEqual([]);
  });

  it('the stop while TP1 is in flight: whichever fills first', () => {
    const bench = atTp1();
    bench.said();
    bench.at(110).triggered(2);
    bench.fill(2, 80, 49_900);
    bench.fill(3, 20, 50_400);
    expect(bench.trades[0]).toMatchObject({ exitReason: 'TP1', lots: 100 });
    bench.said();
    bench.cancelled(3, 10);
    bench.cancelled(2, 20);
    expect([bench.manager.active, bench.exchange.books.orders]).toEqual([false, []]);
  });
});

describe('exits (8.7 rows 12 and 13)', () => {
  it('are reduce-only, fill in parts, and take the stop back when flat', () => {
    const bench = new RemoteBench().open();
    bench.at(100).manager.exitAtMarket('TIME', 100);
    expect(bench.said()).toEqual(['3: sell 100 market TIME reduce']);
    bench.at(110).fill(3, 60, 50_000);
    expect(bench.said()).toEqual(['amend 2: 40 @49900']);
    bench.fill(3, 40, 50_000);
    expect(bench.said()).toEqual(['cancel 2']);
    expect(bench.trades[0]).toMatchObject({ exitReason: 'TIME', status: 'CLOSED' });
  });

  it('refused: again after 1, 2, 4 ... 30 s, until flat; the stop goes on covering', () => {
    const bench = new RemoteBench().open();
    bench.at(100).manager.exitAtMarket('TIME', 100);
    bench.said();
    const waits: number[] = [];
    for (let again = 0; again < 8; again++) {
      bench.reject(bench.placedLast().orderId);
      const dueMs = bench.exchange.nextDeadlineMs;
      waits.push(dueMs - bench.nowMs);
      bench.at(dueMs - 1);
      expect(bench.said()).toEqual([]);
      bench.at(dueMs);
      expect(bench.said()).toEqual([expect.stringMatching(`sell 100 market TIME #${again + 1} reduce`)]);
    }
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
    expect(bench.manager.stopOrderId).toBe(2);
    bench.at(bench.nowMs + 5).fill(bench.placedLast().orderId, 100, 50_000);
    expect(bench.trades[0]).toMatchObject({ exitReason: 'TIME' });
  });

  it('a part filled starts the pace anew', () => {
    const bench = new RemoteBench().open();
    bench.manager.exitAtMarket('TIME', 100);
    bench.said();
    bench.at(110).reject(3);
    bench.at(1_110).said();
    bench.fill(4, 1, 50_000);
    bench.cancelled(4, 99);
    expect(bench.said()).toEqual(['amend 2: 99 @49900', '5: sell 99 market TIME #2 reduce']);
    bench.reject(5);
    expect(bench.exchange.nextDeadlineMs).toBe(2_110);
  });

  it('an exit that waits without a stop gets one', () => {
    const bench = new RemoteBench().open();
    bench.at(100).triggered(2);
    bench.cancelled(2, 100);
    expect(bench.said()).toEqual(['3: sell 100 stop @49900 STOP reduce']);
    bench.reject(3, 'trigger-passed');
    expect(bench.said()).toEqual([]);
    bench.at(1_100);
    expect(bench.said()).toEqual(['4: sell 100 market STOP #1 reduce']);
  });

  it('flatten works in every state, and twice is once', () => {
    const bench = new RemoteBench();
    bench.manager.flatten(1);
    bench.enter();
    bench.said();
    bench.at(10).fill(1, 40, 50_000);
    bench.said();
    bench.manager.flatten(20);
    bench.manager.flatten(21);
    expect(bench.said()).toEqual(['cancel 1', '3: sell 40 market MANUAL reduce']);
    bench.at(30).fill(3, 40, 50_000);
    bench.said();
    bench.cancelled(1, 60);
    expect(bench.trades[0]).toMatchObject({ exitReason: 'MANUAL' });
    expect(bench.exchange.books.orders.map(({ type }) => type)).toEqual(['stop']);
  });

  it('what fills of an entry after flatten leaves too', () => {
    const bench = new RemoteBench();
    bench.enter();
    bench.said();
    bench.manager.flatten(20);
    expect(bench.said()).toEqual(['cancel 1']);
    bench.at(30).fill(1, 100, 50_000);
    expect(bench.said()).toEqual(['2: sell 100 market MANUAL reduce']);
  });

  it('what fills of an entry that was on its way back already leaves after flatten too', () => {
    const bench = new RemoteBench();
    bench.enter();
    bench.said();
    bench.manager.cancelEntries(10);
    bench.manager.flatten(20);
    expect(bench.said()).toEqual(['cancel 1']);
    bench.at(30).fill(1, 60, 50_000);
    expect(bench.said()).toEqual(['2: sell 60 market MANUAL reduce']);
  });

  it('entry lots that fill after the position has left follow it out', () => {
    const bench = new RemoteBench();
    bench.enter();
    bench.said();
    bench.at(10).fill(1, 40, 50_000);
    bench.accept(2);
    bench.manager.exitAtMarket('SOFT', 20);
    bench.said();
    bench.at(30).fill(3, 40, 50_000);
    bench.said();
    bench.at(40).fill(1, 7, 50_000);
    expect(bench.said()).toEqual(['4: sell 7 market SOFT reduce']);
    bench.at(50).fill(4, 7, 50_000);
    bench.cancelled(1, 53);
    expect(bench.trades.map(({ lots, exitReason }) => [lots, exitReason])).toEqual([
      [40, 'SOFT'],
      [7, 'SOFT'],
    ]);
    expect(bench.manager.active).toBe(false);
  });

  it('stop and exit at once: the books take both', () => {
    const bench = new RemoteBench().open();
    bench.manager.exitAtMarket('TIME', 100);
    bench.said();
    bench.at(110).triggered(2);
    bench.fill(2, 70, 49_900);
    bench.cancelled(2, 30);
    bench.fill(3, 30, 49_899);
    expect(bench.trades[0]).toMatchObject({ lots: 100, exitReason: 'TIME' });
    bench.cancelled(3, 70);
    expect([bench.manager.active, bench.exchange.books.orders]).toEqual([false, []]);
  });

  it('the last fill of an exit before the fill of the entry that it takes off', () => {
    const bench = new RemoteBench();
    bench.enter();
    bench.said();
    bench.at(10).fill(1, 60, 50_000);
    bench.said();
    bench.accept(2);
    bench.manager.exitAtMarket('SOFT', 20);
    bench.said();
    bench.at(30).fill(3, 60, 50_000);
    // The venue filled 10 more lots of the entry, and the stop sold them, before either was reported.
    bench.fill(2, 10, 49_900);
    expect(bench.manager.trade).toBeNull();
    bench.fill(1, 10, 50_000);
    expect(bench.manager.trade).toBeNull();
    expect(bench.trades.map(({ lots }) => lots)).toEqual([60, 10]);
    expect(kinds(bench)).toEqual([]);
  });
});

describe('flips (8.7 rows 14 and 15)', () => {
  const short = () => entryPlan({ side: -1, stopTicks: ticks(50_100), tp2Ticks: ticks(49_000) });

  it('the second leg goes out once the first is flat, sized by the venue too', () => {
    const bench = new RemoteBench().open();
    bench.manager.setVenueMargin(2_000);
    bench.manager.flip(short(), 100);
    expect(bench.said()).toEqual(['3: sell 100 market FLIP reduce']);
    bench.at(110).fill(3, 40, 50_000);
    expect(bench.said()).toEqual(['amend 2: 60 @49900']);
    bench.fill(3, 60, 50_000);
    // 2,000 available and 500 tied up by 0.1 BTC at 10x. 2 % of 2,500 over 100 are 500 lots; 5.0275 each.
    expect(bench.said()).toEqual(['cancel 2', '4: sell 497 limit @50000 ENTRY']);
  });

  it('waits for the end of the first entry’s cancel, and for what that fills', () => {
    const bench = new RemoteBench();
    bench.enter();
    bench.said();
    bench.at(10).fill(1, 40, 50_000);
    bench.accept(2);
    bench.manager.flip(short(), 20);
    bench.said();
    bench.at(30).fill(3, 40, 50_000);
    bench.said();
    bench.fill(1, 5, 50_000);
    expect(bench.said()).toEqual(['4: sell 5 market FLIP reduce']);
    bench.at(40).fill(4, 5, 50_000);
    expect(bench.said()).toEqual([]);
    bench.cancelled(1, 55);
    expect(bench.said()).toEqual([expect.stringMatching('5: sell .* limit @50000 ENTRY')]);
  });

  it('is dropped when entries are taken back', () => {
    const bench = new RemoteBench().open();
    bench.manager.flip(short(), 100);
    bench.manager.cancelEntries(101);
    bench.said();
    bench.at(110).fill(3, 100, 50_000);
    expect(bench.said()).toEqual(['cancel 2']);
  });
});

describe('kill switch (8.7 row 20)', () => {
  it('takes a working entry back, flattens, and works while halted', () => {
    const bench = new RemoteBench({ risk: { max_daily_loss: 50 } });
    bench.enter();
    bench.said();
    bench.at(10).fill(1, 40, 50_000);
    bench.said();
    bench.manager.halted = true;
    bench.manager.account.cash -= 60;
    bench.manager.testDailyLoss(20);
    expect(bench.said()).toEqual(['cancel 1', '3: sell 40 market KILL reduce']);
  });
});

describe('halted (8.7 row 18)', () => {
  it('takes no target, no soft and no time stop; the stop stays', () => {
    const bench = new RemoteBench().open({ ...tp1, softStopTicks: ticks(49_950) });
    bench.manager.halted = true;
    bench.at(100).quote(51_000);
    expect(bench.said()).toEqual([]);
    expect(bench.manager.softStopReached(ticks(49_900))).toBe(false);
    expect(bench.manager.timeStopReached(1e10)).toBe(false);
    expect(bench.manager.stopOrderId).toBe(2);
    bench.manager.flatten(101);
    expect(bench.said()).toEqual(['3: sell 100 market MANUAL reduce']);
  });
});

describe('what cannot be is told and not booked', () => {
  it.each([
    ['of an order nobody knows', (bench: RemoteBench) => bench.fill(99, 1, 50_000)],
    ['larger than the order', (bench: RemoteBench) => bench.fill(1, 101, 50_000)],
    ['of half a lot', (bench: RemoteBench) => bench.fill(1, 0.5, 50_000)],
    ['at no price', (bench: RemoteBench) => bench.fill(1, 1, Number.NaN)],
    ['of an exit before anything is held', (bench: RemoteBench) => bench.triggered(1)],
  ])('a report %s', (_, say) => {
    const bench = new RemoteBench();
    bench.enter();
    bench.said();
    bench.at(10);
    say(bench);
    expect(kinds(bench)).toEqual(['BAD_REPORT']);
    expect([bench.manager.trade, bench.manager.entry!.leftLots]).toEqual([null, 100]);
    expect(bench.said()).toEqual([]);
  });

  it('a fill reported twice, by one id', () => {
    const bench = new RemoteBench();
    bench.enter();
    bench.at(10).fill(1, 10, 50_000, 'same');
    bench.fill(1, 10, 50_000, 'same');
    expect([bench.manager.trade!.lots, kinds(bench)]).toEqual([10, ['BAD_REPORT']]);
  });

  it('a fill after the order has ended; other words after the end are ignored', () => {
    const bench = new RemoteBench();
    bench.enter();
    bench.said();
    bench.at(10).cancelled(1, 100);
    bench.cancelled(1, 100);
    bench.accept(1);
    expect(kinds(bench)).toEqual(['ORDER_REJECTED']);
    bench.fill(1, 10, 50_000);
    expect([bench.manager.active, kinds(bench).at(-1)]).toEqual([false, 'BAD_REPORT']);
  });

  it('more sold than is held', () => {
    const bench = new RemoteBench().open();
    bench.manager.exitAtMarket('TIME', 100);
    bench.said();
    bench.at(110).fill(3, 90, 50_000);
    bench.fill(2, 20, 49_900);
    expect([bench.manager.trade!.lots, kinds(bench)]).toEqual([10, ['BAD_REPORT']]);
  });

  it('an end that leaves other lots than the fills did', () => {
    const bench = new RemoteBench();
    bench.enter();
    bench.said();
    bench.at(10).fill(1, 10, 50_000);
    bench.cancelled(1, 70);
    expect(kinds(bench)).toEqual(['ORDER_REJECTED', 'BAD_REPORT']);
    expect([bench.manager.entry, bench.manager.trade!.lots]).toEqual([null, 10]);
  });

  it('a fill stamped before its order, by clocks that differ, is stamped just after it', () => {
    const bench = new RemoteBench();
    bench.at(1_000).enter();
    bench.said();
    bench.nowMs = 900;
    bench.fill(1, 100, 50_000);
    expect(bench.fills[0]).toMatchObject({ submitMs: 1_000, fillMs: 1_001 });
  });

  it('a fill that waits for another survives a restart', () => {
    const start = () => {
      const bench = new RemoteBench();
      bench.enter();
      bench.said();
      bench.at(10).fill(1, 60, 50_000);
      bench.said();
      bench.manager.exitAtMarket('SOFT', 20);
      bench.said();
      bench.at(30).fill(3, 60, 50_000);
      bench.fill(2, 10, 49_900);
      return bench;
    };
    const before = start();
    const saved = JSON.parse(JSON.stringify([before.manager.snapshot(), before.exchange.snapshot()]));
    const after = new RemoteBench();
    after.manager.restore(saved[0]);
    after.exchange.restore(saved[1]);
    for (const bench of [before, after]) bench.at(40).fill(1, 10, 50_000, 'late');
    expect(after.manager.trade).toBeNull();
    // Each is booked under the venue's own id of it.
    expect(after.executionIds).toEqual(['late', 'x3']);
    expect(after.exchange.snapshot()).toEqual(before.exchange.snapshot());
    expect(after.said()).toEqual(before.said());
  });

  it('invalid quotes are not seen', () => {
    const bench = new RemoteBench().open();
    bench.exchange.processQuote(20, ticks(51_000), ticks(51_000), 1, 1);
    bench.exchange.processQuote(20, ticks(51_000), ticks(51_001), 0, 1);
    expect([bench.said(), bench.manager.bidTicks]).toEqual([[], ticks(50_000)]);
  });
});

describe('snapshots', () => {
  it('carry commands that nobody has taken yet', () => {
    const bench = new RemoteBench();
    bench.enter();
    const after = new RemoteBench();
    after.exchange.restore(JSON.parse(JSON.stringify(bench.exchange.snapshot())));
    expect(after.said()).toEqual(['1: buy 100 limit @50000 ENTRY']);
  });

  it.each([
    [null],
    ['text'],
    [{}],
    [{ orders: [{}] }],
    [{ orders: [{ executionIds: [1] }] }],
    [{ commands: [{ kind: 'place' }] }],
    [{ commands: [{ kind: 'cancel', orderId: 'x', timeMs: 1 }] }],
    [{ early: [{}] }],
    [{ unsettled: {} }],
    [{ more: 1 }],
  ])('that are none are refused: %j', (change) => {
    const { exchange } = new RemoteBench();
    const state =
      typeof change === 'object' && change !== null ? { ...exchange.snapshot(), ...change } : change;
    const found = change !== null && Object.keys(change).length === 0 ? {} : state;
    expect(() => exchange.restore(found)).toThrow(expect.objectContaining({ code: 'BAD_STATE' }));
  });

  it.each([
    [null],
    [{}],
    [{ trade: {} }],
    [{ entry: { leg: 5 } }],
    [{ stopOrderId: 'x' }],
    [{ halted: 0 }],
    [{ more: 1 }],
  ])('of a manager that are none are refused: %j', (change) => {
    const { manager } = new RemoteBench();
    const found =
      change !== null && Object.keys(change).length > 0 ? { ...manager.snapshot(), ...change } : change;
    expect(() => manager.restore(found)).toThrow(expect.objectContaining({ code: 'BAD_STATE' }));
  });
});

describe('the venue’s money', () => {
  it('caps the size: what is available, and room for margin and fee', () => {
    const { manager } = new RemoteBench();
    expect(manager.sizeWhenFlat(ticks(50_000), ticks(49_900))).toMatchObject({ lots: 2_000, margin: 10_000 });
    manager.setVenueMargin(5_000);
    // 2 % of 5,000 over 100 per BTC is 1 BTC; 994 lots at 5.0275 each is what 5,000 can carry.
    expect(manager.sizeWhenFlat(ticks(50_000), ticks(49_900))).toMatchObject({ lots: 994, margin: 5_000 });
    expect(manager.sizeWhenFlat(ticks(50_000), ticks(49_500))).toMatchObject({ lots: 200, margin: 5_000 });
    manager.setVenueMargin(0);
    expect(manager.sizeWhenFlat(ticks(50_000), ticks(49_900))).toMatchObject({ lots: 0, reason: 'SIZE_MIN' });
    manager.setVenueMargin(50_000);
    expect(manager.sizeWhenFlat(ticks(50_000), ticks(49_900))).toMatchObject({ lots: 2_000, margin: 10_000 });
  });

  it('caps the market order that follows a limit', () => {
    const bench = new RemoteBench();
    bench.enter({ lots: 1_000 });
    bench.said();
    bench.at(60_000).exchange.setAccount({ timeMs: 60_000, availableMargin: 0, equity: 10_000 });
    // All of it is tied up by the order itself: 1,000 lots at 10x are 5,000, for 994 lots with the fee.
    bench.cancelled(1, 1_000);
    expect(bench.said()).toEqual(['cancel 1', '2: buy 994 market ENTRY #1']);
  });

  it('funding is what the venue charged, split over the lots held', () => {
    const bench = new RemoteBench().open();
    bench.manager.chargeFunding(3, 50);
    expect(bench.manager.trade).toMatchObject({ funding: 3, fundingPerLot: 0.03 });
    expect(bench.manager.account.cash).toBe(9_997);
    bench.manager.exitAtMarket('TIME', 100);
    bench.said();
    bench.at(110).fill(3, 100, 50_000);
    bench.manager.chargeFunding(-1, 200);
    expect(bench.manager.account.cash).toBe(9_998);
    expect(bench.funding.at(-1)).toEqual({ tradeId: 1, timeMs: 200, lots: 0, amount: -1 });
  });
});

describe('reconciliation (trading rules 10)', () => {
  const stop = (bench: RemoteBench) => bench.order(bench.manager.stopOrderId);

  it('is clean when both hold the same', () => {
    const bench = new RemoteBench().open();
    bench.at(10_000);
    const found = bench.read({ side: 1, lots: 100, entryTicks: ticks(50_000), orders: [stop(bench)] });
    expect(found).toMatchObject({ verdict: 'clean', differences: [], unsettled: null });
    expect(bench.read.call(new RemoteBench(), {})).toMatchObject({ verdict: 'clean' });
  });

  it('one lot more or less is a rounding', () => {
    const bench = new RemoteBench().open();
    const truth = { side: 1, entryTicks: ticks(50_000), orders: [stop(bench)] };
    bench.at(10_000);
    expect(bench.read({ ...truth, lots: 99 }).verdict).toBe('clean');
    expect(bench.read({ ...truth, lots: 101 }).verdict).toBe('clean');
    expect(bench.read({ ...truth, lots: 102 }).verdict).toBe('mismatch');
  });

  it('a fill still on its way is no mismatch, unless it stays away for 5 s', () => {
    const bench = new RemoteBench();
    bench.enter();
    bench.said();
    bench.at(1_000).accept(1);
    bench.at(2_000);
    const truth = {
      side: 1,
      lots: 40,
      entryTicks: ticks(50_000),
      orders: [bench.order(1, { leftLots: 60 })],
    };
    expect(bench.read(truth).verdict).toBe('unsettled');
    expect(bench.exchange.nextTruthMs).toBe(7_000);
    bench.at(6_999);
    expect(bench.read(truth).verdict).toBe('unsettled');
    expect(bench.said()).toEqual([]);
    bench.at(7_000);
    expect(bench.read(truth).verdict).toBe('mismatch');
    // It can only be the entry's: it keeps the plan, its stop, and is not booked again.
    expect(bench.said()).toEqual(['cancel 1', '2: sell 40 stop @49900 STOP reduce']);
    expect(bench.manager.trade).toMatchObject({ lots: 40, adjusted: true, foreign: false });
    bench.fill(1, 30, 50_000);
    bench.fill(1, 15, 50_000);
    expect(bench.manager.trade!.lots).toBe(45);
    bench.cancelled(1, 55);
    expect([bench.manager.trade!.lots, bench.manager.entry]).toEqual([45, null]);
    expect(kinds(bench)).toEqual(['POSITION_MISMATCH']);
  });

  it('a position that is gone closes the trade at the best known price, marked as adjusted', () => {
    const bench = new RemoteBench().open();
    bench.at(10_000).quote(50_100);
    bench.read({ orders: [stop(bench)] });
    bench.at(15_000);
    expect(bench.read({ orders: [stop(bench)] }).verdict).toBe('mismatch');
    expect(bench.trades[0]).toMatchObject({ exitReason: 'MANUAL', exitTicks: ticks(50_100), adjusted: true });
    expect(bench.fills.at(-1)).toMatchObject({ leg: 'MANUAL', lots: 100, side: -1 });
    expect(bench.said()).toEqual(['cancel 2']);
    expect(kinds(bench)).toEqual(['POSITION_MISMATCH']);
  });

  it('a smaller position: the books follow, the stop is resized, nothing is traded', () => {
    const bench = new RemoteBench().open();
    bench.at(10_000);
    const truth = { side: 1, lots: 60, entryTicks: ticks(50_000), orders: [stop(bench)] };
    bench.read(truth);
    bench.at(15_000).read(truth);
    expect(bench.manager.trade).toMatchObject({ lots: 60, adjusted: true });
    expect(bench.said()).toEqual(['amend 2: 60 @49900']);
  });

  it('a larger position: size and average price are the venue’s', () => {
    const bench = new RemoteBench().open();
    bench.at(10_000);
    const found = bench.read({ side: 1, lots: 150, entryTicks: ticks(50_010), orders: [stop(bench)] });
    expect(found.verdict).toBe('mismatch');
    expect(bench.manager.trade).toMatchObject({ lots: 150, entryLots: 150, entryTicks: ticks(50_010) });
    expect(bench.fills.at(-1)).toMatchObject({ leg: 'MANUAL', lots: 50, side: 1 });
    expect(bench.said()).toEqual(['amend 2: 150 @49900']);
  });

  it('another side: the trade is closed, the rest is a foreign position without stop or target', () => {
    const bench = new RemoteBench().open();
    bench.at(10_000);
    bench.read({ side: -1, lots: 20, entryTicks: ticks(50_020.05), orders: [stop(bench)] });
    expect(bench.trades).toHaveLength(1);
    expect(bench.manager.trade).toMatchObject({ lots: 20, foreign: true, stopTicks: NO_PRICE });
    expect(bench.manager.side).toBe(-1);
    expect(bench.said()).toEqual(['cancel 2']);
    bench.manager.flatten(10_001);
    expect(bench.said()).toEqual(['3: buy 20 market MANUAL reduce']);
    bench.at(10_020).fill(3, 20, 50_020);
    expect(bench.trades[1]).toMatchObject({
      setup: 'foreign',
      exitReason: 'MANUAL',
      initialRisk: Number.NaN,
    });
  });

  it('a position nobody here opened: adopted without stop; nothing is sent', () => {
    const bench = new RemoteBench();
    bench.at(10_000);
    expect(bench.read({ side: 1, lots: 5, entryTicks: 499_999.5 }).verdict).toBe('mismatch');
    expect(bench.manager.trade).toMatchObject({ foreign: true, lots: 5, entryTicks: 499_999.5 });
    expect(bench.said()).toEqual([]);
    bench.at(20_000);
    expect(bench.read({ side: 1, lots: 5, entryTicks: 499_999.5 }).verdict).toBe('clean');
  });

  it('a position of an entry that was given up: adopted with its plan, and covered', () => {
    const bench = new RemoteBench();
    bench.enter();
    bench.said();
    bench.at(7_000).reject(1, 'never-arrived');
    bench.at(8_000);
    expect(bench.read({ side: 1, lots: 100, entryTicks: ticks(50_000) }).verdict).toBe('mismatch');
    expect(bench.said()).toEqual(['2: sell 100 stop @49900 STOP reduce']);
    expect(bench.manager.trade!.plan.stopTicks).toBe(ticks(49_900));
  });

  it.each([
    ['of another side', -100, 8_000],
    ['larger', 101, 8_000],
    ['a minute after', 100, 67_001],
  ])('a position that is not the entry’s that was given up: %s', (_name, lots, timeMs) => {
    const bench = new RemoteBench();
    bench.enter();
    bench.said();
    bench.at(7_000).reject(1, 'never-arrived');
    bench.at(timeMs);
    bench.read({ side: Math.sign(lots), lots: Math.abs(lots), entryTicks: ticks(50_000) });
    expect(bench.said()).toEqual([]);
    expect(bench.manager.trade!.foreign).toBe(true);
  });

  it('another average price', () => {
    const bench = new RemoteBench().open();
    bench.at(10_000);
    const truth = { side: 1, lots: 100, orders: [stop(bench)] };
    expect(bench.read({ ...truth, entryTicks: ticks(50_000) + 1 }).verdict).toBe('clean');
    expect(bench.read({ ...truth, entryTicks: ticks(50_001) }).verdict).toBe('mismatch');
    expect(bench.manager.trade!.entryTicks).toBe(ticks(50_001));
    bench.at(10_001);
    expect(bench.read({ ...truth, entryTicks: Number.NaN }).verdict).toBe('mismatch');
    expect(bench.manager.trade!.entryTicks).toBe(ticks(50_001));
  });

  it('a stop that is gone is placed again', () => {
    const bench = new RemoteBench().open();
    bench.at(10_000);
    const truth = { side: 1, lots: 100, entryTicks: ticks(50_000) };
    expect(bench.read(truth).verdict).toBe('unsettled');
    bench.at(15_000);
    expect(bench.read(truth)).toMatchObject({ verdict: 'mismatch', certain: [{ kind: 'stop-missing' }] });
    expect(bench.said()).toEqual(['3: sell 100 stop @49900 STOP #1 reduce']);
    expect(kinds(bench)).toEqual(['POSITION_MISMATCH', 'STOP_MISSING']);
  });

  it('a stop that somebody changed is changed back', () => {
    const bench = new RemoteBench().open();
    bench.at(10_000);
    const moved = { ...stop(bench), priceTicks: ticks(49_000) };
    bench.read({ side: 1, lots: 100, entryTicks: ticks(50_000), orders: [moved] });
    expect(bench.said()).toEqual(['amend 2: 100 @49900']);
  });

  it('an order of ours that nobody waits for is taken back by its id', () => {
    const bench = new RemoteBench();
    bench.at(10_000);
    const former = 'at-l-other-gz5o1-s0-7';
    const order = { linkId: former, venueOrderId: 'v', side: -1, type: 'stop', reduceOnly: true } as const;
    const found = bench.read({ orders: [{ ...order, leftLots: 5, priceTicks: 1 }] });
    expect(found).toMatchObject({ verdict: 'mismatch', certain: [{ kind: 'order-orphaned' }] });
    expect(bench.said()).toEqual([`cancel ${former}`]);
  });

  it('a stop of an earlier run stays while nothing else protects the position', () => {
    const bench = new RemoteBench();
    bench.at(10_000);
    const former = 'at-l-other-gz5o1-s0-7';
    const stop = { linkId: former, venueOrderId: 'v', side: -1, type: 'stop', reduceOnly: true } as const;
    const orders = [{ ...stop, leftLots: 5, priceTicks: 1 }];
    bench.read({ side: 1, lots: 5, entryTicks: 500_000, orders });
    expect(bench.said()).toEqual([]);
    bench.manager.flatten(10_100);
    expect(bench.said()).toEqual(['1: sell 5 market MANUAL reduce']);
    bench.at(10_200).fill(1, 5, 50_000);
    bench.at(12_000).read({ orders });
    expect(bench.said()).toEqual([`cancel ${former}`]);
  });

  it('a position that is found before the first quote has no result: nothing is done about it', () => {
    const bench = new RemoteBench({ risk: { max_daily_loss: 100 } });
    bench.manager.bidTicks = NO_PRICE;
    bench.manager.askTicks = NO_PRICE;
    bench.at(10_000).read({ side: 1, lots: 5, entryTicks: 500_000 });
    expect(bench.said()).toEqual([]);
    expect(bench.manager.openResult()).toBeCloseTo(-0.1375, 9);
    expect(bench.heard).toEqual([]);
  });

  it('an order that is not ours is left alone, and halts', () => {
    const bench = new RemoteBench();
    bench.at(10_000);
    const order = { venueOrderId: 'v', side: 1, type: 'limit', reduceOnly: false } as const;
    for (const linkId of ['', 'web-1']) {
      const found = bench.read({ orders: [{ ...order, linkId, leftLots: 5, priceTicks: 1 }] });
      expect(found).toMatchObject({ verdict: 'mismatch', certain: [{ kind: 'order-foreign' }] });
    }
    expect(bench.said()).toEqual([]);
  });

  it('a limit that is gone without a word ends after 5 s', () => {
    const bench = new RemoteBench();
    bench.enter();
    bench.said();
    bench.at(1_000).accept(1);
    bench.at(10_000);
    expect(bench.read({}).verdict).toBe('unsettled');
    bench.at(15_000);
    expect(bench.read({}).verdict).toBe('mismatch');
    expect([bench.manager.entry, bench.exchange.books.orders]).toEqual([null, []]);
  });

  it('an order sent but not heard of is left to its reports', () => {
    const bench = new RemoteBench();
    bench.enter();
    bench.said();
    bench.at(59_000);
    expect(bench.read({}).verdict).toBe('clean');
  });

  it('another leverage halts; a venue that shows none does not', () => {
    const bench = new RemoteBench();
    expect(bench.read({ leverage: 5 })).toMatchObject({ certain: [{ kind: 'leverage' }] });
    expect(bench.read({ leverage: Number.NaN }).verdict).toBe('clean');
  });

  it('a reading that began before the newest report decides nothing', () => {
    const bench = new RemoteBench().open();
    bench.at(100).manager.exitAtMarket('TIME', 100);
    bench.said();
    bench.at(200).fill(3, 100, 50_000);
    const truth = { readMs: 150, side: 1, lots: 100, entryTicks: ticks(50_000), orders: [bench.order(2)] };
    expect(bench.read(truth).verdict).toBe('unsettled');
    expect(bench.read({ ...FLAT, readMs: 300, orders: [bench.order(2)] }).verdict).toBe('clean');
  });
});
