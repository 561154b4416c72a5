import { AuctionTraderError, type Clock, MINUTE_MS, parseOnGrid } from '@auction-trader/core';
import type { VenueEvent } from '../faults/fault-rule.ts';
import type { MarketEvents, MarketSource } from '../market/market-source.ts';
import type { PublicFrame, VenueListener, VenuePort, VenueReply } from '../server/venue-port.ts';
import { Account } from './account.ts';
import { answerRequest } from './answer-request.ts';
import { Changes } from './changes.ts';
import { FaultQueue } from './fault-queue.ts';
import { Identities } from './identities.ts';
import { deleverage, liquidate, liquidateWhenDue } from './liquidation.ts';
import { MarketPlayer } from './market-player.ts';
import { MarketState } from './market-state.ts';
import { marketTerms } from './market-terms.ts';
import { MatchingEngine } from './matching-engine.ts';
import { parseMoney } from './money.ts';
import { Protection } from './protection.ts';
import { PublicFeed } from './public-feed.ts';
import { Refusal } from './refusal.ts';
import { positionPush, walletRow } from './rows.ts';
import type { SymbolFacts } from './symbol-facts.ts';
import type { VenueState } from './venue-state.ts';

/** A symbol and the market that is played for it. */
export interface VenueMarket {
  readonly facts: SymbolFacts;
  /** Left out: nothing happens but what {@link SimulatedVenue.play} is told. */
  readonly source?: MarketSource;
}

/** What a {@link SimulatedVenue} is made of. */
export interface SimulatedVenueOptions {
  /** Tells the venue's time and moves its markets. */
  readonly clock: Clock;
  readonly markets: readonly VenueMarket[];
  /** Names of the accounts, each with what it owns in USDT (decimal text, default 10000) at the start. */
  readonly accounts: readonly { readonly name: string; readonly deposit?: string }[];
  /** Decides every id. Default 0. */
  readonly seed?: number;
  /** From the acknowledgement of a request to what comes of it, ms. Default 2. */
  readonly matchingDelayMs?: number;
  /** Whether an order takes no more than the size that stands in the book or was printed. Default false. */
  readonly fillBySize?: boolean;
  /** When a resting limit fills by a print: beyond its price, or at it. Default `through`. */
  readonly limitFillRule?: 'through' | 'touch';
}

interface ListedMarket {
  readonly market: MarketState;
  readonly feed: PublicFeed;
  readonly player: MarketPlayer | null;
}

const DEFAULT_DEPOSIT = '10000';
const DEFAULT_DELAY_MS = 2;

/**
 * A Bybit v5 exchange for linear perpetuals: markets, accounts and matching, without sockets. Equal
 * options, requests and times give equal answers and messages.
 *
 * @example
 * const clock = new SimulatedClock(Date.UTC(2026, 0, 1));
 * const facts = linearSymbol({ symbol: 'BTCUSDT', tickSize: '0.10', lotSize: '0.001' });
 * const venue = new SimulatedVenue({ clock, markets: [{ facts }], accounts: [{ name: 'one' }] });
 * venue.start();
 * venue.play('BTCUSDT').quote(600_000, 1_500, 600_001, 2_500);
 * venue.request('one', 'GET', '/v5/account/wallet-balance', { accountType: 'UNIFIED' });
 */
export class SimulatedVenue implements VenuePort {
  readonly #clock: Clock;
  readonly #engine: MatchingEngine;
  readonly #accounts = new Map<string, Account>();
  readonly #listed = new Map<string, ListedMarket>();
  readonly #listeners: VenueListener[] = [];
  readonly #faults = new FaultQueue();
  readonly #state: VenueState;
  #cancelTimers: (() => void)[] = [];
  #playing = false;

  /** @throws AuctionTraderError (`BAD_AMOUNT`) for a deposit that is no amount */
  constructor(options: SimulatedVenueOptions) {
    const { clock, seed = 0, matchingDelayMs = DEFAULT_DELAY_MS } = options;
    this.#clock = clock;
    for (const { name, deposit = DEFAULT_DEPOSIT } of options.accounts) {
      const account = new Account(name, clock.nowMs());
      account.deposits = account.wallet = parseMoney(deposit);
      this.#accounts.set(name, account);
    }
    this.#engine = new MatchingEngine({
      clock,
      identities: new Identities(seed),
      accounts: [...this.#accounts.values()],
      matchingDelayMs,
      fillBySize: options.fillBySize ?? false,
      fillByTouch: options.limitFillRule === 'touch',
      publish: (changes) => this.#publish(changes),
    });
    for (const { facts, source } of options.markets) this.#list(facts, source);
    this.#state = this.#makeState();
  }

  /** Plays the markets from now on. What lay before happens at once. */
  start(): void {
    this.#playing = true;
    for (const { market, player } of this.#listed.values()) {
      player?.play();
      this.#fundLater(market);
    }
  }

  /** Plays no more; the state stays. */
  stop(): void {
    this.#playing = false;
    for (const cancel of this.#cancelTimers) cancel();
    this.#cancelTimers = [];
    for (const { feed, player } of this.#listed.values()) {
      player?.stop();
      feed.stop();
    }
  }

  /** What {@link VenuePort} says of it; an account that does not exist is answered by 10003. */
  request(
    account: string | null,
    method: 'GET' | 'POST',
    path: string,
    params: Readonly<Record<string, unknown>>,
  ): VenueReply {
    const found = account === null ? null : this.#accounts.get(account);
    if (found === undefined) return { retCode: 10003, retMsg: 'API key is invalid.', result: {} };
    try {
      const result = answerRequest(this.#state, found, `${method} ${path}`, params);
      return { retCode: 0, retMsg: 'OK', result };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { retCode: error.retCode, retMsg: error.message, result: {} };
    }
  }

  listen(listener: VenueListener): void {
    this.#listeners.push(listener);
  }

  hasTopic(topic: string): boolean {
    const [kind, listed] = this.#find(topic);
    return listed?.feed.has(kind) ?? false;
  }

  wantTopic(topic: string, wanted: boolean): void {
    const [kind, listed] = this.#find(topic);
    listed?.feed.want(kind, wanted);
  }

  snapshot(topic: string): PublicFrame | null {
    const [kind, listed] = this.#find(topic);
    return listed?.feed.snapshot(kind) ?? null;
  }

  /** @throws AuctionTraderError (`NO_SUCH_ACCOUNT`, `NO_SUCH_SYMBOL`, `BAD_AMOUNT`) */
  happen(event: VenueEvent): void {
    const account = this.#account(event.account);
    if (event.kind === 'next-order') {
      this.#faults.add(event);
      return;
    }
    const { market } = this.#market(event.symbol);
    if (event.kind === 'position') this.#tradeByHand(account, market, event.qty);
    else if (event.adl) deleverage(this.#engine, account, market);
    else liquidate(this.#engine, account, market);
  }

  restart(wipeHistory: boolean): void {
    if (wipeHistory) for (const account of this.#accounts.values()) account.recent = [];
    for (const { feed } of this.#listed.values()) feed.restart();
  }

  /**
   * Lets something happen in a market now, beside what its source says.
   *
   * @throws AuctionTraderError (`NO_SUCH_SYMBOL`)
   */
  play(symbol: string): MarketEvents {
    const { market, feed } = this.#market(symbol);
    const now = (happen: () => void) => {
      market.moveTo(this.#clock.nowMs());
      happen();
      feed.endOfTime();
    };
    return {
      quote: (...quote) => now(() => market.quote(...quote)),
      trade: (...trade) => now(() => market.trade(...trade)),
      prices: (...prices) => now(() => market.prices(...prices)),
      fundingRate: (rateE8) => now(() => market.fundingRate(rateE8)),
    };
  }

  /**
   * Changes what a symbol is like: its state, limits, fees. Tick and lot stay.
   *
   * @throws AuctionTraderError (`NO_SUCH_SYMBOL`)
   */
  changeSymbol(
    symbol: string,
    facts: Partial<Omit<SymbolFacts, 'symbol' | 'tick' | 'tickText' | 'lot'>>,
  ): void {
    const { market } = this.#market(symbol);
    market.facts = { ...market.facts, ...facts };
  }

  /** An account's money in units of 1e-12 USDT: wallet = deposits + realised - fees - funding + insured. */
  money(
    name: string,
  ): Readonly<Record<'wallet' | 'deposits' | 'realised' | 'fees' | 'funding' | 'insured', bigint>> {
    const { wallet, deposits, realised, fees, funding, insured } = this.#account(name);
    return { wallet, deposits, realised, fees, funding, insured };
  }

  #list(facts: SymbolFacts, source: MarketSource | undefined): void {
    const market: MarketState = new MarketState(facts, {
      onQuote: () => {
        feed.onQuote();
        this.#engine.onQuote(market);
      },
      onTrade: (_, ticks, lots, side) => {
        feed.onTrade(ticks, lots, side);
        this.#engine.onTrade(market, ticks, lots);
      },
      onPrices: () => {
        this.#engine.onPrices(market);
        this.#liquidateDue(market);
      },
    });
    const feed = new PublicFeed(market, this.#clock, (frame) => {
      for (const listener of this.#listeners) listener.onPublic(frame);
    });
    market.timeMs = this.#clock.nowMs();
    market.nextFundingMs = nextFundingMs(facts, market.timeMs);
    const player = source ? new MarketPlayer(this.#clock, market, source, feed) : null;
    this.#listed.set(facts.symbol, { market, feed, player });
  }

  #makeState(): VenueState {
    const protection = new Protection(this.#engine);
    this.#engine.onProtectedFill = (changes, order) => protection.afterFill(changes, order);
    return {
      clock: this.#clock,
      engine: this.#engine,
      protection,
      markets: new Map([...this.#listed].map(([symbol, { market }]) => [symbol, market])),
      takeFault: (account, params) => this.#faults.take(account, params),
      updateId: (symbol) => this.#market(symbol).feed.updateId,
      settingsChanged: (account, market) => this.#publish(new Changes(account, market)),
    };
  }

  #liquidateDue(market: MarketState): void {
    for (const account of this.#accounts.values()) {
      if (account.hasPosition && account.position(market).lots !== 0) liquidateWhenDue(this.#engine, account);
    }
  }

  #fundLater(market: MarketState): void {
    const nowMs = this.#clock.nowMs();
    market.nextFundingMs = nextFundingMs(market.facts, nowMs);
    const cancel = this.#clock.after(market.nextFundingMs - nowMs, () => {
      this.#cancelTimers.splice(this.#cancelTimers.indexOf(cancel), 1);
      if (!this.#playing) return;
      this.#fund(market);
      this.#fundLater(market);
    });
    this.#cancelTimers.push(cancel);
  }

  #fund(market: MarketState): void {
    const rateE8 = market.fundingRateE8;
    market.fundings.push({ timeMs: market.nextFundingMs, rateE8 });
    this.#engine.settleFunding(market);
  }

  /** Somebody trades on the account beside its program. */
  #tradeByHand(account: Account, market: MarketState, qty: string): void {
    const lots = parseOnGrid(qty.replace('-', ''), market.facts.lot);
    if (typeof lots !== 'number' || lots === 0) {
      throw new AuctionTraderError(`${qty} cannot be traded by hand: ${lots}`, {
        code: 'BAD_AMOUNT',
        exitCode: 1,
        hint: `Give a multiple of ${market.facts.lot.text}, negative to sell.`,
      });
    }
    const terms = marketTerms(qty.startsWith('-') ? -1 : 1, lots);
    this.#engine.submit(account, market, terms, null);
  }

  /** Tells an account's streams: execution, order, position, wallet. */
  #publish({ account, market, executions, orders }: Changes): void {
    const position = account.position(market);
    // Whoever drops what is older must not drop what is newer.
    if (executions.length === 0) position.seq = ++market.seq;
    if (this.#listeners.length === 0) return;
    const timeMs = this.#clock.nowMs();
    const push = (topic: string, data: readonly Readonly<Record<string, unknown>>[]) => {
      if (data.length === 0) return;
      for (const listener of this.#listeners)
        listener.onPrivate({ account: account.name, topic, timeMs, data });
    };
    push(
      'execution',
      executions.map(({ row }) => ({ category: 'linear', ...row })),
    );
    push('order', orders);
    push('position', [positionPush(position)]);
    push('wallet', [walletRow(account)]);
  }

  #find(topic: string): [kind: string, listed: ListedMarket | undefined] {
    const at = topic.lastIndexOf('.');
    return [topic.slice(0, at), this.#listed.get(topic.slice(at + 1))];
  }

  #account(name: string): Account {
    const account = this.#accounts.get(name);
    if (account) return account;
    throw new AuctionTraderError(`the venue has no account ${JSON.stringify(name)}`, {
      code: 'NO_SUCH_ACCOUNT',
      hint: `It has ${[...this.#accounts.keys()].join(', ')}.`,
    });
  }

  #market(symbol: string): ListedMarket {
    const listed = this.#listed.get(symbol);
    if (listed) return listed;
    throw new AuctionTraderError(`the venue does not list ${JSON.stringify(symbol)}`, {
      code: 'NO_SUCH_SYMBOL',
      hint: `It lists ${[...this.#listed.keys()].join(', ')}.`,
    });
  }
}

/** The next funding after a time. */
function nextFundingMs({ fundingIntervalMinutes }: SymbolFacts, nowMs: number): number {
  const intervalMs = fundingIntervalMinutes * MINUTE_MS;
  return (Math.floor(nowMs / intervalMs) + 1) * intervalMs;
}
