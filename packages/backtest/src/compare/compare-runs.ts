import { ACTION, AuctionTraderError, MINUTE_MS, roundHalfUp8 } from '@auction-trader/core';
import {
  type ChangedDecision,
  type ComparedDecisions,
  compareDecisions,
  type ValueDifference,
} from './compare-decisions.ts';
import type { ComparedRun } from './compared-run.ts';
import { explainFills, type FillComparison, type RunOutcome } from './explain-fills.ts';
import type { LegOutcome } from './leg-outcome.ts';
import { isEntry } from './minute-decision.ts';
import {
  type DifferenceParts,
  inCommon,
  isCommon,
  pairTrades,
  sumParts,
  type TradePair,
} from './trade-pairs.ts';

/** One of the two runs, over the minutes that both decided. Money in quote currency. */
export interface ComparedSide {
  readonly name: string;
  readonly mode: string;
  /** Start of its first minute and end of its last, epoch ms. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly minutes: number;
  /** Trades decided in common minutes, and what they came to. */
  readonly trades: number;
  readonly netPnl: number;
  readonly fees: number;
  readonly funding: number;
  /** Trades that were decided in minutes which the other run does not have. */
  readonly otherTrades: number;
  readonly otherNetPnl: number;
}

/** A decision that differs, and what the trades that followed from it came to: A less B. */
export interface DecisionCost extends ChangedDecision {
  readonly trades: number;
  readonly cost: number;
}

/** A trade that both decided the same and that came to something else: A less B. */
export interface TradeCost extends TradePair {
  /** What made the difference, in words. */
  readonly reasons: readonly string[];
}

/** A leg of a trade that was filled otherwise. */
export interface FillCost extends Omit<FillComparison, 'live' | 'backtest'> {
  readonly a: LegOutcome | null;
  readonly b: LegOutcome | null;
  /** What the price made of A's lots, A less B; null where only one run has the fill. */
  readonly priceCost: number | null;
  /** Fee of A less fee of B. */
  readonly feeDifference: number;
}

/** Two runs beside each other, decision by decision. `a` and `b` as they were given. */
export interface RunComparison {
  readonly a: ComparedSide;
  readonly b: ComparedSide;
  readonly symbol: string;
  readonly tickSize: number;
  /** Minutes that both decided: start of the first, end of the last, and their number. */
  readonly common: { readonly fromMs: number; readonly toMs: number; readonly minutes: number };
  /** Keys of the configuration with other values; null where one of them is not known. */
  readonly configuration: readonly ValueDifference[] | null;
  /** Other facts that differ: data, strategy, version. */
  readonly facts: readonly ValueDifference[];
  /** Nothing differs in any minute, fill or trade. */
  readonly equal: boolean;
  readonly featureMinutes: number;
  readonly firstFeatures: ComparedDecisions['firstFeatures'];
  /** In the order of time. */
  readonly decisions: readonly DecisionCost[];
  readonly fills: readonly FillCost[];
  /** Trades of the same decisions. */
  readonly trades: readonly TradeCost[];
  /** Whether open positions count with what closing them would add; else only with what is booked. */
  readonly openMarked: boolean;
  readonly onlyA: number;
  readonly onlyB: number;
  /** Net of A less net of B over the common minutes. */
  readonly difference: number;
  /** The sum over {@link decisions}, and that over {@link trades}. */
  readonly ofDecisions: number;
  readonly ofTrades: number;
  /** The same difference by what it is made of. */
  readonly parts: DifferenceParts;
  /** What none of them accounts for. */
  readonly unexplained: number;
}

/**
 * Compares two runs of the same symbol over the minutes that both decided. Every trade's difference is
 * put down to one cause: the decision to enter where that differs, else the first decision to get out
 * that differs, else its fills. So the causes add up to the whole difference.
 *
 * @param one A
 * @param other B
 * @throws AuctionTraderError (exit code 1): `OTHER_SYMBOL`, `OTHER_GRID`, `NO_OVERLAP`
 */
export function compareRuns(one: ComparedRun, other: ComparedRun): RunComparison {
  requireComparable(one, other);
  const openMarked = [one, other].every(({ trades }) =>
    trades.every((trade) => !Number.isNaN(trade.openResult)),
  );
  const [a, b] = [withOpenResults(one, openMarked), withOpenResults(other, openMarked)];
  const configuration = configurationDifferences(a, b);
  const { changed, minutes, ...features } = compareDecisions(a, b, configuration?.length === 0);
  const common = commonMinutes(a, b, minutes);
  const pairs = pairTrades(a, b);
  const causes = causesOf(pairs, changed, a, b);
  const fills = fillCosts(a, b);
  const followed = Map.groupBy(causes, ({ cause }) => cause);
  const decisions = changed.map((decision) => decisionCost(decision, followed.get(decision.minuteMs) ?? []));
  const trades = causes
    .filter(({ cause }) => cause === null)
    .map(({ pair }) => ({ ...pair, reasons: reasonsOf(pair, fills) }))
    .filter(({ difference, reasons }) => difference !== 0 || reasons.length > 0);
  const parts = roundParts(sumParts(pairs.map((pair) => pair.parts)));
  const difference = sum(pairs.map((pair) => pair.difference));
  const ofDecisions = sum(decisions.map(({ cost }) => cost));
  const ofTrades = sum(trades.map((trade) => trade.difference));
  return {
    a: sideOf(a, b),
    b: sideOf(b, a),
    symbol: a.symbol,
    tickSize: a.tick.value,
    common,
    configuration,
    facts: factDifferences(a, b),
    equal: changed.length + features.featureMinutes + fills.length + trades.length === 0 && difference === 0,
    ...features,
    decisions,
    fills,
    trades,
    openMarked,
    onlyA: pairs.filter((pair) => pair.b === null).length,
    onlyB: pairs.filter((pair) => pair.a === null).length,
    difference: money(difference),
    ofDecisions: money(ofDecisions),
    ofTrades: money(ofTrades),
    parts,
    unexplained: money(difference - ofDecisions - ofTrades),
  };
}

/** Both runs count their open positions the same way. */
function withOpenResults(run: ComparedRun, openMarked: boolean): ComparedRun {
  if (!openMarked) return run;
  const trades = run.trades.map((trade) => ({
    ...trade,
    grossPnl: trade.grossPnl + trade.openResult,
    netPnl: trade.netPnl + trade.openResult,
  }));
  return { ...run, trades };
}

function requireComparable(a: ComparedRun, b: ComparedRun): void {
  if (a.symbol !== b.symbol || a.venue !== b.venue) {
    const [one, other] = [a, b].map(({ symbol, venue }) => `${symbol} (${venue})`);
    throw incomparable('OTHER_SYMBOL', `${a.name} is of ${one}, ${b.name} of ${other}`);
  }
  if (a.tick.text !== b.tick.text || a.lot.text !== b.lot.text) {
    throw incomparable('OTHER_GRID', `the ticks or lots of ${a.name} and ${b.name} have different sizes`);
  }
}

function commonMinutes(a: ComparedRun, b: ComparedRun, minutes: number): RunComparison['common'] {
  const both = [...a.decisions.keys()].filter((minuteMs) => b.decisions.has(minuteMs));
  if (minutes > 0) return { fromMs: both[0]!, toMs: both.at(-1)! + MINUTE_MS, minutes };
  const [one, other] = [a, b].map(periodText);
  throw incomparable('NO_OVERLAP', `no minute was decided by both: ${a.name} has ${one}, ${b.name} ${other}`);
}

function periodText({ decisions }: ComparedRun): string {
  const minutes = [...decisions.keys()];
  if (minutes.length === 0) return 'none';
  const text = (timeMs: number) => new Date(timeMs).toISOString().slice(0, 16).replace('T', ' ');
  return `${text(minutes[0]!)} to ${text(minutes.at(-1)!)}`;
}

function incomparable(code: string, what: string): AuctionTraderError {
  return new AuctionTraderError(what, {
    code,
    exitCode: 1,
    hint: 'Compare two runs over the same market and days.',
  });
}

function sideOf(run: ComparedRun, other: ComparedRun): ComparedSide {
  const minutes = [...run.decisions.keys()];
  const trades = [...inCommon(run, other).values()];
  const others = run.trades.filter(({ decisionMs }) => !isCommon(decisionMs, run, other));
  return {
    name: run.name,
    mode: run.mode,
    fromMs: minutes[0]!,
    toMs: minutes.at(-1)! + MINUTE_MS,
    minutes: minutes.length,
    trades: trades.length,
    netPnl: money(sum(trades.map(({ netPnl }) => netPnl))),
    fees: money(sum(trades.map(({ fees }) => fees))),
    funding: money(sum(trades.map(({ funding }) => funding))),
    otherTrades: others.length,
    otherNetPnl: money(sum(others.map(({ netPnl }) => netPnl))),
  };
}

/** A trade and the minute of the decision that its difference is put down to; null for its fills. */
interface Cause {
  readonly pair: TradePair;
  readonly cause: number | null;
}

function causesOf(
  pairs: readonly TradePair[],
  changed: readonly ChangedDecision[],
  a: ComparedRun,
  b: ComparedRun,
): Cause[] {
  const minutes = new Set(changed.map(({ minuteMs }) => minuteMs));
  const exits = changed
    .map(({ minuteMs }) => minuteMs)
    .filter((minuteMs) => [a, b].some((run) => run.decisions.get(minuteMs)!.action === ACTION.EXIT));
  return pairs.map((pair) => {
    const entry = pair.decisionMs - MINUTE_MS;
    if (minutes.has(entry)) return { pair, cause: entry };
    if (pair.a === null || pair.b === null) return { pair, cause: null };
    const left = Math.max(
      ...[pair.a, pair.b].map(({ closeMs }) => (Number.isNaN(closeMs) ? Infinity : closeMs)),
    );
    return { pair, cause: exits.find((minuteMs) => minuteMs > entry && minuteMs < left) ?? null };
  });
}

function decisionCost(decision: ChangedDecision, followed: readonly Cause[]): DecisionCost {
  const cost = sum(followed.map(({ pair }) => pair.difference));
  return { ...decision, trades: followed.length, cost: money(cost) };
}

function fillCosts(a: ComparedRun, b: ComparedRun): FillCost[] {
  const quotePerTickLot = a.tick.value * a.lot.value;
  return explainFills(outcomeOf(a, b), outcomeOf(b, a))
    .map(({ live: ours, backtest: theirs, ...fill }): FillCost => {
      const both = { ...fill, a: ours, b: theirs };
      const feeDifference = money((ours?.fee ?? 0) - (theirs?.fee ?? 0));
      if (ours === null || theirs === null) return { ...both, priceCost: null, feeDifference };
      const ticks = ours.priceTicks - theirs.priceTicks;
      const priceCost = money(-fill.side * ours.lots * ticks * quotePerTickLot);
      const reasons = feeDifference === 0 || fill.reasons.length > 0 ? fill.reasons : ['fee'];
      return { ...both, reasons, priceCost, feeDifference };
    })
    .filter(({ reasons }) => reasons.length > 0);
}

function outcomeOf(run: ComparedRun, other: ComparedRun): RunOutcome {
  const traded = new Set(run.trades.map(({ decisionMs }) => decisionMs));
  const unfilled = [...run.decisions.values()]
    .filter((decision) => isEntry(decision) && !traded.has(decision.minuteMs + MINUTE_MS))
    .map(({ minuteMs }) => [minuteMs + MINUTE_MS, 'the entry ended unfilled'] as const);
  return {
    legs: run.legs.filter(({ decisionMs }) => isCommon(decisionMs, run, other)),
    decisions: run.decisions,
    dropped: new Map(unfilled),
    waitingMs: null,
  };
}

function reasonsOf({ decisionMs, a, b, parts }: TradePair, fills: readonly FillCost[]): string[] {
  const legs = fills.filter((fill) => fill.decisionMs === decisionMs);
  const reasons = legs.flatMap(({ leg, reasons: why }) => why.map((one) => `${leg}: ${one}`));
  if (reasons.length > 0) return reasons;
  if (a !== null && b !== null && parts.funding !== 0) return ['funding'];
  return [];
}

function configurationDifferences(a: ComparedRun, b: ComparedRun): ValueDifference[] | null {
  if (a.config === null || b.config === null) return null;
  return differences(flatKeys(a.config), flatKeys(b.config));
}

/** A fact that one of them does not tell is no difference. */
function factDifferences(a: ComparedRun, b: ComparedRun): ValueDifference[] {
  const known = Object.keys(a.facts).filter((name) => name in b.facts);
  const of = ({ facts }: ComparedRun) => new Map(known.map((name) => [name, facts[name]]));
  return differences(of(a), of(b));
}

function flatKeys(config: Readonly<Record<string, unknown>>): Map<string, unknown> {
  return new Map(
    Object.entries(config).flatMap(([section, keys]) =>
      Object.entries(keys as object).map(([key, value]) => [`${section}.${key}`, value] as const),
    ),
  );
}

function differences(a: ReadonlyMap<string, unknown>, b: ReadonlyMap<string, unknown>): ValueDifference[] {
  return [...new Set([...a.keys(), ...b.keys()])]
    .filter((name) => JSON.stringify(a.get(name)) !== JSON.stringify(b.get(name)))
    .map((name) => ({ name, a: a.get(name) ?? null, b: b.get(name) ?? null }));
}

function roundParts(parts: DifferenceParts): DifferenceParts {
  return Object.fromEntries(
    Object.entries(parts).map(([name, amount]) => [name, money(amount)]),
  ) as unknown as DifferenceParts;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Rounded as everywhere; nothing has no sign. */
function money(amount: number): number {
  return roundHalfUp8(amount) + 0;
}
