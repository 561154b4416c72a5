import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { defaultConfig } from '@auction-trader/core';
import { importFiles, MINUTE_FLAG, openTickStore } from '@auction-trader/ingestion';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { profileAt } from './profile-at.ts';
import { rebuildProfile } from './rebuild-profile.ts';
import { type BuiltMarket, builtMarket } from './testing/built-market.ts';

const FILES = ['2025-06-21', '2025-06-22'].map((day) =>
  fileURLToPath(new URL(`../../../examples/data/ltcusdt/LTCUSDT-${day}.csv.gz`, import.meta.url)),
);

/** The trades of one minute, read from the files with nothing of the packages. */
interface PlainMinute {
  readonly open: number;
  high: number;
  low: number;
  close: number;
  buy: number;
  sell: number;
  count: number;
}

const hundredths = (text: string) => Math.round(Number(text) * 100);
const thousandths = (text: string) => Math.round(Number(text) * 1_000);

function plainMinutes(): Map<number, PlainMinute> {
  const minutes = new Map<number, PlainMinute>();
  for (const line of FILES.flatMap((file) =>
    gunzipSync(readFileSync(file)).toString().trim().split('\n').slice(1),
  )) {
    const [time, priceText, sizeText, side] = line.split(',') as [string, string, string, string];
    const at = Math.floor(Number(time) / 60_000) * 60_000;
    const price = hundredths(priceText);
    const known = minutes.get(at);
    const minute = known ?? { open: price, high: price, low: price, close: price, buy: 0, sell: 0, count: 0 };
    minute.high = Math.max(minute.high, price);
    minute.low = Math.min(minute.low, price);
    minute.close = price;
    minute.count += 1;
    if (side === 'buy') minute.buy += thousandths(sizeText);
    else minute.sell += thousandths(sizeText);
    minutes.set(at, minute);
  }
  return minutes;
}

const plain = plainMinutes();
let market: BuiltMarket;
const folder = mkdtempSync(join(tmpdir(), 'auction-trader-features-'));

beforeAll(async () => {
  const store = openTickStore(folder);
  await importFiles(store, { trades: FILES, symbol: 'LTCUSDT', tickSize: '0.01', lotSize: '0.001' });
  market = builtMarket(store.source('LTCUSDT'), defaultConfig(), 'synthetic');
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('every minute of the tape is what the files say, and no volume is lost', () => {
  const { tape } = market;
  const starts = [...plain.keys()];
  const [firstMs, lastMs] = [starts[0]!, starts.at(-1)!];
  expect(tape.firstMinuteMs).toBe(firstMs);
  // The minute of the last trade is not closed.
  expect(tape.length).toBe((lastMs - firstMs) / 60_000);
  let close = 0;
  for (let index = 0; index < tape.length; index++) {
    const minute = plain.get(tape.minuteMs(index));
    close = minute?.close ?? close;
    expect({
      bar: [tape.openTicks[index], tape.highTicks[index], tape.lowTicks[index], tape.closeTicks[index]],
      lots: [tape.volumeLots[index], tape.buyLots[index], tape.sellLots[index], tape.ambiguousLots[index]],
      count: tape.tradeCount[index],
      missing: (tape.flags[index]! & MINUTE_FLAG.MISSING) !== 0,
      synthetic: (tape.flags[index]! & MINUTE_FLAG.SYNTHETIC) !== 0,
    }).toEqual({
      bar:
        minute === undefined
          ? [close, close, close, close]
          : [minute.open, minute.high, minute.low, minute.close],
      lots: minute === undefined ? [0, 0, 0, 0] : [minute.buy + minute.sell, minute.buy, minute.sell, 0],
      count: minute?.count ?? 0,
      missing: minute === undefined,
      synthetic: minute === undefined,
    });
  }
  const sum = tape.volumeLots.subarray(0, tape.length).reduce((all, lots) => all + lots, 0);
  const ofFiles = [...plain].reduce((all, [at, { buy, sell }]) => (at < lastMs ? all + buy + sell : all), 0);
  expect(sum).toBe(ofFiles);
  expect(ofFiles).toBeGreaterThan(1e8);
});

it('the features hold their invariants in every minute', () => {
  const { tape, features } = market;
  let valid = 0;
  for (let index = 0; index < tape.length; index++) {
    const volumes = tape.volumeLots.subarray(Math.max(0, index - 239), index + 1);
    expect(features.windowLots[index]).toBe(volumes.reduce((sum, lots) => sum + lots, 0));
    if (index >= 2) expect(features.sigma[index]).toBeGreaterThan(0);
    if (features.valid[index] !== 1) continue;
    valid++;
    const width = features.binWidthTicks[index]!;
    const poc = features.pocHalfTicks[index]! / 2;
    expect(poc).toBeGreaterThanOrEqual(features.valTicks[index]!);
    expect(poc).toBeLessThanOrEqual(features.vahTicks[index]!);
    expect(poc % width).toBe(0);
    expect(features.vahEdgeTicks[index]).toBe(features.vahTicks[index]! + width);
    expect(features.valueAreaBins[index]).toBe(
      (features.vahTicks[index]! - features.valTicks[index]!) / width + 1,
    );
    expect(features.valueAreaLots[index]! * 10_000).toBeGreaterThanOrEqual(
      features.windowLots[index]! * 7_000,
    );
    expect(features.valueAreaLots[index]).toBeLessThanOrEqual(features.windowLots[index]!);
    expect(features.profileBins[index]).toBeGreaterThanOrEqual(20);
  }
  expect(valid).toBeGreaterThan(1_000);
});

it('the rolling profile equals one made from the raw trades, through the silences too', () => {
  const { source, tape, features, profileSettings } = market;
  const days = source.days.map((day) => source.readDay(day));
  for (let index = 0; index < tape.length; index += 61) {
    const fromMs = tape.minuteMs(Math.max(0, index - 239));
    const rolling = profileAt(tape, features, index, 240);
    const window = { fromMs, toMs: tape.minuteMs(index + 1), widthTicks: rolling.widthTicks };
    const rebuilt = rebuildProfile(days, window, profileSettings);
    expect(rebuilt).toMatchObject({ firstBin: rolling.firstBin, lots: rolling.lots });
    expect(rebuilt.windowLots).toBe(features.windowLots[index]);
    if (features.valid[index] === 1) {
      expect(rebuilt.valueArea).toMatchObject({
        pocHalfTicks: features.pocHalfTicks[index],
        vahTicks: features.vahTicks[index],
        valTicks: features.valTicks[index],
        valueAreaLots: features.valueAreaLots[index],
      });
    }
  }
});
