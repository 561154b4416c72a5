import { NO_PRICE, REASONS, type Step } from '@auction-trader/core';
import type { ComparedRun } from './compared-run.ts';
import { UNEXPLAINED, whyDecided } from './explain-fills.ts';
import { chosenDifference, decisionName, differingFields, type MinuteDecision } from './minute-decision.ts';

/** A value that two runs have otherwise. */
export interface ValueDifference {
  readonly name: string;
  readonly a: unknown;
  readonly b: unknown;
}

/** A minute that two runs decided differently. */
export interface ChangedDecision {
  /** Start of the minute, epoch ms. */
  readonly minuteMs: number;
  /** What both did, e.g. `ENTER_LONG 200 lots` and `COOLDOWN`. */
  readonly a: string;
  readonly b: string;
  /** `features`, `configuration`, `strategy state`, `position`, `money`, `venue or operator` or `unexplained`. */
  readonly why: string;
  /** Features and levels that differ. */
  readonly values: readonly ValueDifference[];
}

/** What two runs decided in the minutes they have in common. */
export interface ComparedDecisions {
  readonly minutes: number;
  /** Minutes whose features differ, and the first of them. */
  readonly featureMinutes: number;
  readonly firstFeatures: { readonly minuteMs: number; readonly values: readonly ValueDifference[] } | null;
  readonly changed: readonly ChangedDecision[];
}

/** Compares the decisions of two runs, minute by minute. */
export function compareDecisions(a: ComparedRun, b: ComparedRun, sameConfig: boolean): ComparedDecisions {
  const changed: ChangedDecision[] = [];
  let minutes = 0;
  let featureMinutes = 0;
  let firstFeatures: ComparedDecisions['firstFeatures'] = null;
  for (const [minuteMs, ours] of a.decisions) {
    const theirs = b.decisions.get(minuteMs);
    if (theirs === undefined) continue;
    minutes += 1;
    if (ours.featureSnapshot !== theirs.featureSnapshot) {
      featureMinutes += 1;
      firstFeatures ??= { minuteMs, values: featureDifferences(ours, theirs) };
    }
    const difference = changedDecision(ours, theirs, a.tick, sameConfig);
    if (difference !== null) changed.push(difference);
  }
  return { minutes, featureMinutes, firstFeatures, changed };
}

function changedDecision(
  ours: MinuteDecision,
  theirs: MinuteDecision,
  tick: Step,
  sameConfig: boolean,
): ChangedDecision | null {
  const chosen = chosenDifference(ours, theirs);
  if (chosen === null && ours.flags === theirs.flags) return null;
  const values = [...levelDifferences(ours, theirs, tick), ...featureDifferences(ours, theirs)];
  const [a, b] = [decisionText(ours), decisionText(theirs)];
  return { minuteMs: ours.minuteMs, a, b, why: whyChanged(ours, theirs, chosen, sameConfig), values };
}

/** What the strategy saw comes before what became of it. */
function whyChanged(
  ours: MinuteDecision,
  theirs: MinuteDecision,
  chosen: ReturnType<typeof chosenDifference>,
  sameConfig: boolean,
): string {
  const wanted = differingFields(ours, theirs, [
    'flags',
    'setup',
    'side',
    'stopTicks',
    'tp1Ticks',
    'tp2Ticks',
  ]);
  if (wanted.every((field) => field === 'side')) {
    if (chosen === 'size') return sameConfig ? 'money' : 'money or configuration';
    const why = whyDecided(ours.reason, theirs.reason);
    if (why !== UNEXPLAINED) return why;
  }
  if (ours.featureSnapshot !== theirs.featureSnapshot) return 'features';
  if (ours.strategyState !== theirs.strategyState) return 'strategy state';
  return sameConfig ? UNEXPLAINED : 'configuration';
}

function decisionText(decision: MinuteDecision): string {
  const name = decisionName(decision);
  const reason = REASONS[decision.reason]!;
  if (name.startsWith('ENTER')) return `${name} ${decision.lots} lots`;
  return decision.setup === null || decision.setup === 0 ? reason : `${reason} (${decision.setup})`;
}

const LEVEL_NAMES = { stopTicks: 'stop', tp1Ticks: 'tp1', tp2Ticks: 'tp2' } as const;

function levelDifferences(ours: MinuteDecision, theirs: MinuteDecision, tick: Step): ValueDifference[] {
  const price = (ticks: number) =>
    ticks === NO_PRICE ? null : (ticks * tick.mantissa) / 10 ** tick.decimals;
  return differingFields(ours, theirs, ['stopTicks', 'tp1Ticks', 'tp2Ticks']).map((field) => ({
    name: LEVEL_NAMES[field as keyof typeof LEVEL_NAMES],
    a: price(ours[field] as number),
    b: price(theirs[field] as number),
  }));
}

function featureDifferences(ours: MinuteDecision, theirs: MinuteDecision): ValueDifference[] {
  if (ours.featureSnapshot === theirs.featureSnapshot) return [];
  const a = JSON.parse(ours.featureSnapshot) as Record<string, unknown>;
  const b = JSON.parse(theirs.featureSnapshot) as Record<string, unknown>;
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names]
    .filter((name) => !Object.is(a[name], b[name]))
    .map((name) => ({ name, a: a[name] ?? null, b: b[name] ?? null }));
}
