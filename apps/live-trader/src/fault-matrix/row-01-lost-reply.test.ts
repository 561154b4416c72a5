import { describe, expect, it } from 'vitest';
import { expectSafe } from '../testing/expect-safe.ts';
import { hidden, mute, type OperationEffect, onCall, onCreate, type RestEffect } from '../testing/faults.ts';
import { LiveWorld } from '../testing/live-world.ts';

const ENTRY = { reduceOnly: false };
const STOP = { reduceOnly: true };

const LOST: readonly [string, RestEffect][] = [
  ['the reply hangs', { kind: 'lose-reply', by: 'hang' }],
  ['the connection is reset', { kind: 'lose-reply', by: 'destroy' }],
  ['HTTP 502', { kind: 'status', status: 502, accept: true }],
  ['HTTP 504 with a page', { kind: 'html', status: 504, accept: true }],
  ['HTTP 200 with a page', { kind: 'html', status: 200, accept: true }],
  ['half a reply', { kind: 'malformed' }],
  ['retCode 10000', { kind: 'code', retCode: 10_000, accept: true }],
  ['retCode 10016', { kind: 'code', retCode: 10_016, accept: true }],
  ['retCode 10019', { kind: 'code', retCode: 10_019, accept: true }],
  ['retCode 110079', { kind: 'code', retCode: 110_079, accept: true }],
];

const FEW = LOST.filter(([name]) => /hangs|reset|502|10016/.test(name));

describe('the entry is accepted and its reply lost', () => {
  it.each(LOST)('%s: adopted, never sent again', async (_name, what) => {
    const live = await LiveWorld.active();
    live.script([onCreate(ENTRY, what)]);
    await live.until(() => live.watch.isProtected, 90_000, 'protection');
    expect(live.watch.acceptedEntries).toHaveLength(1);
    await expectSafe(live, { unprotected: 1_000 });
    expect(live.watch.truth.lots).toBe(398);
    expect(live.world.createdLinkIds().length).toBeLessThanOrEqual(2);
  });

  it.each([
    ['open orders', '/v5/order/realtime', []],
    ['the history', '/v5/order/history', [hidden('/v5/order/realtime', 8_000)]],
    [
      'the executions',
      '/v5/execution/list',
      [hidden('/v5/order/realtime', 8_000), hidden('/v5/order/history', 8_000)],
    ],
  ] as const)('with a silent stream it is found by %s', async (_name, asked, hides) => {
    const live = await LiveWorld.active();
    await live.runToMinute(2, 59);
    live.script([onCreate(ENTRY, { kind: 'lose-reply' }), ...mute(20_000), ...hides]);
    await live.until(() => live.watch.isProtected, 30_000, 'protection');
    const { calls } = live.world.protocol.log;
    const looked = calls.filter(({ path, params }) => path === asked && 'orderLinkId' in params);
    expect(looked.length).toBeGreaterThan(0);
    await expectSafe(live, { unprotected: 12_000, differs: 12_000 });
    expect(live.watch.acceptedEntries).toHaveLength(1);
  });

  it('found nowhere and sent again with the same id, it is a duplicate and adopted', async () => {
    const live = await LiveWorld.active({ limitEntry: true });
    await live.runToMinute(2, 59);
    live.script([
      onCreate(ENTRY, { kind: 'lose-reply' }),
      ...mute(12_000),
      hidden('/v5/order/realtime', 9_500),
      hidden('/v5/order/history', 9_500),
      hidden('/v5/execution/list', 9_500),
    ]);
    await live.run(20_000);
    const asked = live.world.protocol.log.calls.filter(({ path }) => path === '/v5/order/create');
    expect(asked.map(({ outcome }) => outcome)).toEqual(['lost hang', '110072']);
    expect(new Set(asked.map(({ params }) => params['orderLinkId'])).size).toBe(1);
    live.market.bidTicks -= 10;
    await live.until(() => live.watch.isProtected, 10_000, 'protection');
    await expectSafe(live);
    expect(live.watch.acceptedEntries).toHaveLength(1);
  });
});

describe('the stop is accepted and its reply lost', () => {
  it.each(FEW)('%s: it covers the position, alone', async (_name, what) => {
    const live = await LiveWorld.active();
    live.script([onCreate(STOP, what)]);
    await live.until(() => live.watch.isProtected, 90_000, 'protection');
    await expectSafe(live, { unprotected: 1_000 });
    expect(live.watch.truth.lots).toBe(398);
  });

  it('and the stream silent: the position leaves at market', async () => {
    const live = await LiveWorld.active();
    live.script([
      onCreate(STOP, { kind: 'lose-reply' }),
      { when: { frame: 'order', fromMs: 45_000, untilMs: 55_000 }, what: { kind: 'drop' } },
      hidden('/v5/order/realtime', 55_000),
    ]);
    await live.until(() => live.watch.truth.lots !== 0, 90_000, 'the entry');
    await live.until(() => live.watch.truth.lots === 0, 10_000, 'the exit');
    expect(live.alerts.map(({ type }) => type)).toContain('STOP_MISSING');
    await expectSafe(live);
  });
});

describe('an exit is accepted and its reply lost', () => {
  it.each(FEW)('%s: flat, and nothing is sold twice', async (_name, what) => {
    const script = [
      { minute: 3, side: 1 },
      { minute: 4, side: 0 },
    ] as const;
    const live = await LiveWorld.holding({ script });
    live.script([onCreate({ orderType: 'Market' }, what)]);
    await live.until(() => live.watch.truth.lots === 0, 90_000, 'the exit');
    await expectSafe(live);
    expect(live.watch.truth.orders).toEqual([]);
  });
});

describe('a change of the stop is carried out and its reply lost', () => {
  it.each(FEW)('%s: the stop has the size of what is left', async (_name, what) => {
    const live = await LiveWorld.holding({ script: [{ minute: 3, side: 1, tp1: 100, tp2: 5_000 }] });
    live.script([onCall('POST /v5/order/amend', what)]);
    live.market.bidTicks += 150;
    await live.until(() => live.watch.truth.lots < 398, 10_000, 'the first target');
    await expectSafe(live);
    expect(live.watch.truth.orders.map(({ leftLots }) => leftLots)).toEqual([live.watch.truth.lots]);
  });
});

describe('a cancel is carried out and its reply lost', () => {
  it.each(FEW)('%s: the rest of the entry goes to market once', async (_name, what) => {
    const live = await LiveWorld.active({ limitEntry: true, script: [{ minute: 3, side: 1, behind: 50 }] });
    live.script([onCall('POST /v5/order/cancel', what)]);
    await live.until(() => live.watch.isProtected, 3 * 60_000, 'protection');
    await expectSafe(live);
    expect(live.watch.acceptedEntries).toHaveLength(2);
  });
});

describe('by the trade socket', () => {
  const losses: readonly [string, OperationEffect][] = [
    ['the reply is lost', { kind: 'lose-reply', by: 'hang' }],
    ['the socket breaks', { kind: 'lose-reply', by: 'destroy' }],
    ['retCode 10019', { kind: 'code', retCode: 10_019, accept: true }],
  ];
  it.each(losses)('%s: the entry is adopted, never sent again', async (_name, what) => {
    const live = await LiveWorld.active({ useTradeSocket: true });
    live.script([{ when: { operation: 'order.create', count: 1 }, what }]);
    await live.until(() => live.watch.isProtected, 90_000, 'protection');
    expect(live.world.protocol.log.calls.some(({ operation }) => operation === 'order.create')).toBe(true);
    await expectSafe(live);
    expect(live.watch.acceptedEntries).toHaveLength(1);
    expect(live.watch.truth.lots).toBe(398);
  });

  it.each(losses)('%s, and the stream silent: found by looking', async (_name, what) => {
    const live = await LiveWorld.active({ useTradeSocket: true });
    await live.runToMinute(2, 59);
    live.script([{ when: { operation: 'order.create', count: 1 }, what }, ...mute(20_000)]);
    await live.until(() => live.watch.isProtected, 30_000, 'protection');
    await expectSafe(live, { unprotected: 12_000, differs: 12_000 });
    expect(live.watch.acceptedEntries).toHaveLength(1);
  });
});
