/// <reference lib="dom" />
import { figuresTable, gainOrLoss, h, number, percent } from '@auction-trader/backtest/page';
import type { WalkForward, WalkForwardFold } from '../../assessment/assessment.ts';
import type { Search } from './search.ts';

/** Each step of the walk-forwards: what was chosen on the past, and what came next. */
export function foldsTables({ document: { assessment } }: Search): HTMLElement[] {
  return assessment.walkForward.map((walk) => foldsTable(walk));
}

function foldsTable({ kind, folds }: WalkForward): HTMLElement {
  return h(
    'div',
    { class: 'panel group' },
    h('h3', {}, `Walk-forward, ${kind}`),
    figuresTable<WalkForwardFold>(
      `Folds of the walk-forward, ${kind}`,
      [
        { name: 'chosen on', text: true, cell: ({ inSample }) => stretchText(inSample) },
        { name: 'judged by', text: true, cell: ({ outOfSample }) => stretchText(outOfSample) },
        { name: 'set', cell: ({ setIndex }) => `#${setIndex}` },
        { name: 'Sharpe in', cell: ({ inSampleSharpe }) => number(inSampleSharpe, 2) },
        {
          name: 'Sharpe out',
          cell: ({ outOfSampleSharpe }) => number(outOfSampleSharpe, 2),
          kind: ({ outOfSampleSharpe }) => gainOrLoss(outOfSampleSharpe),
        },
        {
          name: 'return out',
          cell: ({ outOfSampleReturn }) => percent(outOfSampleReturn, 2),
          kind: ({ outOfSampleReturn }) => gainOrLoss(outOfSampleReturn),
        },
      ],
      folds,
      `folds-${kind}`,
    ),
  );
}

/** The year stands once when both days are in it. */
function stretchText([first, last]: WalkForwardFold['inSample']): string {
  const sameYear = first.slice(0, 5) === last.slice(0, 5);
  return `${first} – ${sameYear ? last.slice(5) : last}`;
}
