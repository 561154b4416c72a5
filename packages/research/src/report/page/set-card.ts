/// <reference lib="dom" />
import { counted, h } from '@auction-trader/backtest/page';
import type { Search } from './search.ts';

/** The marked set: its values as options of the command line, and all of its figures. */
export function setCard(search: Search): HTMLElement {
  const { view } = search;
  const card = h('div', { class: 'panel set-card', 'aria-live': 'polite' });
  const show = () => card.replaceChildren(...content(search));
  view.onChange((before) => {
    if (before.marked !== view.state.marked || before.part !== view.state.part) show();
  });
  show();
  return card;
}

function content({ view, document, metrics, sets }: Search): HTMLElement[] {
  const { marked, part } = view.state;
  if (marked === null) {
    return [h('p', { class: 'muted' }, 'Choose a set to see all of its figures and how to run it alone.')];
  }
  const index = document.setIndexes[marked]!;
  const error = new Map(document.parts[part]!.failed).get(marked);
  const options = document.parameters.map(({ key, values }) => `--set ${key}=${values[marked]}`).join(' ');
  const facts = metrics.map(({ label, title, columns, text }) =>
    h('div', {}, h('dt', { title }, label), h('dd', {}, text(columns[part]![marked]!))),
  );
  return [
    h('h3', {}, `Set #${index}`),
    h('p', { class: 'muted' }, `One of ${counted(sets, 'set')} tried, over ${document.parts[part]!.label}.`),
    h('p', { class: 'command' }, h('code', { id: 'set-options' }, options)),
    error === undefined
      ? h('dl', { class: 'set-facts' }, ...facts)
      : h('p', { class: 'error', role: 'alert' }, `It failed: ${error}`),
  ];
}
