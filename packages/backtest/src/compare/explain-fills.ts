import { type Leg, MINUTE_MS, REASON, REASONS } from '@auction-trader/core';
import { type LegOutcome, legName } from './leg-outcome.ts';
import {
  chosenDifference,
  decisionName,
  differingFields,
  isEntry,
  type MinuteDecision,
} from './minute-decision.ts';

/** What one of the two runs did. */
export interface RunOutcome {
  readonly legs: readonly LegOutcome[];
  /** Every minute's decision by the minute's start, epoch ms. */
  readonly decisions: ReadonlyMap<number, MinuteDecision>;
  /** Why an entry ended unfilled, by the minute close at which it was decided. */
  readonly dropped: ReadonlyMap<number, string>;
  /** Minute close at which the entry that is still at work was decided; null for none. */
  readonly waitingMs: number | null;
}

/** One leg of a trade in both runs, and what makes the difference. Ticks are positive where live did worse. */
export interface FillComparison {
  readonly decisionMs: number;
  readonly leg: Leg;
  readonly side: number;
  readonly live: LegOutcome | null;
  readonly backtest: LegOutcome | null;
  /** Difference of the prices; the three below are its parts and add up to it. NaN when one of the fills is missing. */
  readonly worseTicks: number;
  /** The market has moved between the two fills. NaN, as `bookTicks`, where a middle is not known. */
  readonly marketTicks: number;
  /** Slippage that the model has charged, in a run that fills by it: less than 0 where only the backtest does. */
  readonly modelTicks: number;
  /** Where in the book it was filled: spread, depth, a limit against a market order. */
  readonly bookTicks: number;
  /** Live was filled so much later. */
  readonly laterMs: number;
  /** Why they differ, in words; empty when they do not. `unexplained` when nothing explains it. */
  readonly reasons: readonly string[];
}

/** Stands among the reasons when there is none. */
export const UNEXPLAINED = 'unexplained';

/** Rounding of weighted means. */
const TICKS_EPSILON = 1e-6;

/** Compares the fills of a live run with those of a backtest of the same market, leg by leg of each trade. */
export function explainFills(live: RunOutcome, backtest: RunOutcome): FillComparison[] {
  const theirs = new Map(backtest.legs.map((leg) => [legName(leg), leg]));
  const ours = new Set(live.legs.map(legName));
  const pairs = [
    ...live.legs.map((leg) => [leg, theirs.get(legName(leg)) ?? null] as const),
    ...backtest.legs.filter((leg) => !ours.has(legName(leg))).map((leg) => [null, leg] as const),
  ];
  return pairs
    .map(([one, other]) =>
      one !== null && other !== null
        ? explainBoth(one, other, live, backtest)
        : explainOne(one, other, live, backtest),
    )
    .sort((left, right) => timeOf(left) - timeOf(right));
}

function timeOf({ live, backtest }: FillComparison): number {
  return (live ?? backtest)!.fillMs;
}

function explainBoth(
  live: LegOutcome,
  backtest: LegOutcome,
  ours: RunOutcome,
  theirs: RunOutcome,
): FillComparison {
  const { decisionMs, leg, side } = live;
  const laterMs = live.fillMs - backtest.fillMs;
  const worseTicks = exact(side * (live.priceTicks - backtest.priceTicks));
  // Fills of one time met one market, whenever they were heard of.
  const marketTicks = laterMs === 0 ? 0 : exact(side * (live.midTicks - backtest.midTicks));
  const modelTicks = exact(live.slippageTicks - backtest.slippageTicks);
  const bookTicks = exact(worseTicks - marketTicks - modelTicks);
  const reasons: string[] = [];
  if (live.lots !== backtest.lots) reasons.push(...sizeReasons(live, backtest, ours, theirs));
  if (laterMs !== 0) reasons.push('time');
  if (live.liquidity !== backtest.liquidity) reasons.push(`${live.liquidity}, not ${backtest.liquidity}`);
  if (live.fills !== backtest.fills) reasons.push(`in ${live.fills} parts, not ${backtest.fills}`);
  if (worseTicks !== 0 && Number.isNaN(marketTicks)) reasons.push('price');
  if (isOther(marketTicks)) reasons.push('market moved');
  if (isOther(modelTicks)) reasons.push('slippage of the model');
  if (isOther(bookTicks)) reasons.push('real book');
  return {
    decisionMs,
    leg,
    side,
    live,
    backtest,
    worseTicks,
    marketTicks,
    modelTicks,
    bookTicks,
    laterMs,
    reasons,
  };
}

/** A size follows from the decision, from what was filled of it, and from what other legs have taken. */
function sizeReasons(live: LegOutcome, backtest: LegOutcome, ours: RunOutcome, theirs: RunOutcome): string[] {
  const { decisionMs, leg } = live;
  if (leg === 'ENTRY') {
    const decided = decisionAt(ours, decisionMs)?.lots;
    const modelled = decisionAt(theirs, decisionMs)?.lots;
    if (decided === live.lots && modelled === backtest.lots) return ['size follows the money'];
    return decided === undefined || modelled === undefined ? [UNEXPLAINED] : ['filled in part'];
  }
  const heldBy = (run: RunOutcome) =>
    run.legs.find((other) => other.leg === 'ENTRY' && other.decisionMs === decisionMs)?.lots;
  if (heldBy(ours) !== heldBy(theirs)) return ['size of the entry'];
  return ['left otherwise'];
}

function explainOne(
  live: LegOutcome | null,
  backtest: LegOutcome | null,
  ours: RunOutcome,
  theirs: RunOutcome,
): FillComparison {
  const { decisionMs, leg, side } = (live ?? backtest)!;
  const missing = live === null ? ours : theirs;
  const ticks = {
    worseTicks: Number.NaN,
    marketTicks: Number.NaN,
    modelTicks: Number.NaN,
    bookTicks: Number.NaN,
  };
  const reasons = [whyMissing(decisionMs, leg, missing)];
  return { decisionMs, leg, side, live, backtest, ...ticks, laterMs: Number.NaN, reasons };
}

/** Why a run has no fill of a leg that the other has. */
function whyMissing(decisionMs: number, leg: Leg, run: RunOutcome): string {
  const legs = run.legs.filter((other) => other.decisionMs === decisionMs);
  if (legs.some((other) => other.leg === 'ENTRY')) {
    const exits = legs.filter((other) => other.leg !== 'ENTRY').map((other) => other.leg);
    return exits.length === 0 ? 'still open' : `left by ${exits.join(', ')}`;
  }
  if (leg !== 'ENTRY') return 'was not entered';
  const dropped = run.dropped.get(decisionMs);
  if (dropped !== undefined) return `not filled: ${dropped}`;
  if (run.waitingMs === decisionMs) return 'still waits';
  const decision = decisionAt(run, decisionMs);
  if (decision === undefined) return UNEXPLAINED;
  return isEntry(decision) ? UNEXPLAINED : `decided ${REASONS[decision.reason]}`;
}

function decisionAt(run: RunOutcome, decisionMs: number): MinuteDecision | undefined {
  return run.decisions.get(decisionMs - MINUTE_MS);
}

/** Neither nothing nor unknown. */
function isOther(ticks: number): boolean {
  return ticks !== 0 && !Number.isNaN(ticks);
}

function exact(ticks: number): number {
  const whole = Math.round(ticks * 2) / 2;
  return Math.abs(ticks - whole) < TICKS_EPSILON ? whole + 0 : ticks;
}

/** A minute that the two runs decided differently. */
export interface DecisionDifference {
  /** Start of the minute, epoch ms. */
  readonly minuteMs: number;
  /** ACTION or REASON of both, or the fields that differ. */
  readonly live: string;
  readonly backtest: string;
  readonly why: string;
}

/** Reasons that depend on the position, the orders at work and past exits: on fills. */
const OF_POSITION: ReadonlySet<number> = new Set([
  REASON.COOLDOWN,
  REASON.PENDING_ORDER,
  REASON.SAME_SIDE,
  REASON.FLIP_DISABLED,
  REASON.SOFT_STOP,
  REASON.TIME_STOP,
  REASON.STRATEGY_EXIT,
]);
const OF_MONEY: ReadonlySet<number> = new Set([REASON.KILL_SWITCH, REASON.SIZE_MIN, REASON.SIZE_COST]);
/** What a backtest does not know: a line that is down, a halt, an operator. */
const OF_VENUE: ReadonlySet<number> = new Set([REASON.FEED_STALE, REASON.HALTED, REASON.OBSERVE]);

/**
 * The minutes that were decided differently. Features, flags and the wanted trade must be the same in
 * every minute; only what came of it may differ, as fills, money and the venue do.
 */
export function explainDecisions(live: RunOutcome, backtest: RunOutcome): DecisionDifference[] {
  const found: DecisionDifference[] = [];
  for (const [minuteMs, ours] of live.decisions) {
    const theirs = backtest.decisions.get(minuteMs);
    if (theirs === undefined) continue;
    const market = differingFields(ours, theirs, ['featureSnapshot', 'flags']).join(', ');
    if (market !== '') {
      found.push({ minuteMs, live: market, backtest: market, why: UNEXPLAINED });
      continue;
    }
    const chosen = chosenDifference(ours, theirs);
    if (chosen === null) continue;
    if (chosen === 'size') {
      found.push({ minuteMs, live: `${ours.lots} lots`, backtest: `${theirs.lots} lots`, why: 'money' });
      continue;
    }
    const why = chosen === 'decision' ? whyDecided(ours.reason, theirs.reason) : UNEXPLAINED;
    found.push({ minuteMs, live: decisionName(ours), backtest: decisionName(theirs), why });
  }
  return found;
}

/** What two reasons of one minute, on the same features, rest on. */
export function whyDecided(live: number, backtest: number): string {
  const either = (reasons: ReadonlySet<number>) => reasons.has(live) || reasons.has(backtest);
  if (either(OF_VENUE)) return 'venue or operator';
  if (either(OF_POSITION)) return 'position';
  return either(OF_MONEY) ? 'money' : UNEXPLAINED;
}
