import { describe, expect, it } from 'vitest';
import { expectSafe } from '../testing/expect-safe.ts';
import { LiveWorld, type LiveWorldOptions } from '../testing/live-world.ts';

const MINUTE_MS = 60_000;
const TOPICS = ['*', 'order', 'execution', 'position', 'wallet'];
/** In, a part of it out at the first target, the rest at the second. */
const TARGETS: LiveWorldOptions = { script: [{ minute: 3, side: 1, tp1: 100, tp2: 300 }] };

function connects(live: LiveWorld): number {
  const { calls } = live.world.protocol.log;
  return calls.filter(({ path, operation }) => path === '/v5/private' && operation === 'connect').length;
}

function silence(live: LiveWorld, topic: string, forMs: number): void {
  live.act({ kind: 'quiet', path: '/v5/private', topic, forMs });
}

describe('the private stream answers pings and says nothing of', () => {
  it.each(TOPICS)('%s, while the entry is decided: in, and covered', async (topic) => {
    const live = await LiveWorld.active();
    await live.runToMinute(2, 55);
    silence(live, topic, MINUTE_MS);
    await live.until(() => live.watch.isProtected, 40_000, 'protection');
    await expectSafe(live, { unprotected: 10_000, differs: 10_000 });
    if (topic === '*' || topic === 'order') expect(connects(live)).toBeGreaterThan(1);
  });

  it.each(TOPICS)('%s, while the stop is triggered: out, and known', async (topic) => {
    const live = await LiveWorld.holding();
    silence(live, topic, MINUTE_MS);
    live.market.bidTicks -= 600;
    await live.run(15_000);
    expect(live.watch.truth).toEqual({ lots: 0, orders: [] });
    await expectSafe(live);
  });

  it.each(TOPICS)('%s, while targets are reached: a part out, then flat', async (topic) => {
    const live = await LiveWorld.holding(TARGETS);
    silence(live, topic, 2 * MINUTE_MS);
    live.market.bidTicks += 150;
    await live.run(20_000);
    expect(live.watch.isProtected).toBe(true);
    live.market.bidTicks += 200;
    await live.run(20_000);
    expect(live.watch.truth).toEqual({ lots: 0, orders: [] });
    await expectSafe(live);
  });
});

describe('the private stream neither hears nor speaks', () => {
  it.each([10_000, MINUTE_MS])('%i ms while the entry is decided', async (forMs) => {
    const live = await LiveWorld.active();
    await live.runToMinute(2, 58);
    live.act({ kind: 'freeze', path: '/v5/private', forMs });
    await live.run(90_000);
    expect(live.watch.isProtected).toBe(true);
    await expectSafe(live, { unprotected: 10_000 });
  });

  it('entries wait for it; what is held is looked after by reading', async () => {
    const script = [3, 4, 5].map((minute) => ({ minute, side: minute === 4 ? -1 : 1 }) as const);
    const live = await LiveWorld.holding({ script });
    live.script([{ when: { upgrade: '/v5/private', untilMs: 100_000 }, what: { kind: 'refuse' } }]);
    live.act({ kind: 'terminate', path: '/v5/private' });
    live.market.bidTicks -= 600;
    await live.run(10_000);
    expect(live.watch.truth).toEqual({ lots: 0, orders: [] });
    await live.runToMinute(4, 20);
    expect(live.watch.acceptedEntries).toHaveLength(1);
    await live.runToMinute(5, 20);
    expect(live.watch.acceptedEntries).toHaveLength(2);
    await expectSafe(live);
  });
});
