/// <reference lib="dom" />
import type { TradeRow } from '../model/trade-rows.ts';
import { h } from './dom.ts';
import { counted, duration, minute, number, signed } from './format.ts';
import type { Report } from './report.ts';
import { gainOrLoss, type TableColumn, tableCell } from './table.ts';

const PAGE = 100;

interface SortableColumn extends TableColumn<TradeRow> {
  /** What the column sorts by. */
  key(trade: TradeRow): number | string;
}

/** The table of all trades: filtered, sorted, a page at a time. */
export interface TradeTable {
  readonly element: HTMLElement;
  /** Marks a trade's row and brings it into sight. */
  mark(trade: TradeRow | null): void;
  /** The trade before or behind one in the order shown. */
  neighbour(trade: TradeRow | null, step: number): TradeRow | null;
}

/** Makes the table. @param onTrade called when a row is chosen */
export function tradeTable(report: Report, onTrade: (trade: TradeRow) => void): TradeTable {
  const columns = tradeColumns(report);
  const body = h('tbody', {});
  const status = h('p', { class: 'muted', role: 'status' });
  const pager = h('div', { class: 'buttons' });
  const state = { sort: 0, down: false, page: 0, marked: null as TradeRow | null };
  const filters = filterControls(report, () => {
    state.page = 0;
    draw();
  });
  let shown: readonly TradeRow[] = report.trades;

  const head = columns.map((column, i) => {
    const click = () => {
      state.down = state.sort === i ? !state.down : !column.text;
      state.sort = i;
      state.page = 0;
      draw();
    };
    const button = h('button', { type: 'button', title: column.title ?? null, onclick: click }, column.name);
    return h('th', { scope: 'col', class: column.text ? 'text' : '' }, button);
  });

  const draw = () => {
    const { key } = columns[state.sort]!;
    shown = report.trades
      .filter(filters.accepts)
      .sort((a, b) => compare(key(a), key(b)) * (state.down ? -1 : 1));
    const pages = Math.max(1, Math.ceil(shown.length / PAGE));
    const part = shown.slice(state.page * PAGE, (state.page + 1) * PAGE);
    body.replaceChildren(...part.map((trade) => tradeRow(columns, trade, trade === state.marked, onTrade)));
    head.forEach((cell, i) => {
      if (i === state.sort) cell.setAttribute('aria-sort', state.down ? 'descending' : 'ascending');
      else cell.removeAttribute('aria-sort');
    });
    status.textContent = statusText(report, shown);
    pager.replaceChildren(
      ...pageButtons(pages, state.page, (page) => {
        state.page = page;
        draw();
      }),
    );
  };
  draw();
  const table = h(
    'table',
    { id: 'trades-table' },
    h('caption', { class: 'hidden' }, 'Trades'),
    h('thead', {}, h('tr', {}, ...head)),
    body,
  );
  const frame = h(
    'div',
    { class: 'scroll trades-scroll', tabindex: 0, role: 'region', 'aria-label': 'Trades' },
    table,
  );
  return {
    element: h(
      'div',
      { class: 'panel trades' },
      h('div', { class: 'toolbar' }, filters.element, status),
      frame,
      pager,
    ),
    mark(trade) {
      state.marked = trade;
      const index = trade === null ? -1 : shown.indexOf(trade);
      if (index >= 0) state.page = Math.floor(index / PAGE);
      draw();
      scrollInside(frame, body.querySelector('.marked'));
    },
    neighbour(trade, step) {
      const index = trade === null ? -1 : shown.indexOf(trade);
      return shown[trade === null && step < 0 ? shown.length - 1 : index + step] ?? null;
    },
  };
}

function tradeColumns({ document: { tick, lot, base, quote } }: Report): SortableColumn[] {
  const price = (ticks: number | null) => number(ticks === null ? null : ticks * tick.value, tick.decimals);
  const inR = (trade: TradeRow, ticks: number | null) =>
    ticks === null ? Number.NaN : (ticks * tick.value * trade.lots * lot.value) / trade.risk;
  const cost = (trade: TradeRow) => trade.delay + trade.spread + trade.slippage + trade.fees + trade.funding;
  const heldMs = (trade: TradeRow) => (trade.closeMs === null ? 0 : trade.closeMs - trade.openMs);
  const figure = (
    name: string,
    key: (trade: TradeRow) => number,
    show: (trade: TradeRow) => string,
    more: Partial<SortableColumn> = {},
  ): SortableColumn => ({ name, key, cell: show, ...more });
  const text = (name: string, key: (trade: TradeRow) => string, more: Partial<SortableColumn> = {}) => ({
    name,
    key,
    cell: key,
    text: true,
    ...more,
  });
  return [
    figure(
      '#',
      (trade) => trade.id,
      (trade) => String(trade.id),
    ),
    figure(
      'opened (UTC)',
      (trade) => trade.openMs,
      (trade) => minute(trade.openMs),
      { text: true },
    ),
    text('setup', (trade) => trade.setup),
    text('side', (trade) => (trade.side > 0 ? 'long' : 'short'), {
      kind: (trade) => (trade.side > 0 ? 'gain' : 'loss'),
    }),
    figure(
      base,
      (trade) => trade.lots,
      (trade) => number(trade.lots * lot.value, lot.decimals),
      { title: 'size' },
    ),
    figure(
      'entry',
      (trade) => trade.entry,
      (trade) => price(trade.entry),
    ),
    figure(
      'exit',
      (trade) => trade.exitPrice ?? 0,
      (trade) => price(trade.exitPrice),
    ),
    figure(
      `net ${quote}`,
      (trade) => trade.net,
      (trade) => signed(trade.net, 2),
      {
        kind: (trade) => gainOrLoss(trade.net),
      },
    ),
    figure(
      'R',
      (trade) => trade.net / trade.risk,
      (trade) => signed(trade.net / trade.risk, 2),
      {
        title: 'net per risk taken',
      },
    ),
    figure(
      'best R',
      (trade) => inR(trade, trade.best),
      (trade) => number(inR(trade, trade.best), 2),
      {
        title: 'best excursion',
        kind: () => 'muted',
      },
    ),
    figure(
      'worst R',
      (trade) => inR(trade, trade.worst),
      (trade) => number(0 - inR(trade, trade.worst), 2),
      {
        title: 'worst excursion',
        kind: () => 'muted',
      },
    ),
    figure('costs', cost, (trade) => number(cost(trade), 2), {
      title: 'delay, spread, slippage, fees and funding',
      kind: () => 'muted',
    }),
    figure('held', heldMs, (trade) => (trade.closeMs === null ? 'open' : duration(heldMs(trade)))),
    text('left by', (trade) => trade.exit ?? 'OPEN'),
  ];
}

function tradeRow(
  columns: readonly SortableColumn[],
  trade: TradeRow,
  marked: boolean,
  onTrade: (trade: TradeRow) => void,
): HTMLElement {
  const choose = () => onTrade(trade);
  const cells = columns.map((column) => tableCell(column, trade, false));
  // The row can be clicked anywhere; the button is for the keyboard and for readers.
  cells[0]!.replaceChildren(
    h(
      'button',
      {
        type: 'button',
        class: 'link',
        'aria-label': `Show trade ${trade.id}`,
        'aria-pressed': String(marked),
      },
      String(trade.id),
    ),
  );
  return h('tr', { class: marked ? 'marked' : '', 'data-trade': trade.id, onclick: choose }, ...cells);
}

function filterControls({ trades }: Report, changed: () => void) {
  const choice = (name: string, values: readonly string[]) =>
    h(
      'select',
      { 'aria-label': name, onchange: changed },
      h('option', { value: '' }, `all ${name}`),
      ...values.map((value) => h('option', { value }, value)),
    );
  const distinct = (of: (trade: TradeRow) => string) => [...new Set(trades.map(of))].sort();
  const setup = choice(
    'setups',
    distinct((trade) => trade.setup),
  );
  const side = choice('sides', ['long', 'short']);
  const exit = choice(
    'exits',
    distinct((trade) => trade.exit ?? 'OPEN'),
  );
  const result = choice('results', ['won', 'lost']);
  const fits = (select: HTMLSelectElement, value: string) => select.value === '' || select.value === value;
  return {
    element: h('div', { class: 'filters' }, setup, side, exit, result),
    accepts: (trade: TradeRow) =>
      fits(setup, trade.setup) &&
      fits(side, trade.side > 0 ? 'long' : 'short') &&
      fits(exit, trade.exit ?? 'OPEN') &&
      fits(result, trade.net > 0 ? 'won' : trade.net < 0 ? 'lost' : 'even'),
  };
}

function statusText({ document: { quote } }: Report, shown: readonly TradeRow[]): string {
  const net = shown.reduce((sum, trade) => sum + trade.net, 0);
  return `${counted(shown.length, 'trade')}, net ${signed(net, 2)} ${quote}`;
}

function pageButtons(pages: number, page: number, go: (page: number) => void): HTMLElement[] {
  if (pages === 1) return [];
  const button = (name: string, label: string, to: number) =>
    h(
      'button',
      { type: 'button', 'aria-label': label, disabled: to < 0 || to >= pages, onclick: () => go(to) },
      name,
    );
  return [
    button('‹', 'Page before', page - 1),
    h('span', { class: 'muted' }, `page ${page + 1} of ${pages}`),
    button('›', 'Next page', page + 1),
  ];
}

function compare(a: number | string, b: number | string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function scrollInside(frame: HTMLElement, row: Element | null): void {
  if (row === null) return;
  const outer = frame.getBoundingClientRect();
  const inner = row.getBoundingClientRect();
  if (inner.top < outer.top + 40 || inner.bottom > outer.bottom) {
    frame.scrollTop += inner.top - outer.top - outer.height / 2;
  }
}
