import { defineInstrument } from '@auction-trader/core';
import type { TradingSession } from '@auction-trader/engine';
import { type OrderCommand, orderLinkId } from '@auction-trader/execution';
import { featureSnapshots } from '@auction-trader/features';
import {
  type DecisionRow,
  type JournalReader,
  type RecordingHeader,
  readRecording,
  readRecordingHeader,
} from '@auction-trader/storage';
import type { ReplayReport } from '../trader-options.ts';
import { buildSession, orderOwner, type StrategyMaker, sessionSeed } from './build-session.ts';
import { purgedRecording } from './purged-recording.ts';
import { SessionOutputs } from './session-outputs.ts';

/** Inputs between two turns for others. */
const TURN = 5_000;

/** How a recording is replayed. */
export interface ReplayRecordingOptions {
  /** Compares with it; null does not compare. */
  readonly journal: JournalReader | null;
  /** Minutes outside are computed, but neither compared nor counted. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly signal: AbortSignal;
  readonly onProgress: (fraction: number) => void;
  /** Default: the auction strategy. */
  readonly makeStrategy?: StrategyMaker;
}

/**
 * Builds the session of a recording again, applies all its inputs, and compares what it decides and orders
 * with the journal, in both directions, up to where the recording ends.
 *
 * @param dir folder of the recording
 */
export async function replayRecording(dir: string, options: ReplayRecordingOptions): Promise<ReplayReport> {
  const header = readRecordingHeader(dir);
  const replay = new Replay(header, options);
  const { startedMs } = header;
  let count = 0;
  for (const { seq, input } of readRecording(dir)) {
    if (count === 0 && seq !== 1) throw purgedRecording(dir);
    if (++count % TURN === 0) {
      options.signal.throwIfAborted();
      // Nobody knows how long a recording is before it was read: what is left of now.
      options.onProgress(1 - 1 / (1 + (input.timeMs - startedMs) / 3_600_000));
      await new Promise(setImmediate);
    }
    replay.apply(seq, input);
    if (replay.report.difference !== null) return replay.report;
  }
  replay.compareEnd(count);
  return replay.report;
}

interface SeenCommand {
  readonly inputSeq: number;
  readonly index: number;
  readonly linkId: string;
  readonly command: OrderCommand;
}

class Replay {
  readonly report: { -readonly [Key in keyof ReplayReport]: ReplayReport[Key] } = {
    runs: 1,
    minutes: 0,
    decisions: 0,
    commands: 0,
    trades: 0,
    netPnl: 0,
    difference: null,
  };
  readonly #header: RecordingHeader;
  readonly #options: ReplayRecordingOptions;
  readonly #session: TradingSession;
  readonly #outputs: SessionOutputs;
  readonly #links = new Map<number, string>();
  readonly #decisions: Iterator<DecisionRow> | null;
  readonly #commands: Iterator<SeenCommand> | null;
  #seq = 0;
  #index = 0;
  #nowMs = 0;

  constructor(header: RecordingHeader, options: ReplayRecordingOptions) {
    this.#header = header;
    this.#options = options;
    this.#outputs = new SessionOutputs({
      onMinute: ({ decision }) => JSON.stringify(this.#snapshotOf(decision.index)),
      onLocalCommand: (command) => this.#takeCommand(command),
      onLocalFill: () => {},
      onAlert: () => {},
      onEntryDropped: () => {},
      onOperatorRefused: () => {},
    });
    this.#session = buildSession(header, this.#outputs, options.makeStrategy);
    const { start } = sessionSeed(header);
    if (start !== null) this.#session.restore(start);
    const { tape, features } = this.#session;
    this.#snapshotOf = featureSnapshots({ instrument: defineInstrument(header.instrument), tape, features });
    const { journal } = options;
    this.#decisions = journal?.decisionsOf(header.runId)[Symbol.iterator]() ?? null;
    this.#commands = journal?.commandsOf(header.runId)[Symbol.iterator]() ?? null;
  }

  readonly #snapshotOf: ReturnType<typeof featureSnapshots>;

  apply(seq: number, input: Parameters<TradingSession['apply']>[0]): void {
    this.#seq = seq;
    this.#index = 0;
    this.#nowMs = input.timeMs;
    this.#outputs.facts = { inputSeq: seq, executionId: null };
    this.#session.apply(input);
    for (const command of this.#session.takeCommands()) this.#takeCommand(command);
    const batch = this.#outputs.take();
    this.#outputs.changes.clear();
    for (const decision of batch.decisions) this.#takeDecision(decision);
    for (const trade of batch.closedTrades) {
      if (!this.#isWanted(trade.closeMs)) continue;
      this.report.trades++;
      this.report.netPnl += trade.netPnl;
    }
  }

  /** The journal must not hold what the replay did not find; a kill may have kept its last row from it. */
  compareEnd(inputs: number): void {
    const decision = this.#decisions?.next();
    if (decision && !decision.done && decision.value.inputSeq <= inputs)
      this.#differ('decision', 'none', JSON.stringify(decision.value));
    const command = this.#commands?.next();
    if (command && !command.done && command.value.inputSeq <= inputs)
      this.#differ('command', 'none', JSON.stringify(command.value));
  }

  #isWanted(timeMs: number): boolean {
    return timeMs >= this.#options.fromMs && timeMs < this.#options.toMs;
  }

  #takeDecision(found: DecisionRow): void {
    if (this.#isWanted(found.minuteMs)) {
      this.report.minutes++;
      this.report.decisions++;
    }
    if (this.#decisions === null) return;
    const next = this.#decisions.next();
    if (next.done) {
      // The journal ends before the recording when a kill came between the two.
      return;
    }
    for (const key of Object.keys(found) as (keyof DecisionRow)[]) {
      if (Object.is(found[key], next.value[key])) continue;
      this.#differ(`decision.${key}`, String(found[key]), String(next.value[key]));
      return;
    }
  }

  #takeCommand(command: OrderCommand): void {
    if (this.#isWanted(this.#nowMs)) this.report.commands++;
    if (command.kind === 'place')
      this.#links.set(command.orderId, orderLinkId(orderOwner(this.#header), command));
    const named = command.kind === 'cancel' ? command.linkId : undefined;
    const linkId = named ?? this.#links.get(command.orderId) ?? '';
    const found = JSON.stringify([this.#seq, this.#index++, linkId, sorted(command)]);
    if (this.#commands === null) return;
    const next = this.#commands.next();
    if (next.done) return;
    const { inputSeq, index, linkId: theirs, command: journaled } = next.value;
    const there = JSON.stringify([inputSeq, index, theirs, sorted(journaled)]);
    if (there !== found) this.#differ('command', found, there);
  }

  #differ(what: string, replayed: string, journal: string): void {
    this.report.difference ??= { timeMs: this.#nowMs, what, replayed, journal };
  }
}

/** The command with its keys in order, and infinite numbers as text. */
function sorted(command: OrderCommand): unknown[] {
  return Object.entries(command)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, value]) => [key, typeof value === 'number' ? String(value) : value]);
}
