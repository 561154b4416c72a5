import { type BybitCall, type BybitTransport, sdkTransport } from '@auction-trader/bybit';
import { type RunningServer, startServer } from '@auction-trader/bybit-simulator';
import { systemClock } from '@auction-trader/command-line';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { onCall, onCreate } from '../testing/faults.ts';
import { LiveWorld } from '../testing/live-world.ts';

const PRIVATE = '/v5/private';
const FLAT = { lots: 0, orders: [] };

/** One life of a trader, a row of the matrix every minute or two. */
const SCRIPT = [
  { minute: 3, side: 1 },
  { minute: 4, side: 1 },
  { minute: 5, side: 1, tp2: 100 },
  { minute: 6, side: 1 },
  { minute: 7, side: -1 },
] as const;
/** A call that was not answered in this real time hangs on purpose. */
const ANSWERED_MS = 100;

/** Tells when calls are under way, so that simulated time waits for them. */
function watched(transport: BybitTransport, underWay: Set<number>): BybitTransport {
  return new Proxy(transport, {
    get(target, name) {
      if (name !== 'request') return Reflect.get(target, name).bind(target);
      return async (call: BybitCall) => {
        const beganMs = performance.now();
        underWay.add(beganMs);
        try {
          return await target.request(call);
        } finally {
          underWay.delete(beganMs);
        }
      };
    },
  });
}

/** The same on loopback sockets, with the SDK that a trader uses: one trader goes through all of it. */
describe('on sockets', () => {
  let live: LiveWorld;
  let server: RunningServer;

  beforeAll(async () => {
    // Up to its first minutes within the process, where they take no time.
    live = new LiveWorld({ script: SCRIPT, alsoSignedBy: systemClock });
    await live.start();
    await live.run(73_000);
    await live.close();
    server = await startServer({ protocol: live.world.protocol });
    const { key, secret } = live.world.account;
    const ways = { baseUrl: server.url, wsUrl: server.webSocketUrl, credentials: { key, secret } };
    const underWay = new Set<number>();
    live.transport = () => watched(sdkTransport(ways), underWay);
    live.isWaiting = () => [...underWay].some((beganMs) => performance.now() - beganMs < ANSWERED_MS);
    await live.start();
    const isReady = () => live.trader.run.venueReady.ready && !live.state.feedStale;
    await live.until(() => isReady() && live.state.warmup.ready, 90_000, 'the trader to be ready');
    await live.activate();
  }, 60_000);

  afterAll(async () => {
    await server.close();
    live.remove();
  });

  async function rests(): Promise<void> {
    await live.run(6_000);
    expect(live.failure).toBe(null);
    expect(live.watch.restProblems(live.trader)).toEqual([]);
    expect(live.state.halted, live.state.haltReason ?? '').toBe(false);
  }

  it('row 1: the entry’s reply is lost with its connection, the exit’s is a page', async () => {
    live.script([onCreate({ reduceOnly: false }, { kind: 'lose-reply', by: 'destroy' })]);
    await live.until(() => live.watch.isProtected, 90_000, 'protection');
    await rests();
    expect(live.watch.acceptedEntries).toHaveLength(1);
    live.script([onCreate({ reduceOnly: true }, { kind: 'html', status: 502, accept: true })]);
    await live.operate({ kind: 'flatten' });
    await live.until(() => live.watch.truth.lots === 0, 10_000, 'the exit');
    await rests();
    expect(live.watch.truth).toEqual(FLAT);
  }, 30_000);

  it('row 5: the stop is refused', async () => {
    live.script([onCreate({ triggerBy: 'LastPrice' }, { kind: 'code', retCode: 110_093 })]);
    await live.until(() => live.watch.truth.lots !== 0, 90_000, 'the entry');
    await live.until(() => live.watch.truth.lots === 0, 10_000, 'the exit');
    await rests();
    expect(live.watch.truth).toEqual(FLAT);
  }, 30_000);

  it('row 6: the cancel of a stop without a position does not arrive', async () => {
    await live.until(() => live.watch.isProtected, 90_000, 'protection');
    live.script([onCall('POST /v5/order/cancel', { kind: 'destroy' }, 2)]);
    live.market.bidTicks += 150;
    await live.until(() => live.watch.truth.lots === 0, 10_000, 'the exit');
    await rests();
    expect(live.watch.truth).toEqual(FLAT);
  }, 30_000);

  it('row 9: the stream breaks at every fill', async () => {
    live.script([{ when: { frame: 'execution', count: 2 }, what: { kind: 'terminate', path: PRIVATE } }]);
    await live.until(() => live.watch.isProtected, 90_000, 'protection');
    await rests();
    live.market.bidTicks -= 600;
    await live.until(() => live.watch.truth.lots === 0, 10_000, 'the stop');
    await rests();
    expect(live.watch.truth).toEqual(FLAT);
  }, 30_000);

  it('row 10: a login is not answered; then the key is refused for good', async () => {
    await live.until(() => live.watch.isProtected, 90_000, 'protection');
    live.script([{ when: { frame: 'op:auth', path: PRIVATE, count: 1 }, what: { kind: 'drop' } }]);
    live.act({ kind: 'terminate', path: PRIVATE });
    await live.until(() => !live.trader.run.venueReady.ready, 5_000, 'the break');
    await live.until(() => live.trader.run.venueReady.ready, 60_000, 'the stream');
    await rests();
    expect(live.watch.isProtected).toBe(true);
    live.script([{ when: { rest: 'GET *' }, what: { kind: 'code', retCode: 10_003 } }]);
    await live.until(() => live.failure !== null, 60_000, 'the end');
    expect(live.failure).toMatchObject({ code: 'VENUE_REFUSED', exitCode: 2 });
    expect(live.watch.isProtected).toBe(true);
    expect(live.watch.violations).toEqual([]);
    await live.close();
    expect(await live.replay()).toBe(null);
  }, 30_000);
});
