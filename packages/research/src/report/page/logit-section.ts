/// <reference lib="dom" />
import { counted, fade, h, percent } from '@auction-trader/backtest/page';
import { histogram } from './histogram.ts';
import { line, plot } from './plot.ts';
import type { Search } from './search.ts';

const HEIGHT = 380;

/** How well the set chosen in sample ranked out of sample, over all splits. */
export function logitSection({ document: { assessment } }: Search): HTMLElement {
  const { splits, overfittingProbability, setsTried } = assessment;
  const title = h('h3', {}, 'Rank out of sample of the set chosen in sample');
  if (splits.length === 0) {
    return h(
      'div',
      { class: 'panel' },
      title,
      h('p', { class: 'empty' }, 'There are too few days to split.'),
    );
  }
  const { low, width, counts } = histogram(splits.map(({ logit }) => logit));
  const most = Math.max(...counts);
  const text = `${counted(splits.length, 'split')}: below 0, left of the line, the best of ${counted(setsTried, 'set')} in sample ranked in the worse half out of sample. Probability of overfitting: ${percent(overfittingProbability, 0)}.`;
  const axes = {
    x: [low, low + width * counts.length] as const,
    y: [0, most * 1.06] as const,
    xName: 'logit of the rank',
    yName: 'splits',
    yText: (value: number) => (Number.isInteger(value) ? String(value) : ''),
  };
  const canvas = plot(text, HEIGHT, axes, ({ context, colours, x, y, top, bottom }) => {
    for (const [i, count] of counts.entries()) {
      const from = low + i * width;
      context.fillStyle = fade(from < -width / 2 ? colours.short : colours.long, 0.7);
      context.fillRect(
        x(from) + 0.5,
        y(count),
        Math.max(1, x(from + width) - x(from) - 1),
        bottom - y(count),
      );
    }
    context.strokeStyle = colours.text;
    line(context, x(0), top, x(0), bottom);
  });
  canvas.id = 'logits';
  return h(
    'div',
    { class: 'panel' },
    title,
    h('p', { class: 'muted', id: 'logit-text' }, text),
    h('div', { class: 'plot-host' }, canvas),
  );
}
