/// <reference lib="dom" />
import { h, number } from '@auction-trader/backtest/page';
import type { Search } from './search.ts';
import { type Limit, withinLimits, withLimit } from './view.ts';

/** How many sets keep the limits, and the limits, each with a button that takes it away. */
export function limitSummary(search: Search): HTMLElement {
  const { view, dimensions } = search;
  const count = h('p', { role: 'status', class: 'muted limit-count' });
  const chips = h('div', { class: 'chips' });
  const show = () => {
    const { limits, metric } = view.state;
    const kept = withinLimits(search.sets, dimensions, view.state).reduce((sum, one) => sum + one, 0);
    const colour = ` Colour: ${metric.label}.`;
    count.textContent =
      limits.size === 0
        ? `All ${number(search.sets)} sets.${colour}`
        : `${number(kept)} of ${number(search.sets)} sets are within the limits.${colour}`;
    const buttons = dimensions.flatMap(({ id, label, text }) => {
      const limit = limits.get(id);
      if (limit === undefined) return [];
      const remove = () => view.change({ limits: withLimit(view.state.limits, id, null) });
      return [
        h(
          'button',
          { type: 'button', class: 'chip', 'aria-label': `Remove the limit on ${label}`, onclick: remove },
          `${label} ${rangeText(limit, text)} ×`,
        ),
      ];
    });
    const clear = () => view.change({ limits: new Map() });
    chips.replaceChildren(
      ...buttons,
      ...(buttons.length > 1 ? [h('button', { type: 'button', onclick: clear }, 'Remove all limits')] : []),
    );
  };
  view.onChange(show);
  show();
  return h('div', { class: 'toolbar' }, count, chips);
}

function rangeText([low, high]: Limit, text: (value: number) => string): string {
  if (low === high) return text(low);
  if (low === -Infinity) return `at most ${text(high)}`;
  if (high === Infinity) return `at least ${text(low)}`;
  return `${text(low)} to ${text(high)}`;
}
