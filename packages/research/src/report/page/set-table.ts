/// <reference lib="dom" />
import { counted, gainOrLoss, h, NONE, number } from '@auction-trader/backtest/page';
import { TABLE_METRICS } from '../model/metric-kinds.ts';
import { choice } from './choice.ts';
import { type Dimension, RATIO_MIN_TRADES } from './dimension.ts';
import { pager } from './pager.ts';
import type { Search } from './search.ts';
import { listSets, type Status } from './set-list.ts';

const PAGE = 100;
const PAUSE_MS = 60;

/** All sets that keep the limits, with their parameters and figures; sorted, a page at a time. */
export function setTable(search: Search): HTMLElement {
  const { view, metrics, parameters, document } = search;
  const columns = [...parameters, ...metrics.filter(({ id }) => TABLE_METRICS.includes(id))];
  const sharpe = metrics.find(({ id }) => id === 'sharpe') ?? null;
  const state = { status: 'all' as Status, words: '', sort: sharpe as Dimension | null, down: true, page: 0 };
  const body = h('tbody', {});
  const count = h('p', { class: 'muted', role: 'status', id: 'sets-count' });
  const pages = h('div', { class: 'buttons' });
  const head = [null, ...columns].map((column) => {
    const sort = () => {
      state.down = state.sort === column ? !state.down : column?.kind === 'metric' && column.better >= 0;
      state.sort = column;
      refresh();
    };
    const name = column?.label ?? 'set';
    const button = h('button', { type: 'button', title: column?.title ?? null, onclick: sort }, name);
    return h('th', { scope: 'col', 'data-column': column?.id ?? 'set' }, button);
  });

  const draw = () => {
    const list = listSets(search, state);
    const part = list.slice(state.page * PAGE, (state.page + 1) * PAGE);
    const errors = new Map(document.parts[view.state.part]!.failed);
    body.replaceChildren(...part.map((i) => setRow(search, columns, i, errors.get(i) ?? null)));
    for (const [i, cell] of head.entries()) {
      const sorted = state.sort === (i === 0 ? null : columns[i - 1]!);
      if (sorted) cell.setAttribute('aria-sort', state.down ? 'descending' : 'ascending');
      else cell.removeAttribute('aria-sort');
    }
    count.textContent = countText(search, list.length);
    pager(pages, Math.ceil(list.length / PAGE), state.page, (page) => {
      state.page = page;
      draw();
    });
  };
  const refresh = () => {
    state.page = 0;
    draw();
  };
  // While a limit is being drawn the table waits.
  let soon = 0;
  view.onChange((before) => {
    if (before.limits !== view.state.limits || before.part !== view.state.part) {
      clearTimeout(soon);
      soon = window.setTimeout(refresh, PAUSE_MS);
    }
    if (before.marked !== view.state.marked) draw();
  });
  const controls = filterControls(search, (change) => {
    Object.assign(state, change);
    refresh();
  });
  draw();
  const table = h(
    'table',
    { id: 'sets-table' },
    h('caption', { class: 'hidden' }, 'Sets'),
    h('thead', {}, h('tr', {}, ...head)),
    body,
  );
  return h(
    'div',
    { class: 'panel trades' },
    h('div', { class: 'toolbar' }, controls, count),
    h('div', { class: 'scroll trades-scroll', tabindex: 0, role: 'region', 'aria-label': 'Sets' }, table),
    pages,
  );
}

function setRow(
  { document, view }: Search,
  columns: readonly Dimension[],
  position: number,
  error: string | null,
): HTMLElement {
  const { part, marked } = view.state;
  const index = document.setIndexes[position]!;
  const isMarked = marked === position;
  const mark = h(
    'button',
    { type: 'button', class: 'link', 'aria-label': `Show set ${index}`, 'aria-pressed': String(isMarked) },
    `#${index}`,
  );
  const shown = error === null ? columns : columns.filter(({ kind }) => kind === 'parameter');
  const cells = shown.map(({ columns: values, signed, kind, text }) => {
    const value = values[part]![position]!;
    const none = Number.isNaN(value);
    const colour = none ? 'none' : signed ? gainOrLoss(value) : kind === 'parameter' ? 'muted' : '';
    return h('td', { class: colour }, none ? NONE : text(value));
  });
  if (error !== null) {
    cells.push(h('td', { class: 'text error', colspan: columns.length - shown.length, title: error }, error));
  }
  return h(
    'tr',
    {
      class: isMarked ? 'marked' : '',
      'data-set': index,
      onclick: () => view.change({ marked: isMarked ? null : position }),
    },
    h('th', { scope: 'row' }, mark),
    ...cells,
  );
}

function filterControls(
  { document }: Search,
  onChange: (change: { status?: Status; words?: string }) => void,
): HTMLElement {
  const failed = document.parts.some((part) => part.failed.length > 0);
  const missing = document.parts.some((part) => part.missing.length > 0);
  const status = choice(
    'show',
    [
      ['all', 'all sets'],
      ['ran', 'sets that ran'],
      ['few', `under ${RATIO_MIN_TRADES} trades`],
      ...(failed ? [['failed', 'sets that failed'] as const] : []),
      ...(missing ? [['missing', 'sets not run'] as const] : []),
    ],
    'all',
    (value) => onChange({ status: value as Status }),
  );
  const words = h('input', {
    type: 'search',
    placeholder: failed ? 'set number or error' : 'set number',
    'aria-label': 'Find a set by its number or error',
    oninput: () => onChange({ words: words.value }),
  });
  return h('div', { class: 'filters' }, status.element, words);
}

function countText({ sets, document, view }: Search, listed: number): string {
  const { failed, missing } = document.parts[view.state.part]!;
  const texts = [`${number(listed)} of ${counted(sets, 'set')}`];
  if (failed.length > 0) texts.push(`${number(failed.length)} failed`);
  if (missing.length > 0) texts.push(`${number(missing.length)} not run`);
  return texts.join(' · ');
}
