import type { DayTicks, TickSource } from '@auction-trader/core';
import { openTickStore, writeSynthetic } from '@auction-trader/ingestion';
import type { Scale } from '../harness/scale.ts';
import { writeBybitCsv } from './bybit-csv.ts';
import { cached } from './folders.ts';

const SYMBOL = 'BTCUSDT';

/** Folder of a tick store with a few days of millions of trades each, made by `synth`. */
export function denseStoreDir({ name, denseDays, denseTrades }: Scale): Promise<string> {
  return cached(`dense-${name}`, (path) =>
    writeSynthetic(openTickStore(path), {
      symbol: SYMBOL,
      days: denseDays,
      tradesPerDay: denseTrades,
      seed: 1,
    }),
  );
}

/** These days in the store. */
export async function storedDenseTicks(scale: Scale): Promise<TickSource> {
  return openTickStore(await denseStoreDir(scale)).source(SYMBOL, { minNotional: 5 });
}

/** The same days, all of them in memory. */
export async function denseTicks(scale: Scale): Promise<TickSource> {
  const stored = await storedDenseTicks(scale);
  const days = new Map<number, DayTicks>(stored.days.map((day) => [day, stored.readDay(day)]));
  return { ...stored, readDay: (day) => days.get(day)! };
}

/** The first of these days as a file of Bybit's archive. */
export async function denseCsv(scale: Scale, order: 'oldest first' | 'newest first'): Promise<string> {
  const source = await storedDenseTicks(scale);
  return cached(`dense-${scale.name}-${order.replace(' ', '-')}.csv.gz`, (path) =>
    writeBybitCsv(path, source.instrument, source.readDay(source.days[0]!), order),
  );
}
