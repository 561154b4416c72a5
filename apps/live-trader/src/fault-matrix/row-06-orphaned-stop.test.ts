import { describe, expect, it } from 'vitest';
import { SYMBOL } from '../simulation/simulated-world.ts';
import { expectSafe } from '../testing/expect-safe.ts';
import { onCall, type RestEffect } from '../testing/faults.ts';
import { LiveWorld } from '../testing/live-world.ts';

const CANCEL = 'POST /v5/order/cancel';
const FLAT = { lots: 0, orders: [] };

/** A position with a target 100 ticks away. */
const TARGET = { script: [{ minute: 3, side: 1, tp2: 100 }] } as const;

describe('the position leaves at its target', () => {
  it('the stop goes with it', async () => {
    const live = await LiveWorld.holding(TARGET);
    live.market.bidTicks += 150;
    await live.until(() => live.watch.truth.lots === 0, 10_000, 'the exit');
    await expectSafe(live, { orphaned: 1_000 });
    expect(live.watch.truth).toEqual(FLAT);
  });

  it.each<[string, RestEffect, number]>([
    ['is lost', { kind: 'hang' }, 2],
    ['breaks', { kind: 'destroy' }, 3],
    ['10016', { kind: 'code', retCode: 10_016 }, 3],
    ['10006', { kind: 'code', retCode: 10_006 }, 3],
    ['HTTP 502', { kind: 'html', status: 502 }, 3],
    ['110001 that is not true', { kind: 'code', retCode: 110_001 }, 2],
  ])('the cancel of its stop %s: repeated until it is gone', async (_name, what, count) => {
    const live = await LiveWorld.holding(TARGET);
    live.script([onCall(CANCEL, what, count)]);
    live.market.bidTicks += 150;
    await live.until(() => live.watch.truth.lots === 0, 10_000, 'the exit');
    await live.until(() => live.watch.truth.orders.length === 0, 30_000, 'the end of the stop');
    await expectSafe(live);
    expect(live.watch.truth).toEqual(FLAT);
  });

  it('the orphan’s trigger is reached: it opens nothing', async () => {
    const live = await LiveWorld.holding(TARGET);
    live.script([onCall(CANCEL, { kind: 'code', retCode: 10_016 }, 5)]);
    live.market.bidTicks += 150;
    await live.until(() => live.watch.truth.lots === 0, 10_000, 'the exit');
    live.market.bidTicks -= 1_000;
    await live.run(5_000);
    expect(live.watch.truth.lots).toBe(0);
    await expectSafe(live);
    expect(live.watch.truth).toEqual(FLAT);
  });
});

describe('the position is closed by somebody else', () => {
  it.each([
    ['by hand', 'position'],
    ['by liquidation', 'liquidate'],
    ['by auto-deleveraging', 'adl'],
  ])('%s: the stop is taken back, trading halts', async (_name, kind) => {
    const live = await LiveWorld.holding();
    const account = live.world.account.name;
    if (kind === 'position') live.act({ kind, account, symbol: SYMBOL, qty: '-0.398' });
    else live.act({ kind: 'liquidate', account, symbol: SYMBOL, adl: kind === 'adl' });
    await live.run(10_000);
    expect(live.watch.truth).toEqual(FLAT);
    await expectSafe(live, { halted: true });
  });

  it('by hand, unseen by the stream: found by looking', async () => {
    const live = await LiveWorld.holding();
    live.act({ kind: 'quiet', path: '/v5/private', topic: '*', forMs: 30_000 });
    live.act({ kind: 'position', account: live.world.account.name, symbol: SYMBOL, qty: '-0.398' });
    await live.run(30_000);
    expect(live.watch.truth).toEqual(FLAT);
    await expectSafe(live, { halted: true });
  });

  it('by hand, and turned around: the stop never adds to it', async () => {
    const live = await LiveWorld.holding();
    live.act({ kind: 'position', account: live.world.account.name, symbol: SYMBOL, qty: '-0.500' });
    await live.run(10_000);
    expect(live.watch.truth.lots).toBe(-102);
    expect(live.watch.truth.orders).toEqual([]);
    expect(live.state.halted).toBe(true);
    // Nobody’s plan: it is for the operator to end it.
    await live.operate({ kind: 'flatten' });
    await live.run(5_000);
    expect(live.watch.truth).toEqual(FLAT);
    await expectSafe(live, { halted: true, unprotected: 30_000 });
  });
});

describe('the position is turned around by the strategy', () => {
  it('the stop of the first never meets the second', async () => {
    const script = [
      { minute: 3, side: 1 },
      { minute: 4, side: -1 },
    ] as const;
    const live = await LiveWorld.holding({
      script,
      change: (config) => ({ ...config, signal: { ...config.signal, enable_flip_on_signal: true } }),
    });
    live.script([onCall(CANCEL, { kind: 'code', retCode: 10_016 }, 2)]);
    await live.until(() => live.watch.truth.lots < 0 && live.watch.isProtected, 90_000, 'the turn');
    await expectSafe(live, { unprotected: 10_000 });
    expect(live.watch.truth.lots).toBeLessThan(0);
  });
});
