/** A REST call. Parameters are sent in the order given; numbers that matter (prices, sizes) come as text. */
export interface BybitCall {
  readonly method: 'GET' | 'POST';
  /** Path without host, e.g. `/v5/order/create`. */
  readonly path: string;
  readonly params: Readonly<Record<string, string | number | boolean>>;
  /** Whether it needs the account's signature. */
  readonly signed: boolean;
}

/** What is left of the rate limit of the call's group, from the reply's headers. */
export interface BybitLimits {
  readonly limit: number;
  readonly left: number;
  /** Epoch ms (venue clock) when the group is full again. */
  readonly resetMs: number;
}

/**
 * What came of a REST call, or of an order sent by the trade socket. Without keys, signatures and raw
 * errors: it may be logged.
 */
export interface BybitReply {
  /** HTTP status; 0 when no reply came (timeout, reset). An answer of the trade socket counts as 200. */
  readonly status: number;
  /** False only when the request certainly never left (no connection, refused address). */
  readonly sent: boolean;
  /** The venue's code; NaN when there is none (no reply, no JSON). 0 is success, and only 0. */
  readonly retCode: number;
  /** The venue's text, or what went wrong in a few words. */
  readonly retMsg: string;
  /** Unchecked; null when there is none. */
  readonly result: unknown;
  /** Epoch ms (venue clock) of the reply, NaN when not given. */
  readonly timeMs: number;
  readonly limits: BybitLimits | null;
}

/** Which of the venue's sockets: public market data (linear), private topics, order entry. */
export type BybitSocketKind = 'public' | 'private' | 'trade';

/** Hears from one socket. Never called from within {@link BybitTransport.openSocket}. */
export interface BybitSocketHandlers {
  onOpen(): void;
  /** One text frame, pongs included. */
  onText(text: string): void;
  /** Called once: the socket could not be opened or is gone. Nothing comes after it. */
  onClose(reason: string): void;
}

/** One connection: when it is gone it stays gone, and a new one is opened. */
export interface BybitSocket {
  /** Sends a frame now; one that cannot be sent now is dropped, never kept for later. */
  send(text: string): void;
  /** Closes at once; no handler is called any more. Harmless when closed. */
  close(): void;
}

/**
 * The way to the venue: `sdkTransport` for the network; tests and the seeded simulation bring one that
 * answers in the process. It holds the keys, so that the adapter never sees them.
 */
export interface BybitTransport {
  /** Makes a call; never rejects. */
  request(call: BybitCall): Promise<BybitReply>;
  openSocket(kind: BybitSocketKind, handlers: BybitSocketHandlers): BybitSocket;
  /**
   * The frame that authenticates a private or trade socket.
   *
   * @param expiresMs epoch ms (venue clock) until which it is valid
   * @param requestId comes back as `req_id` (private) or `reqId` (trade)
   */
  authFrame(expiresMs: number, requestId: string): string;
  /** The measured offset (venue - local) that signatures are stamped with from now on. */
  setClockOffset(offsetMs: number): void;
}
