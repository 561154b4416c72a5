import { NO_PRICE } from '@auction-trader/core';
import { type MinuteDecision, type RunLog, SignalColumns } from '@auction-trader/engine';
import type { EntryDrop, FillRecord, FundingRecord, TradeRecord } from '@auction-trader/execution';

/** An entry order that ended without filling (in full). */
export interface DroppedEntry {
  readonly why: EntryDrop;
  readonly timeMs: number;
}

/** Keeps everything a run says about itself, in memory. */
export class RunRecorder implements RunLog {
  readonly keepsDecisions: boolean;
  readonly equity: Float64Array;
  readonly positionLots: Float64Array;
  readonly signals: SignalColumns;
  readonly trades: TradeRecord[] = [];
  readonly fills: FillRecord[] = [];
  readonly funding: FundingRecord[] = [];
  readonly droppedEntries: DroppedEntry[] = [];
  readonly killSwitchMs: number[] = [];
  readonly leverageCapMs: number[] = [];

  /**
   * @param capacity rows of the tape
   * @param keepsDecisions false leaves {@link signals} empty: sweeps need no decision rows
   */
  constructor(capacity: number, keepsDecisions: boolean) {
    this.keepsDecisions = keepsDecisions;
    this.equity = new Float64Array(capacity);
    this.positionLots = new Float64Array(capacity);
    this.signals = new SignalColumns(keepsDecisions ? capacity : 0);
  }

  onMinuteDecided(row: MinuteDecision): void {
    const { signals } = this;
    const { index } = row;
    signals.flags[index] = row.flags;
    signals.action[index] = row.action;
    signals.reason[index] = row.reason;
    signals.setup[index] = row.setup;
    signals.side[index] = row.side;
    signals.stopTicks[index] = row.stopTicks;
    signals.tp1Ticks[index] = row.tp1Ticks;
    signals.tp2Ticks[index] = row.tp2Ticks;
    signals.strategyState[index] = row.strategyState;
    signals.lots[index] = row.stopTicks === NO_PRICE ? 0 : row.lots;
  }

  onEntrySubmitted(): void {}

  onEntryDropped(why: EntryDrop, timeMs: number): void {
    this.droppedEntries.push({ why, timeMs });
  }

  onFill(fill: FillRecord): void {
    this.fills.push(fill);
  }

  onFunding(payment: FundingRecord): void {
    this.funding.push(payment);
  }

  onTradeClosed(trade: TradeRecord): void {
    this.trades.push(trade);
  }

  onKillSwitch(timeMs: number): void {
    this.killSwitchMs.push(timeMs);
  }

  onLeverageCap(timeMs: number): void {
    this.leverageCapMs.push(timeMs);
  }
}
