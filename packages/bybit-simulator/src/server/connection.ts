/** The far end of a WebSocket, as the venue sees its client. */
export interface Peer {
  send(text: string): void;
  /** Answers a WebSocket-level ping. */
  pong(data: Uint8Array): void;
  /** Says goodbye with a close frame. */
  close(code: number, reason: string): void;
  /** Cuts the line without a word. */
  terminate(): void;
}

/** The venue's end of a WebSocket. The network tells it what arrives. */
export interface Connection {
  /** A text frame of the client. */
  receive(text: string): void;
  /** A WebSocket-level ping of the client. */
  ping(data: Uint8Array): void;
  /** The line is gone, whoever ended it. Called once; nothing is sent afterwards. */
  closed(): void;
}

/** What the venue does with a request to open a WebSocket. */
export type UpgradeDecision =
  | { readonly kind: 'accept'; open(peer: Peer): Connection }
  | { readonly kind: 'refuse'; readonly status: number; readonly body: string }
  /** Neither yes nor no ever comes. */
  | { readonly kind: 'hang' };
