import { join } from 'node:path';
import { BybitFrameDecoder } from '@auction-trader/bybit';
import type { FaultScript } from '@auction-trader/bybit-simulator';
import { defineInstrument, MINUTE_MS } from '@auction-trader/core';
import { openTickStore } from '@auction-trader/ingestion';
import { storeRecorded } from '@auction-trader/storage';
import { describe, expect, it } from 'vitest';
import { createMetrics } from '../server/metrics.ts';
import { expectSafe } from '../testing/expect-safe.ts';
import { LiveWorld } from '../testing/live-world.ts';
import { PublicTruth } from '../testing/public-truth.ts';

/** As a {@link LiveWorld} begins. */
const HOUR_START_MS = Date.UTC(2026, 0, 5, 22);
const START_TICKS = 500_000;
const FIRST_MINUTE = 3;

type Rule = FaultScript['rules'][number];
type What = Extract<Rule, { when: { frame: string } }>['what'];

const TRADES = 'publicTrade.*';
const BOOK = 'orderbook.*';
const HUGE = 'x'.repeat(200_000);

/** Minutes in which messages are bad, counted as those of the script. */
const BAD_FROM = 4;
const BAD_UNTIL = 6;
/** The strategy wants in at every one of them, before and after. */
const SCRIPT = Array.from({ length: 12 }, (_, at) => ({
  minute: FIRST_MINUTE + at,
  side: at % 2 === 0 ? (1 as const) : (0 as const),
}));

interface Case {
  readonly name: string;
  readonly frame: string;
  readonly what: What;
  /** Every message, or one in three. */
  readonly all?: boolean;
  /** Where it is counted. */
  readonly counted:
    | 'refused'
    | 'invalidQuotes'
    | 'aheadOfClock'
    | 'outdatedQuotes'
    | 'lateTrades'
    | 'feed'
    | 'nothing';
  /** Whether there is nothing left to trade on. */
  readonly blocks?: boolean;
}

const set = (values: Record<string, unknown>): What => ({ kind: 'edit', set: values as never, remove: [] });
const remove = (...paths: string[]): What => ({ kind: 'edit', set: {}, remove: paths });

const CASES: readonly Case[] = [
  { name: 'trades cut in half', frame: TRADES, what: { kind: 'malformed' }, counted: 'refused' },
  { name: 'books cut in half', frame: BOOK, what: { kind: 'malformed' }, counted: 'refused' },
  {
    name: 'only books cut in half',
    frame: BOOK,
    what: { kind: 'malformed' },
    all: true,
    counted: 'refused',
    blocks: true,
  },
  { name: 'everything cut in half', frame: '*', what: { kind: 'malformed' }, counted: 'refused' },
  { name: 'trades without prices', frame: TRADES, what: remove('data.*.p'), counted: 'refused' },
  { name: 'trades without sides', frame: TRADES, what: remove('data.*.S'), counted: 'refused' },
  { name: 'trades without times', frame: TRADES, what: remove('data.*.T'), counted: 'refused' },
  { name: 'trades without rows', frame: TRADES, what: remove('data'), counted: 'refused' },
  {
    name: 'books without asks',
    frame: BOOK,
    what: remove('data.a'),
    all: true,
    counted: 'refused',
    blocks: true,
  },
  { name: 'books without an update id', frame: BOOK, what: remove('data.u'), counted: 'refused' },
  { name: 'prices that are numbers', frame: TRADES, what: set({ 'data.*.p': 50_000 }), counted: 'refused' },
  { name: 'prices that are null', frame: TRADES, what: set({ 'data.*.p': null }), counted: 'refused' },
  { name: 'sizes that are lists', frame: TRADES, what: set({ 'data.*.v': [1] }), counted: 'refused' },
  { name: 'times that are texts', frame: TRADES, what: set({ 'data.*.T': '1' }), counted: 'refused' },
  { name: 'rows that are texts', frame: TRADES, what: set({ data: 'none' }), counted: 'refused' },
  {
    name: 'books that are lists',
    frame: BOOK,
    what: set({ data: [] }),
    all: true,
    counted: 'refused',
    blocks: true,
  },
  { name: 'levels that are objects', frame: BOOK, what: set({ 'data.b': [{ p: '1' }] }), counted: 'refused' },
  {
    name: 'crossed books',
    frame: BOOK,
    what: { kind: 'cross-book' },
    all: true,
    counted: 'invalidQuotes',
    blocks: true,
  },
  { name: 'some crossed books', frame: BOOK, what: { kind: 'cross-book' }, counted: 'invalidQuotes' },
  { name: 'trades off the grid', frame: TRADES, what: { kind: 'off-grid' }, counted: 'refused' },
  {
    name: 'books off the grid',
    frame: BOOK,
    what: { kind: 'off-grid' },
    all: true,
    counted: 'refused',
    blocks: true,
  },
  { name: 'sizes off the grid', frame: TRADES, what: set({ 'data.*.v': '0.0015' }), counted: 'refused' },
  { name: 'a price of zero', frame: TRADES, what: set({ 'data.*.p': '0' }), counted: 'refused' },
  { name: 'a negative price', frame: TRADES, what: set({ 'data.*.p': '-50000.0' }), counted: 'refused' },
  {
    name: 'a price of a billion',
    frame: TRADES,
    what: set({ 'data.*.p': '1000000000.0' }),
    counted: 'refused',
  },
  {
    name: 'ten times the price',
    frame: TRADES,
    what: set({ 'data.*.p': '500000.0' }),
    counted: 'refused',
  },
  {
    name: 'a price of four digits more',
    frame: TRADES,
    what: set({ 'data.*.p': '500000000.0' }),
    counted: 'refused',
  },
  { name: 'a price of NaN', frame: TRADES, what: set({ 'data.*.p': 'NaN' }), counted: 'refused' },
  {
    name: 'an absurd size',
    frame: TRADES,
    what: set({ 'data.*.v': '99999999999999999999.999' }),
    counted: 'refused',
  },
  { name: 'a negative size', frame: TRADES, what: set({ 'data.*.v': '-1' }), counted: 'refused' },
  {
    name: 'an absurd bid',
    frame: BOOK,
    what: set({ 'data.b': [['99999999999999999.0', '1']] }),
    all: true,
    counted: 'refused',
    blocks: true,
  },
  {
    name: 'trades of another symbol',
    frame: TRADES,
    what: set({ 'data.*.s': 'ETHUSDT' }),
    counted: 'refused',
  },
  {
    name: 'an unknown topic',
    frame: TRADES,
    what: set({ topic: 'liquidation.BTCUSDT' }),
    counted: 'refused',
  },
  {
    name: 'trades from tomorrow',
    frame: TRADES,
    what: { kind: 'shift', field: 'time', by: 86_400_000 },
    counted: 'aheadOfClock',
  },
  {
    name: 'books from tomorrow',
    frame: BOOK,
    what: { kind: 'shift', field: 'time', by: 86_400_000 },
    all: true,
    counted: 'aheadOfClock',
    blocks: true,
  },
  {
    name: 'books an hour old',
    frame: BOOK,
    what: { kind: 'shift', field: 'time', by: -3_600_000 },
    all: true,
    counted: 'outdatedQuotes',
    blocks: true,
  },
  {
    name: 'trades an hour old',
    frame: TRADES,
    what: { kind: 'shift', field: 'time', by: -3_600_000 },
    counted: 'lateTrades',
  },
  {
    name: 'times of the year 1',
    frame: TRADES,
    what: set({ 'data.*.T': -62_135_596_800_000 }),
    counted: 'refused',
  },
  { name: 'times with fractions', frame: TRADES, what: set({ 'data.*.T': 1.5 }), counted: 'refused' },
  {
    name: 'frames said twice',
    frame: '*',
    what: { kind: 'duplicate', times: 2 },
    all: true,
    counted: 'refused',
  },
  { name: 'frames out of order', frame: '*', what: { kind: 'reorder', after: 2 }, counted: 'nothing' },
  { name: 'books that begin again', frame: BOOK, what: { kind: 'reset-book' }, counted: 'nothing' },
  {
    name: 'book updates with holes',
    frame: BOOK,
    what: { kind: 'shift', field: 'u', by: 7 },
    counted: 'nothing',
  },
  { name: 'huge frames', frame: TRADES, what: set({ more: HUGE }), counted: 'nothing' },
  { name: 'huge prices', frame: TRADES, what: set({ 'data.*.p': HUGE }), counted: 'refused' },
];

describe('a trader that hears bad messages', () => {
  it.each(CASES)('$name: counted, and no wrong number is stored', async (given) => {
    const live = new LiveWorld({ script: SCRIPT });
    const truth = new PublicTruth(live.world.venue);
    await live.start();
    await live.activate();
    await walk(live, BAD_FROM, 30);
    const before = counts(live);
    const untilMs = (BAD_UNTIL - BAD_FROM) * MINUTE_MS;
    live.script([
      {
        when: { frame: given.frame, path: '/v5/public/*', untilMs, probability: given.all ? 1 : 0.4 },
        what: given.what,
      },
    ]);
    const entries = live.watch.acceptedEntries.length;
    await walk(live, BAD_UNTIL, 20);
    const after = counts(live);
    if (given.counted !== 'nothing') expect(after[given.counted]).toBeGreaterThan(before[given.counted]);
    if (given.blocks) {
      expect(live.state.feedStale).toBe(true);
      // The one that was decided half a minute before may have been under way.
      expect(live.watch.acceptedEntries.length).toBe(entries);
      expect(live.alerts.map(({ type }) => type)).toContain('FEED_STALE');
    }
    expect(metricsOf(await metrics(live))).toEqual(live.trader.counters().refused);
    await walk(live, BAD_UNTIL + 4, 10);
    expect(live.state.feedStale).toBe(false);
    expect(live.watch.acceptedEntries.length).toBeGreaterThan(entries);
    const at = (minute: number) => HOUR_START_MS + minute * MINUTE_MS;
    const { tape } = live.trader.run.opened.session;
    expect(truth.barProblems(tape, at(BAD_FROM), at(BAD_UNTIL + 2))).toEqual([]);
    expect(await storeProblems(live, truth)).toEqual([]);
    await expectSafe(live);
  });
});

const TRADE_SCRIPT = [
  { minute: 4, side: 1, tp1: 300 },
  { minute: 6, side: 0 },
  { minute: 8, side: -1 },
  { minute: 10, side: 0 },
] as const;

describe('a trader whose private messages are bad', () => {
  it.each<readonly [string, string, What]>([
    ['cut in half', '*', { kind: 'malformed' }],
    ['orders without an id', 'order', remove('data.*.orderLinkId', 'data.*.orderId')],
    ['orders of unknown states', 'order', set({ 'data.*.orderStatus': 'Levitating' })],
    [
      'orders with sizes that are none',
      'order',
      set({ 'data.*.cumExecQty': 'many', 'data.*.leavesQty': {} }),
    ],
    ['orders that are no list', 'order', set({ data: { a: 1 } })],
    ['fills without sizes', 'execution', remove('data.*.execQty')],
    ['fills off the grid', 'execution', set({ 'data.*.execQty': '0.00015' })],
    ['fills of absurd sizes', 'execution', set({ 'data.*.execQty': '1e300' })],
    ['fills without ids', 'execution', remove('data.*.execId')],
    ['fills of no order', 'execution', set({ 'data.*.orderLinkId': '', 'data.*.orderId': '' })],
    ['fills at no price', 'execution', set({ 'data.*.execPrice': 'NaN' })],
    ['positions of absurd sizes', 'position', set({ 'data.*.size': '99999999999' })],
    ['positions without sizes', 'position', remove('data.*.size', 'data.*.seq')],
    [
      'wallets of no money',
      'wallet',
      set({ 'data.*.totalEquity': 'NaN', 'data.*.totalAvailableBalance': '' }),
    ],
    ['wallets of absurd money', 'wallet', set({ 'data.*.totalEquity': '1e400' })],
    ['twice', '*', { kind: 'duplicate', times: 3 }],
    ['fills out of order', 'execution', { kind: 'reorder', after: 1 }],
    ['orders out of order', 'order', { kind: 'reorder', after: 2 }],
  ])('%s: books and venue agree in the end', async (name, frame, what) => {
    const live = await LiveWorld.active({ script: TRADE_SCRIPT });
    const probability = what.kind === 'duplicate' || what.kind === 'reorder' ? 1 : 0.7;
    const private_ = { path: '/v5/private', untilMs: 7 * MINUTE_MS, probability };
    live.script([{ when: { frame, ...private_ }, what }]);
    await walk(live, 10, 40);
    // A trade of somebody else on the account is for the operator.
    const halted = name === 'fills of no order';
    await expectSafe(live, { unprotected: 12_000, differs: 30_000, orphaned: 30_000, halted });
    expect(live.watch.acceptedEntries.length).toBeGreaterThan(0);
  });
});

/** Moves the market, and the time, to some seconds after the close of a minute. */
async function walk(live: LiveWorld, minute: number, secondsAfter: number): Promise<void> {
  const untilMs = HOUR_START_MS + minute * MINUTE_MS + secondsAfter * 1_000;
  while (live.nowMs < untilMs) {
    const step = Math.floor(live.nowMs / 1_000) % 40;
    live.market.bidTicks = START_TICKS + (step < 20 ? step : 40 - step);
    await live.run(Math.min(1_000, untilMs - live.nowMs));
  }
}

function counts(live: LiveWorld) {
  const { quality } = live.state;
  const refused = Object.values(quality.refused).reduce((sum, count) => sum + count, 0);
  return { ...quality, refused, feed: live.trader.counters().reconnects };
}

async function metrics(live: LiveWorld): Promise<string> {
  const made = createMetrics(false);
  made.watch(live.trader);
  return made.text();
}

/** Counts of refused messages by reason, as Prometheus is told. */
function metricsOf(text: string): Record<string, number> {
  const lines = text.matchAll(/^auction_trader_refused_total\{reason="([\w-]+)"\} (\d+)$/gm);
  return Object.fromEntries([...lines].map(([, reason, count]) => [reason, Number(count)]));
}

/** What stands in the tick store after the recording was stored, and never was in the market. */
async function storeProblems(live: LiveWorld, truth: PublicTruth): Promise<string[]> {
  live.trader.run.opened.driver.flush();
  const store = openTickStore(join(live.folder, 'ticks'));
  await storeRecorded(live.folder, store, {
    decoder: ({ instrument }) => new BybitFrameDecoder(defineInstrument(instrument)),
  });
  const source = store.source('BTCUSDT');
  return source.days.flatMap((dayMs) => truth.dayProblems(source.readDay(dayMs)));
}
