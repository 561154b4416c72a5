/// <reference lib="dom" />
import { counted, h, number, percent } from '@auction-trader/backtest/page';
import type { SearchAssessment } from '../../assessment/assessment.ts';
import type { SearchDocument } from '../model/search-document.ts';

/** Name of the search, the verdict in words, and the figures behind it, each with the number of sets tried. */
export function headline(document: SearchDocument): HTMLElement[] {
  return [title(document), verdict(document.assessment), figures(document.assessment)];
}

function title({ periods, strategy, assessment, sampling }: SearchDocument): HTMLElement {
  const symbols = [...new Set(periods.map(({ symbol }) => symbol))];
  const days = periods.map(({ fromDay, toDay }) => `${fromDay} – ${toDay}`);
  const facts = [
    `${counted(assessment.setsTried, 'set')} tried`,
    sampling,
    counted(assessment.days, 'day'),
    [...new Set(days)].join(', '),
  ];
  return h(
    'header',
    { class: 'title' },
    h('h1', {}, symbols.join(', '), h('span', { class: 'strategy' }, `${strategy} strategy · search`)),
    h('p', { class: 'muted' }, facts.join(' · ')),
  );
}

function verdict({ verdict: sentences, missing, setsFailed, setsExcluded }: SearchAssessment): HTMLElement {
  const [first = 'There is no verdict.', ...rest] = sentences;
  const counts = [
    ...(setsFailed > 0 ? [`${counted(setsFailed, 'set')} failed`] : []),
    ...(setsExcluded > 0 ? [`${counted(setsExcluded, 'combination')} excluded by constraints`] : []),
  ];
  return h(
    'div',
    { class: 'verdict', id: 'verdict' },
    h('p', { class: 'verdict-first' }, first),
    ...rest.map((sentence) => h('p', {}, sentence)),
    counts.length === 0 && missing.length === 0
      ? null
      : h(
          'ul',
          { class: 'labels', 'aria-label': 'What is missing' },
          ...[...counts, ...missing].map((text) => h('li', {}, text)),
        ),
  );
}

function figures(assessment: SearchAssessment): HTMLElement {
  const of = `of ${counted(assessment.setsTried, 'set')} tried`;
  const { neighbourhood, walkForward, splits } = assessment;
  return h(
    'dl',
    { class: 'figures search-figures' },
    figure('Best Sharpe, in sample', number(assessment.bestSharpe, 2), `the best ${of}`),
    figure('Expected from luck', number(assessment.luckSharpe, 2), `the best ${of}, without skill`),
    figure('More than luck', chance(assessment.deflatedSharpe), `probability, deflated Sharpe, ${of}`),
    figure(
      'Overfitting',
      chance(assessment.overfittingProbability),
      splits.length === 0 ? `probability, ${of}` : `probability, ${counted(splits.length, 'split')}, ${of}`,
    ),
    figure('Reality check', pValue(assessment.realityCheckP), `p-value, best ${of}`),
    figure('Superior ability', pValue(assessment.superiorAbilityP), `p-value, best ${of}`),
    figure('Independent tries', number(assessment.effectiveTries, 0), `that the sets amount to, ${of}`),
    figure(
      'Neighbours of the best',
      number(neighbourhood.medianSharpe, 2),
      `median Sharpe of ${counted(neighbourhood.sets, 'set')}, ${percent(neighbourhood.shareProfitable, 0)} profitable, ${of}`,
    ),
    ...walkForward.map(({ kind, sharpe, folds }) =>
      figure(
        `Walk-forward, ${kind}`,
        number(sharpe, 2),
        `Sharpe out of sample, ${counted(folds.length, 'fold')}, chosen ${of}`,
      ),
    ),
  );
}

function figure(name: string, value: string, note: string): HTMLElement {
  return h(
    'div',
    {},
    h('dt', {}, name),
    h('dd', { class: 'value' }, value),
    h('dd', { class: 'muted' }, note),
  );
}

/** A probability in whole percents; one that is not sure is neither 0 nor 100. */
function chance(value: number | null): string {
  if (value !== null && value > 0 && value < 0.01) return `< ${percent(0.01, 0)}`;
  if (value !== null && value > 0.99 && value < 1) return `> ${percent(0.99, 0)}`;
  return percent(value, 0);
}

function pValue(value: number | null): string {
  return value !== null && value < 0.001 ? '< 0.001' : number(value, 3);
}
