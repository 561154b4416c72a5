/// <reference lib="dom" />
import { h, palette } from '@auction-trader/backtest/page';
import type { Bin } from './bins.ts';
import { type ColourScale, colourScale } from './colour-scale.ts';
import type { Dimension } from './dimension.ts';
import type { HeatCell, HeatGrid } from './heat-grid.ts';
import { hoverText } from './hover-text.ts';

/** The words on a heat map. */
export interface HeatTexts {
  readonly across: string;
  readonly down: string;
  column(bin: Bin): string;
  row(bin: Bin): string;
  cell(cell: HeatCell, column: Bin, row: Bin): string;
}

/** Most columns whose cells have room for their value. */
const COLUMNS_WITH_VALUES = 16;

/** The heat map as a table: arrow keys go from cell to cell. @param onCell called when a cell is chosen */
export function heatTable(
  grid: HeatGrid,
  metric: Dimension,
  texts: HeatTexts,
  onCell: (column: Bin, row: Bin) => void,
): HTMLElement {
  if (Number.isNaN(grid.low)) return h('p', { class: 'empty' }, emptyText(metric));
  const colours = palette();
  const scale = colourScale(colours, colours.grid, grid.low, grid.high, metric.signed);
  const width = grid.columns.length;
  const values = width <= COLUMNS_WITH_VALUES;
  const rows = grid.rows.map((row, y) =>
    h(
      'tr',
      {},
      h('th', { scope: 'row' }, texts.row(row)),
      ...grid.columns.map((column, x) => {
        const cell = grid.cells[y * width + x]!;
        const label = texts.cell(cell, column, row);
        const text = values && !Number.isNaN(cell.value) ? metric.text(cell.value) : '';
        const choose = () => onCell(column, row);
        const button = h('button', { type: 'button', 'aria-label': label, onclick: choose }, text);
        button.tabIndex = x === 0 && y === 0 ? 0 : -1;
        paint(button, cell, scale);
        return h('td', {}, button);
      }),
    ),
  );
  const head = h(
    'tr',
    {},
    h('th', { class: 'corner' }, texts.down),
    ...grid.columns.map((column) => h('th', { scope: 'col' }, texts.column(column))),
  );
  const table = h(
    'table',
    { class: 'heat', id: 'heat', 'aria-label': `${metric.label} by ${texts.across} and ${texts.down}` },
    h('thead', {}, h('tr', {}, h('th', {}), h('th', { colspan: width, class: 'axis' }, texts.across)), head),
    h('tbody', {}, ...rows),
  );
  table.addEventListener('keydown', (event) => moveFocus(table, event, width));
  const frame = h('div', { class: 'scroll heat-frame' }, table);
  hoverText(frame, (target) => target.closest('.heat button')?.getAttribute('aria-label') ?? null);
  return h('div', {}, frame, scaleBar(scale, metric));
}

function paint(button: HTMLElement, { value }: HeatCell, scale: ColourScale): void {
  if (Number.isNaN(value)) {
    button.classList.add('without');
    return;
  }
  button.style.background = scale.colour(value);
  button.style.color = scale.textOn(value);
}

/** What the colours mean. */
function scaleBar(scale: ColourScale, metric: Dimension): HTMLElement {
  const bar = h('span', { class: 'scale-bar' });
  const stops = Array.from({ length: 9 }, (_, i) =>
    scale.colour(scale.low + ((scale.high - scale.low) * i) / 8),
  );
  bar.style.background = `linear-gradient(90deg, ${stops.join(', ')})`;
  return h(
    'p',
    { class: 'scale muted' },
    h('span', {}, metric.label),
    h('span', {}, metric.text(scale.low)),
    bar,
    h('span', {}, metric.text(scale.high)),
    h('span', { class: 'scale-none' }),
    h('span', {}, 'no value'),
  );
}

function emptyText(metric: Dimension): string {
  if (metric.id === '') return 'No set has a result.';
  return `No set has a value of ${metric.label} here: ratios need 20 trades, and some figures mean nothing over several periods.`;
}

const STEPS: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

function moveFocus(table: HTMLElement, event: KeyboardEvent, width: number): void {
  const step = STEPS[event.key];
  if (step === undefined) return;
  const cells = [...table.querySelectorAll<HTMLButtonElement>('td button')];
  const at = cells.indexOf(document.activeElement as HTMLButtonElement);
  if (at < 0) return;
  event.preventDefault();
  const x = (at % width) + step[0];
  const next = x < 0 || x >= width ? undefined : cells[at + step[0] + step[1] * width];
  if (next === undefined) return;
  cells[at]!.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
}
