import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DAY_MS, MINUTE_MS, type TickSource } from '@auction-trader/core';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { arraySource } from '../array-source.ts';
import { buildTape, emptyTape } from '../build-tape.ts';
import { MinuteAccumulator } from '../minute-accumulator.ts';
import type { MinuteTape } from '../minute-tape.ts';
import { arbitraryTicks, BTCUSDT } from '../testing/arbitrary-ticks.ts';
import { print, REAL, T0 } from '../testing/small-tape.ts';
import { readArrowLayout } from './arrow-file.ts';
import { columnsOf } from './column-file.ts';
import { DISK, type StoreFiles } from './store-files.ts';
import { TapeCache, TapeSaver } from './tape-cache.ts';

const settings = { ...REAL, quotes: 'none' } as const;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tape-cache-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Makes the tape of a source and keeps it, each day's levels before they are let go. */
function makeAndKeep(source: TickSource, cache: TapeCache): MinuteTape {
  const { tape, levels } = emptyTape(source.days);
  const saver = new TapeSaver(cache, cache.tapeKey(source.dataHash, settings));
  buildTape(source, new MinuteAccumulator(settings, tape, levels), tape, (_, __, to) => {
    saver.take(tape, to);
    if (to > 0) levels.release(tape.minuteMs(to - 1));
  });
  saver.finish(tape);
  return tape;
}

function levelsOf({ levels, ...tape }: MinuteTape, firstMinuteMs: number) {
  return Array.from({ length: tape.length }, (_, index) => {
    levels.locate(firstMinuteMs + index * MINUTE_MS);
    const { priceTicks, sizeLots, from, to } = levels;
    return [[...priceTicks.subarray(from, to)], [...sizeLots.subarray(from, to)]];
  });
}

function rowsOf(tape: MinuteTape) {
  const columns = Object.entries(columnsOf(tape)).map(([name, column]) => [
    name,
    [...column.subarray(0, tape.length)],
  ]);
  return { ...Object.fromEntries(columns), length: tape.length, firstMinuteMs: tape.firstMinuteMs };
}

/** Three days, the middle one without a trade. */
const source = arraySource({
  instrument: BTCUSDT,
  trades: [
    print(0, 500_000, 3, 1),
    print(10, 500_002, 4, -1),
    print(DAY_MS - 1, 500_005, 7, 1),
    print(2 * DAY_MS + 5, 500_010, 9, 1),
    print(2 * DAY_MS + 60_000, 500_010, 9, 1),
  ],
});
const key = new TapeCache('').tapeKey(source.dataHash, settings);

function whole(): MinuteTape {
  const { tape, levels } = emptyTape(source.days);
  buildTape(source, new MinuteAccumulator(settings, tape, levels), tape);
  return tape;
}

describe('what was kept', () => {
  it('comes back, levels and days without trades included', () => {
    makeAndKeep(source, new TapeCache(folder));
    const tape = new TapeCache(folder).readTape(key)!;
    const expected = whole();
    expect(rowsOf(tape)).toEqual(rowsOf(expected));
    expect(levelsOf(tape, T0)).toEqual(levelsOf(expected, T0));
  });

  it('comes back for any market', () => {
    fc.assert(
      fc.property(arbitraryTicks({ quotes: 'none', unsided: true }), (market) => {
        const cache = new TapeCache(folder);
        const made = makeAndKeep(market, cache);
        const tape = cache.readTape(cache.tapeKey(market.dataHash, settings));
        if (made.length === 0) expect(tape).toBeNull();
        else expect(rowsOf(tape!)).toEqual(rowsOf(made));
      }),
      { numRuns: 20 },
    );
  });

  it('is not found by other data or settings', () => {
    const cache = new TapeCache(folder);
    expect(cache.tapeKey('other', settings)).not.toBe(key);
    expect(cache.tapeKey(source.dataHash, { ...settings, emaTauMs: 1 })).not.toBe(key);
    makeAndKeep(source, cache);
    expect(cache.readTape(cache.tapeKey('other', settings))).toBeNull();
  });
});

/** Any byte of a file, every other one of a column: in small files those are few. */
function bytesOf(path: string, length: number): fc.Arbitrary<number> {
  const inColumns = [...readArrowLayout(path).columns.values()].flatMap(({ offset, byteLength }) =>
    Array.from({ length: byteLength }, (_, at) => offset + at),
  );
  const any = fc.nat({ max: length - 1 });
  if (inColumns.length === 0) return any;
  return fc.oneof(
    any,
    fc.nat({ max: inColumns.length - 1 }).map((at) => inColumns[at]!),
  );
}

describe('what is broken', () => {
  function files(): string[] {
    return readdirSync(join(folder, key)).sort();
  }

  it.each(['minutes.arrow', 'levels-2024-01-01.arrow', 'levels-2024-01-02.arrow'])(
    'any damaged byte of %s is found, and the file set aside',
    (name) => {
      makeAndKeep(source, new TapeCache(folder));
      const path = join(folder, key, name);
      const bytes = readFileSync(path);
      const trusted = rowsOf(whole());
      const trustedLevels = levelsOf(whole(), trusted.firstMinuteMs);
      fc.assert(
        fc.property(bytesOf(path, bytes.length), fc.integer({ min: 1, max: 255 }), (at, change) => {
          const broken = Buffer.from(bytes);
          broken[at]! ^= change;
          writeFileSync(path, broken);
          const cache = new TapeCache(folder);
          const tape = cache.readTape(key);
          // Bytes between the columns mean nothing.
          if (tape === null) expect(cache.setAside).toEqual([`${path}.damaged`]);
          else {
            expect(rowsOf(tape)).toEqual(trusted);
            expect(levelsOf(tape, trusted.firstMinuteMs)).toEqual(trustedLevels);
          }
          rmSync(`${path}.damaged`, { force: true });
        }),
        { numRuns: 30 },
      );
    },
  );

  it('a file cut short anywhere is found', () => {
    makeAndKeep(source, new TapeCache(folder));
    const path = join(folder, key, 'minutes.arrow');
    const bytes = readFileSync(path);
    for (const share of [0, 0.01, 0.5, 0.99]) {
      writeFileSync(path, bytes);
      truncateSync(path, Math.floor(bytes.length * share));
      expect(new TapeCache(folder).readTape(key)).toBeNull();
    }
  });

  it('a tape without the levels of one of its days is not used', () => {
    makeAndKeep(source, new TapeCache(folder));
    rmSync(join(folder, key, 'levels-2024-01-02.arrow'));
    const cache = new TapeCache(folder);
    expect(cache.readTape(key)).toBeNull();
    expect(cache.setAside).toEqual([]);
  });

  it('a kill at any moment leaves a whole tape or none', () => {
    makeAndKeep(source, new TapeCache(folder));
    const steps = 2 * files().length;
    for (let kill = 0; kill < steps; kill++) {
      rmSync(join(folder, key), { recursive: true, force: true });
      expect(() => makeAndKeep(source, new TapeCache(folder, dyingAfter(kill)))).toThrow('killed');
      expect(new TapeCache(folder).readTape(key)).toBeNull();
    }
    makeAndKeep(source, new TapeCache(folder));
    expect(new TapeCache(folder).readTape(key)).not.toBeNull();
  });

  it('a write that fails leaves nothing behind', () => {
    const full: StoreFiles = {
      ...DISK,
      write(path, pieces) {
        DISK.write(path, pieces.slice(0, 2));
        throw new Error('no space left');
      },
    };
    expect(() => makeAndKeep(source, new TapeCache(folder, full))).toThrow('no space left');
    expect(files()).toEqual([]);
  });

  it('a read-only folder is read all the same', () => {
    makeAndKeep(source, new TapeCache(folder));
    chmodSync(join(folder, key), 0o555);
    try {
      expect(new TapeCache(folder).readTape(key)).not.toBeNull();
    } finally {
      chmodSync(join(folder, key), 0o755);
    }
  });
});

describe('several processes', () => {
  it('the tape another one removes is not there, and no damage', () => {
    makeAndKeep(source, new TapeCache(folder));
    const cache = new TapeCache(folder);
    renameSync(join(folder, key), join(folder, 'gone'));
    expect(cache.readTape(key)).toBeNull();
    expect(cache.setAside).toEqual([]);
  });

  it('what the disk refuses to read is not there, and no damage', () => {
    makeAndKeep(source, new TapeCache(folder));
    const path = join(folder, key, 'minutes.arrow');
    rmSync(path);
    mkdirSync(path);
    const cache = new TapeCache(folder);
    expect(cache.readTape(key)).toBeNull();
    expect(cache.setAside).toEqual([]);
  });

  it('may keep the same tape at the same time', () => {
    const second = new TapeCache(folder);
    let interrupted = false;
    const first = new TapeCache(folder, {
      ...DISK,
      rename(from, to) {
        // In the middle of the first one's file the second writes all of its own.
        if (!interrupted) {
          interrupted = true;
          makeAndKeep(source, second);
        }
        DISK.rename(from, to);
      },
    });
    makeAndKeep(source, first);
    expect(rowsOf(new TapeCache(folder).readTape(key)!)).toEqual(rowsOf(whole()));
  });
});

/** A disk whose process is killed after so many changes: what was begun stays as it is. */
function dyingAfter(changes: number): StoreFiles {
  let left = changes;
  const step = (change: () => void) => {
    if (left-- <= 0) throw new Error('killed');
    change();
  };
  return {
    ...DISK,
    write: (path, pieces) => step(() => DISK.write(path, pieces)),
    rename: (from, to) => step(() => DISK.rename(from, to)),
  };
}
