import { describe, expect, it } from 'vitest';
import { SYMBOL } from '../simulation/simulated-world.ts';
import { expectSafe } from '../testing/expect-safe.ts';
import { LiveWorld, type LiveWorldOptions } from '../testing/live-world.ts';

const MINUTE_MS = 60_000;
const FLAT = { lots: 0, orders: [] };
const LIMIT: LiveWorldOptions = { limitEntry: true, script: [{ minute: 3, side: 1, behind: 10 }] };
const TARGETS: LiveWorldOptions = { script: [{ minute: 3, side: 1, tp1: 100, tp2: 300 }] };
const SILENT = { kind: 'quiet', path: '/v5/private', topic: '*', forMs: 30_000 } as const;

/** Somebody buys (or sells) on the account. */
function byHand(live: LiveWorld, qty: string): void {
  live.act({ kind: 'position', account: live.world.account.name, symbol: SYMBOL, qty });
}

/** Somebody asks the venue for something. */
function ask(live: LiveWorld, path: string, params: Record<string, string>): void {
  const { name } = live.world.account;
  const all = { category: 'linear', symbol: SYMBOL, ...params };
  const { retCode, retMsg } = live.world.venue.request(name, 'POST', path, all);
  expect(retCode, retMsg).toBe(0);
}

function stopLots(live: LiveWorld): number[] {
  return live.watch.truth.orders.filter(({ isStop }) => isStop).map(({ leftLots }) => leftLots);
}

describe('somebody trades by hand', () => {
  it.each([
    ['adds to the position', '0.100', 498],
    ['takes a part of it', '-0.100', 298],
    ['takes all but a lot', '-0.397', 1],
  ])('and %s: halted, adopted, the stop has its size', async (_name, qty, lots) => {
    const live = await LiveWorld.holding();
    byHand(live, qty);
    await live.run(8_000);
    expect(stopLots(live)).toEqual([lots]);
    await expectSafe(live, { halted: true, unprotected: 5_000 });
    expect(live.watch.truth.lots).toBe(lots);
    expect(live.alerts.map(({ type }) => type)).toContain('POSITION_MISMATCH');
  });

  it('unseen by the stream: found by looking', async () => {
    const live = await LiveWorld.holding();
    live.act(SILENT);
    byHand(live, '-0.100');
    await live.run(20_000);
    expect(stopLots(live)).toEqual([298]);
    await expectSafe(live, { halted: true });
  });

  it('while flat: halted; nothing is sent until the operator flattens', async () => {
    const live = await LiveWorld.active({ script: [4, 5].map((minute) => ({ minute, side: 1 }) as const) });
    byHand(live, '0.050');
    await live.run(10_000);
    expect(live.state.halted).toBe(true);
    await live.runToMinute(5);
    expect(live.world.createdLinkIds()).toEqual([]);
    await live.operate({ kind: 'flatten' });
    await live.run(5_000);
    expect(live.watch.truth).toEqual(FLAT);
    // Nobody here has a stop for it.
    await expectSafe(live, { halted: true, unprotected: 5 * MINUTE_MS });
  });

  it('while a limit waits: it is taken back', async () => {
    const live = await LiveWorld.active(LIMIT);
    await live.runToMinute(3, 10);
    byHand(live, '-0.050');
    await live.run(8_000);
    expect(live.watch.truth.orders).toEqual([]);
    await live.operate({ kind: 'flatten' });
    await live.run(5_000);
    await expectSafe(live, { halted: true, unprotected: MINUTE_MS });
    expect(live.watch.truth).toEqual(FLAT);
  });

  it('in the moment in which a target is reached: flat at the end, nothing turned around', async () => {
    const live = await LiveWorld.holding(TARGETS);
    live.market.bidTicks += 350;
    await live.run(510);
    byHand(live, '-0.200');
    await live.run(20_000);
    expect(live.watch.truth.lots).toBeLessThanOrEqual(0);
    await live.operate({ kind: 'flatten' });
    await live.run(5_000);
    expect(live.watch.truth).toEqual(FLAT);
    await expectSafe(live, { halted: live.state.halted, unprotected: MINUTE_MS });
  });

  it('and the operator resolves what was adopted: trading goes on with it', async () => {
    const live = await LiveWorld.holding(TARGETS);
    byHand(live, '-0.100');
    await live.run(10_000);
    await live.operate({ kind: 'resolve' });
    await live.run(5_000);
    expect(live.state.halted).toBe(false);
    live.market.bidTicks += 350;
    await live.run(10_000);
    expect(live.watch.truth).toEqual(FLAT);
    await expectSafe(live);
  });
});

describe('somebody changes', () => {
  it('the leverage: halted, the stop stays', async () => {
    const live = await LiveWorld.holding();
    ask(live, '/v5/position/set-leverage', { buyLeverage: '5', sellLeverage: '5' });
    await live.run(10_000);
    expect(live.state.halted).toBe(true);
    await expectSafe(live, { halted: true, unprotected: 1_000 });
    expect(live.watch.isProtected).toBe(true);
  });

  it('the position mode: halted', async () => {
    const live = await LiveWorld.active({ script: [] });
    const set = { 'result.list.*.positionIdx': 1 };
    live.script([{ when: { rest: 'GET /v5/position/list' }, what: { kind: 'edit', set } }]);
    await live.run(40_000);
    expect(live.state.halted).toBe(true);
    await expectSafe(live, { halted: true });
  });

  it('the size of the stop: changed back', async () => {
    const live = await LiveWorld.holding();
    const [stop] = live.watch.truth.orders;
    ask(live, '/v5/order/amend', { orderLinkId: stop!.linkId, qty: '0.100' });
    await live.run(15_000);
    expect(stopLots(live)).toEqual([398]);
    await expectSafe(live, { halted: true, unprotected: 15_000 });
  });

  it('the trigger of the stop: changed back', async () => {
    const live = await LiveWorld.holding();
    const [stop] = live.watch.truth.orders;
    ask(live, '/v5/order/amend', { orderLinkId: stop!.linkId, triggerPrice: '40000' });
    await live.run(15_000);
    await live.run(5_000);
    live.market.bidTicks -= 600;
    await live.run(5_000);
    expect(live.watch.truth).toEqual(FLAT);
    await expectSafe(live, { halted: true });
  });

  it('the orders: one of his own halts, and is left alone', async () => {
    const live = await LiveWorld.holding();
    const order = { side: 'Buy', orderType: 'Limit', qty: '0.010', price: '49000', timeInForce: 'GTC' };
    ask(live, '/v5/order/create', order);
    await live.run(5_000);
    expect(live.watch.truth.orders).toHaveLength(2);
    await expectSafe(live, { halted: true });
  });
});

describe('the venue changes', () => {
  it('the state of the symbol: no entry while it is closed', async () => {
    const live = await LiveWorld.active({ script: [3, 5].map((minute) => ({ minute, side: 1 }) as const) });
    live.world.venue.changeSymbol(SYMBOL, { status: 'Closed' });
    await live.runToMinute(4, 30);
    expect(live.watch.truth).toEqual(FLAT);
    live.world.venue.changeSymbol(SYMBOL, { status: 'Trading' });
    await live.until(() => live.watch.isProtected, 2 * MINUTE_MS, 'protection');
    await expectSafe(live);
  });

  it('the largest market order: what is too large for it stays covered, and tries on', async () => {
    const live = await LiveWorld.holding({
      script: [
        { minute: 3, side: 1 },
        { minute: 4, side: 0 },
      ],
    });
    live.world.venue.changeSymbol(SYMBOL, { maxMarketLots: 150 });
    await live.runToMinute(4, 50);
    expect(live.watch.isProtected).toBe(true);
    expect(live.alerts.map(({ type }) => type)).toContain('ORDER_REJECTED');
    live.world.venue.changeSymbol(SYMBOL, { maxMarketLots: 500_000 });
    await live.run(30_000);
    expect(live.watch.truth).toEqual(FLAT);
    await expectSafe(live);
  });

  it('the smallest order value: an entry below it is refused, no more', async () => {
    const live = await LiveWorld.active();
    live.world.venue.changeSymbol(SYMBOL, { minNotional: 1_000_000 });
    await live.runToMinute(4);
    expect(live.watch.truth).toEqual(FLAT);
    await expectSafe(live);
  });
});

describe('funding', () => {
  it.each([
    ['told', 0],
    ['not told by the stream', 60_000],
  ])('%s: booked once, and nothing else changes', async (_name, silentMs) => {
    // Eight minutes before funding is paid.
    const live = await LiveWorld.holding({ beginMs: Date.UTC(2026, 0, 5, 23, 52) });
    await live.runToMinute(7, 50);
    if (silentMs > 0) live.act({ ...SILENT, forMs: silentMs });
    await live.run(100_000);
    const { funding } = live.world.venue.money(live.world.account.name);
    expect(funding).not.toBe(0n);
    const [trade] = live.trader.journal.read.positions({ mode: 'live', limit: 1 });
    expect(Number(trade!['funding_paid'])).toBeCloseTo(Number(funding) / 1e12, 6);
    await expectSafe(live);
  });
});

describe('the service restarts', () => {
  const RESTART = { kind: 'restart', downMs: 15_000, wipeHistory: true } as const;

  it.each<[string, LiveWorldOptions, (live: LiveWorld) => Promise<void>]>([
    ['while a position is held', {}, (live) => live.runToMinute(3, 20)],
    ['while a limit waits', LIMIT, (live) => live.runToMinute(3, 20)],
    ['as the entry is decided', {}, (live) => live.runToMinute(3, 0.26)],
    ['as the limit’s time is up', LIMIT, (live) => live.runToMinute(4, 0.02)],
  ])('%s: goes on', async (_name, options, prepare) => {
    const live = await LiveWorld.active(options);
    await prepare(live);
    live.act(RESTART);
    await live.run(60_000);
    await expectSafe(live, { unprotected: 20_000, differs: 25_000 });
  });

  it.each([10_016, 10_019])(
    'and answers %i to everything for 20 s as a target is reached: out',
    async (retCode) => {
      const live = await LiveWorld.holding(TARGETS);
      live.script([{ when: { rest: '*', untilMs: 20_000 }, what: { kind: 'code', retCode } }]);
      live.market.bidTicks += 350;
      await live.until(() => live.watch.truth.lots === 0, 40_000, 'the exit');
      await expectSafe(live, { orphaned: 20_000 });
      expect(live.watch.truth).toEqual(FLAT);
    },
  );
});

describe('the operator flattens', () => {
  const STATES: { readonly [name: string]: [LiveWorldOptions, (live: LiveWorld) => Promise<void>] } = {
    flat: [{ script: [] }, (live) => live.run(1_000)],
    'as the entry is decided': [{}, (live) => live.runToMinute(3, 0.26)],
    'while a limit waits': [LIMIT, (live) => live.runToMinute(3, 10)],
    'as the limit fills': [
      LIMIT,
      async (live) => {
        await live.runToMinute(3, 10);
        live.market.bidTicks -= 30;
        await live.until(() => live.watch.truth.lots !== 0, 5_000, 'the fill');
      },
    ],
    'with a position': [{}, (live) => live.runToMinute(3, 10)],
    'after the first target': [
      TARGETS,
      async (live) => {
        await live.runToMinute(3, 10);
        live.market.bidTicks += 150;
        await live.run(5_000);
      },
    ],
    'as it leaves already': [
      TARGETS,
      async (live) => {
        await live.runToMinute(3, 10);
        live.market.bidTicks += 350;
        await live.run(505);
      },
    ],
    'as the stop is triggered': [
      {},
      async (live) => {
        await live.runToMinute(3, 10);
        live.market.bidTicks -= 600;
        await live.run(502);
      },
    ],
    'while halted': [
      {},
      async (live) => {
        await live.runToMinute(3, 10);
        byHand(live, '-0.100');
        await live.run(8_000);
        expect(live.state.halted).toBe(true);
      },
    ],
    'without market data': [
      {},
      async (live) => {
        await live.runToMinute(3, 10);
        live.act({ kind: 'quiet', path: '/v5/public/linear', topic: '*', forMs: MINUTE_MS });
        await live.run(10_000);
      },
    ],
    'without the private stream': [
      {},
      async (live) => {
        await live.runToMinute(3, 10);
        live.script([{ when: { upgrade: '/v5/private', untilMs: MINUTE_MS }, what: { kind: 'refuse' } }]);
        live.act({ kind: 'terminate', path: '/v5/private' });
        await live.run(5_000);
      },
    ],
    'while the venue is down': [
      {},
      async (live) => {
        await live.runToMinute(3, 10);
        live.act({ kind: 'restart', downMs: 10_000, wipeHistory: true });
        await live.run(1_000);
      },
    ],
    'after a restart of its own': [
      {},
      async (live) => {
        await live.runToMinute(3, 10);
        live.kill();
        await live.start();
      },
    ],
  };

  it.each(Object.entries(STATES))('%s: flat, and no order is left', async (_name, [options, prepare]) => {
    const live = await LiveWorld.active(options);
    await prepare(live);
    const { halted } = live.state;
    await live.operate({ kind: 'flatten' });
    await live.run(30_000);
    expect(live.watch.truth).toEqual(FLAT);
    await expectSafe(live, { halted, unprotected: 20_000, orphaned: 20_000 });
  });

  it('the stop goes last', async () => {
    const live = await LiveWorld.holding();
    const before = live.world.protocol.log.calls.length;
    await live.operate({ kind: 'flatten' });
    await live.run(5_000);
    const orders = live.world.protocol.log.calls
      .slice(before)
      .filter(({ operation }) => operation === 'POST');
    expect(orders.map(({ path }) => path)).toEqual(['/v5/order/create', '/v5/order/cancel']);
    await expectSafe(live);
  });

  it('the daily loss does the same by itself, and no entry follows', async () => {
    const script = [3, 4, 5].map((minute) => ({ minute, side: 1, stop: 5_000 }) as const);
    const live = await LiveWorld.holding({
      script,
      change: (config) => ({ ...config, risk: { ...config.risk, max_daily_loss: 15 } }),
    });
    live.market.bidTicks -= 4_500;
    await live.runToMinute(5, 20);
    expect(live.watch.truth).toEqual(FLAT);
    expect(live.watch.acceptedEntries).toHaveLength(1);
    expect(live.alerts.map(({ type }) => type)).toContain('KILL_SWITCH');
    await expectSafe(live);
  });
});
