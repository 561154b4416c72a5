import { type Clock, invariant, type Random } from '@auction-trader/core';
import { backoffMs } from './backoff.ts';
import type { BybitSocket, BybitSocketKind, BybitTransport } from './transport.ts';

const PING = '{"op":"ping"}';
const PING_EVERY_MS = 20_000;
/** An open connection on which nothing at all arrives so long after a ping is dead. */
const PONG_WITHIN_MS = 5_000;
/** From the attempt to {@link ReconnectingSocket.confirm}; else the attempt has failed. */
const CONFIRM_WITHIN_MS = 10_000;
/** A connection that is confirmed and lost at once, again and again, must not become a storm. */
const ATTEMPTS_APART_MS = 1_000;

/** What is made of a connection's life by its user. */
export interface ConnectionHandlers {
  /** Open: log in, subscribe, then {@link ReconnectingSocket.confirm}. */
  onOpen(): void;
  onText(text: string): void;
  /**
   * The connection, or the attempt, has ended; the next one is on its way.
   *
   * @param failures attempts that failed since the last confirmed connection; 0 when that one is lost
   */
  onDown(reason: string, failures: number): void;
}

/** Where and how a {@link ReconnectingSocket} connects. */
export interface ReconnectingSocketOptions {
  readonly transport: BybitTransport;
  readonly clock: Clock;
  readonly random: Random;
  readonly kind: BybitSocketKind;
}

/**
 * A socket that comes back for ever: every connection is a new one, given up when it is not confirmed in
 * time or when nothing answers its pings.
 */
export class ReconnectingSocket {
  readonly #options: ReconnectingSocketOptions;
  #handlers: ConnectionHandlers | null = null;
  #socket: BybitSocket | null = null;
  #isOpen = false;
  #isConfirmed = false;
  /** Ends since the last confirmation. */
  #ends = 0;
  #failures = 0;
  #attemptMs = Number.NEGATIVE_INFINITY;
  #heardMs = 0;
  #cancelTimer: () => void = () => {};

  constructor(options: ReconnectingSocketOptions) {
    this.#options = options;
  }

  /** Whether frames can be sent and the user has confirmed the connection. */
  get isConfirmed(): boolean {
    return this.#isConfirmed;
  }

  start(handlers: ConnectionHandlers): void {
    invariant(this.#handlers === null, 'a socket is started once');
    this.#handlers = handlers;
    this.#connect();
  }

  stop(): void {
    this.#handlers = null;
    this.#release();
  }

  /** Sends now, or drops the frame when the connection is not open. */
  send(text: string): void {
    if (this.#isOpen) this.#socket?.send(text);
  }

  /** The connection does what it is there for: failures are forgotten. */
  confirm(): void {
    if (!this.#isOpen || this.#isConfirmed) return;
    this.#isConfirmed = true;
    this.#ends = 0;
    this.#failures = 0;
    this.#cancelTimer();
    this.#pingAfter(PING_EVERY_MS);
  }

  /** Gives this connection up; a new one is made. */
  drop(reason: string): void {
    if (this.#socket !== null) this.#end(reason);
  }

  #connect(): void {
    const { transport, clock, kind } = this.#options;
    this.#attemptMs = clock.nowMs();
    const socket = transport.openSocket(kind, {
      onOpen: () => {
        if (this.#socket !== socket) return;
        this.#isOpen = true;
        this.#heardMs = clock.nowMs();
        this.#handlers?.onOpen();
      },
      onText: (text) => {
        if (this.#socket !== socket) return;
        this.#heardMs = clock.nowMs();
        this.#handlers?.onText(text);
      },
      onClose: (reason) => {
        if (this.#socket === socket) this.#end(reason);
      },
    });
    this.#socket = socket;
    this.#cancelTimer = clock.after(CONFIRM_WITHIN_MS, () =>
      this.#end(this.#isOpen ? 'login or subscription was not confirmed in time' : 'no connection in time'),
    );
  }

  #pingAfter(waitMs: number): void {
    const { clock } = this.#options;
    this.#cancelTimer = clock.after(waitMs, () => {
      const pingMs = clock.nowMs();
      this.send(PING);
      this.#cancelTimer = clock.after(PONG_WITHIN_MS, () => {
        if (this.#heardMs < pingMs) this.#end('no answer to a ping');
        else this.#pingAfter(PING_EVERY_MS - PONG_WITHIN_MS);
      });
    });
  }

  #end(reason: string): void {
    const { clock, random } = this.#options;
    const sinceMs = clock.nowMs() - this.#attemptMs;
    const restMs = this.#isConfirmed ? Math.max(0, ATTEMPTS_APART_MS - sinceMs) : 0;
    if (!this.#isConfirmed) this.#failures++;
    this.#ends++;
    this.#release();
    const waitMs = Math.max(backoffMs(this.#ends, random), restMs);
    this.#cancelTimer = clock.after(waitMs, () => this.#connect());
    this.#handlers?.onDown(reason, this.#failures);
  }

  #release(): void {
    this.#cancelTimer();
    this.#cancelTimer = () => {};
    this.#isOpen = false;
    this.#isConfirmed = false;
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }
}
