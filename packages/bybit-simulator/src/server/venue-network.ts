import type { RestOutcome, RestRequest } from './rest-message.ts';

/** Hears of a client's WebSocket. After `onClosed` or `onRefused` nothing more comes. */
export interface SocketListener {
  onOpen(): void;
  onText(text: string): void;
  /** The answer to a WebSocket-level ping. */
  onPong(): void;
  /** @param code 1006 when the line was cut without a word */
  onClosed(code: number, reason: string): void;
  /** The upgrade was answered by HTTP instead. */
  onRefused(status: number, body: string): void;
}

/** A client's end of a WebSocket. Calls before `onOpen` and after the end do nothing. */
export interface ClientSocket {
  send(text: string): void;
  ping(): void;
  close(code?: number, reason?: string): void;
  terminate(): void;
}

/** A client's way to a venue: what an adapter's transport is written against. */
export interface VenueNetwork {
  /**
   * Sends a request.
   *
   * @param done called once, later, unless the call hangs or was given up
   * @returns gives up: `done` is no longer called, while the venue may still act on the request
   */
  rest(request: Omit<RestRequest, 'address'>, done: (outcome: RestOutcome) => void): () => void;
  /** Opens a WebSocket. An upgrade that hangs never calls back. */
  connect(path: string, listener: SocketListener): ClientSocket;
}
