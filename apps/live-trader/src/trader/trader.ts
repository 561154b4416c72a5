import { join } from 'node:path';
import { type BybitFacts, BybitFeed, BybitVenue, readBybitFacts } from '@auction-trader/bybit';
import {
  AuctionTraderError,
  defineInstrument,
  errorText,
  type Instrument,
  NO_PRICE,
} from '@auction-trader/core';
import type { ClosedMinute, SessionChange } from '@auction-trader/engine';
import type { Venue } from '@auction-trader/execution';
import { barColumns, featureColumns, footprint } from '@auction-trader/features';
import { tapeSettings } from '@auction-trader/ingestion';
import { type AnalysisStore, type Journal, openAnalysisStore, openJournal } from '@auction-trader/storage';
import type { Alert, AlertDesk } from '../alerts/alert.ts';
import { createAlertDesk } from '../alerts/alert-desk.ts';
import { requireConfirmation } from '../confirmation.ts';
import { programVersion } from '../program-version.ts';
import type { TraderState } from '../server/trader-state.ts';
import type { OperatorRequest, Row, StoredRows, TraderCounters, TraderEvent } from '../server/trader-view.ts';
import type { RunningTrader, TraderOptions } from '../trader-options.ts';
import type { TradingMode } from '../trading-mode.ts';
import { auctionStrategy, type StrategyMaker } from './build-session.ts';
import { chooseRun } from './choose-run.ts';
import { Housekeeping } from './housekeeping.ts';
import { MinuteHistory } from './minute-history.ts';
import { requireModeChange } from './mode-change.ts';
import type { OpenedRun } from './open-run.ts';
import type { OutputBatch } from './output-batch.ts';
import { paperTruth } from './paper-truth.ts';
import { PaperVenue } from './paper-venue.ts';
import { profileRows } from './profile-rows.ts';
import { watchPublicClock } from './public-clock.ts';
import { type RecentRows, readRecent } from './recent-rows.ts';
import { refuseUnsafe } from './refuse-unsafe.ts';
import { refused } from './refused.ts';
import { retry } from './retry.ts';
import { ShadowPipeline } from './shadow-pipeline.ts';
import { showState } from './show-state.ts';
import { storedRows } from './stored-rows.ts';
import { type RunListener, TraderRun } from './trader-run.ts';
import { VenueClock } from './venue-clock.ts';
import { VenueGate } from './venue-gate.ts';
import type { TransportMaker } from './venue-transport.ts';

/** What differs between a trader on sockets and one in a simulation. */
export interface TraderWays {
  readonly transport: TransportMaker;
  readonly durability: 'full' | 'off';
  /** Whether bars and features go to the analysis store, and recordings to the tick store. */
  readonly analysis: boolean;
  /** Whether recorded hours are compressed in the background. Default true. */
  readonly compresses?: boolean;
  /** Default: the auction strategy. */
  readonly makeStrategy?: StrategyMaker;
  /** Whether orders go by the trade socket while it is up. Default false. */
  readonly useTradeSocket?: boolean;
}

/** A trader at work: one run after the other (a change of mode begins another), its stores, and who looks on. */
export class Trader implements RunningTrader, RunListener {
  readonly failed: Promise<never>;
  readonly #options: TraderOptions;
  readonly #ways: TraderWays;
  readonly #clock: VenueClock;
  readonly #desk: AlertDesk;
  readonly #journal: Journal;
  readonly rows: StoredRows;
  readonly #listeners = new Set<(event: TraderEvent) => void>();
  #analysis: AnalysisStore | null = null;
  #housekeeping: Housekeeping | null = null;
  #mode: TradingMode;
  #run: TraderRun | null = null;
  #history: MinuteHistory | null = null;
  #recent: RecentRows | null = null;
  #reject: (error: unknown) => void = () => {};
  #stopped = false;
  #shadow: ShadowPipeline | null = null;
  readonly #endOfRun: (() => void)[] = [];

  /** Opens the journal: only one trader may have it. */
  constructor(options: TraderOptions, ways: TraderWays) {
    this.#options = options;
    this.#ways = ways;
    this.#mode = options.mode;
    this.#clock = new VenueClock(options.clock);
    this.failed = new Promise((_resolve, reject) => {
      this.#reject = reject;
    });
    // Whoever looks at it later still sees the failure.
    this.failed.catch(() => {});
    const { clock, config, dataDir, instance, redactor } = options;
    this.#journal = openJournal(join(dataDir, config.database.signals_db), {
      clock,
      durability: ways.durability,
    });
    this.rows = storedRows(
      this.#journal,
      () => this.#analysis,
      () => ({ symbol: this.#symbol, mode: this.#mode }),
    );
    this.#desk = createAlertDesk({
      clock,
      repeatMs: config.monitoring.alert_repeat_minutes * 60_000,
      symbol: config.instrument.symbol,
      instance,
      mode: () => this.#mode,
      redactor,
      deliver: (alert) => this.#deliver(alert),
    });
  }

  /** Comes up in the mode of its options. */
  async start(): Promise<void> {
    try {
      await this.#openStores();
      await this.#startRun(this.#mode);
    } catch (error) {
      await this.#close();
      throw error;
    }
  }

  /** The run at work, for tests and simulations. */
  get run(): TraderRun {
    if (this.#run === null)
      throw new AuctionTraderError('the trader is not started', { code: 'NOT_STARTED' });
    return this.#run;
  }

  get journal(): Journal {
    return this.#journal;
  }

  async stop(): Promise<void> {
    if (this.#stopped) return;
    this.#stopped = true;
    await this.#run?.stop('stop');
    this.#leaveRun();
    try {
      await this.#housekeeping?.work();
      // The state is asked for once more when the stores are closed, for the summary.
      if (this.#run !== null) this.#recent ??= readRecent(this.#journal, this.#instrument, this.#mode);
    } finally {
      await this.#close();
    }
  }

  /** Ends without a word to anybody, as a kill would; for simulations. */
  abandon(): void {
    this.#stopped = true;
    this.#leaveRun();
    this.#run?.abandon();
    this.#journal.close();
  }

  async #close(): Promise<void> {
    await this.#housekeeping?.stop();
    await this.#analysis?.close();
    this.#journal.close();
  }

  async #openStores(): Promise<void> {
    if (!this.#ways.analysis) return;
    const { clock, config, dataDir, log } = this.#options;
    const onProblem = (error: unknown) => this.#storeProblem(error);
    this.#analysis = await openAnalysisStore(join(dataDir, config.database.features_db), { onProblem });
    this.#housekeeping = new Housekeeping({
      clock,
      config,
      dataDir,
      analysis: this.#analysis,
      log,
      onProblem,
    });
    await this.#housekeeping.work();
    this.#housekeeping.start();
  }

  async #startRun(mode: TradingMode): Promise<void> {
    const { clock, config, log, timing } = this.#options;
    this.#mode = mode;
    const transport = this.#ways.transport(this.#options.venue, mode);
    const hasKeys = this.#options.venue.credentials !== null && (mode === 'live' || mode === 'shadow');
    const { symbol } = config.instrument;
    const facts = await retry(clock, log, () =>
      readBybitFacts({ transport, clock, symbol, account: hasKeys }),
    );
    this.#clock.setOffset(facts.clockOffsetMs);
    if (mode === 'live') refuseUnsafe(facts);
    const instrument = defineInstrument(facts.instrument);
    const seed = this.#clock.nowMs() % 2 ** 31;
    const maxLeverage = config.sizing.max_leverage;
    const { useTradeSocket = false } = this.#ways;
    const bybit =
      mode === 'live'
        ? new BybitVenue({ transport, clock, instrument, maxLeverage, seed, useTradeSocket })
        : null;
    const venue = bybit ?? this.#paperVenue(() => run);
    const gate = new VenueGate(venue);
    const run: TraderRun = new TraderRun({
      clock: this.#clock,
      journal: this.#journal,
      feed: new BybitFeed({ transport, clock, symbol, seed }),
      venue,
      gate,
      desk: this.#desk,
      log,
      timing,
      graceMs: config.startup.late_grace_ms,
      snapshotMs: config.monitoring.state_snapshot_interval_minutes * 60_000,
      skewBaseMs: this.#options.venue.baseUrl === null ? 0 : facts.clockOffsetMs,
      listener: this,
    });
    const opened = this.#chooseRun(mode, bybit === null ? null : gate, run, facts);
    this.#history = new MinuteHistory(instrument);
    this.#history.fill(opened.session.tape);
    this.#recent = null;
    this.#run = run;
    if (mode === 'shadow') this.#startShadow(opened);
    try {
      await run.start(opened);
    } catch (error) {
      this.#leaveRun();
      await run.giveUp();
      throw error;
    }
    if (bybit === null)
      this.#endOfRun.push(watchPublicClock(transport, clock, (offset) => run.onClockOffset(offset)));
    this.#tellStart(opened);
  }

  #startShadow(opened: OpenedRun): void {
    const { clock } = this.#options;
    const shadow = new ShadowPipeline(
      opened,
      clock,
      () => this.#clock.nowMs(),
      this.#ways.makeStrategy ?? auctionStrategy,
      {
        onDivergence: ({ minuteMs, fields, live, delayed }) =>
          this.#desk.event('SHADOW_DIVERGENCE', `the two pipelines differ in ${fields.join(', ')}`, {
            minute: minuteMs,
            fields,
            L: live,
            P: delayed,
          }),
        onFailed: (error) =>
          this.#desk.event('SHADOW_DIVERGENCE', `the second pipeline has stopped: ${errorText(error)}`, {
            fields: [],
          }),
      },
    );
    this.#shadow = shadow;
    this.#endOfRun.push(() => shadow.stop());
  }

  /** What belongs to the run at work beside itself. */
  #leaveRun(): void {
    for (const end of this.#endOfRun.splice(0)) end();
    this.#shadow = null;
  }

  #paperVenue(run: () => TraderRun): Venue {
    const { config } = this.#options;
    const facts = {
      takerFeeBps: config.execution.taker_fee_bps,
      makerFeeBps: config.execution.maker_fee_bps,
      fundingIntervalMs: config.backtest.funding_interval_hours * 3_600_000,
    };
    const leverage = config.sizing.max_leverage;
    return new PaperVenue(facts, () => {
      const { session, driver } = run().opened;
      return paperTruth(session.state, driver.orders.open, leverage, this.#clock.local.nowMs());
    });
  }

  #chooseRun(mode: TradingMode, venue: VenueGate | null, run: TraderRun, facts: BybitFacts): OpenedRun {
    const { dataDir, log } = this.#options;
    const { makeStrategy = auctionStrategy, compresses = true, analysis } = this.#ways;
    const journal = this.#journal;
    return chooseRun({
      place: { dataDir, journal, venue, listener: run, log, makeStrategy, compresses },
      options: this.#options,
      mode,
      facts,
      nowMs: this.#clock.nowMs(),
      warmsUp: analysis,
    });
  }

  #tellStart({ restored, session, header }: OpenedRun): void {
    const { log } = this.#options;
    const { activated, halted, position } = session.state;
    log.info({ run: header.runId, mode: header.mode, activated, halted }, 'the trader is up');
    if (restored === null) return;
    const message = `restarted in ${header.mode}${position === null ? '' : ' with an open position'}`;
    this.#desk.event('RESTARTED', message, { state: halted ? 'HALTED' : activated ? 'ACTIVE' : 'OBSERVE' });
  }

  // ---- what the run tells

  onMinute(minute: ClosedMinute): void {
    const { session } = this.run.opened;
    const { tape, features } = session;
    const row = minute.decision.index;
    this.#history?.take(tape, minute);
    const source = { instrument: this.#instrument, tape, features };
    this.#analysis?.append(source, row, this.#footprintOf(minute));
    if (this.#listeners.size === 0) return;
    const at = (columns: ReturnType<typeof barColumns>) =>
      Object.fromEntries(columns.map((column) => [column.name, column.at(row)]));
    this.#publish({ type: 'bar', row: at(barColumns(source)) });
    this.#publish({ type: 'features', row: at(featureColumns(source)) });
  }

  #footprintOf(minute: ClosedMinute) {
    const { tape, features } = this.run.opened.session;
    const row = minute.decision.index;
    const before =
      row === 0
        ? { bidTicks: NO_PRICE, askTicks: NO_PRICE }
        : { bidTicks: tape.bidTicks[row - 1]!, askTicks: tape.askTicks[row - 1]! };
    const settings = tapeSettings(this.run.opened.header.config, 'real');
    return footprint(minute, before, settings, Math.max(1, features.binWidthTicks[row]!));
  }

  onHandled(batch: OutputBatch, changes: ReadonlySet<SessionChange>): void {
    if (batch.decisions.length > 0 || batch.fills.length > 0) this.#recent = null;
    for (const decision of batch.decisions) this.#shadow?.take(decision);
    if (changes.has('activation') || changes.has('halt'))
      this.#saveMode(changes.has('halt') ? 'halt' : 'activation');
    if (this.#listeners.size === 0) return;
    const filter = { runId: this.run.opened.header.runId };
    const { read } = this.#journal;
    const newest = (count: number, rows: (limit: number) => readonly Row[]) =>
      count === 0 ? [] : rows(count);
    for (const row of newest(batch.decisions.length, (limit) => read.signals({ ...filter, limit })))
      this.#publish({ type: 'signal', row });
    for (const row of newest(batch.fills.length, (limit) => read.fills({ ...filter, limit })))
      this.#publish({ type: 'fill', row });
    const orders = batch.commands.length + batch.orderUpdates.length;
    for (const row of newest(Math.min(orders, 1), (limit) => read.orders({ ...filter, limit })))
      this.#publish({ type: 'order', row });
  }

  onFailed(error: unknown): void {
    this.#desk.event('ACTIVATION_CHANGED', 'the trader cannot go on; a stop at the venue stays', {
      state: 'FAILED',
    });
    this.#reject(error);
  }

  #saveMode(reason: string): void {
    const { halted, activated } = this.run.opened.session.state;
    const activation = halted ? 'HALTED' : activated ? 'ACTIVE' : 'OBSERVE';
    const change = { timeMs: this.#clock.nowMs(), from: this.#mode, to: this.#mode, activation };
    this.#toJournal(() => this.run.opened.run.saveModeChange({ ...change, actor: 'session', reason }));
    this.#publish({ type: 'mode', row: { ts_ms: change.timeMs, mode: this.#mode, activation, reason } });
  }

  #deliver(alert: Alert): void {
    const level = alert.state === 'cleared' ? 'info' : 'warn';
    this.#options.log[level]({ alert: alert.type, state: alert.state, data: alert.data }, alert.message);
    this.#toJournal(() => this.#journal.saveAlert(alert));
    this.#options.sendAlert(alert);
    this.#publish({ type: 'alert', row: { ...alert } });
  }

  /** What is only noted must not stop anything. */
  #toJournal(write: () => void): void {
    try {
      write();
    } catch (error) {
      this.#options.log.error({ error: errorText(error) }, 'not journaled');
    }
  }

  #storeProblem(error: unknown): void {
    const message = errorText(error);
    this.#desk.event('STORE_ERROR', message, { store: 'analysis', error: message });
  }

  #publish(event: TraderEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  // ---- what others see

  get #instrument(): Instrument {
    return defineInstrument(this.run.opened.header.instrument);
  }

  state(): TraderState {
    const { run } = this;
    const { session, driver, header } = run.opened;
    const state = session.state;
    const instrument = this.#instrument;
    this.#recent ??= readRecent(this.#journal, instrument, this.#mode);
    const { venue } = this.#options;
    const bybit = venue.baseUrl !== null ? 'simulator' : venue.testnet ? 'bybit testnet' : 'bybit';
    return showState(state, {
      ...this.#recent,
      instrument,
      nowMs: this.#clock.nowMs(),
      instance: header.instance,
      version: programVersion(),
      change_today: this.#history?.changeToday(state.lastPriceTicks) ?? null,
      price_history: this.#history?.prices ?? [],
      orders: driver.orders.open,
      reconnects: Math.max(0, run.counters.reconnects - 1),
      aggressorSource: header.config.order_flow.aggressor_source,
      maxHoldMinutes: header.config.risk.max_hold_minutes,
      venue: {
        name: this.#mode === 'live' ? bybit : 'paper',
        ready: run.venueReady.ready,
        reason: run.venueReady.ready ? null : run.venueReady.reason,
        clock_offset_ms: this.#clock.offsetMs,
      },
    });
  }

  counters(): TraderCounters {
    const { counters, opened } = this.run;
    const { quality } = opened.session.state;
    return {
      frames: counters.frames,
      trades: quality.trades,
      quotes: quality.quotes,
      refused: quality.refused,
      minutes: counters.minutes,
      reconnects: Math.max(0, counters.reconnects - 1),
      orders_sent: counters.ordersSent,
      orders_rejected: counters.ordersRejected,
      fills: counters.fills,
    };
  }

  async profile(minuteMs: number | null): Promise<readonly Row[]> {
    const { session, header } = this.run.opened;
    const windowMinutes = header.config.instrument.rolling_window_minutes;
    return profileRows(session, this.#instrument, windowMinutes, minuteMs);
  }

  async equity(sinceMs: number): Promise<readonly Row[]> {
    return this.#history?.equitySince(sinceMs) ?? [];
  }

  get #symbol(): string {
    return this.#options.config.instrument.symbol;
  }

  subscribe(listener: (event: TraderEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  // ---- what an operator asks

  async operator(request: OperatorRequest, actor: string): Promise<void> {
    const timeMs = this.#clock.nowMs();
    const { run } = this.run.opened;
    const note = (result: string) =>
      this.#toJournal(() => run.saveOperatorAction({ timeMs, command: request.kind, actor, result }));
    this.#options.log.info({ request: request.kind, actor }, 'the operator asks');
    try {
      if (request.kind === 'mode') await this.#switchMode(request.mode, request.confirm, actor);
      else this.#operate(request);
      note('done');
    } catch (error) {
      note(errorText(error));
      throw error;
    }
  }

  #operate(request: Exclude<OperatorRequest, { kind: 'mode' }>): void {
    if (request.kind === 'activate') requireConfirmation(this.#mode, this.#symbol, request.confirm);
    const why = this.run.opened.session.refusal(request.kind);
    if (why !== null) throw refused(`${request.kind} was refused: ${why}`);
    this.run.operate(request.kind);
  }

  /** Only between trades: another mode is another run. */
  async #switchMode(mode: TradingMode, confirm: string | null, actor: string): Promise<void> {
    requireModeChange({ from: this.#mode, to: mode, confirm }, this.run.opened, this.#options);
    const from = this.#mode;
    const before = this.run;
    await before.stop(`mode ${mode}`);
    this.#leaveRun();
    await this.#housekeeping?.work();
    await this.#startOrReturn(mode, from);
    const change = {
      timeMs: this.#clock.nowMs(),
      from,
      to: mode,
      activation: 'OBSERVE',
      actor,
      reason: 'operator',
    };
    this.#toJournal(() => this.run.opened.run.saveModeChange(change));
    this.#publish({ type: 'mode', row: { ...change } });
  }

  /** A trader is never left without a run: when the wanted one does not come up, it is the earlier one again. */
  async #startOrReturn(mode: TradingMode, from: TradingMode): Promise<void> {
    try {
      await this.#startRun(mode);
    } catch (error) {
      await this.#startRun(from).catch((worse) => this.onFailed(worse));
      throw error;
    }
  }
}
