// A trade archive on your machine, to try downloads and searches with no internet.
//
//   node tools/up.mjs node examples/archive-server.ts [--port 8787] [--days 30] [--trades-per-day 50000]
//
// It serves made-up days from 2025-01-01 in the layout of Bybit's public archive:
// http://127.0.0.1:8787/trading/BTCUSDT/BTCUSDT2025-01-01.csv.gz and so on. Nothing can be learnt from its prices.
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import type { DayTicks } from '@auction-trader/core';
import { formatUtcDay, type SynthOptions, syntheticDays } from '@auction-trader/ingestion';

const TICK = 0.1;
const LOT = 0.001;

/** What an archive holds. */
export type ArchiveOptions = Pick<SynthOptions, 'symbol' | 'days' | 'tradesPerDay' | 'seed' | 'fromDay'>;

/** Files of a made-up market by their path on the server. */
export function archiveFiles(options: ArchiveOptions): Map<string, Buffer> {
  const { symbol } = options;
  const files = new Map<string, Buffer>();
  for (const day of syntheticDays({ ...options, tickSize: TICK, lotSize: LOT })) {
    const name = `${symbol}${formatUtcDay(day.dayStartMs)}.csv.gz`;
    files.set(`/trading/${symbol}/${name}`, gzipSync(archiveText(symbol, day), { level: 1 }));
  }
  return files;
}

/** Rows as Bybit writes them: seconds with decimals, the side of the taker, an id of 36 characters. */
function archiveText(symbol: string, { dayStartMs, trades }: DayTicks): string {
  const rows = [
    'timestamp,symbol,side,size,price,tickDirection,trdMatchID,grossValue,homeNotional,foreignNotional',
  ];
  const { length, timeMs, priceTicks, sizeLots, side } = trades;
  for (let row = 0; row < length; row++) {
    const time = ((dayStartMs + timeMs[row]!) / 1000).toFixed(3);
    const price = priceTicks[row]! * TICK;
    const size = sizeLots[row]! * LOT;
    const value = price * size;
    const id = `${dayStartMs.toString(16).padStart(12, '0')}-${row.toString(16).padStart(23, '0')}`;
    const taker = side[row]! > 0 ? 'Buy' : 'Sell';
    rows.push(
      `${time},${symbol},${taker},${size.toFixed(3)},${price.toFixed(1)},ZeroMinusTick,${id},${value * 1e8},${size.toFixed(3)},${value}`,
    );
  }
  return `${rows.join('\n')}\n`;
}

/** Serves files on the loopback address; port 0 takes a free one. */
export async function serveArchive(files: ReadonlyMap<string, Buffer>, port: number): Promise<Server> {
  const server = createServer(({ method, url }, response) => answer(files.get(url ?? ''), method, response));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  return server;
}

function answer(file: Buffer | undefined, method: string | undefined, response: ServerResponse): void {
  if (file === undefined) response.writeHead(404).end('no such file\n');
  else {
    response.writeHead(200, { 'content-type': 'application/gzip', 'content-length': file.length });
    response.end(method === 'HEAD' ? undefined : file);
  }
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '8787' },
      symbol: { type: 'string', default: 'BTCUSDT' },
      days: { type: 'string', default: '30' },
      'trades-per-day': { type: 'string', default: '50000' },
      seed: { type: 'string', default: '1' },
    },
  });
  const { symbol, days, seed } = values;
  const options = {
    symbol,
    days: Number(days),
    tradesPerDay: Number(values['trades-per-day']),
    seed: Number(seed),
  };
  const files = archiveFiles({ ...options, fromDay: '2025-01-01' });
  const server = await serveArchive(files, Number(values.port));
  const { port } = server.address() as AddressInfo;
  console.log(`${files.size} made-up days of ${symbol}, from 2025-01-01; Ctrl-C ends it\n`);
  console.log(`  --base-url http://127.0.0.1:${port}`);
}
