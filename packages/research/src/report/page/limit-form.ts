/// <reference lib="dom" />
import { h } from '@auction-trader/backtest/page';
import type { Dimension } from './dimension.ts';
import type { Search } from './search.ts';
import { type Limit, withLimit } from './view.ts';

const EVERYTHING: Limit = [-Infinity, Infinity];

/** Which axes are shown, and their limits as numbers: what the brush does, for the keyboard and to the digit. */
export function limitForm(
  search: Search,
  shown: readonly Dimension[],
  onAxes: (chosen: readonly Dimension[]) => void,
): HTMLElement {
  const { view, dimensions } = search;
  const rows = dimensions.map((dimension) => limitRow(search, dimension, shown.includes(dimension)));
  const boxes = rows.map(({ box }) => box);
  for (const box of boxes) {
    box.addEventListener('change', () => onAxes(dimensions.filter((_, i) => boxes[i]!.checked)));
  }
  const show = () => {
    for (const row of rows) row.show();
  };
  view.onChange(show);
  show();
  return h(
    'details',
    { class: 'limits' },
    h('summary', {}, 'Axes and limits by number'),
    h('div', { class: 'limit-rows' }, ...rows.map(({ element }) => element)),
  );
}

function limitRow({ view }: Search, dimension: Dimension, shown: boolean) {
  const { id, label, title } = dimension;
  const box = h('input', { type: 'checkbox', checked: shown, 'aria-label': `Axis ${label}` });
  const apply = (end: 0 | 1, field: HTMLInputElement) => {
    const limit: [number, number] = [...(view.state.limits.get(id) ?? EVERYTHING)];
    limit[end] = field.value === '' ? EVERYTHING[end] : field.valueAsNumber;
    const none = limit[0] === -Infinity && limit[1] === Infinity;
    view.change({ limits: withLimit(view.state.limits, id, none ? null : limit) });
  };
  const field = (end: 0 | 1, name: string): HTMLInputElement => {
    const input = h('input', {
      type: 'number',
      step: 'any',
      'aria-label': `${label}, ${name}`,
      placeholder: name,
      onchange: () => apply(end, input),
    });
    return input;
  };
  const from = field(0, 'from');
  const to = field(1, 'to');
  return {
    box,
    element: h('div', { class: 'limit-row' }, h('label', { title }, box, h('span', {}, label)), from, to),
    show: () => {
      const limit = view.state.limits.get(id);
      from.value = shortNumber(limit?.[0]);
      to.value = shortNumber(limit?.[1]);
    },
  };
}

function shortNumber(value = Infinity): string {
  return !Number.isFinite(value) ? '' : String(Number(value.toPrecision(6)));
}
