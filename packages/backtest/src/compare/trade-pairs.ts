import { MINUTE_MS } from '@auction-trader/core';
import type { ComparedRun, ComparedTrade } from './compared-run.ts';
import type { LegOutcome } from './leg-outcome.ts';

/** What the difference of two results is made of; the parts add up to it. Quote currency, A less B. */
export interface DifferenceParts {
  /** Trades that only one of the runs has made. */
  readonly onlyA: number;
  readonly onlyB: number;
  /** Of trades of both: B's result, had it traded A's size, less B's result. */
  readonly size: number;
  /** At A's size: prices of entry, prices of the exits that both made, and other ways out. */
  readonly entryPrices: number;
  readonly exitPrices: number;
  readonly otherExits: number;
  readonly fees: number;
  readonly funding: number;
}

/** A trade decided at one minute close, in both runs or in one. */
export interface TradePair {
  readonly decisionMs: number;
  readonly a: ComparedTrade | null;
  readonly b: ComparedTrade | null;
  /** Net of A less net of B. */
  readonly difference: number;
  readonly parts: DifferenceParts;
}

/** No difference. */
const NO_PARTS: DifferenceParts = {
  onlyA: 0,
  onlyB: 0,
  size: 0,
  entryPrices: 0,
  exitPrices: 0,
  otherExits: 0,
  fees: 0,
  funding: 0,
};

/** The trades that were decided in minutes of both runs, by the time of their decisions. */
export function pairTrades(a: ComparedRun, b: ComparedRun): TradePair[] {
  const ours = inCommon(a, b);
  const theirs = inCommon(b, a);
  const legs = { a: legsByDecision(a), b: legsByDecision(b) };
  const quotePerTickLot = a.tick.value * a.lot.value;
  const times = [...new Set([...ours.keys(), ...theirs.keys()])].sort((left, right) => left - right);
  return times.map((decisionMs) => {
    const [one, other] = [ours.get(decisionMs) ?? null, theirs.get(decisionMs) ?? null];
    const difference = (one?.netPnl ?? 0) - (other?.netPnl ?? 0);
    const found = [legs.a.get(decisionMs) ?? [], legs.b.get(decisionMs) ?? []] as const;
    return { decisionMs, a: one, b: other, difference, parts: partsOf(one, other, found, quotePerTickLot) };
  });
}

/** The trades of a run whose minute another run has decided too. */
export function inCommon(run: ComparedRun, other: ComparedRun): Map<number, ComparedTrade> {
  const common = run.trades.filter(({ decisionMs }) => isCommon(decisionMs, run, other));
  return new Map(common.map((trade) => [trade.decisionMs, trade]));
}

/** Whether both runs decided the minute that ended at a time. */
export function isCommon(decisionMs: number, a: ComparedRun, b: ComparedRun): boolean {
  return a.decisions.has(decisionMs - MINUTE_MS) && b.decisions.has(decisionMs - MINUTE_MS);
}

/** Sums of parts. */
export function sumParts(all: readonly DifferenceParts[]): DifferenceParts {
  const sum = (name: keyof DifferenceParts) => all.reduce((total, parts) => total + parts[name], 0);
  return Object.fromEntries(
    (Object.keys(NO_PARTS) as (keyof DifferenceParts)[]).map((name) => [name, sum(name)]),
  ) as unknown as DifferenceParts;
}

/** Legs of one trade in A and in B. */
type BothLegs = readonly [a: readonly LegOutcome[], b: readonly LegOutcome[]];

function partsOf(
  one: ComparedTrade | null,
  other: ComparedTrade | null,
  legs: BothLegs,
  quotePerTickLot: number,
): DifferenceParts {
  if (one === null || other === null || one.side !== other.side) {
    return { ...NO_PARTS, onlyA: one?.netPnl ?? 0, onlyB: -(other?.netPnl ?? 0) };
  }
  const scale = one.lots / other.lots;
  const gross = one.grossPnl - other.grossPnl * scale;
  const { entryPrices, exitPrices } = pricesOf(legs, scale, quotePerTickLot);
  return {
    ...NO_PARTS,
    size: other.netPnl * (scale - 1),
    entryPrices,
    exitPrices,
    otherExits: gross - entryPrices - exitPrices,
    fees: other.fees * scale - one.fees,
    funding: other.funding * scale - one.funding,
  };
}

/** What better or worse prices of the legs that both have came to, at A's size. */
function pricesOf([ours, theirs]: BothLegs, scale: number, quotePerTickLot: number) {
  let entryPrices = 0;
  let exitPrices = 0;
  for (const leg of ours) {
    const same = theirs.find((other) => other.leg === leg.leg);
    // Another share of the position is another way out, not another price.
    if (same === undefined || Math.abs(leg.lots - same.lots * scale) > 1) continue;
    const gain = -leg.side * leg.lots * (leg.priceTicks - same.priceTicks) * quotePerTickLot;
    if (leg.leg === 'ENTRY') entryPrices += gain;
    else exitPrices += gain;
  }
  return { entryPrices, exitPrices };
}

function legsByDecision({ legs }: ComparedRun): Map<number, LegOutcome[]> {
  return Map.groupBy(legs, ({ decisionMs }) => decisionMs);
}
