import type { Clock } from '@auction-trader/core';
import type { TraderView } from './trader-view.ts';

/** Version of the socket's messages; a change that breaks clients raises it. */
const SOCKET_SCHEMA = 1;

const STATE_EVERY_MS = 1000;
/** With more than this not yet taken by the client's side, it is slow. */
const SLOW_BYTES = 256 * 1024;
/** A client that takes nothing for so long is gone. */
const GONE_MS = 60_000;
const MOST_CLIENTS = 32;
/** WebSocket close codes. */
const TRY_AGAIN_LATER = 1013;
const GOING_AWAY = 1001;

/** What is needed of a WebSocket (the one of `ws` fits). */
export interface ClientSocket {
  /** Bytes handed over and not yet sent. */
  readonly bufferedAmount: number;
  send(text: string): void;
  close(code: number, reason: string): void;
  terminate(): void;
  on(event: 'message', listener: (data: { toString(): string }) => void): unknown;
  on(event: 'close' | 'error', listener: () => void): unknown;
}

interface Client {
  readonly socket: ClientSocket;
  /** Since when it takes nothing, null while it keeps up. */
  slowSinceMs: number | null;
}

/**
 * Sends a trader's state to every client each second, and what is new at once. A client that cannot
 * keep up misses messages; once it can again it begins with the newest state.
 */
export class SocketHub {
  readonly #view: TraderView;
  readonly #clock: Clock;
  readonly #clients = new Set<Client>();
  readonly #unsubscribe: () => void;
  #cancelTimer: (() => void) | null = null;

  constructor(view: TraderView, clock: Clock) {
    this.#view = view;
    this.#clock = clock;
    this.#unsubscribe = view.subscribe(({ type, row }) => {
      if (this.#clients.size > 0) this.#broadcast(JSON.stringify({ type, data: row }));
    });
  }

  get clients(): number {
    return this.#clients.size;
  }

  /** Takes in a client: greets it and sends the state. */
  add(socket: ClientSocket): void {
    if (this.#clients.size >= MOST_CLIENTS) {
      socket.close(TRY_AGAIN_LATER, 'too many clients');
      return;
    }
    const client: Client = { socket, slowSinceMs: null };
    const remove = () => this.#clients.delete(client);
    socket.on('close', remove);
    // A broken connection also closes.
    socket.on('error', remove);
    socket.on('message', (data) => {
      if (isPing(data.toString()) && this.#keepsUp(client)) socket.send('{"type":"pong"}');
    });
    this.#clients.add(client);
    socket.send(JSON.stringify({ type: 'hello', schema: SOCKET_SCHEMA }));
    socket.send(this.#stateText());
    if (this.#cancelTimer === null) this.#schedule();
  }

  close(): void {
    this.#unsubscribe();
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    for (const { socket } of this.#clients) socket.close(GOING_AWAY, 'the trader stops');
    this.#clients.clear();
  }

  #schedule(): void {
    this.#cancelTimer = this.#clock.after(STATE_EVERY_MS, () => {
      this.#cancelTimer = null;
      if (this.#clients.size === 0) return;
      this.#schedule();
      this.#broadcast(this.#stateText());
    });
  }

  #broadcast(text: string): void {
    for (const client of this.#clients) if (this.#keepsUp(client)) client.socket.send(text);
  }

  #keepsUp(client: Client): boolean {
    if (client.socket.bufferedAmount <= SLOW_BYTES) {
      client.slowSinceMs = null;
      return true;
    }
    const nowMs = this.#clock.nowMs();
    client.slowSinceMs ??= nowMs;
    if (nowMs - client.slowSinceMs >= GONE_MS) {
      this.#clients.delete(client);
      client.socket.terminate();
    }
    return false;
  }

  #stateText(): string {
    return JSON.stringify({ type: 'state', ...this.#view.state() });
  }
}

function isPing(text: string): boolean {
  try {
    return (JSON.parse(text) as { type?: unknown } | null)?.type === 'ping';
  } catch {
    return false;
  }
}
