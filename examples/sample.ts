// What the examples share: the bundled sample of real trades, as a feed of messages and as a source of ticks.
import { createReadStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { createGunzip } from 'node:zlib';
import { defineInstrument, type TickSource } from '@auction-trader/core';
import { importFiles, openTickStore, type TickStore } from '@auction-trader/ingestion';

/** The sample: trades of LTCUSDT on two days, with two silences. Where it comes from stands beside it. */
export const SAMPLE_FILES = ['2025-06-21', '2025-06-22'].map((day) =>
  fileURLToPath(new URL(`data/ltcusdt/LTCUSDT-${day}.csv.gz`, import.meta.url)),
);

/** The instrument of the sample. */
export const LTCUSDT = defineInstrument({
  venue: 'binance',
  symbol: 'LTCUSDT',
  tickSize: '0.01',
  lotSize: '0.001',
});

/** A trade as a venue would send it: price and size as texts, `side` of the aggressor. */
export interface SampleTrade {
  readonly timeMs: number;
  readonly price: string;
  readonly size: string;
  readonly side: 'buy' | 'sell';
}

/** The sample as messages of one or a few trades: those of one millisecond come together. */
export async function* sampleMessages(): AsyncGenerator<SampleTrade[]> {
  for (const file of SAMPLE_FILES) yield* messagesOf(file);
}

async function* messagesOf(file: string): AsyncGenerator<SampleTrade[]> {
  const lines = createInterface({ input: createReadStream(file).pipe(createGunzip()) });
  let message: SampleTrade[] = [];
  for await (const line of lines) {
    const [time, price, size, side] = line.split(',');
    // The header.
    if (time === 'timestamp') continue;
    const trade = { timeMs: Number(time), price: price!, size: size!, side: side as 'buy' | 'sell' };
    if (message.length > 0 && message[0]!.timeMs !== trade.timeMs) {
      yield message;
      message = [];
    }
    message.push(trade);
  }
  if (message.length > 0) yield message;
}

/** Hands out a tick store that is thrown away afterwards. */
export async function withTemporaryStore<Result>(
  use: (store: TickStore) => Promise<Result>,
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'auction-trader-example-'));
  try {
    return await use(openTickStore(folder));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Hands out the sample as a source of ticks. */
export function withSample<Result>(use: (source: TickSource) => Result): Promise<Result> {
  return withTemporaryStore(async (store) => {
    await importFiles(store, {
      trades: SAMPLE_FILES,
      symbol: 'LTCUSDT',
      tickSize: '0.01',
      lotSize: '0.001',
    });
    return use(store.source('LTCUSDT'));
  });
}
