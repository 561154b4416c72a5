import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A web server of a test that remembers what it was sent. */
export interface LocalReceiver extends AsyncDisposable {
  readonly url: string;
  readonly requests: readonly { readonly path: string; readonly body: unknown }[];
  /** Resolves once there were this many requests. */
  received(count: number): Promise<void>;
}

/** @param answer by default answers 200 */
export async function startReceiver(
  answer: (response: ServerResponse, request: number) => void = (response) => response.end('ok'),
): Promise<LocalReceiver> {
  const requests: { path: string; body: unknown }[] = [];
  const waiting: { count: number; resolve: () => void }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8');
      requests.push({ path: request.url ?? '', body: text === '' ? null : JSON.parse(text) });
      for (const waiter of waiting) if (requests.length >= waiter.count) waiter.resolve();
      answer(response, requests.length);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    received: (count) =>
      requests.length >= count
        ? Promise.resolve()
        : new Promise((resolve) => waiting.push({ count, resolve })),
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
