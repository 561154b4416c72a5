import { describe, expect, it } from 'vitest';
import { expectSafe } from '../testing/expect-safe.ts';
import type { FaultRule } from '../testing/faults.ts';
import { LiveWorld } from '../testing/live-world.ts';

const PRIVATE = '/v5/private';
/** A second entry, the other way, a minute after the first. */
const TWICE = {
  script: [
    { minute: 3, side: 1 },
    { minute: 4, side: -1 },
  ],
} as const;

const FOR_A_WHILE: readonly [string, FaultRule][] = [
  [
    'the login is not answered',
    { when: { frame: 'op:auth', path: PRIVATE, count: 3 }, what: { kind: 'drop' } },
  ],
  [
    'a subscription is not answered',
    { when: { frame: 'op:subscribe', path: PRIVATE, nth: 2, count: 3 }, what: { kind: 'drop' } },
  ],
  [
    'a subscription is refused',
    {
      when: { frame: 'op:subscribe', path: PRIVATE, count: 3 },
      what: { kind: 'edit', set: { success: false, ret_msg: 'error:handler not found' } },
    },
  ],
  [
    'the login is refused without a reason',
    {
      when: { frame: 'op:auth', path: PRIVATE, count: 3 },
      what: { kind: 'edit', set: { success: false, ret_msg: 'busy' } },
    },
  ],
  ['the upgrade hangs', { when: { upgrade: PRIVATE, count: 2 }, what: { kind: 'hang' } }],
  [
    'the upgrade is refused with 401',
    { when: { upgrade: PRIVATE, count: 4 }, what: { kind: 'refuse', status: 401 } },
  ],
  [
    'the upgrade is refused with 403',
    { when: { upgrade: PRIVATE, count: 4 }, what: { kind: 'refuse', status: 403 } },
  ],
];

describe('after the private stream broke', () => {
  it.each(FOR_A_WHILE)('%s: tried anew until it stands; entries wait', async (_name, rule) => {
    const live = await LiveWorld.holding(TWICE);
    live.script([rule]);
    live.act({ kind: 'terminate', path: PRIVATE });
    live.market.bidTicks -= 600;
    await live.until(() => !live.trader.run.venueReady.ready, 1_000, 'the break');
    await live.until(() => live.trader.run.venueReady.ready, 120_000, 'the stream');
    await expectSafe(live);
    const { calls } = live.world.protocol.log;
    const attempts = calls.filter(({ path, operation }) => path === PRIVATE && operation === 'connect');
    expect(attempts.length).toBeLessThan(12);
  });
});

describe('at the start', () => {
  it.each(FOR_A_WHILE)('%s: comes up, and trades once the stream stands', async (_name, rule) => {
    const live = await LiveWorld.active({ faults: [rule], script: [{ minute: 4, side: 1 }] }).catch(
      async () => {
        // Not ready in time to be switched on: later.
        const later = new LiveWorld({ faults: [rule], script: [{ minute: 4, side: 1 }] });
        await later.start();
        await later.until(() => later.trader.run.venueReady.ready, 120_000, 'the stream');
        await later.activate();
        return later;
      },
    );
    await live.until(() => live.watch.isProtected, 3 * 60_000, 'protection');
    await expectSafe(live);
  });
});

describe('the key is refused for good', () => {
  it.each([10_003, 10_004, 10_005, 10_010, 33_004])(
    'retCode %i: ends, and the stop stays',
    async (retCode) => {
      const live = await LiveWorld.holding();
      live.script([{ when: { rest: '*' }, what: { kind: 'code', retCode } }]);
      await live.until(() => live.failure !== null, 60_000, 'the end');
      expect(live.failure).toMatchObject({ code: 'VENUE_REFUSED', exitCode: 2 });
      expect(live.watch.isProtected).toBe(true);
      await live.close();
      expect(await live.replay()).toBe(null);
      live.remove();
    },
  );

  it('by the stream’s login: the reason is asked for by a signed call', async () => {
    const live = await LiveWorld.holding();
    live.script([
      {
        when: { frame: 'op:auth', path: PRIVATE },
        what: { kind: 'edit', set: { success: false, ret_msg: 'API key is invalid.' } },
      },
      { when: { rest: 'GET /v5/user/query-api' }, what: { kind: 'code', retCode: 10_003 } },
    ]);
    live.act({ kind: 'terminate', path: PRIVATE });
    await live.until(() => live.failure !== null, 60_000, 'the end');
    expect(live.failure).toMatchObject({ code: 'VENUE_REFUSED', exitCode: 2 });
    expect(live.watch.isProtected).toBe(true);
    await live.close();
    live.remove();
  });

  it('at the start: it does not come up', async () => {
    const live = new LiveWorld({
      faults: [{ when: { rest: 'GET /v5/user/*' }, what: { kind: 'code', retCode: 10_003 } }],
    });
    await expect(live.start()).rejects.toMatchObject({ exitCode: 2 });
    live.remove();
  });
});

describe('the trade socket', () => {
  it.each<[string, FaultRule]>([
    [
      'is refused with 10004, which looks like success to some',
      {
        when: { operation: 'auth', path: '/v5/trade' },
        what: { kind: 'code', retCode: 10_004 },
      },
    ],
    [
      'has too many sessions',
      { when: { operation: 'auth', path: '/v5/trade' }, what: { kind: 'code', retCode: 10_003 } },
    ],
    ['does not answer the login', { when: { frame: 'op:auth', path: '/v5/trade' }, what: { kind: 'drop' } }],
    ['is not opened', { when: { upgrade: '/v5/trade' }, what: { kind: 'refuse' } }],
  ])('%s: no order is entrusted to it', async (name, rule) => {
    const live = new LiveWorld({ useTradeSocket: true, faults: [rule] });
    live.begin();
    await live.until(() => live.isUp || live.failure !== null, 60_000, 'the start');
    if (name.includes('10004')) {
      await live.until(() => live.failure !== null, 60_000, 'the end');
      expect(live.failure).toMatchObject({ code: 'VENUE_REFUSED' });
      await live.close();
      live.remove();
      return;
    }
    await live.activate();
    await live.until(() => live.watch.isProtected, 2 * 60_000, 'protection');
    const { calls } = live.world.protocol.log;
    expect(calls.some(({ operation }) => operation.startsWith('order.'))).toBe(false);
    await expectSafe(live);
  });
});
