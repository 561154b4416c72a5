import {
  type DecisionDifference,
  explainDecisions,
  explainFills,
  type FillComparison,
  legOutcomes,
  type RunOutcome,
  UNEXPLAINED,
} from '@auction-trader/backtest';
import { defineInstrument, MINUTE_MS, REASON } from '@auction-trader/core';
import type { SessionInput, SessionSnapshot, TradingSession } from '@auction-trader/engine';
import type { FillRecord, TradeRecord } from '@auction-trader/execution';
import { featureSnapshots } from '@auction-trader/features';
import {
  type DecisionRow,
  type RecordingHeader,
  readRecording,
  readRecordingHeader,
} from '@auction-trader/storage';
import { buildSession, type StrategyMaker, sessionSeed } from '../trader/build-session.ts';
import { purgedRecording } from '../trader/purged-recording.ts';
import { SessionOutputs } from '../trader/session-outputs.ts';

/** Closed trades of a run, and what they came to, in quote currency. */
export interface RunResult {
  readonly trades: number;
  readonly netPnl: number;
  readonly fees: number;
  readonly funding: number;
}

/** A recorded run beside a backtest of what it heard. */
export interface BacktestComparison {
  readonly runId: string;
  readonly mode: string;
  readonly symbol: string;
  /** Price of a tick. */
  readonly tickSize: number;
  /** Minutes that both have decided. */
  readonly minutes: number;
  readonly live: RunResult;
  readonly backtest: RunResult;
  readonly decisions: readonly DecisionDifference[];
  readonly fills: readonly FillComparison[];
  /** Differences that nothing explains. */
  readonly unexplained: number;
}

/** How a recording is compared. */
export interface CompareOptions {
  readonly signal: AbortSignal;
  /** Default: the auction strategy. */
  readonly makeStrategy?: StrategyMaker;
}

/** Inputs between two turns for others. */
const TURN = 5_000;

/**
 * Runs a recorded run again, and beside it a session that hears the same market and fills by the
 * backtest's model. That one gives what a backtest of the recorded ticks gives, to the byte, and it is
 * switched on and off when the recorded one was.
 *
 * @param dir folder of the recording
 */
export async function compareWithBacktest(dir: string, options: CompareOptions): Promise<BacktestComparison> {
  const header = readRecordingHeader(dir);
  const { makeStrategy } = options;
  const { start } = sessionSeed(header);
  const live = new Played(header, start, makeStrategy);
  const backtest = new Played(asBacktest(header), start, makeStrategy);
  let count = 0;
  for (const { seq, input } of readRecording(dir)) {
    if (count === 0 && seq !== 1) throw purgedRecording(dir);
    if (++count % TURN === 0) {
      options.signal.throwIfAborted();
      await new Promise(setImmediate);
    }
    live.apply(input);
    if (isOfMarket(input)) backtest.apply(input);
    if (live.activated === backtest.activated) continue;
    const command = live.activated ? 'activate' : 'deactivate';
    backtest.apply({ kind: 'operator', timeMs: input.timeMs, command });
  }
  return compare(header, live, backtest);
}

function compare(
  { runId, mode, instrument }: RecordingHeader,
  live: Played,
  backtest: Played,
): BacktestComparison {
  const [ours, theirs] = [live.outcome(), backtest.outcome()];
  const decisions = explainDecisions(ours, theirs);
  const fills = explainFills(ours, theirs);
  return {
    runId,
    mode,
    symbol: instrument.symbol,
    tickSize: Number(instrument.tickSize),
    minutes: ours.decisions.size,
    live: live.result(),
    backtest: backtest.result(),
    decisions,
    fills,
    unexplained:
      decisions.filter(({ why }) => why === UNEXPLAINED).length +
      fills.filter(({ reasons }) => reasons.includes(UNEXPLAINED)).length,
  };
}

/** The same run on paper, cold; it is switched on by what the recorded one did. */
function asBacktest(header: RecordingHeader): RecordingHeader {
  return { ...header, mode: 'paper', session: { ...sessionSeed(header), start: null } };
}

/** What the backtest hears: the market, time, and an operator who gets out. */
function isOfMarket(input: SessionInput): boolean {
  switch (input.kind) {
    case 'frame':
    case 'minute':
    case 'time':
    case 'connected':
    case 'disconnected':
      return true;
    case 'operator':
      return input.command === 'flatten' || input.command === 'cancel-entries';
    default:
      return false;
  }
}

/** A session that is played, with all it says. */
class Played {
  activated: boolean;
  readonly #session: TradingSession;
  readonly #outputs: SessionOutputs;
  readonly #closed: TradeRecord[] = [];
  readonly #fills: FillRecord[] = [];
  readonly #decisions = new Map<number, DecisionRow>();
  readonly #dropped = new Map<number, string>();
  /** Minute close at which the newest entry was decided. */
  #entryMs = Number.NaN;

  /** @param start state after the warm-up, of a session of any mode */
  constructor(header: RecordingHeader, start: SessionSnapshot | null, makeStrategy?: StrategyMaker) {
    this.#outputs = new SessionOutputs({
      onMinute: ({ decision }) => JSON.stringify(snapshotOf(decision.index)),
      onLocalCommand: () => {},
      onLocalFill: () => {},
      onAlert: () => {},
      onEntryDropped: (why) => this.#dropped.set(this.#entryMs, why),
      onOperatorRefused: () => {},
    });
    const session = buildSession(header, this.#outputs, makeStrategy);
    const { tape, features } = session;
    const snapshotOf = featureSnapshots({ instrument: defineInstrument(header.instrument), tape, features });
    this.#session = session;
    if (start !== null) {
      const { mode, exchange } = session.snapshot();
      session.restore({ ...start, mode, exchange });
    }
    this.activated = session.state.activated;
  }

  apply(input: SessionInput): void {
    this.#session.apply(input);
    this.#session.takeCommands();
    const { changes } = this.#outputs;
    if (changes.has('activation')) this.activated = this.#session.state.activated;
    changes.clear();
    const { decisions, fills, closedTrades } = this.#outputs.take();
    for (const { fill } of fills) this.#fills.push(fill);
    this.#closed.push(...closedTrades);
    for (const decision of decisions) {
      this.#decisions.set(decision.minuteMs, decision);
      if (decision.reason === REASON.ENTRY) this.#entryMs = decision.minuteMs + MINUTE_MS;
    }
  }

  outcome(): RunOutcome {
    const { openTrade, state } = this.#session;
    const trades = openTrade === null ? this.#closed : [...this.#closed, openTrade];
    return {
      legs: legOutcomes(this.#fills, trades),
      decisions: this.#decisions,
      dropped: this.#dropped,
      waitingMs: state.orders.some(({ leg }) => leg === 'ENTRY') ? this.#entryMs : null,
    };
  }

  result(): RunResult {
    const { length: trades } = this.#closed;
    const sum = (value: (trade: TradeRecord) => number) =>
      this.#closed.reduce((total, trade) => total + value(trade), 0);
    return {
      trades,
      netPnl: sum(({ netPnl }) => netPnl),
      fees: sum(({ fees }) => fees),
      funding: sum(({ funding }) => funding),
    };
  }
}
