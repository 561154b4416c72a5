import { SimulatedClock } from '@auction-trader/core';
import type { PrivatePush, PublicFrame, VenueReply } from '../../server/venue-port.ts';
import { SimulatedVenue, type SimulatedVenueOptions } from '../simulated-venue.ts';
import { type LinearSymbolOptions, linearSymbol } from '../symbol-facts.ts';

export const SYMBOL = 'BTCUSDT';
export const START_MS = Date.UTC(2026, 0, 1, 1);

type Row = Readonly<Record<string, unknown>>;
type Params = Readonly<Record<string, unknown>>;

/** How a bench differs from the usual: account `one` with 10,000 USDT, one symbol at 60,000.0/60,000.1. */
export interface BenchOptions extends Partial<Omit<SimulatedVenueOptions, 'clock' | 'markets'>> {
  readonly symbol?: Partial<LinearSymbolOptions>;
}

/** A venue that a test moves by hand. Prices and sizes are decimals. */
export class VenueBench {
  readonly clock = new SimulatedClock(START_MS);
  readonly venue: SimulatedVenue;
  readonly pushes: PrivatePush[] = [];
  readonly frames: PublicFrame[] = [];

  constructor({ symbol = {}, ...options }: BenchOptions = {}) {
    const facts = linearSymbol({ symbol: SYMBOL, tickSize: '0.10', lotSize: '0.001', ...symbol });
    this.venue = new SimulatedVenue({
      accounts: [{ name: 'one' }, { name: 'two' }],
      ...options,
      clock: this.clock,
      markets: [{ facts }],
    });
    this.venue.listen({
      onPrivate: (push) => this.pushes.push(push),
      onPublic: (frame) => this.frames.push(frame),
    });
    this.venue.start();
    this.prices(60_000).quote(60_000).trade(60_000);
  }

  /** Mark and index. */
  prices(mark: number, index = mark): this {
    this.venue.play(SYMBOL).prices(Math.round(mark * 1_000), Math.round(index * 1_000));
    return this;
  }

  quote(bid: number, ask = bid + 0.1, bidLots = 1_500, askLots = 2_500): this {
    this.venue.play(SYMBOL).quote(Math.round(bid * 10), bidLots, Math.round(ask * 10), askLots);
    return this;
  }

  trade(price: number, lots = 1, side = 1): this {
    this.venue.play(SYMBOL).trade(Math.round(price * 10), lots, side);
    return this;
  }

  wait(ms = 10): this {
    this.clock.runUntil(this.clock.nowMs() + ms);
    return this;
  }

  get(path: string, params: Params = {}, account: string | null = 'one'): VenueReply {
    return this.venue.request(account, 'GET', path, { category: 'linear', symbol: SYMBOL, ...params });
  }

  post(path: string, params: Params = {}, account = 'one'): VenueReply {
    return this.venue.request(account, 'POST', path, { category: 'linear', symbol: SYMBOL, ...params });
  }

  list(path: string, params: Params = {}, account = 'one'): Row[] {
    const { retCode, retMsg, result } = this.get(path, params, account);
    if (retCode !== 0) throw new Error(`${path}: ${retCode} ${retMsg}`);
    return result['list'] as Row[];
  }

  /** Sends an order: a market buy of 0.010 unless told otherwise. */
  create(params: Params = {}, account = 'one'): VenueReply {
    return this.post('/v5/order/create', { ...MARKET_BUY, ...params }, account);
  }

  /** Sends an order and lets it arrive; its row as it is then. */
  place(params: Params = {}, account = 'one'): Row {
    const { retCode, retMsg, result } = this.create(params, account);
    if (retCode !== 0) throw new Error(`${retCode} ${retMsg}`);
    this.wait();
    return this.order(String(result['orderId']), account);
  }

  order(orderId: string, account = 'one'): Row {
    return this.list('/v5/order/realtime', { orderId }, account)[0]!;
  }

  byLink(orderLinkId: string): Row {
    return this.list('/v5/order/realtime', { orderLinkId })[0]!;
  }

  position(account = 'one'): Row {
    return this.list('/v5/position/list', {}, account)[0]!;
  }

  wallet(account = 'one'): Row {
    return this.list('/v5/account/wallet-balance', {}, account)[0]!;
  }

  executions(account = 'one'): Row[] {
    return this.list('/v5/execution/list', { limit: '100' }, account);
  }

  /** Pushes since the last call, as `topic status`. */
  takePushes(): string[] {
    const texts = this.pushes.flatMap(({ topic, data }) =>
      data.map((row) => (topic === 'order' ? `order ${String(row['orderStatus'])}` : topic)),
    );
    this.pushes.length = 0;
    return texts;
  }
}

const MARKET_BUY = { side: 'Buy', orderType: 'Market', qty: '0.010' };
