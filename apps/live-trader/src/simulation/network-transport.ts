import { createHmac } from 'node:crypto';
import type {
  BybitCall,
  BybitLimits,
  BybitReply,
  BybitSocket,
  BybitSocketHandlers,
  BybitSocketKind,
  BybitTransport,
} from '@auction-trader/bybit';
import type { RestOutcome, RestReply, VenueNetwork } from '@auction-trader/bybit-simulator';
import type { Clock } from '@auction-trader/core';

const TIMEOUT_MS = 5_000;
const RECEIVE_WINDOW_MS = 5_000;

const SOCKET_PATHS: { readonly [Kind in BybitSocketKind]: string } = {
  public: '/v5/public/linear',
  private: '/v5/private',
  trade: '/v5/trade',
};

/** What a {@link NetworkTransport} is made of. */
export interface NetworkTransportOptions {
  readonly network: VenueNetwork;
  readonly clock: Clock;
  readonly credentials: { readonly key: string; readonly secret: string } | null;
  /** Told when a promise was settled: whoever moves the clock lets its followers run first. */
  readonly onSettled: () => void;
}

/** The adapter's way to a venue in the same process, signed as the real one. */
export class NetworkTransport implements BybitTransport {
  readonly #options: NetworkTransportOptions;
  readonly #sockets = new Set<BybitSocket>();
  #offsetMs = 0;
  #dead = false;
  #muted = false;

  constructor(options: NetworkTransportOptions) {
    this.#options = options;
  }

  /** Nothing leaves any more; what comes in is still heard. */
  mute(): void {
    this.#muted = true;
  }

  /** Nothing is heard any more, as after a kill. What was sent stays sent. */
  kill(): void {
    for (const socket of this.#sockets) socket.close();
    this.#dead = true;
    this.#muted = true;
  }

  request(call: BybitCall): Promise<BybitReply> {
    const { network, clock, onSettled } = this.#options;
    if (this.#muted) return new Promise(() => {});
    return new Promise((resolve) => {
      let settled = false;
      const settle = (reply: BybitReply) => {
        if (settled || this.#dead) return;
        settled = true;
        disarm();
        resolve(reply);
        onSettled();
      };
      const disarm = clock.after(TIMEOUT_MS, () => {
        giveUp();
        settle({ ...NO_REPLY, retMsg: 'no reply in time' });
      });
      const giveUp = network.rest(this.#restRequest(call), (outcome) => settle(readOutcome(outcome)));
    });
  }

  openSocket(kind: BybitSocketKind, handlers: BybitSocketHandlers): BybitSocket {
    const { network } = this.#options;
    if (this.#muted) return { send: () => {}, close: () => {} };
    let open = true;
    const closed = (reason: string) => {
      if (!open) return;
      open = false;
      this.#sockets.delete(socket);
      handlers.onClose(reason);
      this.#options.onSettled();
    };
    const client = network.connect(SOCKET_PATHS[kind], {
      onOpen: () => {
        if (open) handlers.onOpen();
        this.#options.onSettled();
      },
      onText: (text) => {
        if (!open) return;
        handlers.onText(text);
        // Market data sets nothing off that waits.
        if (kind !== 'public' || !text.startsWith('{"topic"')) this.#options.onSettled();
      },
      onPong: () => {},
      onClosed: (code, reason) => closed(`closed ${code} ${reason}`),
      onRefused: (status) => closed(`refused with HTTP ${status}`),
    });
    const socket: BybitSocket = {
      send: (text) => {
        if (open && !this.#muted) client.send(text);
      },
      close: () => {
        if (!open) return;
        open = false;
        this.#sockets.delete(socket);
        client.terminate();
      },
    };
    this.#sockets.add(socket);
    return socket;
  }

  authFrame(expiresMs: number, requestId: string): string {
    const { key } = this.#credentials();
    return JSON.stringify({
      req_id: requestId,
      reqId: requestId,
      op: 'auth',
      args: [key, expiresMs, this.#sign(`GET/realtime${expiresMs}`)],
    });
  }

  setClockOffset(offsetMs: number): void {
    this.#offsetMs = offsetMs;
  }

  #restRequest({ method, path, params, signed }: BybitCall) {
    const query = method === 'GET' ? queryOf(params) : '';
    const body = method === 'POST' ? JSON.stringify(params) : '';
    const headers: Record<string, string> = method === 'POST' ? { 'content-type': 'application/json' } : {};
    if (signed) {
      const { key } = this.#credentials();
      const timestamp = Math.round(this.#options.clock.nowMs() + this.#offsetMs);
      headers['x-bapi-api-key'] = key;
      headers['x-bapi-timestamp'] = String(timestamp);
      headers['x-bapi-recv-window'] = String(RECEIVE_WINDOW_MS);
      headers['x-bapi-sign'] = this.#sign(`${timestamp}${key}${RECEIVE_WINDOW_MS}${query}${body}`);
    }
    return { method, path, query, headers, body };
  }

  #sign(text: string): string {
    return createHmac('sha256', this.#credentials().secret).update(text).digest('hex');
  }

  #credentials() {
    const { credentials } = this.#options;
    if (credentials === null) throw new Error('this transport has no keys');
    return credentials;
  }
}

const NO_REPLY: BybitReply = {
  status: 0,
  sent: true,
  retCode: Number.NaN,
  retMsg: 'the connection broke',
  result: null,
  timeMs: Number.NaN,
  limits: null,
};

function queryOf(params: BybitCall['params']): string {
  return Object.entries(params)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
}

function readOutcome(outcome: RestOutcome): BybitReply {
  return outcome.kind === 'reset' ? NO_REPLY : readReply(outcome.reply);
}

function readReply({ status, headers, body }: RestReply): BybitReply {
  const limits = readLimits(headers);
  try {
    const { retCode = Number.NaN, retMsg = '', result = null, time = Number.NaN } = JSON.parse(body);
    return { status, sent: true, retCode, retMsg, result, timeMs: time, limits };
  } catch {
    return { ...NO_REPLY, status, retMsg: 'the reply is no JSON', limits };
  }
}

function readLimits(headers: RestReply['headers']): BybitLimits | null {
  const lower = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const limit = lower['x-bapi-limit'];
  if (limit === undefined) return null;
  return {
    limit: Number(limit),
    left: Number(lower['x-bapi-limit-status']),
    resetMs: Number(lower['x-bapi-limit-reset-timestamp']),
  };
}
