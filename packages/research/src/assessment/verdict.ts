import type { SearchAssessment } from './assessment.ts';
import { amount, count, percent, sharpe } from './figure-words.ts';

type Figures = Omit<SearchAssessment, 'verdict'>;

/** Fewer days get a sentence of their own. */
const FEW_DAYS = 90;
const ENOUGH_DEFLATED = 0.95;
const SMALL_P = 0.05;
const LOW_OVERFITTING = 0.2;

/**
 * What a search says about its best set, in whole sentences: the best against luck first, what that means second,
 * then the single figures, each with the number of sets tried.
 */
export function verdict(figures: Figures): string[] {
  return [
    bestAgainstLuck(figures),
    conclusion(figures),
    fewDays(figures),
    triesThatCount(figures),
    deflated(figures),
    testsAgainstLuck(figures),
    overfitting(figures),
    ...figures.walkForward.map((walk) => walkedForward(figures, walk)),
    neighbourhood(figures),
    stressed(figures),
    costs(figures),
    order(figures),
    leftOut(figures),
  ].filter((sentence) => sentence !== null);
}

function bestAgainstLuck({ setsTried, bestSet, bestSharpe, luckSharpe }: Figures): string {
  if (setsTried === 1) {
    return `The one set tried shows a Sharpe ratio of ${sharpe(bestSharpe)} in sample.`;
  }
  const best =
    `Of ${count(setsTried)} sets the best (set ${bestSet}) shows a Sharpe ratio of ` +
    sharpe(bestSharpe, luckSharpe);
  if (luckSharpe === null) return `${best} in sample; what luck alone gives is not known.`;
  return `${best} in sample; with that many tries ${sharpe(luckSharpe, bestSharpe)} is expected from luck alone.`;
}

/** How many of the three figures that tell skill from luck speak for skill. */
function evidence(figures: Figures): { known: number; good: number } {
  const { deflatedSharpe, superiorAbilityP, overfittingProbability } = figures;
  const checks = [
    deflatedSharpe === null ? null : deflatedSharpe >= ENOUGH_DEFLATED,
    superiorAbilityP === null ? null : superiorAbilityP <= SMALL_P,
    overfittingProbability === null ? null : overfittingProbability <= LOW_OVERFITTING,
  ].filter((check) => check !== null);
  return { known: checks.length, good: checks.filter((check) => check).length };
}

function conclusion(figures: Figures): string {
  const { known, good } = evidence(figures);
  if (figures.bestSharpe <= 0) {
    return `None of the ${sets(figures.setsTried)} tried made money for its risk: there is nothing here to trade.`;
  }
  if (known === 0) {
    return `Whether that is skill or luck cannot be told from ${figures.days} days and ${sets(figures.setsTried)}.`;
  }
  if (good === 0) {
    return 'This is what luck looks like: do not trade the best set on this evidence.';
  }
  if (good < known) {
    return (
      `The evidence is mixed: ${good} of ${known} tests speak for skill. ` +
      'Judge the best set on days that this search has not seen before trading it.'
    );
  }
  const bounds = figures.days < FEW_DAYS ? ', as far as so few days can show' : '';
  return (
    `That is more than luck explains${bounds}: all ${known} tests speak for skill. ` +
    'What no test can see is days unlike these, so begin on paper.'
  );
}

function fewDays({ days }: Figures): string | null {
  if (days >= FEW_DAYS) return null;
  if (days < 2) return `There ${days === 1 ? 'is one day' : 'are no days'}: a Sharpe ratio needs more.`;
  const error = Math.sqrt(365 / (days - 1));
  return (
    `${days} days are few: over so many, chance alone moves the Sharpe ratio of a single set by about ` +
    `${sharpe(error)} up or down.`
  );
}

function triesThatCount({ setsTried, effectiveTries }: Figures): string | null {
  if (effectiveTries === null || effectiveTries >= 0.95 * setsTried) return null;
  const tries = Math.max(1, Math.round(effectiveTries));
  return (
    `The ${count(setsTried)} sets resemble one another: as tries they amount to about ` +
    `${count(tries)} independent ${tries === 1 ? 'one' : 'ones'}, and luck is reckoned from these.`
  );
}

function deflated({ setsTried, deflatedSharpe }: Figures): string | null {
  if (deflatedSharpe === null) return null;
  return (
    `After ${count(setsTried)} ${tries(setsTried)} the probability that the true Sharpe ratio of the best set is ` +
    `above what luck gives is ${percent(deflatedSharpe)}; 95 % would be convincing.`
  );
}

function testsAgainstLuck({ setsTried, realityCheckP, superiorAbilityP }: Figures): string | null {
  if (realityCheckP === null || superiorAbilityP === null) return null;
  return (
    `If no set had skill, ${percent(superiorAbilityP)} of searches over ${sets(setsTried)} like ${setsTried === 1 ? 'this' : 'these'} would ` +
    `show a best Sharpe ratio as good as this (Hansen's test), and ${percent(realityCheckP)} a best profit as ` +
    "large (White's reality check); below 5 % would be convincing."
  );
}

function overfitting({ setsTried, overfittingProbability, splits }: Figures): string | null {
  if (overfittingProbability === null) return null;
  const meaning =
    overfittingProbability <= LOW_OVERFITTING
      ? 'what is chosen here does well on days not seen, too'
      : overfittingProbability < 0.5
        ? 'that is not enough to say that what is chosen here does well on days not seen'
        : 'being chosen here says nothing good about days not seen';
  return (
    `Choosing the best of ${sets(setsTried)} on half of the days and judging it on the other half, in ` +
    `${count(splits.length)} ways, it was no better than the median set ${percent(overfittingProbability)} of ` +
    `the time: ${meaning}.`
  );
}

function walkedForward(
  { setsTried }: Figures,
  { kind, equity, folds, sharpe: ratio }: Figures['walkForward'][number],
): string {
  const earned = (equity.at(-1) ?? 1) - 1;
  const past = kind === 'rolling' ? 'the latest days' : 'all days so far';
  return (
    `Choosing the best of ${sets(setsTried)} on ${past} and trading it on the next (${kind} walk forward, ` +
    `${folds.length} steps) would have ${earned < 0 ? 'lost' : 'earned'} ${percent(Math.abs(earned), 1)}` +
    `${ratio === null ? '' : ` with a Sharpe ratio of ${sharpe(ratio)}`} out of sample.`
  );
}

function neighbourhood({ setsTried, bestSharpe, neighbourhood: near }: Figures): string | null {
  if (near.sets === 0 || near.medianSharpe === null || bestSharpe <= 0) return null;
  const alone = near.medianSharpe < bestSharpe / 2;
  const profitable = Math.round((near.shareProfitable ?? 0) * near.sets);
  const start =
    near.sets === 1
      ? `The one set next to the best of ${count(setsTried)} has a Sharpe ratio of ${sharpe(near.medianSharpe)}`
      : `The ${near.sets} sets next to the best of ${count(setsTried)} have a median Sharpe ratio of ` +
        `${sharpe(near.medianSharpe)}, and ${profitable === 0 ? 'none' : profitable} of them made money`;
  return `${start}: ${alone ? 'the best stands alone, as lucky sets do' : 'the best does not stand alone'}.`;
}

function stressed({ setsTried, stress }: Figures): string | null {
  if (stress.length === 0) return null;
  const losing = stress.filter(({ netPnl }) => netPnl <= 0);
  const best = `the best of ${sets(setsTried)}`;
  if (losing.length === 0) {
    return `With all ${stress.length} variants of costs ${best} still makes money.`;
  }
  return (
    `With ${losing.length} of ${stress.length} variants of costs ${best} makes no money, ` +
    `the first of them: ${losing[0]!.label}.`
  );
}

function costs({ setsTried, costs: drawn }: Figures): string | null {
  if (drawn === null) return null;
  const { p5, p95 } = drawn.netPnl;
  return (
    `With random costs, each trade's a quarter to four times those assumed, the net result of the best of ` +
    `${sets(setsTried)} lies between ${amount(p5)} and ${amount(p95)} in 9 of 10 drawings.`
  );
}

function order({ setsTried, tradeOrder }: Figures): string | null {
  if (tradeOrder === null) return null;
  const { maxDrawdown, netPnl } = tradeOrder;
  return (
    `In another order the trades of the best of ${sets(setsTried)} would have fallen ` +
    `${amount(maxDrawdown.p95)} or more from a peak in 1 of 20 cases; as many trades drawn at random from them ` +
    `earn between ${amount(netPnl.p5)} and ${amount(netPnl.p95)} in 9 of 10.`
  );
}

function leftOut({ setsTried, setsFailed }: Figures): string | null {
  if (setsFailed === 0) return null;
  return (
    `${count(setsFailed)} ${setsFailed === 1 ? 'set' : 'sets'} failed beside the ${count(setsTried)} that ` +
    `${setsTried === 1 ? 'is' : 'are'} judged here.`
  );
}

/** `1 set`, `4,096 sets`. */
function sets(number: number): string {
  return `${count(number)} ${number === 1 ? 'set' : 'sets'}`;
}

function tries(number: number): string {
  return number === 1 ? 'try' : 'tries';
}
