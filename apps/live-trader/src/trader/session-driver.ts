import { AuctionTraderError, type Instrument, invariant } from '@auction-trader/core';
import type {
  ClosedMinute,
  OperatorCommand,
  SessionAlert,
  SessionChange,
  SessionInput,
  SessionSnapshot,
  TradingSession,
} from '@auction-trader/engine';
import {
  type EntryDrop,
  type FillRecord,
  type OrderCommand,
  type OrderOwner,
  orderLinkId,
  type Venue,
  type VenueRequest,
} from '@auction-trader/execution';
import { featureSnapshots } from '@auction-trader/features';
import type { CommandRow, Journal, RecordedInput, Recorder, RunJournal } from '@auction-trader/storage';
import { InputLoop } from './input-loop.ts';
import { type OrderState, OrdersAtWork } from './orders-at-work.ts';
import { isEmptyBatch, type OutputBatch } from './output-batch.ts';
import { type InputFacts, type OutputListener, SessionOutputs } from './session-outputs.ts';
import { writeBatch } from './write-batch.ts';

/** Hears what a {@link SessionDriver} does. Calls come after an input was handled; they may push inputs. */
export interface DriverListener {
  /** The session's tape and features hold the minute until this returns; called while it is decided. */
  onMinute(minute: ClosedMinute): void;
  onAlert(alert: SessionAlert): void;
  onEntryDropped(why: EntryDrop, timeMs: number): void;
  onOperatorRefused(command: OperatorCommand, why: string): void;
  /** An input was handled that led to something. */
  onHandled(input: SessionInput, batch: OutputBatch, changes: ReadonlySet<SessionChange>): void;
  /** Journal or recording cannot be written. Called again while that lasts. */
  onStoreFailed(error: AuctionTraderError): void;
  onStoreWorks(): void;
  /** The session cannot go on: a fault of the program, or a journal that contradicts it. */
  onFailed(error: unknown): void;
}

/** What a {@link SessionDriver} works with. */
export interface DriverParts {
  readonly instrument: Instrument;
  readonly owner: OrderOwner;
  readonly recorder: Recorder;
  readonly journal: Journal;
  readonly run: RunJournal;
  /** Null in modes that send nothing. */
  readonly venue: Pick<Venue, 'send'> | null;
  readonly listener: DriverListener;
}

/** State of session and orders, as it is saved. */
export interface DriverSnapshot {
  readonly session: SessionSnapshot;
  readonly orders: readonly OrderState[];
}

/** What a restart found out from the recording. */
export interface Restored {
  readonly inputs: number;
  /** Changes and cancels of orders that may never have been heard: harmless to send again. */
  readonly resend: readonly VenueRequest[];
}

/**
 * Feeds a session: each input is recorded, applied, and what follows from it is journaled before anything
 * is sent. One input at a time, whoever brings it.
 */
export class SessionDriver implements OutputListener {
  readonly outputs = new SessionOutputs(this);
  readonly orders = new OrdersAtWork();
  readonly #parts: DriverParts;
  readonly #loop = new InputLoop<SessionInput>((input) => this.#handle(input));
  #session: TradingSession | null = null;
  #snapshotOf: ReturnType<typeof featureSnapshots> = () => ({}) as never;
  /** Batches that the journal could not take yet. */
  #backlog: OutputBatch[] = [];
  /** Commands of the newest input. Inputs that cannot be recorded count for the last one that was. */
  #numbered = { inputSeq: 0, commands: 0 };
  #storeFailed = false;
  #failed = false;
  #restoring = false;

  constructor(parts: DriverParts) {
    this.#parts = parts;
  }

  /** Connects the session whose listener {@link outputs} is. */
  connect(session: TradingSession): void {
    const { tape, features } = session;
    this.#session = session;
    this.#snapshotOf = featureSnapshots({ instrument: this.#parts.instrument, tape, features });
  }

  get session(): TradingSession {
    invariant(this.#session !== null, 'the driver has no session');
    return this.#session;
  }

  /** Whether the stores take what they are given. */
  get storesWork(): boolean {
    return !this.#storeFailed;
  }

  /** Handles an input, at once or after the one in hand. */
  push(input: SessionInput): void {
    this.#loop.push(input);
  }

  /** Hands everything recorded to the operating system, and the journal what it could not take before. */
  flush(): void {
    if (this.#failed) return;
    try {
      this.#parts.recorder.flush();
      this.#writeBacklog();
      this.#noteStores(null);
    } catch (error) {
      this.#storeProblem(error);
    }
  }

  /** To be taken between two inputs. */
  snapshot(): DriverSnapshot {
    return { session: this.session.snapshot(), orders: this.orders.snapshot() };
  }

  /**
   * Goes on from a snapshot with the inputs recorded after it. Nothing is sent: what came out and was
   * never journaled is journaled now, its orders are for the venue to look up.
   */
  restore(snapshot: DriverSnapshot | null, inputs: Iterable<RecordedInput>): Restored {
    if (snapshot !== null) {
      this.session.restore(snapshot.session);
      this.orders.restore(snapshot.orders);
    }
    this.#restoring = true;
    let count = 0;
    for (const { seq, input } of inputs) {
      count++;
      this.#apply(input, seq);
      const batch = this.outputs.take();
      this.outputs.changes.clear();
      if (isEmptyBatch(batch)) continue;
      writeBatch(this.#parts.journal, this.#parts.run, batch);
    }
    this.#restoring = false;
    return { inputs: count, resend: this.orders.lastChanges };
  }

  #handle(input: SessionInput): void {
    if (this.#failed) return;
    try {
      const seq = this.#record(input);
      this.#apply(input, seq);
      const batch = this.outputs.take();
      if (!isEmptyBatch(batch)) this.#journalAndSend(batch, input.timeMs);
      const changes = new Set(this.outputs.changes);
      this.outputs.changes.clear();
      this.#parts.listener.onHandled(input, batch, changes);
    } catch (error) {
      this.fail(error);
    }
  }

  /** A full disk must not keep exits from the session: it goes on with what cannot be recorded. */
  #record(input: SessionInput): number {
    try {
      return this.#parts.recorder.append(input);
    } catch (error) {
      this.#storeProblem(error);
      return this.#parts.recorder.position.seq;
    }
  }

  #apply(input: SessionInput, inputSeq: number): void {
    const { outputs, session } = this;
    outputs.facts = factsOf(input, inputSeq);
    if (input.kind === 'report') {
      const update = this.orders.take(input.report);
      if (update !== null) outputs.batch.orderUpdates.push(update);
    }
    const { executionId } = outputs.facts;
    if (executionId !== null) outputs.batch.executionIds.push({ id: executionId, timeMs: input.timeMs });
    session.apply(input);
    for (const command of session.takeCommands()) this.#addCommand(command);
    const { batch } = outputs;
    if (batch.fills.length > 0 || batch.funding.length > 0) batch.openTrade = session.openTrade;
  }

  #addCommand(command: OrderCommand): string {
    const { inputSeq } = this.outputs.facts;
    if (inputSeq !== this.#numbered.inputSeq) this.#numbered = { inputSeq, commands: 0 };
    const linkId = this.#linkIdOf(command);
    if (command.kind === 'place') this.orders.placed(command, linkId);
    else this.orders.changed(command);
    this.outputs.batch.commands.push({ inputSeq, index: this.#numbered.commands++, linkId, command });
    return linkId;
  }

  #linkIdOf(command: OrderCommand): string {
    if (command.kind === 'place') return orderLinkId(this.#parts.owner, command);
    const named = command.kind === 'cancel' ? command.linkId : undefined;
    const linkId = named ?? this.orders.linkIdOf(command.orderId);
    invariant(linkId !== null, `order ${command.orderId} is to be changed but was never placed`);
    return linkId;
  }

  #journalAndSend(batch: OutputBatch, timeMs: number): void {
    const { journal, recorder, run, venue } = this.#parts;
    let send: readonly CommandRow[] = batch.commands;
    try {
      recorder.flush();
      this.#writeBacklog();
      send = writeBatch(journal, run, batch);
      this.#noteStores(null);
    } catch (error) {
      this.#storeProblem(error);
      this.#backlog.push(batch);
      send = batch.commands.filter((row) => !isEntry(row));
      if (venue !== null) for (const row of batch.commands.filter(isEntry)) this.#refuse(row, timeMs);
    }
    if (venue === null) return;
    for (const { command, linkId } of send) venue.send({ command, linkId });
  }

  /** An entry that could not be journaled is never sent. */
  #refuse({ command }: CommandRow, timeMs: number): void {
    const { orderId } = command;
    const why = { why: 'other', code: 'STORE_ERROR' } as const;
    this.push({ kind: 'report', timeMs, report: { kind: 'rejected', orderId, timeMs, ...why } });
  }

  #writeBacklog(): void {
    const { journal, run } = this.#parts;
    while (this.#backlog.length > 0) {
      writeBatch(journal, run, this.#backlog[0]!);
      this.#backlog.shift();
    }
  }

  /** @throws whatever is no failure of a store */
  #storeProblem(error: unknown): void {
    if (!(error instanceof AuctionTraderError) || error.code !== 'STORE_ERROR') throw error;
    this.#noteStores(error);
  }

  #noteStores(error: AuctionTraderError | null): void {
    if (error === null && !this.#storeFailed) return;
    this.#storeFailed = error !== null;
    if (error === null) this.#parts.listener.onStoreWorks();
    else this.#parts.listener.onStoreFailed(error);
  }

  /** Safe mode: entries are taken back, the protective stop stays at the venue, nothing else is done any more. */
  fail(error: unknown): void {
    if (this.#failed) return;
    this.#failed = true;
    const { venue, recorder, listener } = this.#parts;
    try {
      for (const request of this.orders.cancelsOfEntries(0)) venue?.send(request);
      recorder.flush();
    } catch {
      // What led here matters more.
    }
    listener.onFailed(error);
  }

  onMinute(minute: ClosedMinute): string {
    if (!this.#restoring) this.#parts.listener.onMinute(minute);
    return JSON.stringify(this.#snapshotOf(minute.decision.index));
  }

  /** The exchange inside the session has it already: to the journal it is as accepted. */
  onLocalCommand(command: OrderCommand): void {
    this.#addCommand(command);
    const { orderId } = command;
    const timeMs = command.kind === 'place' ? command.submitMs : command.timeMs;
    if (command.kind === 'place') this.#takeLocal({ kind: 'accepted', orderId, timeMs });
    if (command.kind === 'cancel')
      this.#takeLocal({ kind: 'cancelled', orderId, timeMs, leftLots: 0, code: '' });
  }

  onLocalFill(fill: FillRecord): void {
    const order = this.orders.openOf(fill.leg);
    if (order === null) return;
    const { orderId } = order.command;
    const { lots, priceTicks, liquidity, fillMs: timeMs, fee, slippageTicks, displayedLots } = fill;
    const report = { orderId, lots, priceTicks, liquidity, timeMs, fee, slippageTicks, displayedLots };
    this.#takeLocal({ kind: 'fill', executionId: '', fill: report });
  }

  #takeLocal(report: Parameters<OrdersAtWork['take']>[0]): void {
    const update = this.orders.take(report);
    if (update !== null) this.outputs.batch.orderUpdates.push(update);
  }

  onAlert(alert: SessionAlert): void {
    if (!this.#restoring) this.#parts.listener.onAlert(alert);
  }

  onEntryDropped(why: EntryDrop, timeMs: number): void {
    if (!this.#restoring) this.#parts.listener.onEntryDropped(why, timeMs);
  }

  onOperatorRefused(command: OperatorCommand, why: string): void {
    if (!this.#restoring) this.#parts.listener.onOperatorRefused(command, why);
  }
}

function isEntry({ command }: CommandRow): boolean {
  return command.kind === 'place' && !command.reduceOnly;
}

function factsOf(input: SessionInput, inputSeq: number): InputFacts {
  if (input.kind === 'funding') return { inputSeq, executionId: input.executionId };
  const isFill = input.kind === 'report' && input.report.kind === 'fill';
  return { inputSeq, executionId: isFill ? input.report.executionId : null };
}
