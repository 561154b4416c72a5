import type { Clock, Random } from '@auction-trader/core';
import { type ControlFrame, readControlFrame } from './control-frame.ts';
import { ReconnectingSocket } from './reconnecting-socket.ts';
import type { BybitCall, BybitLimits, BybitReply, BybitTransport } from './transport.ts';

/** An order that is not answered is given up, and the connection with it. */
const ANSWER_WITHIN_MS = 3_000;
const LOGIN_VALID_MS = 5_000;
const RECV_WINDOW_MS = 5_000;

const OPERATIONS: Readonly<Record<string, string>> = {
  '/v5/order/create': 'order.create',
  '/v5/order/amend': 'order.amend',
  '/v5/order/cancel': 'order.cancel',
};

/** What a {@link TradeSocket} is made of. */
export interface TradeSocketOptions {
  readonly transport: BybitTransport;
  readonly clock: Clock;
  readonly random: Random;
  /** Epoch ms on the venue's clock. */
  readonly venueNowMs: () => number;
  readonly onLoginRefused: (code: number, message: string) => void;
}

interface Pending {
  readonly settle: (reply: BybitReply) => void;
  readonly cancelTimer: () => void;
}

/**
 * Orders by WebSocket. Nothing is ever kept to be sent later: when the socket is not ready a call goes by
 * REST; when it is lost or does not answer, the outcome of what was sent is unknown.
 */
export class TradeSocket {
  readonly #options: TradeSocketOptions;
  readonly #socket: ReconnectingSocket;
  readonly #pending = new Map<string, Pending>();
  #requests = 0;

  constructor(options: TradeSocketOptions) {
    this.#options = options;
    const { transport, clock, random } = options;
    this.#socket = new ReconnectingSocket({ transport, clock, random, kind: 'trade' });
  }

  start(): void {
    this.#socket.start({
      onOpen: () => this.#login(),
      onText: (text) => this.#take(text),
      onDown: (reason) => this.#giveUpAll(reason),
    });
  }

  stop(): void {
    this.#socket.stop();
    this.#giveUpAll('stopped');
  }

  /** Sends an order operation; null when it has to go another way. */
  request(call: BybitCall): Promise<BybitReply> | null {
    const op = OPERATIONS[call.path];
    if (op === undefined || !this.#socket.isConfirmed) return null;
    const { clock, venueNowMs } = this.#options;
    // Never the same twice, also over connections: an answer cannot be taken for another's.
    const reqId = `t${++this.#requests}`;
    const header = {
      'X-BAPI-TIMESTAMP': String(Math.round(venueNowMs())),
      'X-BAPI-RECV-WINDOW': String(RECV_WINDOW_MS),
    };
    return new Promise((resolve) => {
      const cancelTimer = clock.after(ANSWER_WITHIN_MS, () => this.#socket.drop('an order was not answered'));
      this.#pending.set(reqId, { settle: resolve, cancelTimer });
      this.#socket.send(JSON.stringify({ reqId, header, op, args: [call.params] }));
    });
  }

  #login(): void {
    const { transport, venueNowMs } = this.#options;
    this.#socket.send(transport.authFrame(Math.round(venueNowMs() + LOGIN_VALID_MS), 'login'));
  }

  #take(text: string): void {
    const control = readControlFrame(text);
    if (control === null) return;
    if (control.op === 'auth') this.#takeLogin(control);
    else if (control.op.startsWith('order.')) this.#answer(control);
  }

  #takeLogin({ ok, retCode, message }: ControlFrame): void {
    if (ok) this.#socket.confirm();
    else {
      this.#options.onLoginRefused(retCode, message);
      this.#socket.drop(`login refused: ${retCode} ${message}`);
    }
  }

  #answer({ requestId, retCode, message, data, header }: ControlFrame): void {
    const pending = this.#pending.get(requestId);
    if (pending === undefined) return;
    this.#pending.delete(requestId);
    pending.cancelTimer();
    pending.settle({
      status: 200,
      sent: true,
      retCode,
      retMsg: message,
      result: data,
      timeMs: Number((header as { Timenow?: unknown } | null)?.Timenow ?? Number.NaN),
      limits: limitsOf(header),
    });
  }

  #giveUpAll(reason: string): void {
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const { settle, cancelTimer } of pending) {
      cancelTimer();
      settle({
        status: 0,
        sent: true,
        retCode: Number.NaN,
        retMsg: reason,
        result: null,
        timeMs: Number.NaN,
        limits: null,
      });
    }
  }
}

function limitsOf(raw: unknown): BybitLimits | null {
  const header = (raw ?? {}) as Record<string, unknown>;
  const limits = {
    limit: Number(header['X-Bapi-Limit']),
    left: Number(header['X-Bapi-Limit-Status']),
    resetMs: Number(header['X-Bapi-Limit-Reset-Timestamp']),
  };
  return Number.isNaN(limits.limit + limits.left + limits.resetMs) ? null : limits;
}
