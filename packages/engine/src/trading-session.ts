import {
  type DayTicks,
  dayStartMs,
  invariant,
  MINUTE_MS,
  NO_PRICE,
  type TickSource,
} from '@auction-trader/core';
import { type OrderCommand, RemoteExchange, type TradeRecord } from '@auction-trader/execution';
import type { FeatureColumns } from '@auction-trader/features';
import { formatUtcTime, type MinuteTape } from '@auction-trader/ingestion';
import { riskSettings } from '@auction-trader/risk';
import { DecisionEngine } from './decision-engine.ts';
import { emptyRow } from './decision-row.ts';
import { describeSession } from './describe-session.ts';
import { engineSettings } from './engine-settings.ts';
import { FeedWatch } from './feed-watch.ts';
import type { LocalExchange } from './local-exchange.ts';
import { watchAmbiguity, watchValueArea } from './minute-alerts.ts';
import { RollingMinutes } from './rolling-minutes.ts';
import { SessionAlerts } from './session-alerts.ts';
import { SessionControl } from './session-control.ts';
import type { OperatorCommand, SessionInput } from './session-input.ts';
import type { ClosedMinute } from './session-listener.ts';
import { SessionLog } from './session-log.ts';
import { SessionMarket } from './session-market.ts';
import { type SessionParts, toldPort, withFees } from './session-parts.ts';
import { checkSnapshot, type SessionSnapshot } from './session-snapshot.ts';
import type { SessionState } from './session-state.ts';
import { feedStoredMinute, isBeforeQuotes } from './stored-minute.ts';
import { VenueSide } from './venue-side.ts';

/**
 * Everything between a venue's raw messages and the orders that follow from them, as a pure function of
 * its inputs: the same inputs in the same order give the same decisions, records and commands, live,
 * after a restart, and in replay. It has no clock and no I/O.
 *
 * For each input a driver records it, applies it, takes the commands, journals and sends them.
 *
 * @example
 * session.apply({ kind: 'frame', timeMs, text });
 * for (const command of session.takeCommands()) journalAndSend(command);
 */
export class TradingSession {
  /** Rows of the last minutes; the older ones are dropped as time goes by. Read only. */
  readonly tape: MinuteTape;
  readonly features: FeatureColumns;
  readonly #parts: SessionParts;
  readonly #minutes: RollingMinutes;
  readonly #alerts: SessionAlerts;
  readonly #log: SessionLog;
  readonly #engine: DecisionEngine;
  readonly #market: SessionMarket;
  readonly #feed: FeedWatch;
  readonly #control: SessionControl;
  /** Exactly one of the two is there. */
  readonly #local: LocalExchange | null;
  readonly #remote: RemoteExchange | null;
  readonly #venue: VenueSide | null;
  readonly #closed: { -readonly [Key in keyof ClosedMinute]: ClosedMinute[Key] };
  #nowMs = 0;
  #connected = false;
  /** Minutes that had late trades since the last close, with their late trades so far. */
  #lateMinutes = new Map<number, number>();
  #warmingUp = false;

  constructor(parts: SessionParts) {
    const { instrument, mode, strategy, exchange, listener } = parts;
    const config = withFees(parts.config, parts.fees);
    this.#parts = { ...parts, config };
    this.#remote = exchange instanceof RemoteExchange ? exchange : null;
    this.#local = exchange instanceof RemoteExchange ? null : exchange;
    invariant((mode === 'live') === (this.#remote !== null), 'live trades at a venue, and nothing else does');
    this.#minutes = new RollingMinutes(config);
    const { tape, features } = this.#minutes;
    this.tape = tape;
    this.features = features;
    this.#alerts = new SessionAlerts((alert) => {
      if (!this.#warmingUp) listener.onAlert(alert);
    });
    this.#log = new SessionLog(tape.capacity, listener, this.#alerts, config.risk.max_daily_loss);
    const settings = { ...engineSettings(config), schedulesFunding: mode !== 'live' };
    const port = this.#local === null ? exchange : toldPort(this.#local, listener);
    const risk = riskSettings(config, instrument);
    const log = this.#log;
    this.#engine = new DecisionEngine({ instrument, settings, risk, strategy, tape, features, port, log });
    const { manager } = this.#engine;
    this.#log.heldLots = () => manager.side * (manager.trade?.lots ?? 0);
    exchange.connect(manager);
    this.#market = this.#makeMarket(config.startup.late_grace_ms);
    this.#feed = new FeedWatch(settings.feedStaleMs, this.#market, this.#alerts);
    this.#control = new SessionControl(mode, config, this.#engine, this.#feed, log, this.#alerts);
    this.#venue = this.#remote && new VenueSide(this.#remote, this.#engine, this.#control, log, this.#alerts);
    this.#engine.activated = parts.activated && mode !== 'live' && mode !== 'dry_run';
    this.#engine.venueReady = this.#remote === null;
    const noRows = { tradeFrom: 0, tradeTo: 0, quoteFrom: 0, quoteTo: 0 };
    this.#closed = { day: this.#market.buffer, ...noRows, decision: emptyRow(), equity: 0, positionLots: 0 };
  }

  /** Takes up one input. Bad data from outside is counted and refused, never thrown. */
  apply(input: SessionInput): void {
    const timeMs = Math.max(input.timeMs, this.#nowMs);
    this.#nowMs = timeMs;
    this.#market.nowMs = timeMs;
    if (Number.isNaN(this.#feed.startedMs)) this.#feed.startedMs = timeMs;
    this.#remote?.onTime(timeMs);
    if (input.kind === 'frame') {
      this.#parts.decoder.decode(input.text, timeMs, this.#market);
      this.#market.playBehindWatermark();
    } else this.#applyRare(input, timeMs);
    if (this.#feed.look(timeMs)) this.#tellEngineOfFeed();
    this.#log.tellChanges(timeMs);
  }

  /** Commands for the venue since the last call, in order; always empty with an exchange inside the session. */
  takeCommands(): OrderCommand[] {
    return this.#remote === null ? [] : this.#remote.takeCommands();
  }

  /** Epoch ms at which a `time` input has something to do; Infinity for never. */
  get nextDeadlineMs(): number {
    const exchangeMs = this.#remote === null ? Number.POSITIVE_INFINITY : this.#remote.nextDeadlineMs;
    return Math.min(exchangeMs, this.#feed.deadlineMs);
  }

  /** Epoch ms from which a reading of the venue's truth would settle what it and the books differ in; Infinity when nothing does. */
  get nextTruthMs(): number {
    return this.#remote === null ? Number.POSITIVE_INFINITY : this.#remote.nextTruthMs;
  }

  /** Why an operator's command would be refused now; null when it would be carried out. */
  refusal(command: OperatorCommand): string | null {
    return this.#control.refusal(command);
  }

  /** The session as it stands; costs about as much as a small JSON document. */
  get state(): SessionState {
    const { mode, config, instrument } = this.#parts;
    return describeSession({
      timeMs: this.#nowMs,
      mode,
      config,
      risk: riskSettings(config, instrument),
      engine: this.#engine,
      market: this.#market,
      tape: this.tape,
      features: this.features,
      strategyState: this.#log.strategyState,
      connected: this.#connected,
      feedStale: this.#feed.stale,
      haltReason: this.#control.haltReason,
      resolving: !Number.isNaN(this.#control.resolveMs),
      account: this.#venue?.account ?? null,
    });
  }

  /**
   * Feeds stored ticks from `fromMs` until `toMs` (starts of minutes, epoch ms) to a new session and closes
   * each minute: it then stands as if it had heard them live without being activated. Decisions are
   * told to the listener, with no entry among them; alerts are not.
   *
   * Traded minutes for which no quote was stored are made as a backtest makes them: with quotes inferred
   * from their trades where `backtest.synthetic_quotes_ticks` is set. Without quotes they have no middle
   * price, and say nothing of volatility and spread.
   *
   * @returns number of those minutes
   */
  warmUp(source: TickSource, fromMs: number, toMs: number): number {
    invariant(!this.#market.hasClosed, 'only a new session is warmed up');
    const { activated } = this.#engine;
    this.#engine.activated = false;
    this.#warmingUp = true;
    this.#market.beginAt(fromMs);
    let quoteless = 0;
    let day: DayTicks | null = null;
    for (let minuteMs = fromMs; minuteMs < toMs; minuteMs += MINUTE_MS) {
      this.#market.nowMs = minuteMs + MINUTE_MS;
      const startMs = dayStartMs(minuteMs);
      if (day === null || day.dayStartMs !== startMs)
        day = source.days.includes(startMs) ? source.readDay(startMs) : null;
      if (day !== null && this.#feedStored(day, minuteMs)) quoteless++;
      this.#closeMinute();
    }
    this.#minutes.inferQuotes(false);
    this.#alerts.restore([]);
    this.#log.forgetChanges();
    this.#warmingUp = false;
    this.#engine.activated = activated;
    this.#engine.updateEntries();
    return quoteless;
  }

  /**
   * Counts what other runs have realised on the UTC day of `timeMs` towards the limit of its loss, in quote
   * currency. To be called on a session that has not traded.
   */
  carryDay(timeMs: number, realisedPnl: number): void {
    this.#engine.manager.carryDay(timeMs, realisedPnl);
  }

  /** The open position as a record, what is left of it marked at the newest quote; null when flat. For the journal. */
  get openTrade(): TradeRecord | null {
    return this.#engine.manager.openRecord();
  }

  /** Everything needed to go on after a restart: plain data that survives JSON. Take it between two inputs. */
  snapshot(): SessionSnapshot {
    const { decoder, strategy, mode } = this.#parts;
    const { manager, halted, activated, venueReady } = this.#engine;
    const { haltReason, resolveMs } = this.#control;
    const { startedMs, stale } = this.#feed;
    return {
      schema: 1,
      mode,
      timeMs: this.#nowMs,
      startedMs: Number.isNaN(startedMs) ? null : startedMs,
      connected: this.#connected,
      feedStale: stale,
      halted,
      haltReason,
      resolveMs: Number.isNaN(resolveMs) ? null : resolveMs,
      activated,
      venueReady,
      account: this.#venue?.account ?? null,
      fundingIds: [...(this.#venue?.fundingIds ?? [])],
      lateMinutes: [...this.#lateMinutes],
      alerts: this.#alerts.snapshot(),
      strategyState: this.#log.strategyState,
      minutes: this.#minutes.snapshot(),
      market: this.#market.snapshot(),
      strategy: strategy.state(),
      decoder: decoder.snapshot(),
      exchange: (this.#local ?? this.#remote)?.snapshot(),
      manager: manager.snapshot(),
    };
  }

  /**
   * Goes on where {@link snapshot} was taken. To be called on a new session of the same parts, before
   * anything else.
   *
   * @throws AuctionTraderError (`BAD_STATE`) when it is no snapshot of such a session
   */
  restore(snapshot: SessionSnapshot): void {
    const { decoder, strategy } = this.#parts;
    checkSnapshot(snapshot, this.snapshot());
    this.#nowMs = snapshot.timeMs;
    this.#feed.startedMs = snapshot.startedMs ?? Number.NaN;
    this.#connected = snapshot.connected;
    this.#feed.stale = snapshot.feedStale;
    this.#control.haltReason = snapshot.haltReason;
    this.#control.resolveMs = snapshot.resolveMs ?? Number.NaN;
    if (this.#venue !== null) {
      this.#venue.account = snapshot.account;
      this.#venue.fundingIds = [...snapshot.fundingIds];
    }
    this.#lateMinutes = new Map(snapshot.lateMinutes);
    this.#alerts.restore(snapshot.alerts);
    this.#log.strategyState = snapshot.strategyState;
    this.#minutes.restore(snapshot.minutes);
    this.#market.restore(snapshot.market);
    strategy.restore(snapshot.strategy);
    decoder.restore(snapshot.decoder);
    (this.#local ?? this.#remote)?.restore(snapshot.exchange);
    this.#restoreEngine(snapshot);
  }

  #restoreEngine({ manager, halted, activated, venueReady }: SessionSnapshot): void {
    const engine = this.#engine;
    engine.manager.restore(manager);
    engine.halted = halted;
    engine.activated = activated;
    engine.venueReady = venueReady;
    engine.feedStale = this.#remote !== null && this.#feed.stale;
    engine.resumeAfter(this.tape.length - 1);
  }

  #makeMarket(graceMs: number): SessionMarket {
    const { exchange } = this.#parts;
    const ports = {
      exchange,
      atOnce: this.#remote !== null,
      watchPrint: (timeMs: number, priceTicks: number) => this.#engine.watchPrint(timeMs, priceTicks),
      onLateTrade: (minuteMs: number, priceTicks: number, sizeLots: number) => {
        const late = this.#minutes.addLateTrade(minuteMs, priceTicks, sizeLots);
        const before = this.#lateMinutes.get(minuteMs) ?? 0;
        // A minute that is no longer on the tape is counted from its first late trade on.
        this.#lateMinutes.set(minuteMs, late > 0 ? late : before + 1);
      },
    };
    return new SessionMarket(ports, graceMs);
  }

  /** Inputs that come a few times a minute at most. */
  #applyRare(input: Exclude<SessionInput, { kind: 'frame' }>, timeMs: number): void {
    switch (input.kind) {
      case 'minute':
        this.#closeUpTo(input.minuteMs);
        break;
      case 'connected':
        this.#parts.decoder.reset();
        this.#connected = true;
        break;
      case 'disconnected':
        this.#connected = false;
        break;
      case 'operator':
        this.#obey(input.command, timeMs);
        break;
      case 'time':
        break;
      default:
        // An exchange inside the session has said all of it already.
        this.#venue?.apply(input, timeMs);
    }
  }

  /** Closes the open minute and those after it, until the one that starts at `minuteMs` is closed. */
  #closeUpTo(minuteMs: number): void {
    invariant(minuteMs % MINUTE_MS === 0, 'a minute begins on the minute');
    const market = this.#market;
    if (Number.isNaN(market.openMinuteMs)) {
      market.beginAt(minuteMs + MINUTE_MS);
      return;
    }
    while (market.openMinuteMs <= minuteMs) this.#closeMinute();
  }

  #closeMinute(): void {
    const market = this.#market;
    const minuteMs = market.openMinuteMs;
    market.beginClose();
    const index = this.#minutes.close(minuteMs, market.buffer, market.tradeRows, market.quoteRows);
    if (index >= 0) this.#decide(index, minuteMs + MINUTE_MS);
    market.endClose();
    this.#tellLateTrades();
  }

  #decide(index: number, decisionMs: number): void {
    const engine = this.#engine;
    const { manager } = engine;
    const live = this.#remote !== null;
    const { bidTicks, askTicks } = manager;
    engine.feedStale = !this.#feed.isFreshAt(decisionMs) || (live && this.#feed.stale);
    engine.closeMinute(index);
    // The decision looks at the closing quote, like every simulated one; orders go on from the newest.
    if (live && bidTicks !== NO_PRICE) {
      manager.bidTicks = bidTicks;
      manager.askTicks = askTicks;
    }
    engine.feedStale = live && this.#feed.stale;
    engine.updateEntries();
    this.#tellMinute(index);
    const { tape, features } = this;
    const { config } = this.#parts;
    watchValueArea(this.#alerts, config, tape, features, index, decisionMs, engine.warm);
    watchAmbiguity(this.#alerts, config, tape, features, index, decisionMs);
  }

  #tellMinute(index: number): void {
    const closed = this.#closed;
    const { decision, equity, positionLots } = this.#log;
    invariant(decision !== null && decision.index === index, 'every minute has a decision');
    closed.decision = decision;
    closed.equity = equity[index]!;
    closed.positionLots = positionLots[index]!;
    closed.tradeTo = this.#market.tradeRows;
    closed.quoteTo = this.#market.quoteRows;
    this.#parts.listener.onMinute(closed);
  }

  #tellLateTrades(): void {
    for (const [minute, count] of this.#lateMinutes) {
      const text = `Trades came after their minute ${formatUtcTime(minute)} was closed.`;
      this.#alerts.event('LATE_DATA', this.#nowMs, text, { minute, count });
    }
    this.#lateMinutes.clear();
  }

  /** A remote exchange takes no entry while no quotes come. */
  #tellEngineOfFeed(): void {
    if (this.#remote === null) return;
    this.#engine.feedStale = this.#feed.stale;
    this.#engine.updateEntries();
  }

  #obey(command: OperatorCommand, timeMs: number): void {
    const why = this.#control.refusal(command);
    if (why === null) this.#control.obey(command, timeMs);
    else this.#parts.listener.onOperatorRefused(command, why, timeMs);
  }

  /** Takes the stored ticks of one minute into the market. @returns whether it has trades without a quote */
  #feedStored(day: DayTicks, minuteMs: number): boolean {
    const { counts } = this.#market;
    const quoteless = isBeforeQuotes(day, minuteMs);
    this.#minutes.inferQuotes(quoteless);
    const before = counts.trades;
    feedStoredMinute(day, minuteMs, this.#market);
    return quoteless && counts.trades > before;
  }
}
