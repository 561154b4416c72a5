import { describe, expect, it } from 'vitest';
import { expectSafe } from '../testing/expect-safe.ts';
import { mute } from '../testing/faults.ts';
import { LiveWorld } from '../testing/live-world.ts';

const FLAT = { lots: 0, orders: [] };
const MARKET = { orderType: 'Market', reduceOnly: true };

/** A position whose stop fares badly when it is triggered. */
async function withBadStop(fate: { fillShare?: number; reject?: string; slippageTicks?: number }) {
  const live = await LiveWorld.active();
  const { name } = live.world.account;
  live.act({ kind: 'next-order', account: name, match: { triggerBy: 'LastPrice' }, ...fate });
  await live.until(() => live.watch.isProtected, 90_000, 'protection');
  await live.run(3_000);
  return live;
}

describe('the stop is triggered', () => {
  it.each([0, 0.1, 0.5, 0.99])(
    'and fills by a share of %d: the rest leaves by another order',
    async (fillShare) => {
      const live = await withBadStop({ fillShare });
      live.market.bidTicks -= 600;
      await live.until(() => live.watch.truth.lots === 0, 20_000, 'the exit');
      expect(live.alerts.map(({ type }) => type)).toContain('ORDER_REJECTED');
      await expectSafe(live, { unprotected: 3_000 });
      expect(live.watch.truth).toEqual(FLAT);
    },
  );

  it('and the exits after it fill in parts too: until flat', async () => {
    const live = await withBadStop({ fillShare: 0.3 });
    const { name } = live.world.account;
    for (const fillShare of [0.5, 0, 0.5])
      live.act({ kind: 'next-order', account: name, match: MARKET, fillShare });
    live.market.bidTicks -= 600;
    await live.until(() => live.watch.truth.lots === 0, 40_000, 'the exit');
    await expectSafe(live, { unprotected: 10_000 });
    expect(live.watch.truth).toEqual(FLAT);
  });

  it('and the exits after it are refused later: until flat', async () => {
    const live = await withBadStop({ fillShare: 0 });
    const { name } = live.world.account;
    for (let times = 0; times < 3; times++)
      live.act({ kind: 'next-order', account: name, match: MARKET, reject: 'EC_NoImmediateQtyToFill' });
    live.market.bidTicks -= 600;
    await live.until(() => live.watch.truth.lots === 0, 60_000, 'the exit');
    await expectSafe(live, { unprotected: 20_000 });
    expect(live.watch.truth).toEqual(FLAT);
  });

  it.each([0, 0.5, 1])(
    'by a share of %d while the stream is silent: found out, and out',
    async (fillShare) => {
      const live = await withBadStop(fillShare < 1 ? { fillShare } : {});
      live.script(mute(20_000));
      live.market.bidTicks -= 600;
      await live.until(() => live.watch.truth.lots === 0, 30_000, 'the exit');
      await expectSafe(live, { unprotected: 20_000, differs: 20_000 });
      expect(live.watch.truth).toEqual(FLAT);
    },
  );

  it('by a wick: whole, once', async () => {
    const live = await withBadStop({});
    live.market.bidTicks -= 600;
    await live.run(500);
    live.market.bidTicks += 600;
    await live.run(5_000);
    await expectSafe(live);
    expect(live.watch.truth).toEqual(FLAT);
  });
});
