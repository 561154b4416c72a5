import type { TickSource } from '@auction-trader/core';
import { openTickStore, writeSynthetic } from '@auction-trader/ingestion';
import type { Scale } from '../harness/scale.ts';
import { cached } from './folders.ts';

const SYMBOL = 'BTCUSDT';

/** A year of usual days, made by `synth`, in a tick store. */
export async function longMarket(scale: Scale): Promise<TickSource> {
  return openTickStore(await longMarketDir(scale)).source(SYMBOL, { minNotional: 5 });
}

/** The folder of that store. */
export function longMarketDir({ name, longDays, longTrades }: Scale): Promise<string> {
  return cached(`long-${name}`, (path) =>
    writeSynthetic(openTickStore(path), {
      symbol: SYMBOL,
      days: longDays,
      tradesPerDay: longTrades,
      seed: 2,
    }),
  );
}
