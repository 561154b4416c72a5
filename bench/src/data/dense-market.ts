import type { DayTicks, TickSource } from '@auction-trader/core';
import { openTickStore, writeSynthetic } from '@auction-trader/ingestion';
import type { Scale } from '../harness/scale.ts';
import { writeBybitCsv } from './bybit-csv.ts';
import { cached } from './folders.ts';

const SYMBOL = 'BTCUSDT';

/** A few days with millions of trades each, made by `synth`, in a tick store. */
export async function storedDenseTicks({ name, denseDays, denseTrades }: Scale): Promise<TickSource> {
  const dir = await cached(`dense-${name}`, (path) =>
    writeSynthetic(openTickStore(path), {
      symbol: SYMBOL,
      days: denseDays,
      tradesPerDay: denseTrades,
      seed: 1,
    }),
  );
  return openTickStore(dir).source(SYMBOL, { minNotional: 5 });
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
