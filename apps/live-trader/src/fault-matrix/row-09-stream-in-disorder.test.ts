import { describe, expect, it } from 'vitest';
import { expectSafe } from '../testing/expect-safe.ts';
import type { FrameEffect } from '../testing/faults.ts';
import { LiveWorld, type LiveWorldOptions } from '../testing/live-world.ts';

const PRIVATE = '/v5/private';
/** In, a part of it out at the first target, the rest at the second. */
const TARGETS: LiveWorldOptions = { script: [{ minute: 3, side: 1, tp1: 100, tp2: 300 }] };

/** A whole trade: in, first target, second target. */
async function wholeTrade(live: LiveWorld): Promise<void> {
  await live.until(() => live.watch.isProtected, 90_000, 'protection');
  await live.run(5_000);
  live.market.bidTicks += 150;
  await live.run(15_000);
  expect(live.watch.isProtected).toBe(true);
  expect(live.watch.truth.lots).toBe(279);
  live.market.bidTicks += 200;
  await live.run(20_000);
  expect(live.watch.truth).toEqual({ lots: 0, orders: [] });
}

/** Fills of the journal, each with its execution. */
function bookedLots(live: LiveWorld): number[] {
  const fills = live.trader.journal.read.fills({ mode: 'live', limit: 100 });
  return fills.map((row) => Math.round(Number(row['qty']) * 1_000)).sort((one, other) => one - other);
}

describe('the stream breaks', () => {
  it.each(['order', 'execution', 'position', 'wallet'])(
    'at every push of %s: a whole trade',
    async (frame) => {
      const live = await LiveWorld.active(TARGETS);
      const terminate = { kind: 'terminate', path: PRIVATE } as const;
      live.script([{ when: { frame, path: PRIVATE }, what: terminate }]);
      await wholeTrade(live);
      await expectSafe(live);
    },
  );

  it.each([2_000, 8_000])(
    'and stays away for %i ms while the entry fills: in, and covered',
    async (untilMs) => {
      const live = await LiveWorld.active();
      await live.until(() => live.watch.acceptedEntries.length > 0, 90_000, 'the entry');
      live.script([{ when: { upgrade: PRIVATE, untilMs }, what: { kind: 'refuse' } }]);
      live.act({ kind: 'terminate', path: PRIVATE });
      await live.until(() => live.watch.isProtected, 10_000, 'protection');
      await expectSafe(live);
    },
  );

  it('all lines at once, again and again: a whole trade', async () => {
    const live = await LiveWorld.active(TARGETS);
    live.script([{ when: { atMs: 40_000, everyMs: 4_000, count: 20 }, what: { kind: 'terminate' } }]);
    await wholeTrade(live);
    await expectSafe(live);
  });
});

const DISORDER: readonly [string, FrameEffect][] = [
  ['is lost', { kind: 'drop' }],
  ['comes three times', { kind: 'duplicate', times: 2 }],
  ['comes after the next', { kind: 'reorder', after: 1 }],
  ['comes after the next four', { kind: 'reorder', after: 4 }],
  ['is late by 900 ms', { kind: 'delay', ms: 900 }],
  ['is late by 7 s', { kind: 'delay', ms: 7_000 }],
  ['is cut in half', { kind: 'malformed' }],
  ['has a sequence of long ago', { kind: 'shift', field: 'seq', by: -1_000_000 }],
  ['has a time of an hour ago', { kind: 'shift', field: 'time', by: -3_600_000 }],
  ['has an empty list', { kind: 'edit', set: { data: [] } }],
];

describe.each([
  ['order', ['order']],
  ['execution', ['execution']],
  ['position', ['position']],
  ['all topics', ['order', 'execution', 'position', 'wallet']],
])('every push of %s', (_topics, frames) => {
  it.each(DISORDER)('%s: a whole trade, each fill booked once', async (_name, what) => {
    const live = await LiveWorld.active(TARGETS);
    live.script(frames.map((frame) => ({ when: { frame, path: PRIVATE }, what })));
    await wholeTrade(live);
    expect(bookedLots(live)).toEqual([119, 279, 398]);
    await expectSafe(live, { unprotected: 12_000 });
  });
});
