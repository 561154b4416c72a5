import { readdirSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { AuctionTraderError } from '@auction-trader/core';
import { describe, expect, it, vi } from 'vitest';
import { SYMBOL } from '../simulation/simulated-world.ts';
import { expectSafe } from '../testing/expect-safe.ts';
import { mute, onCall } from '../testing/faults.ts';
import { LiveWorld, type LiveWorldOptions } from '../testing/live-world.ts';

const MINUTE_MS = 60_000;
const LIMIT: LiveWorldOptions = { limitEntry: true, script: [{ minute: 3, side: 1, behind: 10 }] };
const TARGETS: LiveWorldOptions = { script: [{ minute: 3, side: 1, tp1: 100, tp2: 300 }] };

/** Counts events from a moment on; true once there were so many. */
function afterEvents(count: number): () => boolean {
  let left = count;
  return () => left-- <= 0;
}

/** Ends the trader and begins another after a while. */
async function restart(live: LiveWorld, downMs = 2_000, change: (folder: string) => void = () => {}) {
  live.kill(change);
  await live.run(downMs);
  await live.start();
}

/** The moment before something happens, and what makes it happen. */
interface Scene {
  readonly options: LiveWorldOptions;
  readonly prepare: (live: LiveWorld) => Promise<void>;
  readonly happen: (live: LiveWorld) => void;
}

const SCENES: { readonly [name: string]: Scene } = {
  'an entry at market': {
    options: {},
    prepare: (live) => live.runToMinute(3, 0.2),
    happen: () => {},
  },
  'a limit that is placed': {
    options: LIMIT,
    prepare: (live) => live.runToMinute(3, 0.2),
    happen: () => {},
  },
  'a limit that fills': {
    options: LIMIT,
    prepare: (live) => live.runToMinute(3, 20),
    happen: (live) => {
      live.market.bidTicks -= 30;
    },
  },
  'a limit whose time is up': {
    options: LIMIT,
    prepare: (live) => live.runToMinute(4, 0),
    happen: () => {},
  },
  'the first target': {
    options: TARGETS,
    prepare: (live) => live.runToMinute(3, 20),
    happen: (live) => {
      live.market.bidTicks += 150;
    },
  },
  'the second target': {
    options: TARGETS,
    prepare: (live) => live.runToMinute(3, 20),
    happen: (live) => {
      live.market.bidTicks += 350;
    },
  },
  'the stop': {
    options: {},
    prepare: (live) => live.runToMinute(3, 20),
    happen: (live) => {
      live.market.bidTicks -= 600;
    },
  },
};
/** Events after the moment at which the process ends: every step of an order’s way there and back. */
const STEPS = [0, 1, 2, 3, 4, 5, 6, 8, 10, 13, 17, 24];

describe.each(Object.entries(SCENES))('killed during %s', (_name, { options, prepare, happen }) => {
  it.each([false, true])('at every step, what it wrote last not sent: %s', async (muted) => {
    for (const step of STEPS) {
      const live = await LiveWorld.active(options);
      await prepare(live);
      happen(live);
      await live.until(afterEvents(step), MINUTE_MS, 'the step');
      if (muted) live.mute();
      if (muted) await live.until(afterEvents(6), MINUTE_MS, 'the last writes');
      await restart(live);
      await expectSafe(live, { unprotected: 6_000, differs: 20_000 });
    }
  });
});

describe('killed', () => {
  it.each([500, 30_000, 10 * MINUTE_MS])(
    'with a position, and away for %i ms: goes on with it',
    async (downMs) => {
      const live = await LiveWorld.holding(TARGETS);
      await restart(live, downMs);
      expect(live.state).toMatchObject({ activated: false, halted: false });
      expect(live.trader.run.heldLots).toBe(398);
      live.market.bidTicks += 350;
      await live.run(10_000);
      expect(live.watch.truth).toEqual({ lots: 0, orders: [] });
      await expectSafe(live);
    },
  );

  it('with a position that leaves by its stop meanwhile: knows it', async () => {
    const live = await LiveWorld.holding();
    live.kill();
    live.market.bidTicks -= 600;
    await live.run(5_000);
    await live.start();
    expect(live.trader.run.heldLots).toBe(0);
    await expectSafe(live);
    expect(live.watch.truth).toEqual({ lots: 0, orders: [] });
  });

  it('with a limit that fills meanwhile: kept, and its stop is the first order', async () => {
    const live = await LiveWorld.active(LIMIT);
    await live.runToMinute(3, 20);
    live.kill();
    live.market.bidTicks -= 30;
    await live.run(5_000);
    const before = live.world.protocol.log.calls.length;
    await live.start();
    await live.run(5_000);
    expect(live.watch.isProtected).toBe(true);
    const after = live.world.protocol.log.calls.slice(before);
    const [first] = after.filter(({ path }) => path === '/v5/order/create');
    expect(first?.params).toMatchObject({ triggerBy: 'LastPrice', reduceOnly: true });
    await expectSafe(live);
  });

  it('while its stop is taken off by somebody: restored first', async () => {
    const live = await LiveWorld.holding();
    const [stop] = live.watch.truth.orders;
    live.kill();
    const params = { category: 'linear', symbol: SYMBOL, orderLinkId: stop!.linkId };
    live.world.venue.request(live.world.account.name, 'POST', '/v5/order/cancel', params);
    await live.run(2_000);
    await live.start();
    await live.run(4_000);
    expect(live.watch.isProtected).toBe(true);
    await expectSafe(live);
  });

  it('ten times in a minute: one position, one stop', async () => {
    const live = await LiveWorld.active({ script: [{ minute: 3, side: 1 }] });
    await live.runToMinute(3, 0.2);
    for (let times = 0; times < 10; times++) {
      await live.run(700);
      live.kill();
      await live.run(100);
      live.begin();
    }
    await live.until(() => live.isUp, MINUTE_MS, 'the start');
    await expectSafe(live, { unprotected: 8_000, differs: 30_000 });
    expect(live.watch.acceptedEntries.length).toBeLessThanOrEqual(1);
  });

  it('and the venue shows nothing to the new life for a while: waits, then goes on', async () => {
    const live = await LiveWorld.holding();
    live.kill();
    live.script([onCall('GET *', { kind: 'html', status: 503 }, 8), ...mute(20_000)]);
    await live.start();
    await expectSafe(live);
    expect(live.watch.isProtected).toBe(true);
  });

  it('and somebody has traded meanwhile: halted, the position adopted', async () => {
    const live = await LiveWorld.holding();
    live.kill();
    live.act({ kind: 'position', account: live.world.account.name, symbol: SYMBOL, qty: '-0.100' });
    await live.run(2_000);
    await live.start();
    await live.run(10_000);
    expect(live.watch.truth.lots).toBe(298);
    expect(live.watch.truth.orders.map(({ leftLots }) => leftLots)).toEqual([298]);
    await expectSafe(live, { halted: true });
  });

  it('and somebody has placed an order meanwhile: halted, the order left alone', async () => {
    const live = await LiveWorld.holding();
    live.kill();
    const order = { symbol: SYMBOL, side: 'Buy', orderType: 'Limit', qty: '0.010', price: '49000' };
    const params = { category: 'linear', timeInForce: 'GTC', ...order };
    live.world.venue.request(live.world.account.name, 'POST', '/v5/order/create', params);
    await live.start();
    await live.run(5_000);
    expect(live.watch.truth.orders).toHaveLength(2);
    await expectSafe(live, { halted: true });
  });
});

describe('what was written is damaged', () => {
  const recordings = (folder: string) =>
    (readdirSync(folder, { recursive: true }) as string[])
      .filter((name) => /recordings?.*\.(jsonl|ndjson|log|gz)$/.test(name) || /segment|\.rec/.test(name))
      .map((name) => join(folder, name))
      .filter((path) => statSync(path).isFile());

  /** The last bytes of a file never reached the disk. */
  const tear = (path: string, bytes: number) => truncateSync(path, Math.max(0, statSync(path).size - bytes));

  it.each([1, 40, 400, 4_000])('the journal’s last %i bytes are missing: goes on', async (bytes) => {
    const live = await LiveWorld.holding();
    await restart(live, 2_000, (folder) =>
      tear(join(folder, `${live.config.database.signals_db}-wal`), bytes),
    );
    await expectSafe(live, { unprotected: 6_000 });
    expect(live.watch.isProtected).toBe(true);
  });

  const tearRecording = (bytes: number) => (folder: string) => {
    const newest = recordings(folder).sort().at(-1);
    expect(newest).toBeDefined();
    expect(readFileSync(newest!).length).toBeGreaterThan(bytes);
    tear(newest!, bytes);
  };

  it.each([1, 40])('the recording’s last %i bytes are missing: goes on', async (bytes) => {
    const live = await LiveWorld.holding();
    await restart(live, 2_000, tearRecording(bytes));
    await live.run(10_000);
    expect(live.watch.truth.lots).toBe(398);
    await expectSafe(live);
  });

  it('the recording ends before the newest snapshot: halted, the position keeps its stop', async () => {
    const live = await LiveWorld.holding();
    await restart(live, 2_000, tearRecording(4_000));
    await live.run(30_000);
    expect(live.state.halted).toBe(true);
    expect(live.watch.truth.lots).toBe(398);
    expect(live.watch.isProtected).toBe(true);
    await live.operate({ kind: 'flatten' });
    await live.run(10_000);
    expect(live.watch.truth).toEqual({ lots: 0, orders: [] });
    await live.close();
    live.remove();
  });
});

describe('the disk is full', () => {
  const full = () => {
    throw new AuctionTraderError('no space left on the device', { code: 'STORE_ERROR' });
  };

  it('before the entry: none is sent; when there is space again, the next decision enters', async () => {
    const script = [3, 4, 5].map((minute) => ({ minute, side: 1 }) as const);
    const live = await LiveWorld.active({ script });
    await live.runToMinute(2, 50);
    const journal = vi.spyOn(live.trader.journal, 'transaction').mockImplementation(full);
    await live.runToMinute(4, 20);
    expect(live.world.createdLinkIds()).toEqual([]);
    expect(live.alerts.map(({ type }) => type)).toContain('STORE_ERROR');
    journal.mockRestore();
    await live.until(() => live.watch.isProtected, MINUTE_MS, 'protection');
    await expectSafe(live);
  });

  it.each([
    ['of the journal', ['journal']],
    ['of the recording', ['flush']],
    ['of both', ['journal', 'flush']],
    ['of both, and for so long that no more is kept in memory', ['journal', 'flush', 'append']],
  ])('%s, while a position is held: it leaves all the same', async (_name, which) => {
    const live = await LiveWorld.holding(TARGETS);
    const { recorder } = live.trader.run.opened;
    const mocks: { mockRestore(): void }[] = [];
    if (which.includes('journal'))
      mocks.push(vi.spyOn(live.trader.journal, 'transaction').mockImplementation(full));
    if (which.includes('flush')) mocks.push(vi.spyOn(recorder, 'flush').mockImplementation(full));
    if (which.includes('append')) mocks.push(vi.spyOn(recorder, 'append').mockImplementation(full));
    live.market.bidTicks += 350;
    await live.run(10_000);
    expect(live.watch.truth).toEqual({ lots: 0, orders: [] });
    for (const mock of mocks) mock.mockRestore();
    await live.run(5_000);
    expect(live.trader.run.heldLots).toBe(0);
    expect(live.watch.restProblems(live.trader)).toEqual([]);
    expect(live.trader.journal.read.fills({ mode: 'live', limit: 100 })).toHaveLength(3);
    // Killed now, the next life knows what happened.
    await restart(live);
    expect(live.trader.run.heldLots).toBe(0);
    expect(live.state.halted).toBe(false);
    await live.close();
    live.remove();
  });

  it('between the fill and its stop: covered all the same', async () => {
    const live = await LiveWorld.active();
    await live.until(() => live.watch.truth.lots !== 0, 90_000, 'the entry');
    const journal = vi.spyOn(live.trader.journal, 'transaction').mockImplementation(full);
    await live.run(5_000);
    expect(live.watch.isProtected).toBe(true);
    journal.mockRestore();
    await expectSafe(live);
  });
});
