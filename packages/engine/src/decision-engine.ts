import { ACTION, type Instrument, type Leg, MINUTE_MS, NO_PRICE, REASON } from '@auction-trader/core';
import {
  type EntryDrop,
  type EntryPlan,
  type ExecutionListener,
  type ExecutionProblem,
  type FundingRecord,
  type OrderPort,
  PositionManager,
  type TradeRecord,
} from '@auction-trader/execution';
import type { FeatureColumns } from '@auction-trader/features';
import type { MinuteTape } from '@auction-trader/ingestion';
import { coolingDown, type RiskSettings } from '@auction-trader/risk';
import { Decision, type PositionView, type Strategy, type TickExit } from '@auction-trader/signals';
import { checkDecision } from './check-decision.ts';
import { type DecisionRow, describeRow, emptyRow } from './decision-row.ts';
import type { EngineSettings } from './engine-settings.ts';
import { EngineView } from './engine-view.ts';
import type { RunLog } from './run-log.ts';
import { type SizedEntry, sizedEntry } from './sized-entry.ts';

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

/** What a {@link DecisionEngine} is made of. */
export interface EngineParts {
  readonly instrument: Instrument;
  readonly settings: EngineSettings;
  readonly risk: RiskSettings;
  readonly strategy: Strategy;
  readonly tape: MinuteTape;
  readonly features: FeatureColumns;
  readonly port: OrderPort;
  readonly log: RunLog;
}

/**
 * The one decision path of backtest, paper, shadow, live and replay: at each minute's close
 * it rolls the day, pays funding, tests the daily loss, asks the strategy, and turns its
 * verdict into exits and gated, sized entries (trading rules 8.6, 9.1, 9.6, 9.7, 9.9).
 *
 * It reads rows of the tape and of the features that are complete when {@link closeMinute}
 * is called, and never a clock. Between closes the driver feeds quotes, prints and execution
 * reports to {@link manager}.
 */
export class DecisionEngine implements ExecutionListener {
  readonly manager: PositionManager;
  readonly onFill: ExecutionListener['onFill'];
  /**
   * Gates that a live driver works; in a backtest they stay as they are here. Call {@link updateEntries} after
   * a change between two minutes.
   *
   * Reconciliation found a mismatch: no entries, and no exits of the engine's own, until it is resolved.
   */
  halted = false;
  /** Entries are activated. */
  activated = true;
  /** No quote message for too long, beside what the tape tells. */
  feedStale = false;
  /** Orders may be sent and would be heard of. Holds entries back as FEED_STALE: a line is down and comes back by itself. */
  venueReady = true;

  readonly #parts: EngineParts;
  readonly #decision = new Decision();
  readonly #position: Writable<PositionView> = { side: 0, lots: 0, entryTicks: 0, stopTicks: 0, openedMs: 0 };
  readonly #exit: TickExit = { exit: false, stopTicks: NO_PRICE };
  readonly #strategy: Strategy;
  readonly #log: RunLog;
  readonly #view: EngineView;
  readonly #row: DecisionRow = emptyRow();
  #warm = false;
  /** Revision of the strategy whose state stands in the row. */
  #describedRevision: number | undefined;

  constructor(parts: EngineParts) {
    const { instrument, settings, risk, port, tape, features } = parts;
    this.#parts = parts;
    this.manager = new PositionManager(settings.execution, risk, settings.initialCapital, port, this);
    this.#strategy = parts.strategy;
    this.#log = parts.log;
    this.onFill = parts.log.onFill?.bind(parts.log);
    this.#view = new EngineView(instrument, tape, features, this.#position);
  }

  /** The open position as strategies see it; `side` 0 when flat. Valid until the next call. */
  get position(): PositionView {
    this.#showPosition();
    return this.#position;
  }

  /**
   * Decides the minute of tape row `index`. Rows must come in order, once each, after every
   * event before the minute's end was processed.
   */
  closeMinute(index: number): void {
    const { manager } = this;
    if (manager.active || this.#log.keepsDecisions) this.#closeBusyMinute(index);
    else this.#closeIdleMinute(index);
  }

  /** Flat, nothing at work and nobody to tell: only the strategy can make something of the minute. */
  #closeIdleMinute(index: number): void {
    const { manager } = this;
    this.#log.equity[index] = manager.account.cash;
    const decision = this.#decision;
    decision.reset();
    this.#view.index = index;
    this.#strategy.onMinute(this.#view, decision);
    // Midnight is caught up with here: while flat, the day's base is the cash, whenever it is taken.
    if (decision.side !== 0) this.#act(index, this.#begin(index), decision);
  }

  #closeBusyMinute(index: number): void {
    const { manager } = this;
    const { settings } = this.#parts;
    const log = this.#log;
    const decisionMs = this.#begin(index);
    log.equity[index] = manager.equity();
    if (
      settings.schedulesFunding &&
      manager.trade !== null &&
      decisionMs % settings.fundingIntervalMs === 0
    ) {
      manager.payFunding(manager.bidTicks + manager.askTicks, settings.fundingRate, decisionMs);
    }
    manager.testDailyLoss(decisionMs);
    this.#showPosition();
    log.positionLots[index] = this.#position.side * this.#position.lots;
    const decision = this.#decision;
    decision.reset();
    this.#view.index = index;
    this.#strategy.onMinute(this.#view, decision);
    this.#act(index, decisionMs, decision);
  }

  /** Newest quote, date roll and warm-up of a minute; returns its decision time. */
  #begin(index: number): number {
    const { tape } = this.#parts;
    const { manager } = this;
    const decisionMs = tape.minuteMs(index) + MINUTE_MS;
    manager.bidTicks = tape.bidTicks[index]!;
    manager.askTicks = tape.askTicks[index]!;
    manager.rollDay(decisionMs);
    this.#warm = this.#isWarm(index);
    this.updateEntries();
    return decisionMs;
  }

  /** Whether the warm-up was complete at the last minute. */
  get warm(): boolean {
    return this.#warm;
  }

  /** Tells the manager whether an entry may go on to market now (9.2 rule 3), and whether it is halted. */
  updateEntries(): void {
    const { manager } = this;
    manager.entriesAllowed =
      this.#warm && !this.feedStale && this.venueReady && !this.halted && this.activated;
    manager.halted = this.halted;
  }

  /** After a restart: the tape ends with row `index`, which was decided before; -1 when it is empty. */
  resumeAfter(index: number): void {
    this.#warm = index >= 0 && this.#isWarm(index);
    this.#describedRevision = undefined;
    this.updateEntries();
  }

  /** Shows a print to a strategy that watches them, after the exchange has seen it. */
  watchPrint(timeMs: number, priceTicks: number): void {
    const { manager } = this;
    if (this.#strategy.watchesTicks !== true || manager.trade === null || manager.exiting) return;
    if (this.halted) return;
    const exit = this.#exit;
    exit.exit = false;
    exit.stopTicks = NO_PRICE;
    this.#showPosition();
    this.#strategy.onPrint?.(timeMs, priceTicks, this.#position, exit);
    if (exit.stopTicks !== NO_PRICE) manager.tightenStop(exit.stopTicks, timeMs);
    if (exit.exit) manager.exitAtMarket('STRATEGY', timeMs);
  }

  onEntrySubmitted(side: number, timeMs: number): void {
    this.#parts.strategy.onEntrySubmitted?.(side);
    this.#parts.log.onEntrySubmitted(side, timeMs);
  }

  onEntryDropped(why: EntryDrop, timeMs: number): void {
    this.#parts.log.onEntryDropped(why, timeMs);
  }

  onFunding(payment: FundingRecord): void {
    this.#parts.log.onFunding(payment);
  }

  onTradeClosed(trade: TradeRecord): void {
    this.#showPosition();
    this.#strategy.onPositionClosed?.(trade.side, trade.netPnl, trade.closeMs, trade.exitReason!);
    this.#parts.log.onTradeClosed(trade);
  }

  onKillSwitch(timeMs: number, dailyPnl: number): void {
    this.#parts.log.onKillSwitch(timeMs, dailyPnl);
  }

  onLeverageCap(timeMs: number, lots: number, wantedLots?: number): void {
    this.#parts.log.onLeverageCap(timeMs, lots, wantedLots);
  }

  onProblem(problem: ExecutionProblem): void {
    this.#parts.log.onProblem?.(problem);
  }

  /** Exits first; an entry candidate of the same minute is then dropped (8.6 rule 6). */
  #act(index: number, decisionMs: number, decision: Decision): void {
    const { manager } = this;
    const log = this.#log;
    const row = this.#row;
    row.index = index;
    row.decisionMs = decisionMs;
    row.flags = decision.flags;
    row.lots = 0;
    const exitReason = this.#exitReason(index, decisionMs, decision);
    if (exitReason !== REASON.NO_SETUP) {
      describeRow(row, ACTION.EXIT, exitReason, null);
      manager.exitAtMarket(EXIT_LEG[exitReason] ?? 'STRATEGY', decisionMs);
    } else {
      if (decision.tightenStopTicks !== NO_PRICE && !this.halted)
        manager.tightenStop(decision.tightenStopTicks, decisionMs);
      if (decision.side === 0) describeRow(row, ACTION.HOLD, decision.reason, null);
      else this.#enter(index, decisionMs, decision);
    }
    if (!log.keepsDecisions) return;
    this.#describeStrategy(row);
    log.onMinuteDecided(row);
  }

  #describeStrategy(row: DecisionRow): void {
    const { revision } = this.#strategy;
    if (revision !== undefined && revision === this.#describedRevision) return;
    this.#describedRevision = revision;
    row.strategyState = JSON.stringify(this.#strategy.state());
  }

  #exitReason(index: number, decisionMs: number, decision: Decision): number {
    const { manager } = this;
    if (manager.trade === null || manager.exiting || this.halted) return REASON.NO_SETUP;
    if (manager.softStopReached(this.#parts.tape.closeTicks[index]!)) return REASON.SOFT_STOP;
    if (manager.timeStopReached(decisionMs)) return REASON.TIME_STOP;
    return decision.exit ? REASON.STRATEGY_EXIT : REASON.NO_SETUP;
  }

  #enter(index: number, decisionMs: number, decision: Decision): void {
    const { manager } = this;
    const { tape, risk, settings, strategy } = this.#parts;
    const row = this.#row;
    const sane = checkDecision(decision, tape.closeTicks[index]!, risk.minStopTicks, strategy);
    const gate = sane === REASON.ENTRY ? this.#gate(index, decisionMs, decision.side) : sane;
    if (gate !== REASON.ENTRY) {
      describeRow(row, ACTION.HOLD, gate, decision);
      return;
    }
    const sized = sizedEntry(decision, manager, settings.execution, risk);
    row.lots = sized.lots;
    if (sized.reason !== REASON.ENTRY) {
      describeRow(row, ACTION.HOLD, sized.reason, decision);
      return;
    }
    if (sized.capped) this.onLeverageCap(decisionMs, sized.lots, sized.wantedLots);
    describeRow(row, decision.side > 0 ? ACTION.ENTER_LONG : ACTION.ENTER_SHORT, REASON.ENTRY, decision);
    const plan = this.#plan(index, decisionMs, decision, sized);
    if (manager.trade === null) manager.enter(plan, decisionMs);
    else manager.flip(plan, decisionMs);
  }

  #plan(index: number, decisionMs: number, decision: Decision, sized: SizedEntry): EntryPlan {
    const { strategy, tape } = this.#parts;
    const { side, limitTicks, stopTicks, tp1Ticks, tp2Ticks, softStopTicks } = decision;
    return {
      side,
      setup: strategy.setups[decision.setup] ?? strategy.name,
      limitTicks,
      stopTicks,
      tp1Ticks,
      tp2Ticks,
      softStopTicks,
      lots: sized.lots,
      sizingEntryTicks: sized.sizingEntryTicks,
      margin: sized.margin,
      costRatio: sized.costRatio,
      decisionMs,
      decisionIndex: tape.droppedRows + index,
    };
  }

  /** First failing gate in the order of 8.6 rule 4, sizes aside; ENTRY when all pass. */
  #gate(index: number, decisionMs: number, side: number): number {
    const { tape, settings } = this.#parts;
    const { manager } = this;
    if (!this.#warm) return REASON.WARMUP;
    const silent = decisionMs - tape.lastLifeMs[index]! >= settings.feedStaleMs;
    if (silent || this.feedStale || !this.venueReady) return REASON.FEED_STALE;
    if (manager.account.daily.tripped) return REASON.KILL_SWITCH;
    if (this.halted) return REASON.HALTED;
    if (!this.activated) return REASON.OBSERVE;
    if (coolingDown(decisionMs, manager.lastExitMs, this.#parts.risk.cooldownMs)) return REASON.COOLDOWN;
    if (manager.orderInFlight) return REASON.PENDING_ORDER;
    if (manager.side === side) return REASON.SAME_SIDE;
    if (manager.side !== 0 && !settings.flipOnSignal) return REASON.FLIP_DISABLED;
    return REASON.ENTRY;
  }

  #isWarm(index: number): boolean {
    const { settings, features } = this.#parts;
    if (this.#strategy.warmsUpItself === true) return true;
    return (
      index + 1 >= settings.windowMinutes &&
      features.missingMinutes[index]! <= settings.warmupMaxMissingMinutes
    );
  }

  #showPosition(): void {
    const trade = this.manager.trade;
    const position = this.#position;
    if (trade === null) {
      position.side = 0;
      position.lots = 0;
      return;
    }
    position.side = trade.plan.side;
    position.lots = trade.lots;
    position.entryTicks = trade.entryTicks;
    position.stopTicks = trade.stopTicks;
    position.openedMs = trade.openMs;
  }
}

const EXIT_LEG: { readonly [reason: number]: Leg } = {
  [REASON.SOFT_STOP]: 'SOFT',
  [REASON.TIME_STOP]: 'TIME',
  [REASON.STRATEGY_EXIT]: 'STRATEGY',
};
