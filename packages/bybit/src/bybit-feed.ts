import { type Clock, invariant, Random } from '@auction-trader/core';
import type { FeedListener, MarketFeed } from '@auction-trader/ingestion';
import { readControlFrame } from './control-frame.ts';
import { ReconnectingSocket } from './reconnecting-socket.ts';
import { TopicWatch, type WatchedTopic } from './topic-watch.ts';
import type { BybitTransport } from './transport.ts';

const WATCH_EVERY_MS = 5_000;
/** A book with holes is asked for again at most so often. */
const RENEWALS_APART_MS = 5_000;
/** A trade that the venue lists and that has not come for so long is lost. */
const TRADE_LATE_MS = 3_000;

/** What a {@link BybitFeed} is made of. */
export interface BybitFeedOptions {
  readonly transport: BybitTransport;
  readonly clock: Clock;
  readonly symbol: string;
  /** Seed of the jitter of reconnects. */
  readonly seed: number;
}

/**
 * Public trades, best quotes and tickers of a linear symbol. A topic that falls silent is subscribed
 * again, then the connection is made anew; trades only when the venue lists one that did not come, for a
 * thin market has none for minutes, and those that happen while a topic is renewed are lost. Frames that arrive before every topic is confirmed are shown
 * right after `onConnected`.
 */
export class BybitFeed implements MarketFeed {
  readonly #clock: Clock;
  readonly #transport: BybitTransport;
  readonly #symbol: string;
  readonly #socket: ReconnectingSocket;
  readonly #topics: Readonly<Record<WatchedTopic, string>>;
  readonly #watch = new TopicWatch();
  #listener: FeedListener | null = null;
  /** Topics whose subscription is not confirmed. */
  readonly #unconfirmed = new Set<string>();
  /** Frames from before the confirmation. */
  #early: string[] = [];
  #renewedMs = Number.NEGATIVE_INFINITY;
  #connectedMs = Number.NaN;
  #asksForTrades = false;
  #cancelWatch: () => void = () => {};

  constructor({ transport, clock, symbol, seed }: BybitFeedOptions) {
    this.#clock = clock;
    this.#transport = transport;
    this.#symbol = symbol;
    this.#socket = new ReconnectingSocket({ transport, clock, random: new Random(seed), kind: 'public' });
    this.#topics = {
      publicTrade: `publicTrade.${symbol}`,
      orderbook: `orderbook.1.${symbol}`,
      tickers: `tickers.${symbol}`,
    };
  }

  start(listener: FeedListener): void {
    invariant(this.#listener === null, 'a feed is started once');
    this.#listener = listener;
    this.#socket.start({
      onOpen: () => this.#subscribeAll(),
      onText: (text) => this.#take(text),
      onDown: (reason, failures) => this.#down(reason, failures),
    });
  }

  async stop(): Promise<void> {
    this.#listener = null;
    this.#cancelWatch();
    this.#socket.stop();
  }

  #subscribeAll(): void {
    this.#early = [];
    this.#unconfirmed.clear();
    // One request a topic: a bad one must not take the others with it.
    for (const topic of Object.values(this.#topics)) this.#subscribe(topic);
  }

  #subscribe(topic: string): void {
    this.#unconfirmed.add(topic);
    this.#socket.send(JSON.stringify({ req_id: topic, op: 'subscribe', args: [topic] }));
  }

  #take(text: string): void {
    const control = readControlFrame(text);
    if (control === null) {
      if (this.#socket.isConfirmed) this.#show(text);
      else this.#early.push(text);
    } else if (control.op === 'subscribe') this.#acknowledge(control.requestId, control.ok, control.message);
  }

  #show(text: string): void {
    const nowMs = this.#clock.nowMs();
    const isGap = this.#watch.see(text, nowMs);
    this.#listener?.onFrame(text, nowMs);
    if (isGap && nowMs - this.#renewedMs >= RENEWALS_APART_MS) {
      this.#listener?.onProblem('updates of the book are missing', 0);
      this.#renew('orderbook');
    }
  }

  #acknowledge(requestId: string, ok: boolean, message: string): void {
    if (!ok) {
      this.#socket.drop(`subscription of ${requestId || 'a topic'} refused: ${message}`);
      return;
    }
    const topic = requestId || [...this.#unconfirmed][0];
    if (topic !== undefined) this.#unconfirmed.delete(topic);
    if (this.#unconfirmed.size > 0 || this.#socket.isConfirmed) return;
    this.#connected();
  }

  #connected(): void {
    const nowMs = this.#clock.nowMs();
    this.#socket.confirm();
    this.#connectedMs = nowMs;
    this.#watch.reset(nowMs);
    this.#watchLater();
    this.#listener?.onConnected(nowMs);
    const early = this.#early;
    this.#early = [];
    for (const text of early) this.#show(text);
  }

  #down(reason: string, failures: number): void {
    this.#cancelWatch();
    if (failures > 0) this.#listener?.onProblem(reason, failures);
    else this.#listener?.onDisconnected(this.#clock.nowMs(), reason);
  }

  #watchLater(): void {
    this.#cancelWatch = this.#clock.after(WATCH_EVERY_MS, () => {
      this.#watchLater();
      this.#lookForSilence();
    });
  }

  #lookForSilence(): void {
    const nowMs = this.#clock.nowMs();
    const topic = this.#watch.silent(nowMs);
    const isUnanswered = this.#unconfirmed.size > 0 && nowMs - this.#renewedMs >= WATCH_EVERY_MS;
    if (isUnanswered) this.#socket.drop(`${topic ?? 'a topic'} stays silent`);
    else if (topic === 'publicTrade') void this.#askForTrades();
    else if (topic !== null) this.#treatSilent(topic);
  }

  #treatSilent(topic: WatchedTopic): void {
    // Nothing is traded on the ticker: a market without news is no reason for a hole in the quotes.
    if (topic !== 'tickers' && this.#watch.isRenewed(topic)) {
      this.#socket.drop(`${topic} stays silent`);
      return;
    }
    this.#listener?.onProblem(`${topic} is silent`, 0);
    this.#renew(topic);
  }

  /** Asks the venue whether there was a trade that did not come. When it does not say, it is asked again at the next look. */
  async #askForTrades(): Promise<void> {
    if (this.#asksForTrades) return;
    this.#asksForTrades = true;
    const connectedMs = this.#connectedMs;
    const reply = await this.#transport.request({
      method: 'GET',
      path: '/v5/market/recent-trade',
      params: { category: 'linear', symbol: this.#symbol, limit: '1' },
      signed: false,
    });
    this.#asksForTrades = false;
    if (this.#listener === null || connectedMs !== this.#connectedMs || reply.retCode !== 0) return;
    const tradeMs = newestTradeMs(reply.result);
    const sinceConnectedMs = this.#clock.nowMs() - connectedMs;
    const fromMs = Math.max(this.#watch.newestTradeMs, reply.timeMs - sinceConnectedMs);
    if (tradeMs <= fromMs) this.#watch.clearTrades();
    else if (tradeMs <= reply.timeMs - TRADE_LATE_MS) this.#treatSilent('publicTrade');
  }

  #renew(topic: WatchedTopic): void {
    const nowMs = this.#clock.nowMs();
    const name = this.#topics[topic];
    this.#renewedMs = nowMs;
    this.#watch.renew(topic, nowMs);
    this.#socket.send(JSON.stringify({ req_id: `-${name}`, op: 'unsubscribe', args: [name] }));
    this.#subscribe(name);
  }
}

/** Venue time of the newest trade in a reply, -Infinity when it lists none. */
function newestTradeMs(result: unknown): number {
  const list = (result as { list?: readonly { time?: unknown }[] } | null)?.list;
  const times = Array.isArray(list) ? list.map((row) => Number(row?.time)) : [];
  return Math.max(Number.NEGATIVE_INFINITY, ...times.filter((time) => !Number.isNaN(time)));
}
