import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { archiveUrl } from '../download/archive.ts';
import { formatUtcDay } from '../store/utc-day.ts';

/** Answers one request for a file; `file` is what the archive has under that name. */
export type Answer = (request: IncomingMessage, response: ServerResponse, file: Buffer) => void;

/** A request that came. */
export interface SeenRequest {
  readonly path: string;
  readonly range: string | undefined;
  readonly status: number;
}

/** A trade archive on this machine, which answers as a test tells it. */
export class ArchiveServer {
  readonly requests: SeenRequest[] = [];
  /** Requests being answered now, and the most there ever were. */
  open = 0;
  mostOpen = 0;
  readonly #server: Server;
  readonly #files = new Map<string, Buffer>();
  readonly #answers = new Map<string, Answer[]>();

  private constructor() {
    this.#server = createServer((request, response) => this.#answer(request, response));
  }

  static async start(): Promise<ArchiveServer> {
    const server = new ArchiveServer();
    await new Promise<void>((resolve) => {
      server.#server.listen(0, '127.0.0.1', resolve);
    });
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Puts a day into the archive; `answers` are given to the first requests, the file to those after. */
  put(symbol: string, dayStartMs: number, file: Buffer, ...answers: Answer[]): void {
    const path = new URL(archiveUrl(this.url, { symbol, dayStartMs })).pathname;
    this.#files.set(path, file);
    this.#answers.set(path, answers);
  }

  /** The requests for one day. */
  seen(dayStartMs: number): SeenRequest[] {
    return this.requests.filter(({ path }) => path.includes(formatUtcDay(dayStartMs)));
  }

  /** Breaks all connections. */
  breakOff(): void {
    this.#server.closeAllConnections();
  }

  async stop(): Promise<void> {
    this.breakOff();
    await new Promise((resolve) => {
      this.#server.close(resolve);
    });
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    // Who is asked as a proxy gets the whole address.
    const { pathname: path } = new URL(request.url!, this.url);
    this.mostOpen = Math.max(this.mostOpen, ++this.open);
    response.on('close', () => {
      this.open--;
      const { range } = request.headers;
      this.requests.push({ path, range, status: response.statusCode });
    });
    const file = this.#files.get(path);
    if (file === undefined) response.writeHead(404).end('<html>Not Found</html>');
    else (this.#answers.get(path)?.shift() ?? serve)(request, response, file);
  }
}

/** The file, or the rest of it, as a good server gives it. */
export const serve: Answer = (request, response, file) => {
  const etag = `"${createHash('sha256').update(file).digest('hex').slice(0, 16)}"`;
  const { range, 'if-range': condition } = request.headers;
  const from = Number(range?.match(/^bytes=(\d+)-$/)?.[1] ?? 0);
  if (from === 0 || condition !== etag) {
    response.writeHead(200, { etag, 'content-length': file.length, 'accept-ranges': 'bytes' }).end(file);
    return;
  }
  if (from >= file.length) {
    response.writeHead(416, { 'content-range': `bytes */${file.length}` }).end();
    return;
  }
  const headers = {
    etag,
    'content-length': file.length - from,
    'content-range': `bytes ${from}-${file.length - 1}/${file.length}`,
  };
  response.writeHead(206, headers).end(file.subarray(from));
};

/** A good server that falls silent after some bytes; {@link ArchiveServer.breakOff} ends it. */
export const stallAfter =
  (bytes: number): Answer =>
  (request, response, file) => {
    const end = ((body: Buffer) => {
      response.write(body.subarray(0, bytes));
      return response;
    }) as typeof response.end;
    serve(request, Object.assign(response, { end }), file);
  };

/** Another content, sent as if it were the file. */
export const sendInstead =
  (content: Buffer | string): Answer =>
  (request, response) =>
    serve({ ...request, headers: {} } as IncomingMessage, response, Buffer.from(content));

/** The whole file, whatever part was asked for. */
export const ignoreRange: Answer = (_, response, file) => {
  response.writeHead(200, { 'content-length': file.length }).end(file);
};

/** Only a status. */
export const status =
  (code: number, headers: Record<string, string> = {}): Answer =>
  (_, response) => {
    response.writeHead(code, headers).end('<html>sorry</html>');
  };

/** Says nothing, ever. */
export const hang: Answer = () => {};

/** Trades of a day in the form of Bybit's archive, one a second from its beginning. */
export function archiveCsv(symbol: string, dayStartMs: number, count: number): string {
  const rows = Array.from({ length: count }, (_, at) => {
    const seconds = `${dayStartMs / 1000 + at}.${String((at * 37) % 1000).padStart(3, '0')}`;
    const price = (50_000 + ((at * 7919) % 101) / 10).toFixed(1);
    const size = `0.${String(1 + ((at * 104_729) % 499)).padStart(3, '0')}`;
    const id = createHash('md5').update(`${symbol}${dayStartMs}${at}`).digest('hex');
    return `${seconds},${symbol},${at % 2 === 0 ? 'Buy' : 'Sell'},${size},${price},PlusTick,${id},1,${size},1`;
  });
  return `timestamp,symbol,side,size,price,tickDirection,trdMatchID,grossValue,homeNotional,foreignNotional\n${rows.join('\n')}\n`;
}

/** {@link archiveCsv}, gzipped: some 30 bytes a trade. */
export function archiveFile(symbol: string, dayStartMs: number, count: number): Buffer {
  return gzipSync(archiveCsv(symbol, dayStartMs, count));
}
