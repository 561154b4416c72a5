import { createServer, type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { AuctionTraderError } from '@auction-trader/core';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Connection, Peer } from './connection.ts';
import { handleControl, isControl } from './control.ts';
import type { RestReply, RestRequest } from './rest-message.ts';
import type { VenueProtocol } from './venue-protocol.ts';

const MOST_BODY_BYTES = 1_000_000;
const LOOPBACK = '127.0.0.1';

/** What {@link startServer} serves. */
export interface ServerOptions {
  readonly protocol: VenueProtocol;
  /** Default 0: any free port. */
  readonly port?: number;
}

/** A venue on a loopback port. */
export interface RunningServer {
  /** The address that was bound. */
  readonly address: string;
  readonly port: number;
  /** e.g. `http://127.0.0.1:8080` */
  readonly url: string;
  /** e.g. `ws://127.0.0.1:8080`; the path says which stream. */
  readonly webSocketUrl: string;
  /** Cuts every connection and frees the port. */
  close(): Promise<void>;
}

/**
 * Serves a venue on one loopback port: REST, the three WebSocket paths, and the control endpoints.
 *
 * @throws AuctionTraderError `PORT_IN_USE`
 * @example
 * const server = await startServer({ protocol });
 * const client = new RestClientV5({ key, secret, baseUrl: server.url });
 */
export async function startServer({ protocol, port = 0 }: ServerOptions): Promise<RunningServer> {
  const sockets = new Set<Duplex>();
  const webSockets = new WebSocketServer({ noServer: true, autoPong: false, maxPayload: MOST_BODY_BYTES });
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    void answer(protocol, request, response);
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('upgrade', (request, socket, head) => upgrade(protocol, webSockets, request, socket, head));
  await listen(server, port);
  const { address, port: taken } = server.address() as AddressInfo;
  return {
    address,
    port: taken,
    url: `http://${LOOPBACK}:${taken}`,
    webSocketUrl: `ws://${LOOPBACK}:${taken}`,
    close: () =>
      new Promise((resolve) => {
        for (const client of webSockets.clients) client.terminate();
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function listen(server: ReturnType<typeof createServer>, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const isTaken = cause.code === 'EADDRINUSE';
      reject(
        new AuctionTraderError(
          isTaken ? `port ${port} is in use` : `cannot listen on port ${port}: ${cause.message}`,
          {
            code: isTaken ? 'PORT_IN_USE' : 'LISTEN',
            exitCode: 1,
            hint: 'Give another port with --port, or 0 for any free one.',
            cause,
          },
        ),
      );
    });
    server.listen(port, LOOPBACK, resolve);
  });
}

async function answer(
  protocol: VenueProtocol,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(incoming);
  if (body === null) return;
  const request = requestOf(incoming, body);
  if (isControl(request.path)) {
    write(response, handleControl(protocol, request));
    return;
  }
  protocol.handleRest(request, (outcome) => {
    if (outcome.kind === 'reply') write(response, outcome.reply);
    else response.destroy();
  });
}

function requestOf(incoming: IncomingMessage, body: string): RestRequest {
  const [path = '', ...query] = (incoming.url ?? '').split('?');
  const headers: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(incoming.headers)) headers[name] = String(value);
  return {
    method: incoming.method ?? 'GET',
    path,
    query: query.join('?'),
    headers,
    body,
    address: addressOf(incoming),
  };
}

function addressOf(incoming: IncomingMessage): string {
  return incoming.socket.remoteAddress ?? 'unknown';
}

/** The whole body as text, null when the client has gone or says too much. */
async function readBody(incoming: IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const part of incoming as AsyncIterable<Buffer>) {
      bytes += part.length;
      if (bytes > MOST_BODY_BYTES) {
        incoming.destroy();
        return null;
      }
      parts.push(part);
    }
  } catch {
    return null;
  }
  return Buffer.concat(parts).toString('utf8');
}

function write(response: ServerResponse, { status, headers, body }: RestReply): void {
  response.writeHead(status, headers);
  response.end(body);
}

function upgrade(
  protocol: VenueProtocol,
  webSockets: WebSocketServer,
  incoming: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): void {
  // A line that breaks during the handshake is nobody's loss.
  socket.on('error', () => socket.destroy());
  const decision = protocol.openConnection(incoming.url ?? '', addressOf(incoming));
  if (decision.kind === 'hang') return;
  if (decision.kind === 'refuse') {
    const { status, body } = decision;
    socket.end(
      `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nConnection: close\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
    return;
  }
  webSockets.handleUpgrade(incoming, socket, head, (webSocket) => {
    serve(webSocket, decision.open);
  });
}

function serve(webSocket: WebSocket, open: (peer: Peer) => Connection): void {
  const connection = open({
    send: (text) => webSocket.send(text),
    pong: (data) => webSocket.pong(data),
    close: (code, reason) => webSocket.close(code, reason),
    terminate: () => webSocket.terminate(),
  });
  webSocket.on('message', (data) => connection.receive(String(data)));
  webSocket.on('ping', (data) => connection.ping(data));
  webSocket.on('close', () => connection.closed());
  webSocket.on('error', () => webSocket.terminate());
}
