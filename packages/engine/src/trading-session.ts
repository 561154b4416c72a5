import {
  type Config,
  type DayTicks,
  dayStartMs,
  type Instrument,
  invariant,
  MINUTE_MS,
  NO_PRICE,
  NO_QUOTES,
  type TickSource,
} from '@auction-trader/core';
import {
  FOREIGN_SETUP,
  type OrderCommand,
  type OrderPort,
  RemoteExchange,
  type TradeRecord,
  type VenueAccount,
  type VenueTruth,
} from '@auction-trader/execution';
import type { FeatureColumns } from '@auction-trader/features';
import { type FrameDecoder, formatUtcTime, gallop, type MinuteTape } from '@auction-trader/ingestion';
import { riskSettings } from '@auction-trader/risk';
import type { Strategy } from '@auction-trader/signals';
import { DecisionEngine } from './decision-engine.ts';
import { emptyRow } from './decision-row.ts';
import { describeSession } from './describe-session.ts';
import { engineSettings } from './engine-settings.ts';
import type { LocalExchange } from './local-exchange.ts';
import { RollingMinutes } from './rolling-minutes.ts';
import { SessionAlerts } from './session-alerts.ts';
import type { OperatorCommand, SessionInput } from './session-input.ts';
import type { ClosedMinute, SessionListener } from './session-listener.ts';
import { SessionLog } from './session-log.ts';
import { SessionMarket } from './session-market.ts';
import { checkSnapshot, type SessionSnapshot } from './session-snapshot.ts';
import type { SessionMode, SessionState } from './session-state.ts';

/** Funding payments remembered, so that none is booked twice: days of them. */
const REMEMBERED_FUNDING = 32;

/** What a {@link TradingSession} is made of. All of it belongs to the session from then on. */
export interface SessionParts {
  readonly instrument: Instrument;
  readonly config: Config;
  readonly mode: SessionMode;
  /** A new one: a strategy keeps state. */
  readonly strategy: Strategy;
  readonly decoder: FrameDecoder;
  /** Live: the remote one. Else one that fills by its model; in dry_run it is never sent anything. */
  readonly exchange: LocalExchange | RemoteExchange;
  readonly listener: SessionListener;
  /** Whether entries are switched on from the start (paper and shadow); in live and dry_run they never are. */
  readonly activated: boolean;
  /** The account's own rates where they are known; else those of the configuration. */
  readonly fees?: { readonly takerFeeBps: number; readonly makerFeeBps: number };
}

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
  readonly #feedStaleMs: number;
  readonly #minutes: RollingMinutes;
  readonly #alerts: SessionAlerts;
  readonly #log: SessionLog;
  readonly #engine: DecisionEngine;
  readonly #market: SessionMarket;
  /** Exactly one of the two is there. */
  readonly #local: LocalExchange | null;
  readonly #remote: RemoteExchange | null;
  readonly #closed: { -readonly [Key in keyof ClosedMinute]: ClosedMinute[Key] };
  #nowMs = 0;
  /** Time of the first input: until a quote comes, the feed is silent since then. */
  #startedMs = Number.NaN;
  #connected = false;
  #feedStale = false;
  #haltReason: string | null = null;
  /** When the operator asked to end the halt, NaN when not. */
  #resolveMs = Number.NaN;
  #account: VenueAccount | null = null;
  #fundingIds: string[] = [];
  /** Minutes that had late trades since the last close, with their late trades so far. */
  #lateMinutes = new Map<number, number>();
  #warmingUp = false;
  /** The stored day a warm-up is reading. */
  #stored: DayTicks | null = null;

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
    this.#feedStaleMs = settings.feedStaleMs;
    const port = this.#local === null ? exchange : toldPort(this.#local, listener);
    const risk = riskSettings(config, instrument);
    const log = this.#log;
    this.#engine = new DecisionEngine({ instrument, settings, risk, strategy, tape, features, port, log });
    const { manager } = this.#engine;
    this.#log.heldLots = () => manager.side * (manager.trade?.lots ?? 0);
    exchange.connect(manager);
    this.#market = this.#makeMarket(config.startup.late_grace_ms);
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
    if (Number.isNaN(this.#startedMs)) this.#startedMs = timeMs;
    this.#remote?.onTime(timeMs);
    if (input.kind === 'frame') {
      this.#parts.decoder.decode(input.text, timeMs, this.#market);
      this.#market.playBehindWatermark();
    } else this.#applyRare(input, timeMs);
    this.#watchFeed(timeMs);
    this.#log.tellChanges(timeMs);
  }

  /** Commands for the venue since the last call, in order; always empty with an exchange inside the session. */
  takeCommands(): OrderCommand[] {
    return this.#remote === null ? [] : this.#remote.takeCommands();
  }

  /** Epoch ms at which a `time` input has something to do; Infinity for never. */
  get nextDeadlineMs(): number {
    const exchangeMs = this.#remote === null ? Number.POSITIVE_INFINITY : this.#remote.nextDeadlineMs;
    const since = this.#lastQuoteMs;
    const silentMs = this.#feedStale || Number.isNaN(since) ? exchangeMs : since + this.#feedStaleMs;
    return Math.min(exchangeMs, silentMs);
  }

  /** Epoch ms from which a reading of the venue's truth would settle what it and the books differ in; Infinity when nothing does. */
  get nextTruthMs(): number {
    return this.#remote === null ? Number.POSITIVE_INFINITY : this.#remote.nextTruthMs;
  }

  /** Why an operator's command would be refused now; null when it would be carried out. */
  refusal(command: OperatorCommand): string | null {
    const { mode, config } = this.#parts;
    if (command === 'resolve') return this.#resolveRefusal();
    if (command !== 'activate') return null;
    if (mode === 'dry_run') return 'A dry run never trades.';
    if (this.#engine.halted) return 'Trading is halted; resolve that first.';
    if (!this.#engine.warm) return 'The warm-up is not complete.';
    if (mode !== 'live') return null;
    if (config.risk.max_daily_loss === null) return 'Live trading needs a limit: risk.max_daily_loss.';
    if (!this.#engine.venueReady) return 'The venue is not ready.';
    return this.#feedStale ? 'The market feed is stale.' : null;
  }

  /** A position without a plan has no stop: going on would leave it so. */
  #resolveRefusal(): string | null {
    const { halted, manager } = this.#engine;
    if (!halted) return 'Trading is not halted.';
    if (manager.trade?.plan.setup !== FOREIGN_SETUP || manager.exiting) return null;
    return 'The position was not opened here and has no stop; flatten it.';
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
      feedStale: this.#feedStale,
      haltReason: this.#haltReason,
      resolving: !Number.isNaN(this.#resolveMs),
      account: this.#account,
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
    for (let minuteMs = fromMs; minuteMs < toMs; minuteMs += MINUTE_MS) {
      this.#market.nowMs = minuteMs + MINUTE_MS;
      if (source.days.includes(dayStartMs(minuteMs)) && this.#feedStored(source, minuteMs)) quoteless++;
      this.#closeMinute();
    }
    this.#minutes.inferQuotes(false);
    this.#alerts.restore([]);
    this.#log.forgetChanges();
    this.#warmingUp = false;
    this.#stored = null;
    this.#engine.activated = activated;
    this.#engine.updateEntries();
    return quoteless;
  }

  /** The open position as a record, what is left of it marked at the newest quote; null when flat. For the journal. */
  get openTrade(): TradeRecord | null {
    return this.#engine.manager.openRecord();
  }

  /** Everything needed to go on after a restart: plain data that survives JSON. Take it between two inputs. */
  snapshot(): SessionSnapshot {
    const { decoder, strategy, mode } = this.#parts;
    const { manager, halted, activated, venueReady } = this.#engine;
    return {
      schema: 1,
      mode,
      timeMs: this.#nowMs,
      startedMs: Number.isNaN(this.#startedMs) ? null : this.#startedMs,
      connected: this.#connected,
      feedStale: this.#feedStale,
      halted,
      haltReason: this.#haltReason,
      resolveMs: Number.isNaN(this.#resolveMs) ? null : this.#resolveMs,
      activated,
      venueReady,
      account: this.#account,
      fundingIds: [...this.#fundingIds],
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
    this.#startedMs = snapshot.startedMs ?? Number.NaN;
    this.#connected = snapshot.connected;
    this.#feedStale = snapshot.feedStale;
    this.#haltReason = snapshot.haltReason;
    this.#resolveMs = snapshot.resolveMs ?? Number.NaN;
    this.#account = snapshot.account;
    this.#fundingIds = [...snapshot.fundingIds];
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
    engine.feedStale = this.#remote !== null && this.#feedStale;
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
        if (this.#remote !== null) this.#applyVenue(input, this.#remote, timeMs);
    }
  }

  /** What a real venue says; an exchange inside the session has said all of it already. */
  #applyVenue(input: VenueInput, remote: RemoteExchange, timeMs: number): void {
    switch (input.kind) {
      case 'report':
        this.#log.note('order');
        remote.apply(input.report, timeMs);
        break;
      case 'funding':
        this.#chargeFunding(input.executionId, input.amount, timeMs);
        break;
      case 'account':
        this.#account = input.account;
        remote.setAccount(input.account);
        break;
      case 'truth':
        this.#compare(input.truth, remote, timeMs);
        break;
      case 'foreign':
        this.#halt(input.text, timeMs);
        this.#alerts.raiseAgain('POSITION_MISMATCH', timeMs, input.text, {
          internal: null,
          venue: input.text,
        });
        break;
      case 'venue-ready':
        if (input.ready !== this.#engine.venueReady) this.#log.note('venue');
        this.#engine.venueReady = input.ready;
        this.#engine.updateEntries();
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
    const isFresh = decisionMs - this.#market.closedQuoteMs < this.#feedStaleMs;
    engine.feedStale = !isFresh || (live && this.#feedStale);
    engine.closeMinute(index);
    // The decision looks at the closing quote, like every simulated one; orders go on from the newest.
    if (live && bidTicks !== NO_PRICE) {
      manager.bidTicks = bidTicks;
      manager.askTicks = askTicks;
    }
    engine.feedStale = live && this.#feedStale;
    engine.updateEntries();
    this.#tellMinute(index);
    this.#watchMinute(index, decisionMs);
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

  /** Conditions that a minute shows: value area and ambiguity. */
  #watchMinute(index: number, decisionMs: number): void {
    const { features, tape } = this;
    const { value_area, order_flow, instrument } = this.#parts.config;
    const alerts = this.#alerts;
    if (features.valid[index] === 1) alerts.clear('VA_INVALID', decisionMs, 'The value area is valid again.');
    else if (this.#engine.warm && tape.droppedRows + index + 1 >= instrument.rolling_window_minutes) {
      const reason = Number.isNaN(features.sigma[index]!) ? 'no volatility' : 'too few bins';
      const found = { bins: features.profileBins[index]!, min: value_area.min_va_bins, reason };
      alerts.raise('VA_INVALID', decisionMs, `There is no valid value area: ${reason}.`, found);
    }
    if (tape.volumeLots[index] === 0) return;
    const frac = features.ambiguousFraction[index]!;
    const max = order_flow.ambiguous_trade_frac_max;
    if (frac > max) {
      const share = `${Math.round(frac * 100)} %`;
      alerts.raise('HIGH_AMBIGUOUS', decisionMs, `${share} of the volume has no clear side.`, { frac, max });
    } else alerts.clear('HIGH_AMBIGUOUS', decisionMs, 'The volume has clear sides again.');
  }

  #tellLateTrades(): void {
    for (const [minute, count] of this.#lateMinutes) {
      const text = `Trades came after their minute ${formatUtcTime(minute)} was closed.`;
      this.#alerts.event('LATE_DATA', this.#nowMs, text, { minute, count });
    }
    this.#lateMinutes.clear();
  }

  #watchFeed(timeMs: number): void {
    const last = this.#lastQuoteMs;
    const age = timeMs - last;
    const stale = age >= this.#feedStaleMs;
    if (stale === this.#feedStale) return;
    this.#feedStale = stale;
    if (stale) {
      const found = { age_ms: age, last_ts: Number.isNaN(this.#market.lastQuoteMs) ? null : last };
      this.#alerts.raise('FEED_STALE', timeMs, `No quote for ${Math.round(age / 1_000)} s.`, found);
    } else this.#alerts.clear('FEED_STALE', timeMs, 'Quotes are coming again.');
    if (this.#remote === null) return;
    this.#engine.feedStale = stale;
    this.#engine.updateEntries();
  }

  /** Newest quote message; before the first, the first input. */
  get #lastQuoteMs(): number {
    const { lastQuoteMs } = this.#market;
    return Number.isNaN(lastQuoteMs) ? this.#startedMs : lastQuoteMs;
  }

  #obey(command: OperatorCommand, timeMs: number): void {
    const why = this.refusal(command);
    if (why !== null) {
      this.#parts.listener.onOperatorRefused(command, why, timeMs);
      return;
    }
    const { manager } = this.#engine;
    if (command === 'activate') this.#setActivated(true, timeMs);
    else if (command === 'resolve') this.#resolveMs = timeMs;
    else if (command === 'flatten') manager.flatten(timeMs);
    else manager.cancelEntries(timeMs);
    if (command === 'deactivate') this.#setActivated(false, timeMs);
  }

  #setActivated(activated: boolean, timeMs: number): void {
    const engine = this.#engine;
    if (engine.activated === activated) return;
    engine.activated = activated;
    engine.updateEntries();
    this.#log.note('activation');
    const state = activated ? 'ACTIVE' : 'OBSERVE';
    this.#alerts.event('ACTIVATION_CHANGED', timeMs, `Entries are switched ${activated ? 'on' : 'off'}.`, {
      state,
    });
  }

  /** No entries, and nothing that changes the position, until an operator has looked at it. */
  #halt(reason: string, timeMs: number): void {
    const engine = this.#engine;
    this.#haltReason = reason;
    this.#resolveMs = Number.NaN;
    if (engine.halted) return;
    engine.halted = true;
    engine.updateEntries();
    engine.manager.cancelEntries(timeMs);
    this.#setActivated(false, timeMs);
    this.#log.note('halt');
  }

  #endHalt(timeMs: number): void {
    const engine = this.#engine;
    engine.halted = false;
    engine.updateEntries();
    this.#haltReason = null;
    this.#resolveMs = Number.NaN;
    this.#log.note('halt');
    this.#alerts.clear('POSITION_MISMATCH', timeMs, 'Venue and books agree; the halt is resolved.');
  }

  #compare(truth: VenueTruth, remote: RemoteExchange, timeMs: number): void {
    const found = remote.compare(truth, timeMs);
    if (found.verdict === 'mismatch') {
      this.#halt(found.differences.map(({ text }) => text).join('; '), timeMs);
      remote.repair(found, truth, timeMs);
      this.#log.note('position');
      return;
    }
    const asked = truth.readMs >= this.#resolveMs;
    if (found.verdict === 'clean' && asked && this.#engine.halted) this.#endHalt(timeMs);
  }

  #chargeFunding(executionId: string, amount: number, timeMs: number): void {
    if (this.#fundingIds.includes(executionId)) return;
    this.#fundingIds.push(executionId);
    if (this.#fundingIds.length > REMEMBERED_FUNDING) this.#fundingIds.shift();
    const { manager } = this.#engine;
    manager.rollDay(timeMs);
    manager.chargeFunding(amount, timeMs);
    manager.testDailyLoss(timeMs);
  }

  /** Takes the stored ticks of one minute into the market. @returns whether it has trades without a quote */
  #feedStored(source: TickSource, minuteMs: number): boolean {
    const day = this.#storedDay(source, dayStartMs(minuteMs));
    const { trades, dayStartMs: start } = day;
    const quotes = day.quotes ?? NO_QUOTES;
    const from = minuteMs - start;
    const market = this.#market;
    // A day that has quotes has them from some minute on: a recording may begin behind an import.
    const quoteless = quotes.length === 0 || quotes.timeMs[0]! >= from + MINUTE_MS;
    this.#minutes.inferQuotes(quoteless);
    const before = market.counts.trades;
    for (let row = gallop(quotes.timeMs, 0, quotes.length, from); row < quotes.length; row++) {
      if (quotes.timeMs[row]! >= from + MINUTE_MS) break;
      const { timeMs, bidTicks, bidLots, askTicks, askLots } = quotes;
      market.quote(start + timeMs[row]!, bidTicks[row]!, bidLots[row]!, askTicks[row]!, askLots[row]!);
    }
    for (let row = gallop(trades.timeMs, 0, trades.length, from); row < trades.length; row++) {
      if (trades.timeMs[row]! >= from + MINUTE_MS) break;
      const { timeMs, priceTicks, sizeLots, side } = trades;
      market.trade(start + timeMs[row]!, priceTicks[row]!, sizeLots[row]!, side[row]!);
    }
    return quoteless && market.counts.trades > before;
  }

  #storedDay(source: TickSource, startMs: number): DayTicks {
    if (this.#stored?.dayStartMs !== startMs) this.#stored = source.readDay(startMs);
    return this.#stored;
  }
}

type VenueInput = Exclude<
  SessionInput,
  { kind: 'frame' | 'minute' | 'connected' | 'disconnected' | 'operator' | 'time' }
>;

/** The configuration with the account's own rates. */
function withFees(config: Config, fees: SessionParts['fees']): Config {
  if (fees === undefined) return config;
  const { takerFeeBps, makerFeeBps } = fees;
  const execution = { ...config.execution, taker_fee_bps: takerFeeBps, maker_fee_bps: makerFeeBps };
  return { ...config, execution };
}

/** Tells the listener of each command before the exchange carries it out. */
function toldPort(exchange: LocalExchange, listener: SessionListener): OrderPort {
  return {
    send(command: OrderCommand): void {
      listener.onLocalCommand(command);
      exchange.send(command);
    },
  };
}
