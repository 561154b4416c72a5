/// <reference lib="dom" />
import { type Child, h } from './dom.ts';
import { NONE } from './format.ts';

/** One column of a table of figures. */
export interface TableColumn<Row> {
  readonly name: string;
  /** Longer name, shown where the pointer rests. */
  readonly title?: string;
  /** Texts stand left, figures right. */
  readonly text?: boolean;
  /** What the cell shows, and its class. */
  cell(row: Row): Child;
  kind?(row: Row): string;
}

/** A plain table of figures in a frame that scrolls sideways when it must. */
export function figuresTable<Row>(
  caption: string,
  columns: readonly TableColumn<Row>[],
  rows: readonly Row[],
  id: string | null = null,
): HTMLElement {
  const head = h(
    'tr',
    {},
    ...columns.map((column) =>
      h('th', { scope: 'col', class: column.text ? 'text' : '', title: column.title ?? null }, column.name),
    ),
  );
  const body = rows.map((row) => h('tr', {}, ...columns.map((column, i) => tableCell(column, row, i === 0))));
  return h(
    'div',
    { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': caption },
    h(
      'table',
      { id },
      h('caption', { class: 'hidden' }, caption),
      h('thead', {}, head),
      h('tbody', {}, ...body),
    ),
  );
}

/** One cell; the first of a row is its heading. */
export function tableCell<Row>(column: TableColumn<Row>, row: Row, heading: boolean): HTMLElement {
  const content = column.cell(row);
  const none = content === NONE ? 'none' : '';
  const kind = [column.text ? 'text' : '', column.kind?.(row) ?? '', none].join(' ').trim();
  return heading ? h('th', { scope: 'row', class: kind }, content) : h('td', { class: kind }, content);
}

/** Class of a figure by its sign. */
export function gainOrLoss(value: number | null): string {
  return value === null || value === 0 ? '' : value > 0 ? 'gain' : 'loss';
}
