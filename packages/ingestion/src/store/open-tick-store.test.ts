import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DayTicks } from '@auction-trader/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { syntheticDays } from '../synth/synthetic-days.ts';
import { writeSynthetic } from '../synth/write-synthetic.ts';
import { openTickStore, type TickStore } from './open-tick-store.ts';

const OPTIONS = {
  symbol: 'MADEUP',
  days: 3,
  tradesPerDay: 500,
  seed: 7,
  quotes: true,
  fromDay: '2024-02-28',
};

let dir: string;
let store: TickStore;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tick-store-'));
  store = openTickStore(dir);
});
afterEach(() => rmSync(dir, { recursive: true }));

function plain({ dayStartMs, trades, quotes }: DayTicks) {
  const { length: n, timeMs, priceTicks, sizeLots, side } = trades;
  const cut = (column: Int32Array | Int8Array, length: number) => [...column.subarray(0, length)];
  return {
    dayStartMs,
    trades: [timeMs, priceTicks, sizeLots, side].map((column) => cut(column, n)),
    quotes:
      quotes === null
        ? null
        : [quotes.timeMs, quotes.bidTicks, quotes.bidLots, quotes.askTicks, quotes.askLots].map((column) =>
            cut(column, quotes.length),
          ),
  };
}

const dayPath = (kind: string, day: string) => join(dir, 'synth', 'MADEUP', kind, `${day}.arrow`);

describe('source', () => {
  it('gives back what was written, in shared memory', async () => {
    await writeSynthetic(store, OPTIONS);
    const source = store.source('MADEUP', { minOrderLots: 3, minNotional: 5 });
    expect(source.instrument).toMatchObject({
      venue: 'synth',
      symbol: 'MADEUP',
      minOrderLots: 3,
      minNotional: 5,
    });
    expect(source.instrument.tick.text).toBe('0.1');
    expect(source.hasQuotes).toBe(true);
    const made = [...syntheticDays(OPTIONS)];
    expect(source.days).toEqual(made.map(({ dayStartMs }) => dayStartMs));
    expect(source.days.map((day) => plain(source.readDay(day)))).toEqual(made.map(plain));
    expect(source.readDay(source.days[0]!).trades.timeMs.buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  it('reads into memory that is handed back, whatever its size', async () => {
    await writeSynthetic(store, OPTIONS);
    const source = store.source('MADEUP');
    const [first, second, third] = source.days as [number, number, number];
    const day = source.readDay(first);
    const again = source.readDay(second, day);
    expect(again.trades.timeMs.buffer).toBe(day.trades.timeMs.buffer);
    expect(plain(again)).toEqual(plain(source.readDay(second)));
    await writeSynthetic(store, { ...OPTIONS, symbol: 'LARGER', tradesPerDay: 100_000 });
    const larger = store.source('LARGER');
    expect(plain(larger.readDay(third, again))).toEqual(plain(larger.readDay(third)));
  });

  it('takes a range of days, both ends included', async () => {
    await writeSynthetic(store, OPTIONS);
    const days = (fromDay?: string, toDay?: string) => store.source('MADEUP', { fromDay, toDay }).days.length;
    expect(days('2024-02-29')).toBe(2);
    expect(days('2024-02-29', '2024-02-29')).toBe(1);
    expect(days(undefined, '2024-02-28')).toBe(1);
    expect(days('2020-01-01', '2030-01-01')).toBe(3);
  });

  it('has one hash for equal rows, another for any other', async () => {
    await writeSynthetic(store, OPTIONS);
    const hash = (options = {}) => store.source('MADEUP', options).dataHash;
    expect(hash()).toMatch(/^[0-9a-f]{64}$/);
    expect(hash({ fromDay: '2024-02-29' })).not.toBe(hash());
    const other = openTickStore(join(dir, 'other'));
    await writeSynthetic(other, OPTIONS);
    expect(other.source('MADEUP').dataHash).toBe(hash());
    const seeded = openTickStore(join(dir, 'seeded'));
    await writeSynthetic(seeded, { ...OPTIONS, seed: 8 });
    expect(seeded.source('MADEUP').dataHash).not.toBe(hash());
  });

  it('names what there is when something is asked for that is not', async () => {
    expect(() => store.source('BTCUSDT')).toThrow(
      expect.objectContaining({
        code: 'UNKNOWN_SYMBOL',
        exitCode: 1,
        hint: expect.stringContaining('empty'),
      }),
    );
    await writeSynthetic(store, OPTIONS);
    const failing = (symbol: string, options = {}) => {
      try {
        store.source(symbol, options);
      } catch (error) {
        return error;
      }
      return null;
    };
    expect(failing('madeup')).toMatchObject({ code: 'UNKNOWN_SYMBOL', hint: 'There is: MADEUP (synth).' });
    expect(failing('MADEUP', { venue: 'bybit' })).toMatchObject({ code: 'UNKNOWN_SYMBOL' });
    expect(failing('MADEUP', { fromDay: '2024-03-01', toDay: '2024-02-28' })).toMatchObject({
      code: 'DATES_REVERSED',
      exitCode: 1,
    });
    expect(failing('MADEUP', { fromDay: '2024-03-02' })).toMatchObject({
      code: 'DATES_OUTSIDE',
      exitCode: 1,
      hint: 'There are 3 days: 2024-02-28 to 2024-03-01.',
    });
    expect(failing('MADEUP', { fromDay: '2024-02-30' })).toMatchObject({ code: 'BAD_DAY', exitCode: 1 });
    await writeSynthetic(store, { ...OPTIONS, venue: 'elsewhere' });
    expect(failing('MADEUP')).toMatchObject({ code: 'AMBIGUOUS_SYMBOL', exitCode: 1 });
    expect(failing('MADEUP', { venue: 'synth' })).toBeNull();
  });

  it('refuses a file that was replaced while it was in use', async () => {
    await writeSynthetic(store, OPTIONS);
    const source = store.source('MADEUP');
    await store.remove('MADEUP');
    await writeSynthetic(store, { ...OPTIONS, seed: 9, tradesPerDay: 501 });
    expect(() => source.readDay(source.days[0]!)).toThrow(expect.objectContaining({ code: 'STORE_CHANGED' }));
  });
});

describe('list, gaps and remove', () => {
  it('tell what there is, where it is silent, and take it away', async () => {
    await writeSynthetic(store, OPTIONS);
    const [symbol] = store.list();
    expect(symbol).toMatchObject({
      venue: 'synth',
      symbol: 'MADEUP',
      tickSize: '0.1',
      lotSize: '0.001',
      damaged: [],
    });
    const [trades, quotes] = symbol!.kinds;
    expect(trades).toMatchObject({ kind: 'trades', rows: 1500 });
    expect(trades!.sources).toMatchObject([{ name: 'synth, seed 7', rows: 1500 }]);
    expect(quotes!.days).toHaveLength(3);
    rmSync(dayPath('trades', '2024-02-29'));
    const gaps = store.gaps('MADEUP', { minutes: 60 });
    expect(gaps).toHaveLength(1);
    expect(gaps[0]!.toMs - gaps[0]!.fromMs).toBeGreaterThanOrEqual(86_400_000);
    expect(await store.remove('MADEUP', { kind: 'quotes', toDay: '2024-02-28' })).toMatchObject({ files: 1 });
    expect(await store.remove('MADEUP')).toMatchObject({ files: 4 });
    expect(store.list()).toEqual([]);
    expect(readdirSync(dir)).toEqual([]);
  });
});

describe('a damaged file', () => {
  /** Changes a byte of the price column, and nothing else. */
  function flip(path: string): void {
    const bytes = readFileSync(path);
    const at = bytes.length >> 1;
    bytes[at] = bytes[at]! ^ 1;
    writeFileSync(path, bytes);
  }

  it('is noticed when it is read, named and set aside by the check', async () => {
    await writeSynthetic(store, OPTIONS);
    const path = dayPath('trades', '2024-02-29');
    flip(path);
    const source = store.source('MADEUP');
    expect(() => source.readDay(source.days[1]!)).toThrow(
      expect.objectContaining({ code: 'STORE_DAMAGED', exitCode: 3, details: { file: path } }),
    );
    expect(plain(source.readDay(source.days[0]!))).toEqual(plain([...syntheticDays(OPTIONS)][0]!));
    const check = await store.check();
    expect(check).toMatchObject({ files: 6 });
    expect(check.damaged).toMatchObject([
      { path, setAsideAs: `${path}.damaged`, importAgain: ['synth, seed 7'] },
    ]);
    expect(existsSync(path)).toBe(false);
    expect((await store.check()).damaged).toEqual([]);
    await writeSynthetic(store, OPTIONS);
    expect(store.source('MADEUP').days).toHaveLength(3);
  });

  it('is noticed when it is cut short or no day file at all', async () => {
    await writeSynthetic(store, OPTIONS);
    const path = dayPath('quotes', '2024-02-28');
    const whole = readFileSync(path);
    for (const bytes of [
      whole.subarray(0, 1000),
      whole.subarray(0, whole.length - 1),
      Buffer.from('nonsense'),
    ]) {
      writeFileSync(path, bytes);
      expect(() => store.source('MADEUP')).toThrow(expect.objectContaining({ code: 'STORE_DAMAGED' }));
      expect(store.list()[0]!.damaged).toEqual([path]);
    }
    expect((await store.check()).damaged).toHaveLength(1);
    expect(store.source('MADEUP').hasQuotes).toBe(true);
  });

  it('is found by the check even when its time of change was set back', async () => {
    await writeSynthetic(store, OPTIONS);
    const path = dayPath('trades', '2024-02-29');
    const { mtime } = statSync(path);
    flip(path);
    utimesSync(path, mtime, mtime);
    expect((await store.check()).damaged).toHaveLength(1);
  });

  it('is told from a sound copy whose time of change is another', async () => {
    await writeSynthetic(store, OPTIONS);
    const path = dayPath('trades', '2024-02-29');
    utimesSync(path, new Date(), new Date());
    const source = store.source('MADEUP');
    expect(plain(source.readDay(source.days[1]!))).toEqual(plain([...syntheticDays(OPTIONS)][1]!));
  });
});
