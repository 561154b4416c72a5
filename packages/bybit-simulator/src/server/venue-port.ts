import type { VenueEvent } from '../faults/fault-rule.ts';

/** A venue's answer to one request, before it is wrapped in an envelope. */
export interface VenueReply {
  readonly retCode: number;
  readonly retMsg: string;
  readonly result: Readonly<Record<string, unknown>>;
  readonly retExtInfo?: Readonly<Record<string, unknown>>;
}

/** Rows of one private topic for one account. The protocol wraps them in a frame. */
export interface PrivatePush {
  readonly account: string;
  /** Without a category suffix, e.g. `order`. */
  readonly topic: string;
  /** Epoch ms of the venue. */
  readonly timeMs: number;
  readonly data: readonly Readonly<Record<string, unknown>>[];
}

/** A complete frame of one public topic, with its `topic` in it. */
export type PublicFrame = Readonly<Record<string, unknown>> & { readonly topic: string };

/** Hears what the venue says by itself. Called in the order in which things happened. */
export interface VenueListener {
  onPrivate(push: PrivatePush): void;
  onPublic(frame: PublicFrame): void;
}

/** What protocol, faults and control need of the venue behind them. */
export interface VenuePort {
  /**
   * Carries out a request at once.
   *
   * @param account who asks, null when the request was not signed
   * @param params query of a GET as strings, body of a POST as parsed
   */
  request(
    account: string | null,
    method: 'GET' | 'POST',
    path: string,
    params: Readonly<Record<string, unknown>>,
  ): VenueReply;
  listen(listener: VenueListener): void;
  /** Whether a public topic exists, e.g. `orderbook.50.BTCUSDT`. */
  hasTopic(topic: string): boolean;
  /** Somebody wants a public topic, or nobody any more: frames of others need not be made. */
  wantTopic(topic: string, wanted: boolean): void;
  /** Something happens inside the venue that no client asked for. */
  happen(event: VenueEvent): void;
  /**
   * The venue's service starts anew: books begin again with u = 1.
   *
   * @param wipeHistory whether closed orders are forgotten by `order/realtime`
   */
  restart(wipeHistory: boolean): void;
  /** What a new subscriber gets first, null when the topic begins with the next event. */
  snapshot(topic: string): PublicFrame | null;
}
