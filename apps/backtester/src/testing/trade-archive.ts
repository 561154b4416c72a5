import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { CsvTrade } from './trades-csv.ts';

/** A public trade archive on this machine. */
export interface TradeArchive {
  readonly url: string;
  /** Requests so far: path, and the range that was asked for. */
  readonly requests: { readonly path: string; readonly range: string | undefined }[];
  /** Files by path; a request for another is answered with 404. */
  readonly files: Map<string, Buffer>;
  /** Paths that are answered with half of their file, and then silence, the first time. */
  readonly stalling: Set<string>;
  stop(): Promise<void>;
}

/** Where a day of a symbol lies in the archive. */
export function archivePath(symbol: string, day: string): string {
  return `/trading/${symbol}/${symbol}${day}.csv.gz`;
}

/** Trades as a file of the archive. */
export function archiveFile(symbol: string, trades: readonly CsvTrade[]): Buffer {
  const rows = trades.map(
    ({ timeMs, price, size, side }, at) =>
      `${timeMs / 1000},${symbol},${side},${size},${price},ZeroMinusTick,${symbol}-${timeMs}-${at},1,1,1`,
  );
  const header =
    'timestamp,symbol,side,size,price,tickDirection,trdMatchID,grossValue,homeNotional,foreignNotional';
  return gzipSync(`${[header, ...rows].join('\n')}\n`);
}

/** Starts an archive on a free port. */
export async function startArchive(): Promise<TradeArchive> {
  const requests: TradeArchive['requests'] = [];
  const files: TradeArchive['files'] = new Map();
  const stalling = new Set<string>();
  const server = createServer((request, response) => {
    const path = request.url!;
    const { range } = request.headers;
    requests.push({ path, range });
    const file = files.get(path);
    if (file === undefined) {
      response.writeHead(404).end();
      return;
    }
    const from = Number(range?.match(/^bytes=(\d+)-$/)?.[1] ?? 0);
    response.writeHead(from > 0 ? 206 : 200, {
      etag: `"${file.length}"`,
      'content-length': file.length - from,
      ...(from > 0 ? { 'content-range': `bytes ${from}-${file.length - 1}/${file.length}` } : {}),
    });
    if (stalling.delete(path)) response.write(file.subarray(from, file.length / 2));
    else response.end(file.subarray(from));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, requests, files, stalling, stop: () => stop(server) };
}

async function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => {
    server.close(resolve);
  });
}
