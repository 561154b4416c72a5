import { describe, expect, it } from 'vitest';
import { expectSafe } from '../testing/expect-safe.ts';
import type { FaultRule, FrameEffect } from '../testing/faults.ts';
import { LiveWorld } from '../testing/live-world.ts';

const PUBLIC = '/v5/public/linear';
/** One decision while the market data is bad, one long after. */
const SCRIPT = {
  script: [
    { minute: 3, side: 1 },
    { minute: 5, side: 1 },
  ],
} as const;
const BAD_MS = 45_000;

const SILENT: readonly [string, FaultRule][] = [
  ['everything is silent', atOnce({ kind: 'quiet', path: PUBLIC, topic: '*', forMs: BAD_MS })],
  ['the book is silent', atOnce({ kind: 'quiet', path: PUBLIC, topic: 'orderbook.*', forMs: BAD_MS })],
  ['the line is frozen', atOnce({ kind: 'freeze', path: PUBLIC, forMs: BAD_MS })],
  ['the book is crossed', onBook({ kind: 'cross-book' })],
  ['the book is off the grid', onBook({ kind: 'off-grid' })],
  ['the book is cut in half', onBook({ kind: 'malformed' })],
  ['the book is of an hour ago', onBook({ kind: 'shift', field: 'time', by: -3_600_000 })],
  ['the book has no sides', onBook({ kind: 'edit', remove: ['data.b', 'data.a'] })],
  ['the book has other types', onBook({ kind: 'edit', set: { 'data.b': 'none', 'data.a': 7 } })],
];

const HARMLESS: readonly [string, FaultRule][] = [
  ['the book is reset again and again', onBook({ kind: 'reset-book' })],
  ['every frame comes twice', { when: { frame: '*', path: PUBLIC }, what: { kind: 'duplicate', times: 1 } }],
  ['prints are cut in half', { when: { frame: 'publicTrade.*' }, what: { kind: 'malformed' } }],
  ['prints are off the grid', { when: { frame: 'publicTrade.*' }, what: { kind: 'off-grid' } }],
  [
    'update ids jump',
    { when: { frame: 'orderbook.*', probability: 0.2 }, what: { kind: 'shift', field: 'u', by: 5 } },
  ],
  ['updates are lost', { when: { frame: 'orderbook.*', probability: 0.3 }, what: { kind: 'drop' } }],
  [
    'updates change places',
    { when: { frame: 'orderbook.*', probability: 0.3 }, what: { kind: 'reorder', after: 2 } },
  ],
];

function atOnce(what: Extract<FaultRule, { when: { atMs: number } }>['what']): FaultRule {
  return { when: { atMs: 0 }, what };
}

function onBook(what: FrameEffect): FaultRule {
  return { when: { frame: 'orderbook.*', untilMs: BAD_MS }, what };
}

describe('while no quotes can be used', () => {
  it.each(SILENT)('%s: stale, no entry; in again when it is over', async (_name, rule) => {
    const live = await LiveWorld.active(SCRIPT);
    await live.runToMinute(2, 40);
    live.script([rule]);
    await live.runToMinute(3, 10);
    expect(live.state.feedStale).toBe(true);
    expect(live.alerts.map(({ type }) => type)).toContain('FEED_STALE');
    await live.runToMinute(4, 30);
    expect(live.watch.acceptedEntries).toEqual([]);
    expect(live.state.feedStale).toBe(false);
    await live.until(() => live.watch.isProtected, 90_000, 'protection');
    await expectSafe(live);
  });

  it.each(SILENT)('%s: what is held leaves by the stop at the venue', async (_name, rule) => {
    const live = await LiveWorld.holding();
    live.script([rule]);
    await live.run(10_000);
    live.market.bidTicks -= 600;
    await live.run(3_000);
    expect(live.watch.truth).toEqual({ lots: 0, orders: [] });
    await expectSafe(live);
  });
});

describe('while the line is broken', () => {
  it.each([
    ['refused', { kind: 'refuse', status: 503 }],
    ['never answered', { kind: 'hang' }],
  ] as const)('and a new one is %s: no entry; in again when it is over', async (_name, what) => {
    const live = await LiveWorld.active(SCRIPT);
    await live.runToMinute(2, 40);
    live.script([{ when: { upgrade: PUBLIC, untilMs: BAD_MS }, what }]);
    live.act({ kind: 'terminate', path: PUBLIC });
    await live.runToMinute(3, 20);
    expect(live.watch.acceptedEntries).toEqual([]);
    await live.runToMinute(5, 10);
    expect(live.watch.isProtected).toBe(true);
    await expectSafe(live);
  });
});

describe('what can be put right', () => {
  it.each(HARMLESS)('%s: trades all the same, or waits', async (_name, rule) => {
    const live = await LiveWorld.active(SCRIPT);
    live.script([rule]);
    await live.runToMinute(5, 20);
    await expectSafe(live);
    expect(live.watch.acceptedEntries.length).toBeLessThanOrEqual(2);
  });
});
