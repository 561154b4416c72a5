import { describe, expect, it } from 'vitest';
import { expectSafe } from '../testing/expect-safe.ts';
import { mute, onCall } from '../testing/faults.ts';
import { LiveWorld } from '../testing/live-world.ts';

/** A limit ten ticks behind the market. */
const BEHIND = { limitEntry: true, script: [{ minute: 3, side: 1, behind: 10 }] } as const;

describe('the entry fills in part and is cancelled', () => {
  it.each([0.1, 0.5, 0.999])(
    'by the venue, share %d: the filled part is kept and covered',
    async (fillShare) => {
      const live = await LiveWorld.active();
      const match = { orderType: 'Market' };
      live.act({ kind: 'next-order', account: live.world.account.name, match, fillShare });
      await live.until(() => live.watch.isProtected, 90_000, 'protection');
      await expectSafe(live, { unprotected: 1_000 });
      expect(live.watch.truth.lots).toBe(Math.floor(398 * fillShare));
      expect(live.watch.truth.orders.map(({ leftLots }) => leftLots)).toEqual([live.watch.truth.lots]);
    },
  );

  it('and the stream is silent: kept and covered', async () => {
    const live = await LiveWorld.active();
    await live.runToMinute(2, 59);
    live.act({
      kind: 'next-order',
      account: live.world.account.name,
      match: { orderType: 'Market' },
      fillShare: 0.5,
    });
    live.script(mute(15_000));
    await live.until(() => live.watch.isProtected, 30_000, 'protection');
    await expectSafe(live, { unprotected: 12_000 });
    expect(live.watch.truth.lots).toBe(199);
  });

  it.each([0.3, 0.7])('a limit, share %d: kept and covered, nothing follows', async (fillShare) => {
    const live = await LiveWorld.active(BEHIND);
    live.act({
      kind: 'next-order',
      account: live.world.account.name,
      match: { orderType: 'Limit' },
      fillShare,
    });
    await live.runToMinute(3, 10);
    live.market.bidTicks -= 20;
    await live.until(() => live.watch.isProtected, 60_000, 'protection');
    await expectSafe(live);
    const { lots } = live.watch.truth;
    expect(lots).toBeGreaterThan(0);
    expect(lots).toBeLessThan(398);
  });
});

describe('the cancel and a fill race', () => {
  it.each([
    ['told', 0],
    ['silent', 20_000],
  ])('the limit fills while its cancel is under way, stream %s: one position', async (_name, silentMs) => {
    const live = await LiveWorld.active(BEHIND);
    live.script([onCall('POST /v5/order/cancel', { kind: 'late', ms: 1_500 })]);
    // The timeout of the limit is a minute.
    await live.runToMinute(3, 60.5);
    if (silentMs > 0) live.script(mute(silentMs));
    live.market.bidTicks -= 20;
    await live.until(() => live.watch.isProtected, 40_000, 'protection');
    await expectSafe(live, { unprotected: 12_000 });
    expect(live.watch.acceptedEntries).toHaveLength(1);
    const cancels = live.world.protocol.log.calls.filter(({ path }) => path === '/v5/order/cancel');
    expect(cancels[0]?.outcome).toBe('110001');
  });

  it('it fills before the cancel, and 110001 is the first that is heard', async () => {
    const live = await LiveWorld.active(BEHIND);
    await live.runToMinute(3, 59);
    live.script(mute(30_000));
    live.market.bidTicks -= 20;
    await live.until(() => live.watch.isProtected, 40_000, 'protection');
    await expectSafe(live, { unprotected: 12_000 });
    expect(live.watch.acceptedEntries).toHaveLength(1);
  });

  it('the operator takes back an entry that fills in that moment: kept and covered', async () => {
    const live = await LiveWorld.active(BEHIND);
    await live.runToMinute(3, 20);
    live.script([onCall('POST /v5/order/cancel', { kind: 'late', ms: 1_000 })]);
    await live.operate({ kind: 'deactivate' });
    live.market.bidTicks -= 20;
    await live.until(() => live.watch.isProtected, 20_000, 'protection');
    expect(live.state.activated).toBe(false);
    await expectSafe(live);
  });
});

describe('the rest of an entry', () => {
  it('goes to market for what is missing only', async () => {
    const live = await LiveWorld.active(BEHIND);
    await live.until(() => live.watch.truth.lots !== 0, 3 * 60_000, 'the market rest');
    await live.until(() => live.watch.isProtected, 5_000, 'protection');
    await expectSafe(live);
    expect(live.watch.acceptedEntries).toHaveLength(2);
    expect(live.watch.truth.lots).toBeLessThanOrEqual(398);
  });
});
