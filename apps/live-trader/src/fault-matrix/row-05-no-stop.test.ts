import { describe, expect, it } from 'vitest';
import { SYMBOL } from '../simulation/simulated-world.ts';
import { expectSafe } from '../testing/expect-safe.ts';
import { onCreate, type RestEffect } from '../testing/faults.ts';
import { LiveWorld } from '../testing/live-world.ts';

/** What only the protective stop has. */
const STOP = { triggerBy: 'LastPrice' };
const FLAT = { lots: 0, orders: [] };

function stopsAsked(live: LiveWorld): number {
  const { calls } = live.world.protocol.log;
  return calls.filter(({ path, params }) => path === '/v5/order/create' && 'triggerBy' in params).length;
}

/** Runs until the entry has filled and left again. */
async function untilOut(live: LiveWorld): Promise<void> {
  await live.until(() => live.watch.truth.lots !== 0, 90_000, 'the entry');
  await live.until(() => live.watch.truth.lots === 0, 30_000, 'the exit');
}

describe('the stop is refused', () => {
  it.each([10_001, 110_003, 110_007, 110_012, 110_092, 110_093])(
    'with %i: out at market',
    async (retCode) => {
      const live = await LiveWorld.active();
      live.script([onCreate(STOP, { kind: 'code', retCode })]);
      await untilOut(live);
      expect(live.alerts.map(({ type }) => type)).toContain('STOP_MISSING');
      await expectSafe(live, { unprotected: 1_000 });
      expect(live.watch.truth).toEqual(FLAT);
      expect(stopsAsked(live)).toBe(1);
    },
  );

  it('after it was acknowledged: out at market', async () => {
    const live = await LiveWorld.active();
    const reject = 'EC_NoEnoughQtyToFill';
    live.act({ kind: 'next-order', account: live.world.account.name, match: STOP, reject });
    await untilOut(live);
    await expectSafe(live, { unprotected: 1_000 });
    expect(live.watch.truth).toEqual(FLAT);
  });

  it('because the price has passed it: out at market', async () => {
    const live = await LiveWorld.active({ script: [{ minute: 3, side: 1, stop: 20 }] });
    live.script([onCreate(STOP, { kind: 'late', ms: 700 })]);
    await live.until(() => live.watch.truth.lots !== 0, 90_000, 'the entry');
    live.market.bidTicks -= 50;
    await live.until(() => live.watch.truth.lots === 0, 30_000, 'the exit');
    const { calls } = live.world.protocol.log;
    expect(calls.some(({ outcome }) => outcome === '110093')).toBe(true);
    await expectSafe(live, { unprotected: 2_000 });
    expect(live.watch.truth).toEqual(FLAT);
  });
});

describe('the stop does not arrive', () => {
  it.each<[string, RestEffect]>([
    ['hangs', { kind: 'hang' }],
    ['breaks', { kind: 'destroy' }],
    ['HTTP 502', { kind: 'status', status: 502 }],
    ['10016', { kind: 'code', retCode: 10_016 }],
    ['10006', { kind: 'code', retCode: 10_006 }],
    ['is late', { kind: 'late', ms: 1_500 }],
  ])('%s, ever: out at market after a second', async (_name, what) => {
    const live = await LiveWorld.active();
    live.script([onCreate(STOP, what, 100)]);
    await untilOut(live);
    await expectSafe(live, { unprotected: 3_000 });
    expect(live.watch.truth).toEqual(FLAT);
    expect(live.alerts.map(({ type }) => type)).toContain('STOP_MISSING');
  });

  it('and no exit arrives either for 20 s: out as soon as one does', async () => {
    const live = await LiveWorld.active();
    await live.runToMinute(2, 59);
    const when = { rest: 'POST /v5/order/create', match: { reduceOnly: true }, untilMs: 20_000 };
    live.script([{ when, what: { kind: 'code', retCode: 10_016 } }]);
    await live.until(() => live.watch.truth.lots !== 0, 20_000, 'the entry');
    await live.until(() => live.watch.truth.lots === 0, 60_000, 'the exit');
    await expectSafe(live, { unprotected: 32_000 });
    expect(live.watch.truth).toEqual(FLAT);
  });

  it('keeps entries back while that lasts', async () => {
    const script = [3, 4].map((minute) => ({ minute, side: minute === 3 ? 1 : -1 }) as const);
    const live = await LiveWorld.active({ script });
    await live.runToMinute(2, 59);
    const when = { rest: 'POST /v5/order/create', match: { reduceOnly: true }, untilMs: 90_000 };
    live.script([{ when, what: { kind: 'hang' } }]);
    await live.runToMinute(4, 10);
    expect(live.watch.acceptedEntries).toHaveLength(1);
    await expectSafe(live, { unprotected: 120_000 });
    expect(live.watch.acceptedEntries).toHaveLength(1);
  });
});

describe('the stop is taken off by somebody', () => {
  function takeOff(live: LiveWorld): void {
    const [stop] = live.watch.truth.orders;
    const params = { category: 'linear', symbol: SYMBOL, orderLinkId: stop!.linkId };
    live.world.venue.request(live.world.account.name, 'POST', '/v5/order/cancel', params);
  }

  it('it is placed again', async () => {
    const live = await LiveWorld.holding();
    takeOff(live);
    await live.run(3_000);
    expect(live.watch.isProtected).toBe(true);
    await expectSafe(live, { unprotected: 1_000 });
  });

  it('again and again: out at market', async () => {
    const live = await LiveWorld.holding();
    for (let times = 0; times < 6 && live.watch.truth.lots !== 0; times++) {
      takeOff(live);
      await live.run(3_000);
    }
    await expectSafe(live, { unprotected: 1_000 });
    expect(live.watch.truth).toEqual(FLAT);
  });

  it('unseen by the stream: placed again', async () => {
    const live = await LiveWorld.holding();
    live.script([{ when: { frame: 'order', untilMs: 20_000 }, what: { kind: 'drop' } }]);
    takeOff(live);
    await live.run(25_000);
    expect(live.watch.isProtected).toBe(true);
    await expectSafe(live, { unprotected: 12_000 });
  });
});
