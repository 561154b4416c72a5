import type { TickSource } from '@auction-trader/core';
import { openTickStore, writeSynthetic } from '@auction-trader/ingestion';
import type { Scale } from '../harness/scale.ts';
import { cached } from './folders.ts';

const SYMBOL = 'BTCUSDT';

/** A year of usual days, made by `synth`, in a tick store. */
export async function longMarket({ name, longDays, longTrades }: Scale): Promise<TickSource> {
  const dir = await cached(`long-${name}`, (path) =>
    writeSynthetic(openTickStore(path), {
      symbol: SYMBOL,
      days: longDays,
      tradesPerDay: longTrades,
      seed: 2,
    }),
  );
  return openTickStore(dir).source(SYMBOL, { minNotional: 5 });
}
