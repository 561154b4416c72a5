import { AuctionTraderError, type Clock, type Instrument, invariant, Random } from '@auction-trader/core';
import type {
  KnownOrder,
  OrderReport,
  Venue,
  VenueFacts,
  VenueListener,
  VenueOrder,
  VenueRequest,
  VenueTruth,
} from '@auction-trader/execution';
import { AccountBook, type News } from './account-book.ts';
import { AccountReader } from './account-reader.ts';
import { checkFacts } from './check-facts.ts';
import { ExpectedPushes } from './expected-pushes.ts';
import { OrderDesk } from './order-desk.ts';
import { OrderTrack } from './order-track.ts';
import { Outbox } from './outbox.ts';
import { PrivateStream } from './private-stream.ts';
import { readFacts } from './read-bybit-facts.ts';
import { BybitRest } from './rest.ts';
import { describeReply } from './ret-codes.ts';
import {
  type OrderRow,
  orderState,
  type PositionRow,
  type PositionState,
  positionState,
  type WalletRow,
} from './rows.ts';
import { sleep } from './sleep.ts';
import { TradeSocket } from './trade-socket.ts';
import type { BybitTransport } from './transport.ts';

const CLOCK_EVERY_MS = 30_000;
/** REST looks at orders and position: while something is at work, while nothing is, while the stream is down. */
const CHECK_WORKING_MS = 5_000;
const CHECK_IDLE_MS = 15_000;
const CHECK_BLIND_MS = 1_000;
/** Executions are read again from a minute before the last time: the venue's lists lag behind. */
const OVERLAP_MS = 60_000;
/** What happened on the account this long before the first order that is known is not ours to know. */
const EARLIER_MS = 5_000;
/** Executions are read so often even when the position says that nothing happened. */
const EXECUTIONS_EVERY_MS = 30_000;
/** `start` goes on without the private stream after this; entries wait for it. */
const STREAM_WAIT_MS = 10_000;
/** What 10003 means to the login of a trade socket. */
const TOO_MANY_SESSIONS = 10_003;
/** Name under which the stream owes a push of the position. */
const POSITION = 'position';
const TRUTH_TRIES = 5;
const TRUTH_PAUSE_MS = 500;

/** What a {@link BybitVenue} is made of. */
export interface BybitVenueOptions {
  readonly transport: BybitTransport;
  readonly clock: Clock;
  /** Its tick and lot must be the venue's: `start` refuses otherwise. */
  readonly instrument: Instrument;
  /** Leverage that is set on the venue, e.g. 10. */
  readonly maxLeverage: number;
  /** Seed of the jitter of reconnects and pauses. */
  readonly seed: number;
  /** Sends orders by the trade socket while it is up; REST (default false) otherwise. */
  readonly useTradeSocket?: boolean;
}

/**
 * Orders, position and money of one Bybit account on one linear symbol, one-way mode. Reports may come
 * before the promise of {@link start} is settled: of orders from before a restart. `accepted` and
 * `triggered` of such an order are said again. After a start that failed, a new venue is started, with
 * what was reported meanwhile taken up.
 */
export class BybitVenue implements Venue {
  readonly name = 'bybit';
  readonly #clock: Clock;
  readonly #instrument: Instrument;
  readonly #maxLeverage: number;
  readonly #outbox: Outbox;
  readonly #rest: BybitRest;
  readonly #reader: AccountReader;
  readonly #stream: PrivateStream;
  readonly #expected: ExpectedPushes;
  readonly #tradeSocket: TradeSocket | null;
  #listener: VenueListener | null = null;
  #book: AccountBook | null = null;
  #desk: OrderDesk | null = null;
  #isStopped = false;
  #isSynced = false;
  #isFatal = false;
  #isChecking = false;
  /** Why orders may not be sent; empty when they may. */
  #readiness = 'starting';
  #position: PositionState | null = null;
  #streamSeq = Number.NEGATIVE_INFINITY;
  #streamReason = 'not connected yet';
  #startedMs = 0;
  /** What happened before is not taken up; epoch ms, venue clock. */
  #beganMs = 0;
  /** Up to here all executions were read by REST; epoch ms, venue clock. */
  #executionsReadMs = 0;
  /** Pushes that could change what the account holds; a reading during which it moves is not consistent. */
  #pushes = 0;
  #cancelCheck: () => void = () => {};
  #cancelClock: () => void = () => {};
  #onSynced: () => void = () => {};

  constructor({
    transport,
    clock,
    instrument,
    maxLeverage,
    seed,
    useTradeSocket = false,
  }: BybitVenueOptions) {
    this.#clock = clock;
    this.#instrument = instrument;
    this.#maxLeverage = maxLeverage;
    this.#outbox = new Outbox(clock);
    const random = new Random(seed);
    this.#rest = new BybitRest({
      transport,
      clock,
      random,
      onClockOffset: (offsetMs) => this.#tell((listener) => listener.onClockOffset(offsetMs)),
      onChange: () => this.#tellReadiness(),
      onFatal: (why) => this.#tellFatal(why),
    });
    this.#reader = new AccountReader(this.#rest, instrument);
    this.#expected = new ExpectedPushes(clock, () => this.#stream.rebuild('the private stream is silent'));
    const venueNowMs = () => this.#rest.venueNowMs;
    this.#stream = new PrivateStream({ transport, clock, random, venueNowMs }, this.#streamListener());
    const onLoginRefused = (code: number, message: string) => {
      // Too many sessions is no fault of the key: orders go by REST.
      if (code !== TOO_MANY_SESSIONS) this.#loginRefused(code, message);
    };
    this.#tradeSocket = useTradeSocket
      ? new TradeSocket({ transport, clock, random, venueNowMs, onLoginRefused })
      : null;
    if (this.#tradeSocket !== null) this.#rest.route = (call) => this.#tradeSocket?.request(call) ?? null;
  }

  async start(
    listener: VenueListener,
    known: readonly KnownOrder[],
    seenExecutions: readonly string[],
  ): Promise<VenueFacts> {
    invariant(this.#listener === null, 'a venue is started once');
    this.#listener = listener;
    try {
      return await this.#begin(known, seenExecutions);
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  send({ command, linkId }: VenueRequest): void {
    const book = this.#book;
    const desk = this.#desk;
    invariant(book !== null && desk !== null, 'a venue is started before orders are sent');
    this.#outbox.hold(() => {
      if (command.kind === 'place') {
        const track = new OrderTrack(command, linkId, 0, true, (report) => this.#report(report));
        book.add(track);
        const isEntry = !command.reduceOnly && command.type !== 'stop';
        if (isEntry && this.#readiness !== '') {
          track.reject(this.#rest.venueNowMs, 'never-arrived', `not ready: ${this.#readiness}`);
        } else void desk.place(track);
        return;
      }
      if (command.kind === 'cancel' && command.orderId === 0) {
        desk.takeBack(linkId);
        return;
      }
      const track = book.order(command.orderId);
      invariant(track !== undefined, `order ${command.orderId} was never sent`);
      if (command.kind === 'cancel') void desk.cancel(track);
      else void desk.amend(track, command);
    });
  }

  async truth(): Promise<VenueTruth> {
    for (let attempt = 0; attempt < TRUTH_TRIES && !this.#isStopped; attempt++) {
      if (attempt > 0) await sleep(this.#clock, TRUTH_PAUSE_MS);
      const truth = await this.#readTruth(attempt === TRUTH_TRIES - 1);
      if (truth !== null) return truth;
    }
    throw new AuctionTraderError('what the venue holds cannot be read', { code: 'VENUE_UNREACHABLE' });
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#desk?.stop();
    this.#cancelCheck();
    this.#cancelClock();
    this.#expected.clear();
    this.#stream.stop();
    this.#tradeSocket?.stop();
    this.#listener = null;
  }

  async #begin(known: readonly KnownOrder[], seenExecutions: readonly string[]): Promise<VenueFacts> {
    const book = this.#openBook(known, seenExecutions);
    await this.#rest.resync();
    const facts = await readFacts(this.#rest, this.#instrument.symbol, true);
    const { account } = facts;
    checkFacts(facts, this.#instrument, this.#maxLeverage);
    invariant(account !== null, 'the account was asked for');
    await this.#setLeverage(account.leverage);
    this.#startedMs = this.#rest.venueNowMs;
    this.#executionsReadMs = this.#startedMs;
    await this.#catchUp(known);
    const desk = this.#desk!;
    const resumed = Promise.all(book.unfinished().map((track) => desk.resume(track)));
    this.#stream.start();
    this.#tradeSocket?.start();
    this.#clockLater();
    this.#checkLater();
    await Promise.race([this.#firstSync(), sleep(this.#clock, STREAM_WAIT_MS)]);
    await resumed;
    return {
      takerFeeBps: account.takerFeeBps,
      makerFeeBps: account.makerFeeBps,
      fundingIntervalMs: facts.fundingIntervalMs,
      truth: await this.truth(),
    };
  }

  /** Takes up the executions since the oldest order that may be at the venue. */
  async #catchUp(known: readonly KnownOrder[]): Promise<void> {
    const sinceMs = Math.min(this.#startedMs, ...known.map(({ command }) => command.submitMs)) - EARLIER_MS;
    this.#beganMs = sinceMs;
    for (let attempt = 0; attempt < TRUTH_TRIES; attempt++) {
      if (await this.#takeExecutionsSince(sinceMs)) return;
      await sleep(this.#clock, TRUTH_PAUSE_MS * 2 ** attempt);
    }
    throw new AuctionTraderError('the executions since the last run cannot be read', {
      code: 'VENUE_UNREACHABLE',
    });
  }

  #openBook(known: readonly KnownOrder[], seenExecutions: readonly string[]): AccountBook {
    const book = new AccountBook(
      this.#instrument,
      {
        onFunding: (id, timeMs, amount) => this.#tell((listener) => listener.onFunding(id, timeMs, amount)),
        onForeign: (event) => this.#tell((listener) => listener.onForeign(event)),
        onLate: (track) => this.#takeBack(track),
      },
      seenExecutions,
    );
    for (const { command, linkId, filledLots, open } of known) {
      book.add(new OrderTrack(command, linkId, filledLots, open, (report) => this.#report(report)));
    }
    this.#book = book;
    this.#desk = new OrderDesk({
      rest: this.#rest,
      reader: this.#reader,
      book,
      instrument: this.#instrument,
      onNews: (news) => this.#owe(news),
    });
    return book;
  }

  #takeBack(track: OrderTrack): void {
    if (this.#desk?.takeBack(track.linkId) !== true) return;
    const text = `order ${track.linkId} arrived after it was given up; it is cancelled`;
    this.#tell((listener) => listener.onForeign({ timeMs: this.#rest.venueNowMs, kind: 'order', text }));
  }

  async #setLeverage(leverage: number): Promise<void> {
    if (leverage === this.#maxLeverage) return;
    const wanted = String(this.#maxLeverage);
    const { action, reply } = await this.#rest.post(
      '/v5/position/set-leverage',
      { category: 'linear', symbol: this.#instrument.symbol, buyLeverage: wanted, sellLeverage: wanted },
      'lookup',
    );
    if (action === 'accepted' || action === 'unchanged') return;
    // Perhaps it was carried out all the same.
    const position = await this.#reader.position('lookup');
    if (position?.leverage === this.#maxLeverage) return;
    throw new AuctionTraderError(`leverage ${wanted} could not be set: ${describeReply(reply)}`, {
      code: 'LEVERAGE',
      exitCode: 2,
    });
  }

  #streamListener() {
    return {
      onOrders: (rows: OrderRow[]) => {
        this.#pushes++;
        for (const row of rows) this.#expected.told(row.orderId, Number(row.updatedTime));
        this.#book?.takeOrders(rows);
        this.#completeFills();
      },
      onExecutions: (rows: Parameters<AccountBook['takeExecutions']>[0]) => {
        this.#pushes++;
        for (const row of rows) this.#expected.told(row.execId, Number(row.execTime));
        this.#book?.takeExecutions(rows);
      },
      onPositions: (rows: PositionRow[]) => this.#takePositions(rows),
      onWallet: (row: WalletRow) => this.#takeWallet(row),
      onUp: () => void this.#synchronise(),
      onDown: (reason: string) => this.#streamDown(reason),
      onLoginRefused: (code: number, message: string) => this.#loginRefused(code, message),
      onMalformed: (what: string) => {
        const event = {
          timeMs: this.#rest.venueNowMs,
          kind: 'other',
          text: `cannot be read: ${what}`,
        } as const;
        this.#tell((listener) => listener.onForeign(event));
      },
    };
  }

  #takePositions(rows: PositionRow[]): void {
    for (const row of rows) {
      if (row.symbol !== this.#instrument.symbol) continue;
      const position = positionState(row, this.#instrument);
      this.#expected.told(POSITION, position.seq || Number.POSITIVE_INFINITY);
      // Pushes may come twice or late: the sequence grows with every change.
      if (position.seq < this.#streamSeq) continue;
      if (!Number.isNaN(position.seq)) this.#streamSeq = position.seq;
      this.#pushes++;
      this.#notePosition(position);
    }
  }

  #notePosition(position: PositionState): void {
    const old = this.#position;
    this.#position = position;
    if (position.index !== 0 && position.index !== old?.index)
      this.#foreignSetting('the position mode was changed to hedge mode');
    if (old !== null && !Number.isNaN(position.leverage) && position.leverage !== old.leverage) {
      this.#foreignSetting(`the leverage was changed from ${old.leverage} to ${position.leverage}`);
    }
  }

  #foreignSetting(text: string): void {
    this.#tell((listener) => listener.onForeign({ timeMs: this.#rest.venueNowMs, kind: 'settings', text }));
  }

  #takeWallet(row: WalletRow): void {
    const account = {
      timeMs: this.#rest.venueNowMs,
      availableMargin: Number(row.totalAvailableBalance || 'NaN'),
      equity: Number(row.totalEquity || 'NaN'),
    };
    if (Number.isNaN(account.availableMargin + account.equity)) return;
    this.#tell((listener) => listener.onAccount(account));
  }

  #streamDown(reason: string): void {
    this.#isSynced = false;
    this.#streamReason = reason;
    this.#expected.clear();
    this.#tellReadiness();
    this.#checkLater();
  }

  /** After every connect: what was missed is read by REST before orders may be sent. */
  async #synchronise(): Promise<void> {
    while (this.#stream.isUp && !this.#isSynced && !this.#isStopped) {
      if (await this.#check(true)) {
        this.#isSynced = this.#stream.isUp;
        break;
      }
      await sleep(this.#clock, CHECK_BLIND_MS);
    }
    this.#tellReadiness();
    this.#onSynced();
  }

  #firstSync(): Promise<void> {
    return new Promise((resolve) => {
      this.#onSynced = resolve;
    });
  }

  #loginRefused(code: number, message: string): void {
    this.#streamReason = `login refused: ${message}`;
    if (code === 10_003 || code === 10_004 || code === 10_005) this.#tellFatal(`${code} ${message}`);
    // A socket need not say why; a signed call does.
    else
      void this.#rest.call(
        { method: 'GET', path: '/v5/user/query-api', params: {}, signed: true },
        'background',
      );
  }

  #checkLater(): void {
    this.#cancelCheck();
    if (this.#isStopped || this.#startedMs === 0) return;
    const isWorking = (this.#book?.unfinished().length ?? 0) > 0 || (this.#position?.lots ?? 0) !== 0;
    const everyMs = !isWorking ? CHECK_IDLE_MS : this.#isSynced ? CHECK_WORKING_MS : CHECK_BLIND_MS;
    this.#cancelCheck = this.#clock.after(everyMs, () => {
      void this.#check(false).finally(() => this.#checkLater());
    });
  }

  /** Reads orders and position by REST and takes up what is new. @returns whether all could be read */
  async #check(withExecutions: boolean): Promise<boolean> {
    if (this.#isChecking && !withExecutions) return false;
    this.#isChecking = true;
    try {
      const lane = withExecutions || !this.#isSynced ? 'lookup' : 'background';
      const atWork = this.#book!.unfinished().filter((track) => track.isKnown);
      const orders = await this.#reader.openOrders(lane);
      const position = await this.#reader.position(lane);
      if (orders === null || position === null || this.#isStopped) return false;
      const isMoved = position.lots !== this.#position?.lots || position.side !== this.#position.side;
      this.#notePosition(position);
      if (isMoved) this.#owe([{ id: POSITION, timeMs: position.seq || 0 }]);
      this.#owe(this.#book!.takeOrders(orders));
      const isDue = this.#rest.venueNowMs - this.#executionsReadMs >= EXECUTIONS_EVERY_MS;
      if ((isMoved || withExecutions || isDue) && !(await this.#readExecutions())) return false;
      const open = new Set(orders.map((row) => row.orderLinkId));
      for (const track of atWork) {
        if (!track.isEnded && (!open.has(track.linkId) || track.missesFills)) await this.#desk!.look(track);
      }
      return true;
    } finally {
      this.#isChecking = false;
    }
  }

  async #readExecutions(): Promise<boolean> {
    const readMs = this.#rest.venueNowMs;
    const sinceMs = Math.max(this.#beganMs, this.#executionsReadMs - OVERLAP_MS);
    const isRead = await this.#takeExecutionsSince(sinceMs);
    if (isRead) this.#executionsReadMs = readMs;
    return isRead;
  }

  async #takeExecutionsSince(sinceMs: number): Promise<boolean> {
    const rows = await this.#reader.executionsSince(sinceMs, 'lookup');
    if (rows !== null) this.#owe(this.#book!.takeExecutions(rows));
    return rows !== null;
  }

  #completeFills(): void {
    for (const track of this.#book!.unfinished()) {
      if (!track.missesFills) continue;
      // Its executions are usually a moment away.
      this.#clock.after(TRUTH_PAUSE_MS, () => {
        if (track.missesFills && !this.#isStopped) void this.#desk!.complete(track);
      });
    }
  }

  /** What REST told first is owed by the stream, while there is one. */
  #owe(news: readonly News[]): void {
    if (this.#isSynced && news.length > 0) this.#expected.expect(news);
  }

  async #readTruth(isLast: boolean): Promise<VenueTruth | null> {
    const readMs = this.#clock.nowMs();
    const before = this.#pushes;
    const wallet = await this.#reader.wallet('lookup');
    const orders = await this.#reader.openOrders('lookup');
    const position = await this.#reader.position('lookup');
    if (wallet === null || orders === null || position === null) return null;
    const availableMargin = Number(wallet.totalAvailableBalance || 'NaN');
    const equity = Number(wallet.totalEquity || 'NaN');
    if (Number.isNaN(availableMargin + equity)) return null;
    // Something happened meanwhile: the parts may belong to different moments.
    if (this.#pushes !== before && !isLast) return null;
    this.#takeWallet(wallet);
    this.#owe(this.#book!.takeOrders(orders));
    return {
      readMs,
      side: position.side,
      lots: position.lots,
      entryTicks: position.entryTicks,
      orders: orders
        .filter((row) => row.symbol === this.#instrument.symbol)
        .map((row) => this.#venueOrder(row)),
      leverage: position.leverage,
      availableMargin,
      equity,
    };
  }

  #venueOrder(row: OrderRow): VenueOrder {
    const { linkId, venueOrderId, side, type, lots, filledLots, priceTicks, reduceOnly } = orderState(
      row,
      this.#instrument,
    );
    return { linkId, venueOrderId, side, type, leftLots: lots - filledLots, priceTicks, reduceOnly };
  }

  #clockLater(): void {
    this.#cancelClock = this.#clock.after(CLOCK_EVERY_MS, () => {
      this.#clockLater();
      void this.#rest.sampleClock('background');
    });
  }

  #reason(): string {
    if (this.#isFatal) return 'the venue refuses the account';
    if (!this.#rest.isTimeKnown) return 'the venue clock is not known';
    if (!this.#isSynced) return `private stream: ${this.#streamReason}`;
    return this.#rest.isPaused ? 'the venue asked to slow down' : '';
  }

  #tellReadiness(): void {
    if (this.#startedMs === 0) return;
    const reason = this.#reason();
    const isFlip = (reason === '') !== (this.#readiness === '');
    this.#readiness = reason;
    if (isFlip) this.#tell((listener) => listener.onReady(reason === '', reason));
  }

  #tellFatal(why: string): void {
    // Before the start is over, it is what `start` throws.
    if (this.#isFatal || this.#startedMs === 0) return;
    this.#isFatal = true;
    this.#tellReadiness();
    const error = new AuctionTraderError(`the venue refuses the account: ${why}`, {
      code: 'VENUE_REFUSED',
      exitCode: 2,
      hint: 'Check the API key, its permissions, its addresses and whether it has expired.',
    });
    this.#tell((listener) => listener.onFatal(error));
  }

  #report(report: OrderReport): void {
    this.#tell((listener) => listener.onReport(report));
  }

  #tell(call: (listener: VenueListener) => void): void {
    this.#outbox.deliver(() => {
      if (this.#listener !== null) call(this.#listener);
    });
  }
}
