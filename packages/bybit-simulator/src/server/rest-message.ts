/** An HTTP request as the protocol sees it, whatever carried it. */
export interface RestRequest {
  readonly method: string;
  /** Path without the query, e.g. `/v5/order/create`. */
  readonly path: string;
  /** What stands after `?`, exactly as sent; empty when there is none. */
  readonly query: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
  /** Where it came from; limits per address count by it. */
  readonly address: string;
}

/** An HTTP reply. */
export interface RestReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** How a call ends for its sender. A call that hangs never ends. */
export type RestOutcome =
  | { readonly kind: 'reply'; readonly reply: RestReply }
  /** The connection broke; whether the venue acted on the request is not said. */
  | { readonly kind: 'reset' };
