import { FOR_MACHINES } from '@auction-trader/command-line';
import { AuctionTraderError, errorText, MINUTE_MS } from '@auction-trader/core';
import type {
  ClosedMinute,
  OperatorCommand,
  SessionAlert,
  SessionChange,
  SessionInput,
} from '@auction-trader/engine';
import type {
  EntryDrop,
  ForeignEvent,
  OrderReport,
  Venue,
  VenueAccount,
  VenueFacts,
  VenueListener,
  VenueTruth,
} from '@auction-trader/execution';
import type { FeedListener, MarketFeed } from '@auction-trader/ingestion';
import type { Journal } from '@auction-trader/storage';
import type { Logger } from 'pino';
import type { AlertDesk } from '../alerts/alert.ts';
import type { TimingSink } from '../trader-options.ts';
import { STATE_VERSION } from './build-session.ts';
import { DeadlineAlarm } from './deadline-alarm.ts';
import { MinuteTimer } from './minute-timer.ts';
import type { OpenedRun } from './open-run.ts';
import type { OutputBatch } from './output-batch.ts';
import { repeat } from './repeat.ts';
import type { DriverListener } from './session-driver.ts';
import { fillText, tradeText } from './trade-text.ts';
import { TruthPoller } from './truth-poller.ts';
import type { VenueClock } from './venue-clock.ts';
import type { VenueGate } from './venue-gate.ts';

/** What was recorded is handed to the operating system this often when nothing else asks for it. */
const FLUSH_MS = 500;
/** State changes come in crowds: one snapshot for each of them. */
const SNAPSHOT_SETTLE_MS = 1_000;
const SNAPSHOTS_KEPT = 12;
/** How long a shutdown waits for entries to be taken back. */
const STOP_WAIT_MS = 10_000;
const LARGEST_SKEW_MS = 1_000;
/** Reconnects are at their slowest after so many failures (0, 1, 2, 4 ... 60 s). */
const TRIES_AT_CAP = 8;

/** Hears of a run what its owner needs. */
export interface RunListener {
  onMinute(minute: ClosedMinute): void;
  onHandled(batch: OutputBatch, changes: ReadonlySet<SessionChange>): void;
  /** The run cannot go on. */
  onFailed(error: unknown): void;
}

/** What a {@link TraderRun} is made of. */
export interface TraderRunParts {
  readonly clock: VenueClock;
  readonly journal: Journal;
  readonly feed: MarketFeed;
  /** Of the mode: one that sends in live, else one that only answers. */
  readonly venue: Venue;
  /** What the session sends goes through it. */
  readonly gate: VenueGate;
  readonly desk: AlertDesk;
  readonly log: Logger;
  readonly timing: TimingSink;
  readonly graceMs: number;
  readonly snapshotMs: number;
  /** The clock of the venue is another one than the world's (a simulator's): only changes of it alarm. */
  readonly skewBaseMs: number;
  readonly listener: RunListener;
}

/** Counts for display. */
export interface RunCounters {
  frames: number;
  minutes: number;
  reconnects: number;
  ordersSent: number;
  ordersRejected: number;
  fills: number;
}

/**
 * One run at work: everything that happens outside becomes an input of the session, in one line, and the
 * timers that a session needs are kept.
 */
export class TraderRun implements DriverListener, FeedListener, VenueListener {
  readonly counters: RunCounters = {
    frames: 0,
    minutes: 0,
    reconnects: 0,
    ordersSent: 0,
    ordersRejected: 0,
    fills: 0,
  };
  /** Whether the venue takes orders, and why not. */
  venueReady: { readonly ready: boolean; readonly reason: string } = { ready: false, reason: 'not started' };
  facts: VenueFacts | null = null;
  /** Bought less sold, as the books of the session have it. */
  heldLots = 0;
  readonly #parts: TraderRunParts;
  readonly #minutes: MinuteTimer;
  readonly #deadline: DeadlineAlarm;
  readonly #truths: TruthPoller;
  readonly #stops: (() => void)[] = [];
  #opened: OpenedRun | null = null;
  #over = false;
  #snapshotWaits = false;
  #storesReported = false;
  #entriesGone: (() => void) | null = null;

  constructor(parts: TraderRunParts) {
    this.#parts = parts;
    const { clock, graceMs, venue } = parts;
    this.#minutes = new MinuteTimer(clock, graceMs, (minuteMs) =>
      this.#drive({ kind: 'minute', timeMs: clock.nowMs(), minuteMs }),
    );
    this.#deadline = new DeadlineAlarm(clock, () => this.#push({ kind: 'time', timeMs: clock.nowMs() }));
    this.#truths = new TruthPoller(clock.local, venue, {
      onTruth: (truth) => this.#takeTruth(truth),
      onTruthFailed: (error, tries) =>
        parts.log.warn({ error: errorText(error), tries }, 'the venue cannot be read'),
    });
  }

  get opened(): OpenedRun {
    if (this.#opened === null) throw new AuctionTraderError('the run is not open', { code: 'INVARIANT' });
    return this.#opened;
  }

  /** Takes up a run: reconciles with the venue, then follows the market. */
  async start(opened: OpenedRun): Promise<void> {
    this.#opened = opened;
    const { session, driver, restored } = opened;
    const { clock, venue, gate, journal, feed } = this.#parts;
    this.#noteHeld();
    if (restored !== null) this.#leaveEarlierLife();
    const seen = journal.read.executionIds(opened.header.runId);
    const held = new Set(gate.heldOrders.map(({ orderId }) => orderId));
    const known = driver.orders.known.filter(({ command }) => !held.has(command.orderId));
    this.facts = await venue.start(this, known, seen);
    if (this.#over) return;
    // What may not have left before goes first: newer wishes for the same order come after it.
    const resend = opened.header.mode === 'live' ? (restored?.resend ?? []) : [];
    for (const request of resend) venue.send(request);
    const changed = gate.open() + resend.length > 0;
    // A reading from before these changes would contradict the books.
    if (!changed) this.#takeTruth(this.facts.truth);
    const { lastMinuteMs } = session.state;
    const nowMs = clock.nowMs();
    this.#minutes.start(lastMinuteMs === null ? nowMs - (nowMs % MINUTE_MS) : lastMinuteMs + MINUTE_MS);
    this.#startTimers();
    if (changed) this.#truths.soon();
    feed.start(this);
    if (restored === null) this.saveSnapshot('STATE_CHANGE');
  }

  /** What was true when the earlier life ended is not true now. */
  #leaveEarlierLife(): void {
    const { session, header } = this.opened;
    const { timeMs, connected, activated } = session.state;
    this.#parts.clock.notBefore(timeMs);
    if (connected) this.#drive({ kind: 'disconnected', timeMs });
    if (header.mode !== 'live') return;
    this.#drive({ kind: 'venue-ready', timeMs, ready: false });
    // Live always comes back watching: the operator looks first.
    if (activated) this.#drive({ kind: 'operator', timeMs, command: 'deactivate' });
  }

  #noteHeld(): void {
    const { position } = this.opened.session.state;
    this.heldLots = position === null ? 0 : position.side * position.lots;
  }

  #startTimers(): void {
    const { clock, snapshotMs } = this.#parts;
    this.#truths.start();
    this.#stops.push(
      repeat(clock.local, FLUSH_MS, () => this.opened.driver.flush()),
      repeat(clock.local, snapshotMs, () => this.saveSnapshot('PERIODIC')),
    );
    this.#rearm();
  }

  /** An operator's command, checked by the caller. */
  operate(command: OperatorCommand): void {
    this.#push({ kind: 'operator', timeMs: this.#parts.clock.nowMs(), command });
    // A halt ends with the next clean reading.
    if (command === 'resolve' || command === 'flatten') this.#truths.soon();
  }

  /** Takes entries back, waits for that a little, saves the state, and closes what belongs to the run. */
  async stop(reason: string): Promise<void> {
    if (this.#over) return;
    const { clock, feed, venue, log } = this.#parts;
    this.operate('cancel-entries');
    if (!this.#hasOpenEntry()) log.debug('no entry is at work');
    else await this.#waitForEntries(clock);
    if (this.#over) return;
    this.#halt();
    await feed.stop();
    await venue.stop();
    this.saveSnapshot('STATE_CHANGE');
    await this.opened.recorder.close();
    this.opened.run.end(clock.nowMs(), reason);
  }

  /** Ends a run that did not come up: nothing was decided, nothing is to be taken back. */
  async giveUp(): Promise<void> {
    this.#halt();
    const { feed, venue } = this.#parts;
    await Promise.allSettled([feed.stop(), venue.stop()]);
    await this.#opened?.recorder.close();
  }

  /** Ends without a word to anybody, as a kill would. */
  abandon(): void {
    this.#halt();
    this.#opened?.recorder.abandon();
  }

  #halt(): void {
    this.#over = true;
    this.#minutes.stop();
    this.#deadline.stop();
    this.#truths.stop();
    for (const stop of this.#stops) stop();
  }

  #hasOpenEntry(): boolean {
    return this.opened.driver.orders.openOf('ENTRY') !== null;
  }

  #waitForEntries(clock: VenueClock): Promise<void> {
    return new Promise((resolve) => {
      this.#entriesGone = resolve;
      this.#stops.push(clock.local.after(STOP_WAIT_MS, resolve));
    });
  }

  /** Saves where a restart goes on from. */
  saveSnapshot(type: 'PERIODIC' | 'STATE_CHANGE'): void {
    const { driver, recorder, run, session } = this.opened;
    driver.flush();
    if (!driver.storesWork) return;
    const { position, strategyState, orders, account, timeMs } = session.state;
    const { seq: inputSeq, segment } = recorder.position;
    try {
      run.saveSnapshot({
        timeMs,
        type,
        inputSeq,
        segment,
        stateVersion: STATE_VERSION,
        state: driver.snapshot(),
        position,
        acceptance: parseState(strategyState),
        pendingOrders: orders,
        account,
      });
      run.pruneSnapshots(SNAPSHOTS_KEPT);
    } catch (error) {
      this.#storeProblem(error);
    }
  }

  #saveSnapshotSoon(): void {
    if (this.#snapshotWaits) return;
    this.#snapshotWaits = true;
    const disarm = this.#parts.clock.local.after(SNAPSHOT_SETTLE_MS, () => {
      this.#snapshotWaits = false;
      if (!this.#over) this.saveSnapshot('STATE_CHANGE');
    });
    this.#stops.push(disarm);
  }

  /** An input from outside: what is over by its time is closed first. */
  #push(input: SessionInput): void {
    if (this.#over) return;
    this.#minutes.closeDue(input.timeMs);
    this.#drive(input);
  }

  #drive(input: SessionInput): void {
    if (this.#over) return;
    this.opened.driver.push(input);
    this.#rearm();
  }

  #rearm(): void {
    if (!this.#over) this.#deadline.set(this.opened.session.nextDeadlineMs);
  }

  #takeTruth(truth: VenueTruth): void {
    const { clock } = this.#parts;
    const readMs = truth.readMs + clock.offsetMs;
    this.#push({ kind: 'truth', timeMs: clock.nowMs(), truth: { ...truth, readMs } });
    const isOpen = this.opened.session.nextTruthMs < Number.POSITIVE_INFINITY;
    if (isOpen || !this.#agrees(truth)) this.#truths.again();
    // The venue tells of money by itself only when it changes; while nothing works its figure is plain.
    if (truth.lots !== 0 || truth.orders.length > 0) return;
    const { availableMargin, equity } = truth;
    this.onAccount({ timeMs: readMs, availableMargin, equity });
  }

  #agrees(truth: VenueTruth): boolean {
    const { open } = this.opened.driver.orders;
    const there = new Set(truth.orders.map(({ linkId }) => linkId));
    const same = open.length === there.size && open.every(({ linkId }) => there.has(linkId));
    return same && truth.side * truth.lots === this.heldLots;
  }

  onFrame(text: string, receivedMs: number): void {
    const began = performance.now();
    this.counters.frames++;
    this.#push({ kind: 'frame', timeMs: this.#parts.clock.fromLocal(receivedMs), text });
    this.#parts.timing.frame(performance.now() - began);
  }

  onConnected(nowMs: number): void {
    const { clock, desk, log } = this.#parts;
    this.counters.reconnects++;
    this.#push({ kind: 'connected', timeMs: clock.fromLocal(nowMs) });
    desk.clear('RECONNECT_LIMIT', 'the market feed is connected again');
    log.info('the market feed is connected');
    this.#truths.soon();
  }

  onDisconnected(nowMs: number, reason: string): void {
    this.#push({ kind: 'disconnected', timeMs: this.#parts.clock.fromLocal(nowMs) });
    this.#parts.log.warn({ reason }, 'the market feed is disconnected');
  }

  onProblem(reason: string, tries: number): void {
    const { desk, log } = this.#parts;
    log.warn({ reason, tries }, 'a problem of the market feed');
    if (tries >= TRIES_AT_CAP)
      desk.raise('RECONNECT_LIMIT', `the market feed does not come back: ${reason}`, { tries });
  }

  onReport(report: OrderReport): void {
    this.#logReport(report);
    this.#push({ kind: 'report', timeMs: this.#parts.clock.nowMs(), report });
  }

  onFunding(executionId: string, _timeMs: number, amount: number): void {
    this.#push({ kind: 'funding', timeMs: this.#parts.clock.nowMs(), executionId, amount });
  }

  onAccount(account: VenueAccount): void {
    this.#push({ kind: 'account', timeMs: this.#parts.clock.nowMs(), account });
  }

  onForeign({ kind, text }: ForeignEvent): void {
    this.#parts.log.warn({ kind, text }, 'something happened at the venue that was not ordered here');
    this.#truths.soon();
    // What could not be read says nothing: the reading that follows does.
    if (kind === 'other') return;
    this.#push({ kind: 'foreign', timeMs: this.#parts.clock.nowMs(), text: `${kind}: ${text}` });
  }

  onReady(ready: boolean, reason: string): void {
    if (this.#over) return;
    const { log, clock } = this.#parts;
    this.venueReady = { ready, reason };
    log.info(ready ? {} : { reason }, ready ? 'orders can be sent' : 'orders cannot be sent');
    this.#push({ kind: 'venue-ready', timeMs: clock.nowMs(), ready: this.#mayTrade() });
    if (ready) this.#truths.soon();
  }

  onClockOffset(offsetMs: number): void {
    if (this.#over) return;
    const { clock, desk, skewBaseMs } = this.#parts;
    clock.setOffset(offsetMs);
    const skewMs = Math.round(offsetMs - skewBaseMs);
    if (Math.abs(skewMs) > LARGEST_SKEW_MS) {
      desk.raise('CLOCK_SKEW', `the clock is ${skewMs} ms behind the venue's`, { offset_ms: skewMs });
    } else desk.clear('CLOCK_SKEW', 'the clock is right again', { offset_ms: skewMs });
  }

  onFatal(error: AuctionTraderError): void {
    if (!this.#over) this.opened.driver.fail(error);
  }

  onMinute(minute: ClosedMinute): void {
    this.counters.minutes++;
    this.#parts.listener.onMinute(minute);
  }

  onAlert({ type, state, message, data }: SessionAlert): void {
    const { desk } = this.#parts;
    if (type === 'ORDER_REJECTED') this.counters.ordersRejected++;
    if (state === 'raised') desk.raise(type, message, data);
    else if (state === 'cleared') desk.clear(type, message, data);
    else desk.event(type, message, data);
  }

  onEntryDropped(why: EntryDrop, timeMs: number): void {
    this.#parts.log.info({ why, timeMs }, 'an entry ended without filling in full');
  }

  onOperatorRefused(command: OperatorCommand, why: string): void {
    this.#parts.log.warn({ command, why }, 'a command of the operator was not carried out');
  }

  onHandled(input: SessionInput, batch: OutputBatch, changes: ReadonlySet<SessionChange>): void {
    const sent = batch.commands.length;
    this.counters.ordersSent += batch.commands.filter(({ command }) => command.kind === 'place').length;
    this.counters.fills += batch.fills.length;
    if (sent > 0 || input.kind === 'report') this.#truths.soon();
    if (changes.size > 0) {
      this.#saveSnapshotSoon();
      this.#noteHeld();
    }
    this.#logCommands(batch);
    if (this.#entriesGone !== null && !this.#hasOpenEntry()) this.#entriesGone();
    this.#parts.listener.onHandled(batch, changes);
  }

  onStoreFailed(error: AuctionTraderError): void {
    const { desk, clock, log } = this.#parts;
    log.error({ error: error.message, details: error.details }, 'a store cannot be written');
    desk.raise('STORE_ERROR', error.message, { store: error.details.file ?? '', error: error.code });
    if (this.#storesReported) return;
    this.#storesReported = true;
    const timeMs = clock.nowMs();
    if (this.opened.header.mode === 'live') this.#drive({ kind: 'venue-ready', timeMs, ready: false });
    else if (this.opened.session.state.activated)
      this.#drive({ kind: 'operator', timeMs, command: 'deactivate' });
  }

  onStoreWorks(): void {
    this.#storesReported = false;
    this.#parts.desk.clear('STORE_ERROR', 'the stores can be written again');
    // Inputs may be missing from the recording: a restart goes on from behind them.
    this.#saveSnapshotSoon();
    const ready = this.#mayTrade();
    if (this.opened.header.mode === 'live')
      this.#drive({ kind: 'venue-ready', timeMs: this.#parts.clock.nowMs(), ready });
  }

  onFailed(error: unknown): void {
    this.#parts.log.error({ error: errorText(error) }, 'the trader cannot go on; a stop at the venue stays');
    this.#halt();
    this.#parts.listener.onFailed(error);
  }

  #mayTrade(): boolean {
    return this.venueReady.ready && this.opened.driver.storesWork;
  }

  #storeProblem(error: unknown): void {
    if (error instanceof AuctionTraderError && error.code === 'STORE_ERROR') this.onStoreFailed(error);
    else this.opened.driver.fail(error);
  }

  #logCommands(batch: OutputBatch): void {
    const { log } = this.#parts;
    const { instrument } = this.opened.header;
    for (const { command, linkId } of batch.commands)
      log.info({ ...FOR_MACHINES, linkId, ...command }, 'order command');
    for (const { fill } of batch.fills) log.info({ data: fill }, fillText(fill, instrument));
    for (const trade of batch.closedTrades) log.info({ data: trade }, tradeText(trade, instrument));
  }

  #logReport(report: OrderReport): void {
    this.#parts.log.info({ ...FOR_MACHINES, ...report }, 'order report');
  }
}

function parseState(text: string): unknown {
  return text === '' ? null : JSON.parse(text);
}
