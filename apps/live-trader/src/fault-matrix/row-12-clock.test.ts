import { describe, expect, it } from 'vitest';
import { expectSafe } from '../testing/expect-safe.ts';
import { onCreate } from '../testing/faults.ts';
import { LiveWorld } from '../testing/live-world.ts';

const OFFSETS = [-2_000, 2_000, -500, 900, -60_000, 60_000, 3_600_000];

describe('the venue’s clock steps', () => {
  it.each(OFFSETS)('by %i ms before the entry: measured again, and in once', async (offsetMs) => {
    const script = [3, 5, 65].map((minute) => ({ minute, side: 1 }) as const);
    const live = await LiveWorld.active({ script });
    await live.runToMinute(2, 55);
    live.act({ kind: 'skew', offsetMs });
    await live.runToMinute(3, 50);
    const { truth } = live.watch;
    // Too old or too early for the venue: then the next decision enters.
    if (truth.lots === 0) await live.until(() => live.watch.isProtected, 3 * 60_000, 'protection');
    expect(live.watch.isProtected).toBe(true);
    expect(live.watch.acceptedEntries).toHaveLength(1);
    await stays(live, offsetMs);
  });

  it.each(OFFSETS)('by %i ms while a position is held: its stop stays', async (offsetMs) => {
    const live = await LiveWorld.holding();
    const before = { ...live.watch.longest };
    live.act({ kind: 'skew', offsetMs });
    await live.run(45_000);
    expect(live.watch.isProtected).toBe(true);
    expect(live.watch.longest.unprotected).toBe(before.unprotected);
    live.market.bidTicks -= 600;
    await live.run(5_000);
    expect(live.watch.truth).toEqual({ lots: 0, orders: [] });
    await stays(live, offsetMs);
  });

  it.each([-2_000, 2_000])('by %i ms between the entry and its stop', async (offsetMs) => {
    const live = await LiveWorld.active();
    await live.until(() => live.watch.truth.lots !== 0, 90_000, 'the entry');
    live.act({ kind: 'skew', offsetMs });
    await live.run(10_000);
    await stays(live, offsetMs, 3_000);
  });

  it('to and fro', async () => {
    const live = await LiveWorld.holding({ script: [{ minute: 3, side: 1, tp1: 100, tp2: 300 }] });
    for (const offsetMs of [2_000, -2_000, 1_500, -1_500]) {
      live.act({ kind: 'skew', offsetMs });
      live.market.bidTicks += 90;
      await live.run(12_000);
    }
    await stays(live, 0);
  });

  async function stays(live: LiveWorld, offsetMs: number, unprotected = 5_000): Promise<void> {
    if (Math.abs(offsetMs) > 1_000) {
      await live.run(30_000);
      expect(live.alerts.map(({ type }) => type)).toContain('CLOCK_SKEW');
    }
    await expectSafe(live, { unprotected });
  }
});

describe('10002', () => {
  it.each([1, 2, 5])('%i times to the entry: never two entries, at most one retry each', async (count) => {
    const live = await LiveWorld.active();
    live.script([onCreate({ reduceOnly: false }, { kind: 'code', retCode: 10_002 }, count)]);
    await live.runToMinute(3, 40);
    const asked = live.world.protocol.log.calls.filter(({ path }) => path === '/v5/order/create');
    const entries = asked.filter(({ params }) => params['reduceOnly'] === false);
    expect(entries.length).toBeLessThanOrEqual(2);
    expect(new Set(entries.map(({ params }) => params['orderLinkId'])).size).toBe(1);
    await expectSafe(live);
    expect(live.watch.truth.lots).toBe(count === 1 ? 398 : 0);
  });

  it.each([1, 2, 20])('%i times to the stop: covered, or out', async (count) => {
    const live = await LiveWorld.active();
    live.script([onCreate({ triggerBy: 'LastPrice' }, { kind: 'code', retCode: 10_002 }, count)]);
    await live.until(() => live.watch.truth.lots !== 0, 90_000, 'the entry');
    await live.run(20_000);
    await expectSafe(live, { unprotected: 3_000 });
    expect(live.watch.truth.lots).toBe(count === 1 ? 398 : 0);
  });

  it('to every exit for 15 s: out as soon as one is taken', async () => {
    const live = await LiveWorld.holding({
      script: [
        { minute: 3, side: 1 },
        { minute: 4, side: 0 },
      ],
    });
    await live.runToMinute(3, 59);
    const when = { rest: 'POST /v5/order/create', untilMs: 15_000 };
    live.script([{ when, what: { kind: 'code', retCode: 10_002 } }]);
    await live.until(() => live.watch.truth.lots === 0, 60_000, 'the exit');
    await expectSafe(live);
    expect(live.watch.truth).toEqual({ lots: 0, orders: [] });
  });
});
