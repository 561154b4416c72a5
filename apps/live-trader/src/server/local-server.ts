import type { AddressInfo } from 'node:net';
import { AuctionTraderError, type Clock, type Config } from '@auction-trader/core';
import websocket from '@fastify/websocket';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { ZodError } from 'zod';
import { bearerToken, createTokenCheck, isLoopback, isOwnOrigin, requireSafeBind } from './access.ts';
import { addControlRoutes } from './control-routes.ts';
import type { TraderMetrics } from './metrics.ts';
import { addReadRoutes } from './read-routes.ts';
import { SocketHub } from './socket.ts';
import type { TraderView } from './trader-view.ts';

/** What {@link createLocalServer} needs. */
export interface LocalServerOptions {
  readonly view: TraderView;
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: TraderMetrics;
  readonly host: string;
  /** 0 for any free one. */
  readonly port: number;
  /** `dashboard.token`; with one, nothing is answered without it. */
  readonly token: string | null;
  /** Token of the instance file, for the commands of this program. */
  readonly controlToken: string;
}

/** A server that listens. */
export interface LocalServer {
  /** `http://127.0.0.1:8080`. */
  readonly address: string;
  close(): Promise<void>;
}

/** Longest body and socket message; the longest that means something has 100 bytes. */
const MOST_BYTES = 4096;
const REQUEST_TIMEOUT_MS = 10_000;

/**
 * Listens for readers and the operator of a running trader.
 *
 * @throws AuctionTraderError exit code 2 for an address that others reach without a token, 3 for one
 * that is taken
 */
export async function startLocalServer(options: LocalServerOptions): Promise<LocalServer> {
  const { host, port } = options;
  const server = await createLocalServer(options);
  try {
    await server.listen({ host, port });
  } catch (cause) {
    await server.close();
    throw listenError(host, port, cause);
  }
  const { address, port: bound, family } = server.server.address() as AddressInfo;
  const shown = family === 'IPv6' ? `[${address}]` : address;
  return { address: `http://${shown}:${bound}`, close: () => server.close() };
}

/** The server without its socket; for {@link startLocalServer} and for tests. */
export async function createLocalServer(options: LocalServerOptions): Promise<FastifyInstance> {
  const { view, clock, log, metrics, host, token } = options;
  requireSafeBind(host, token);
  const server = fastify({
    bodyLimit: MOST_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    forceCloseConnections: true,
  });
  // Only JSON, which a foreign page cannot send without being asked first.
  server.removeContentTypeParser('text/plain');
  // Before the guard, which asks whether a request is for a socket.
  await server.register(websocket, { options: { maxPayload: MOST_BYTES } });
  guard(server, options);
  server.setErrorHandler((error, request, reply) => sendError(error, request, reply, log));
  server.setNotFoundHandler((request, reply) =>
    reply.status(404).send(errorBody('NOT_FOUND', `there is no ${request.method} ${pathOf(request)}`)),
  );
  const hub = new SocketHub(view, clock);
  server.addHook('preClose', async () => hub.close());
  // The plugin has to be there before a route that uses it.
  await server.register(async (inner) => {
    inner.get('/ws', { websocket: true }, (socket) => hub.add(socket));
  });
  addReadRoutes(server, options);
  addControlRoutes(server, view);
  server.get('/metrics', async (_, reply) => reply.type(metrics.contentType).send(await metrics.text()));
  return server;
}

/** Lets in only what comes from here, with the token where there is one. */
function guard(server: FastifyInstance, { host, token, controlToken }: LocalServerOptions): void {
  const loopback = isLoopback(host);
  const isKnown = createTokenCheck(token === null ? [] : [token, controlToken]);
  server.addHook('onRequest', async (request, reply) => {
    reply.headers({
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
    const { host: asked, origin } = request.headers;
    if (!isOwnOrigin({ host: asked, origin }, loopback)) {
      return reply.status(403).send(errorBody('FOREIGN_ORIGIN', 'the request comes from somewhere else'));
    }
    if (token === null || isKnown(tokenOf(request) ?? '')) return;
    return reply
      .status(401)
      .header('www-authenticate', 'Bearer')
      .send(errorBody('NO_TOKEN', 'a token is needed'));
  });
}

/** Browsers cannot give a socket a header, so only there it may stand in the address. */
function tokenOf(request: FastifyRequest): string | null {
  const bearer = bearerToken(request.headers.authorization);
  if (bearer !== null || !request.ws) return bearer;
  const { token } = request.query as { token?: unknown };
  return typeof token === 'string' ? token : null;
}

function sendError(error: unknown, request: FastifyRequest, reply: FastifyReply, log: Logger): FastifyReply {
  if (error instanceof AuctionTraderError && error.exitCode !== 3) {
    const status = error.exitCode === 2 ? 409 : 400;
    return reply.status(status).send(errorBody(error.code, error.message, error.hint));
  }
  if (error instanceof ZodError) {
    const what = error.issues.map(({ path, message }) => [...path, message].join(': ')).join('; ');
    return reply.status(400).send(errorBody('BAD_BODY', what));
  }
  const { statusCode, code, message } = error as { statusCode?: number; code?: string; message: string };
  if (statusCode !== undefined && statusCode < 500) {
    return reply.status(statusCode).send(errorBody(code ?? 'BAD_REQUEST', message));
  }
  log.error({ err: error, path: pathOf(request) }, 'a request failed');
  return reply.status(500).send(errorBody('FAILED', 'it failed; the log says why'));
}

function errorBody(code: string, message: string, hint: string | null = null) {
  return { error: { code, message, hint } };
}

/** Without the query, which may hold a token. */
function pathOf({ url }: FastifyRequest): string {
  return url.split('?', 1)[0]!;
}

function listenError(host: string, port: number, cause: unknown): unknown {
  const { code } = cause as NodeJS.ErrnoException;
  const texts: { readonly [code: string]: string } = {
    EADDRINUSE: 'another program listens there',
    EACCES: 'this user may not listen there',
    EADDRNOTAVAIL: 'this machine does not have that address',
    ENOTFOUND: 'there is no such name',
  };
  const text = texts[code ?? ''];
  if (text === undefined) return cause;
  return new AuctionTraderError(`the server cannot listen on ${host}:${port}: ${text}`, {
    code: 'CANNOT_LISTEN',
    details: { key: 'dashboard.port' },
    hint: 'Choose another one with DASHBOARD_HOST and DASHBOARD_PORT.',
    cause,
  });
}
