import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DAY_MS, type DayTicks } from '@auction-trader/core';
import type { SessionInput } from '@auction-trader/engine';
import { openTickStore, type TickStore, writeSynthetic } from '@auction-trader/ingestion';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recordingDir } from '../recording/list-recordings.ts';
import { createRecorder, reopenRecorder } from '../recording/recorder.ts';
import { exampleHeader } from '../testing/example-header.ts';
import { frame } from '../testing/example-inputs.ts';
import { NOON } from '../testing/example-rows.ts';
import { PlainDecoder } from '../testing/plain-decoder.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { storeRecorded } from './store-recorded.ts';

const PLACE = { venue: 'bybit', symbol: 'BTCUSDT' };
const MIDNIGHT = NOON + DAY_MS / 2;
const decoder = () => new PlainDecoder();

/** Appends inputs to the recording of a run. */
function record(dataDir: string, inputs: readonly SessionInput[], runId = 'run-1'): void {
  const dir = recordingDir(dataDir, PLACE, runId);
  const begun = existsSync(join(dir, 'header.json'));
  const recorder = begun ? reopenRecorder(dir) : createRecorder(dir, exampleHeader({ runId }));
  for (const input of inputs) recorder.append(input);
  recorder.flush();
  recorder.abandon();
}

function contents(store: TickStore): Record<string, string> {
  const files = readdirSync(store.dir, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.arrow'),
  );
  return Object.fromEntries(
    files.sort().map((name) => [name, readFileSync(join(store.dir, name)).toString('base64')]),
  );
}

function rowsOf(store: TickStore) {
  const source = store.source('BTCUSDT');
  return source.days.map((day) => {
    const { trades, quotes } = source.readDay(day) as DayTicks;
    return {
      day,
      trades: Array.from({ length: trades.length }, (_, row) => [
        trades.timeMs[row],
        trades.priceTicks[row],
        trades.side[row],
      ]),
      quotes: Array.from({ length: quotes?.length ?? 0 }, (_, row) => [
        quotes!.timeMs[row],
        quotes!.bidTicks[row],
        quotes!.askLots[row],
      ]),
    };
  });
}

function newStore(): TickStore {
  const dir = join(temporaryFolder(), 'ticks');
  mkdirSync(dir);
  return openTickStore(dir);
}
const end = (timeMs: number): SessionInput => ({ kind: 'time', timeMs });

describe('storeRecorded', () => {
  it('writes whole minutes, ordered by the venue time, late trades included and old quotes left out', async () => {
    const dataDir = temporaryFolder();
    const store = newStore();
    const at = MIDNIGHT;
    record(dataDir, [
      { kind: 'connected', timeMs: at },
      frame(at + 100, `q ${at + 90} 500000 5 500001 6;t ${at + 95} 500001 1 1`),
      frame(at + 200, `t ${at + 190} 500000 2 -1;t ${at + 94} 500002 3 1`),
      // Older than the newest quote, and a sign of life.
      frame(at + 300, `q ${at + 80} 499999 5 500001 6`),
      frame(at + 400, `q ${at + 390} 499999 5 500001 6;q ${at + 395} 499999 5 500001 6`),
      frame(at + 60_100, `t ${at + 60_050} 500003 1 1;rubbish`),
      // Late, for a minute that is over.
      frame(at + 60_200, `t ${at + 59_999} 500004 1 0`),
      end(at + 62_000),
    ]);
    const stored = await storeRecorded(dataDir, store, { decoder });
    expect(stored).toEqual([
      {
        runId: 'run-1',
        ...PLACE,
        trades: 4,
        quotes: 3,
        unbelieved: 0,
        throughMs: at + 60_000,
        skippedDays: [],
      },
    ]);
    expect(rowsOf(store)).toEqual([
      {
        day: at,
        trades: [
          [94, 500_002, 1],
          [95, 500_001, 1],
          [190, 500_000, -1],
          [59_999, 500_004, 0],
        ],
        quotes: [
          [90, 500_000, 6],
          [390, 499_999, 6],
          [395, 499_999, 6],
        ],
      },
    ]);
    expect(store.list()[0]!.kinds[0]!.sources[0]).toMatchObject({ layout: 'recording', rows: 4 });
    // Again: nothing new, nothing changed. Later: what came since.
    const once = contents(store);
    expect((await storeRecorded(dataDir, store, { decoder }))[0]).toMatchObject({ trades: 0, quotes: 0 });
    expect(contents(store)).toEqual(once);
    record(dataDir, [end(at + 125_000)]);
    expect((await storeRecorded(dataDir, store, { decoder }))[0]).toMatchObject({
      trades: 1,
      quotes: 0,
      throughMs: at + 120_000,
    });
    expect((await store.check()).damaged).toEqual([]);
  });

  it('leaves out what no session would believe, and never stores a wrong number', async () => {
    const dataDir = temporaryFolder();
    const store = newStore();
    record(dataDir, [
      frame(NOON, `r ${NOON};q ${NOON} 500000 5 500001 6;t ${NOON} 500001 1 1`),
      // Too large for a column, far from the quote, not whole, no size, from the future, from 1970.
      frame(NOON + 1, `t ${NOON + 1} 5000000000 1 1;t ${NOON + 1} 2000000 1 1;t ${NOON + 1} 500000.5 1 1`),
      frame(NOON + 2, `t ${NOON + 2} 500001 0 1;t ${NOON + 20_000} 500001 1 1;t 5 500001 1 1`),
      frame(NOON + 3, `q ${NOON + 3} 500000 99999999999 500001 1;q 7 500000 1 500001 1`),
      end(NOON + 120_000),
    ]);
    const [stored] = await storeRecorded(dataDir, store, { decoder });
    expect(stored).toMatchObject({ trades: 1, quotes: 1, unbelieved: 8 });
    expect(rowsOf(store)).toEqual([
      { day: MIDNIGHT - DAY_MS, trades: [[DAY_MS / 2, 500_001, 1]], quotes: [[DAY_MS / 2, 500_000, 6]] },
    ]);
  });

  it('written in any steps, the files are the same to the byte', async () => {
    await fc.assert(
      fc.asyncProperty(anyMarket(), fc.array(fc.nat({ max: 60 }), { maxLength: 4 }), async (inputs, cuts) => {
        const once = newStore();
        const whole = temporaryFolder();
        record(whole, inputs);
        await storeRecorded(whole, once, { decoder });
        const inSteps = newStore();
        const growing = temporaryFolder();
        let done = 0;
        for (const cut of [...cuts.sort((left, right) => left - right), inputs.length]) {
          record(growing, inputs.slice(done, cut));
          done = Math.max(done, cut);
          await storeRecorded(growing, inSteps, { decoder });
        }
        expect(contents(inSteps)).toEqual(contents(once));
      }),
      { numRuns: 40 },
    );
  });

  it('stores every print of a market once', async () => {
    await fc.assert(
      fc.asyncProperty(anyMarket(), async (inputs) => {
        const dataDir = temporaryFolder();
        const store = newStore();
        record(dataDir, [...inputs, end(MIDNIGHT + DAY_MS)]);
        const [stored] = await storeRecorded(dataDir, store, { decoder });
        const expected = printsOf(inputs);
        expect(stored!.trades).toBe(expected.length);
        if (expected.length === 0) return;
        const found = rowsOf(store).flatMap(({ day, trades }) =>
          trades.map(([time, price]) => [day + time!, price] as const),
        );
        const byTime = expected
          .map((print, index) => ({ print, index }))
          .sort((left, right) => left.print[0] - right.print[0] || left.index - right.index)
          .map(({ print }) => print);
        expect(found).toEqual(byTime);
      }),
      { numRuns: 40 },
    );
  });

  it('leaves imported days alone', async () => {
    const dataDir = temporaryFolder();
    const store = newStore();
    await writeSynthetic(store, {
      venue: 'bybit',
      symbol: 'BTCUSDT',
      days: 1,
      tradesPerDay: 50,
      seed: 1,
      quotes: true,
      fromDay: '2026-11-20',
    } as Parameters<typeof writeSynthetic>[1]);
    const before = contents(store);
    record(dataDir, [
      frame(NOON, `t ${NOON} 500000 1 1`),
      frame(MIDNIGHT, `t ${MIDNIGHT} 500000 1 1`),
      end(MIDNIGHT + 120_000),
    ]);
    const [stored] = await storeRecorded(dataDir, store, { decoder });
    const venue = store.list().map((listed) => listed.venue);
    expect(venue).toContain('bybit');
    expect(stored).toMatchObject({ trades: 1, skippedDays: [MIDNIGHT - DAY_MS] });
    expect(contents(store)).toMatchObject(before);
  });

  it('two runs of one day follow each other; what both have recorded is stored once', async () => {
    const dataDir = temporaryFolder();
    const store = newStore();
    record(
      dataDir,
      [frame(NOON, `t ${NOON} 1 1 1`), frame(NOON + 1_000, `t ${NOON + 1_000} 2 1 1`), end(NOON + 180_000)],
      'a',
    );
    record(
      dataDir,
      [
        frame(NOON + 1_000, `t ${NOON + 1_000} 2 1 1`),
        frame(NOON + 90_000, `t ${NOON + 90_000} 3 1 1`),
        end(NOON + 180_000),
      ],
      'b',
    );
    const stored = await storeRecorded(dataDir, store, { decoder });
    expect(stored.map(({ runId, trades }) => [runId, trades])).toEqual([
      ['a', 2],
      ['b', 1],
    ]);
    expect(rowsOf(store)[0]!.trades.map(([, price]) => price)).toEqual([1, 2, 3]);
  });

  it('all of it happens or nothing', async () => {
    const dataDir = temporaryFolder();
    const store = newStore();
    record(dataDir, [frame(NOON, `t ${NOON} 1 1 1`), end(NOON + 180_000)]);
    const failing = new PlainDecoder();
    failing.snapshot = () => {
      throw new Error('stop');
    };
    await expect(storeRecorded(dataDir, store, { decoder: () => failing })).rejects.toThrow('stop');
    expect(store.list()).toEqual([]);
    expect(await storeRecorded(dataDir, store, { decoder, symbol: 'ETHUSDT' })).toEqual([]);
    const copy = join(temporaryFolder(), 'data');
    cpSync(dataDir, copy, { recursive: true });
    expect((await storeRecorded(copy, store, { decoder, symbol: 'BTCUSDT' }))[0]!.trades).toBe(1);
  });
});

/** Frames over midnight with trades out of order and doubled, quotes that repeat or are late, and reconnects. */
function anyMarket(): fc.Arbitrary<SessionInput[]> {
  const event = fc.record({
    step: fc.constantFrom(0, 1, 10, 5_000, 70_000),
    late: fc.constantFrom(0, 0, 0, 1, 20, 3_000, 90_000),
    price: fc.integer({ min: 500_000, max: 500_003 }),
    what: fc.constantFrom('t', 't', 'q', 'q', 'again', 'connected'),
  });
  return fc.array(event, { maxLength: 60 }).map((events) => {
    let timeMs = MIDNIGHT - 300_000;
    let lastTrade = '';
    return events.map(({ step, late, price, what }, index): SessionInput => {
      timeMs += step;
      const time = timeMs - late;
      if (what === 'connected') return { kind: 'connected', timeMs };
      if (what === 'q') return frame(timeMs, `q ${time} ${price} 5 ${price + 1} 6`);
      if (what === 't') lastTrade = `t ${time} ${price} 1 1 id${index}`;
      return frame(timeMs, lastTrade === '' ? `q ${time} ${price} 1 ${price + 1} 1` : lastTrade);
    });
  });
}

/** Time and price of each print, doubled ones once, in the order of arrival. */
function printsOf(inputs: readonly SessionInput[]): [timeMs: number, price: number][] {
  const texts = inputs.flatMap((input) =>
    input.kind === 'frame' && input.text.startsWith('t') ? [input.text] : [],
  );
  return [...new Set(texts)].map((text) => {
    const [, time, price] = text.split(' ').map(Number);
    return [time!, price!];
  });
}
