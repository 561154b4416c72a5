/// <reference lib="dom" />
import { barCell, counted, figuresTable, h, number } from '@auction-trader/backtest/page';
import type { SearchAssessment } from '../../assessment/assessment.ts';

interface Rung {
  readonly name: string;
  readonly note: string;
  readonly sharpe: number;
  readonly kind: string;
}

/** The best in sample beside what luck gives and what was left out of sample, on one scale. */
export function luckLadder(assessment: SearchAssessment): HTMLElement {
  const rungs = ladder(assessment);
  const low = Math.min(0, ...rungs.map(({ sharpe }) => sharpe));
  const high = Math.max(0, ...rungs.map(({ sharpe }) => sharpe));
  return h(
    'div',
    { class: 'panel' },
    figuresTable<Rung>(
      'Sharpe ratios',
      [
        { name: 'Sharpe ratio, a year', text: true, cell: ({ name }) => name },
        {
          name: '',
          text: true,
          kind: () => 'wide',
          cell: ({ sharpe, kind }) => barCell(0, sharpe, low, high, kind),
        },
        { name: '', cell: ({ sharpe }) => number(sharpe, 2) },
        { name: '', text: true, kind: () => 'muted note', cell: ({ note }) => note },
      ],
      rungs,
      'luck-ladder',
    ),
  );
}

function ladder({
  bestSharpe,
  luckSharpe,
  neighbourhood,
  walkForward,
  setsTried,
  bestSet,
}: SearchAssessment) {
  const tried = `of ${counted(setsTried, 'set')} tried`;
  const kind = (sharpe: number) => (sharpe < 0 ? 'loss' : 'gain');
  const rungs: Rung[] = [
    {
      name: `Best, set #${bestSet}`,
      note: `in sample, the best ${tried}`,
      sharpe: bestSharpe,
      kind: kind(bestSharpe),
    },
  ];
  const add = (name: string, note: string, sharpe: number | null, colour?: string) => {
    if (sharpe !== null) rungs.push({ name, note, sharpe, kind: colour ?? kind(sharpe) });
  };
  add('Luck alone', `what the best ${tried} shows without any skill`, luckSharpe, 'neutral');
  add(
    'Neighbours',
    `median of ${counted(neighbourhood.sets, 'set')} one step from the best`,
    neighbourhood.medianSharpe,
  );
  for (const { kind: way, sharpe, folds } of walkForward) {
    const note = `out of sample, chosen ${counted(folds.length, 'time')} ${tried}`;
    add(`Walk-forward, ${way}`, note, sharpe);
  }
  return rungs;
}
