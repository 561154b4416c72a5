import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

/** What a request looked like. */
export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A server of one's own on loopback, for http and WebSocket; closed at the end of its block. */
export async function loopbackServer(
  answer: (request: SeenRequest, response: ServerResponse) => void,
  connected: (socket: WebSocket, url: string) => void = () => {},
  options: { upgrade?: 'ok' | 'hang' | 'refuse' } = {},
) {
  const seen: SeenRequest[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => {
      body += part;
    });
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      seen.push({ method, url, headers, body });
      answer(seen.at(-1)!, response);
    });
  });
  const sockets = new WebSocketServer({ noServer: true });
  let upgrades = 0;
  server.on('upgrade', (request, socket, head) => {
    upgrades++;
    socket.on('error', () => {});
    if (options.upgrade === 'hang') {
      // The server's end stays open by itself when the client leaves.
      socket.on('end', () => socket.destroy()).resume();
      return;
    }
    if (options.upgrade === 'refuse') socket.end('HTTP/1.1 503 Service Unavailable\r\n\r\n');
    else sockets.handleUpgrade(request, socket, head, (client) => connected(client, request.url ?? ''));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    seen,
    get upgrades() {
      return upgrades;
    },
    baseUrl: `http://127.0.0.1:${port}`,
    wsUrl: `ws://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      for (const client of sockets.clients) client.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
