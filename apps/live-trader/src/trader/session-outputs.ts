import { MINUTE_MS } from '@auction-trader/core';
import type {
  ClosedMinute,
  OperatorCommand,
  SessionAlert,
  SessionChange,
  SessionListener,
} from '@auction-trader/engine';
import type {
  EntryDrop,
  FillRecord,
  FillReport,
  FundingRecord,
  OrderCommand,
  TradeRecord,
} from '@auction-trader/execution';
import { newBatch, type OutputBatch } from './output-batch.ts';

/** What happens in a session beside what the journal keeps. */
export interface OutputListener {
  /** @returns the features of the decided minute, JSON text */
  onMinute(minute: ClosedMinute): string;
  onLocalCommand(command: OrderCommand): void;
  onLocalFill(fill: FillRecord): void;
  onAlert(alert: SessionAlert): void;
  onEntryDropped(why: EntryDrop, timeMs: number): void;
  onOperatorRefused(command: OperatorCommand, why: string): void;
}

/** Where the input in hand stands, and what the venue called what it reports. */
export interface InputFacts {
  readonly inputSeq: number;
  readonly executionId: string | null;
}

/** Collects what a session says while it takes up one input. */
export class SessionOutputs implements SessionListener {
  batch: OutputBatch = newBatch();
  readonly changes = new Set<SessionChange>();
  /** Set for every input. */
  facts: InputFacts = { inputSeq: 0, executionId: null };
  readonly #listener: OutputListener;

  constructor(listener: OutputListener) {
    this.#listener = listener;
  }

  /** Hands out what was collected and begins anew. */
  take(): OutputBatch {
    const { batch } = this;
    this.batch = newBatch();
    return batch;
  }

  onMinute(minute: ClosedMinute): void {
    const { decision } = minute;
    const featureSnapshot = this.#listener.onMinute(minute);
    this.batch.decisions.push({
      minuteMs: decision.decisionMs - MINUTE_MS,
      inputSeq: this.facts.inputSeq,
      flags: decision.flags,
      action: decision.action,
      reason: decision.reason,
      setup: decision.setup,
      side: decision.side,
      stopTicks: decision.stopTicks,
      tp1Ticks: decision.tp1Ticks,
      tp2Ticks: decision.tp2Ticks,
      lots: decision.lots,
      strategyState: decision.strategyState,
      featureSnapshot,
    });
  }

  onLocalCommand(command: OrderCommand): void {
    this.#listener.onLocalCommand(command);
  }

  onEntrySubmitted(): void {}

  onEntryDropped(why: EntryDrop, timeMs: number): void {
    this.#listener.onEntryDropped(why, timeMs);
  }

  onFill(fill: FillRecord, report: FillReport): void {
    // An execution may wait for another one before it can be booked: the input in hand tells of that other.
    const executionId = report.executionId ?? null;
    const orderId = executionId === null ? null : report.orderId;
    this.batch.fills.push({ fill, executionId, orderId });
    if (executionId === null) this.#listener.onLocalFill(fill);
  }

  onFunding(payment: FundingRecord): void {
    this.batch.funding.push({ payment, executionId: this.facts.executionId });
  }

  onTradeClosed(trade: TradeRecord): void {
    this.batch.closedTrades.push(trade);
  }

  onAlert(alert: SessionAlert): void {
    this.#listener.onAlert(alert);
  }

  onChange(change: SessionChange): void {
    this.changes.add(change);
  }

  onOperatorRefused(command: OperatorCommand, why: string): void {
    this.#listener.onOperatorRefused(command, why);
  }
}
