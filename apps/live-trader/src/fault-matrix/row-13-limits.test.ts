import { describe, expect, it } from 'vitest';
import { expectSafe } from '../testing/expect-safe.ts';
import { onCreate, type RestEffect } from '../testing/faults.ts';
import { LiveWorld } from '../testing/live-world.ts';

const SLOW_DOWN: readonly [string, RestEffect][] = [
  ['10006', { kind: 'code', retCode: 10_006 }],
  ['10018', { kind: 'code', retCode: 10_018 }],
  ['10429', { kind: 'code', retCode: 10_429 }],
  ['20003', { kind: 'code', retCode: 20_003 }],
  ['HTTP 429', { kind: 'html', status: 429 }],
  ['HTTP 403', { kind: 'html', status: 403 }],
];
const OUT = {
  script: [
    { minute: 3, side: 1 },
    { minute: 4, side: 0 },
  ],
} as const;

/** REST calls that reached the venue since a time. */
function callsSince(live: LiveWorld, sinceMs: number): number {
  return live.world.protocol.log.calls.filter(({ timeMs, lane }) => lane === 'rest' && timeMs >= sinceMs)
    .length;
}

describe('too many requests, says the venue', () => {
  it.each(SLOW_DOWN)('%s to the entry: held back, never doubled', async (_name, what) => {
    const live = await LiveWorld.active();
    live.script([onCreate({ reduceOnly: false }, what, 3)]);
    await live.runToMinute(3, 40);
    await expectSafe(live);
    expect(live.watch.acceptedEntries.length).toBeLessThanOrEqual(1);
  });

  it.each(SLOW_DOWN)('%s to the stop, three times: covered or out', async (_name, what) => {
    const live = await LiveWorld.active();
    live.script([onCreate({ triggerBy: 'LastPrice' }, what, 3)]);
    await live.until(() => live.watch.truth.lots !== 0, 90_000, 'the entry');
    await live.run(20_000);
    await expectSafe(live, { unprotected: 5_000 });
  });

  it.each(SLOW_DOWN)(
    '%s to everything for 20 s while it should leave: out soon after',
    async (_name, what) => {
      const live = await LiveWorld.holding(OUT);
      await live.runToMinute(3, 59);
      const beganMs = live.nowMs;
      live.script([{ when: { rest: '*', untilMs: 20_000 }, what }]);
      await live.until(() => live.watch.truth.lots === 0, 40_000, 'the exit');
      // It goes on trying, but not in a storm.
      expect(callsSince(live, beganMs)).toBeLessThan(80);
      await expectSafe(live, { orphaned: 20_000 });
      expect(live.watch.truth).toEqual({ lots: 0, orders: [] });
    },
  );
});

describe('the address is banned', () => {
  it.each([10_000, 60_000])(
    'for %i ms while a position is held: its stop stays, and fires',
    async (forMs) => {
      const live = await LiveWorld.holding();
      live.act({ kind: 'ban', forMs });
      await live.run(5_000);
      live.market.bidTicks -= 600;
      await live.run(forMs);
      expect(live.watch.truth.lots).toBe(0);
      await expectSafe(live, { orphaned: forMs });
      expect(live.watch.truth).toEqual({ lots: 0, orders: [] });
    },
  );

  it('while the entry fills: covered or out as soon as the ban is over', async () => {
    const live = await LiveWorld.active();
    await live.until(() => live.watch.truth.lots !== 0, 90_000, 'the entry');
    live.act({ kind: 'ban', forMs: 20_000 });
    await live.run(60_000);
    await expectSafe(live, { unprotected: 27_000, differs: 27_000 });
  });
});

describe('nothing can be connected', () => {
  it('for five minutes: far fewer attempts than the venue allows', async () => {
    const live = await LiveWorld.holding();
    const before = live.world.protocol.log.calls.length;
    live.script([{ when: { upgrade: '*', untilMs: 300_000 }, what: { kind: 'refuse', status: 503 } }]);
    live.act({ kind: 'terminate' });
    await live.run(300_000);
    const { calls } = live.world.protocol.log;
    const attempts = calls.slice(before).filter(({ operation }) => operation === 'connect');
    expect(attempts.length).toBeGreaterThan(5);
    expect(attempts.length).toBeLessThan(60);
    await expectSafe(live);
    expect(live.watch.isProtected).toBe(true);
  });

  it('lines that break as soon as they stand: no storm', async () => {
    const live = await LiveWorld.holding();
    const before = live.world.protocol.log.calls.length;
    live.script([
      {
        when: { frame: 'op:subscribe', untilMs: 120_000 },
        what: { kind: 'terminate' },
      },
    ]);
    live.act({ kind: 'terminate' });
    await live.run(120_000);
    const { calls } = live.world.protocol.log;
    const attempts = calls.slice(before).filter(({ operation }) => operation === 'connect');
    expect(attempts.length).toBeLessThan(150);
    await expectSafe(live);
  });
});
