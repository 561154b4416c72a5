/// <reference lib="dom" />
import { counted, h, number, onThemeChange } from '@auction-trader/backtest/page';
import type { Bin } from './bins.ts';
import { choice } from './choice.ts';
import type { Dimension } from './dimension.ts';
import { type Aggregate, type HeatGrid, heatGrid } from './heat-grid.ts';
import { type HeatTexts, heatTable } from './heat-table.ts';
import type { Search } from './search.ts';
import { type Limit, withLimit } from './view.ts';

const NO_AXIS = '';

/** The heat map of any two parameters, and what is chosen for it. */
export function heatSection(search: Search): HTMLElement {
  const { parameters, metrics, view } = search;
  const varied = parameters.filter(({ columns }) => new Set(columns[0]).size > 1);
  const axes = varied.length > 0 ? varied : parameters;
  const state = { across: axes[0]!, down: axes[1] ?? null, aggregate: 'median' as Aggregate };
  const find = (id: string) => axes.find((axis) => axis.id === id) ?? null;
  const names = axes.map(({ id, label }) => [id, label] as const);
  const note = h('p', { class: 'muted heat-note', id: 'heat-note' });
  const host = h('div', {});

  const draw = () => {
    const { part, metric } = view.state;
    const columns = [state.across, state.down].map((axis) => axis?.columns[part] ?? null);
    const grid = heatGrid(
      columns[0]!,
      columns[1]!,
      metric.columns[part]!,
      state.aggregate,
      metric.better < 0,
    );
    note.textContent = explain(search, grid, state.aggregate);
    host.replaceChildren(
      heatTable(grid, metric, texts(state.across, state.down, metric, state.aggregate), (column, row) =>
        view.change({ limits: cellLimits(search, state.across, column, state.down, row) }),
      ),
    );
  };
  const across = choice('across', names, state.across.id, (id) => {
    if (state.down?.id === id) {
      state.down = state.across;
      down.select.value = state.down.id;
    }
    state.across = find(id)!;
    draw();
  });
  const down = choice('down', [...names, [NO_AXIS, 'nothing']], state.down?.id ?? NO_AXIS, (id) => {
    if (state.across.id === id && state.down !== null) {
      state.across = state.down;
      across.select.value = state.across.id;
    }
    state.down = find(id);
    draw();
  });
  const metric = choice(
    'figure',
    metrics.map(({ id, label }) => [id, label]),
    view.state.metric.id,
    (id) => view.change({ metric: metrics.find((one) => one.id === id)! }),
  );
  const aggregate = choice(
    'each cell',
    [
      ['median', 'median of its sets'],
      ['best', 'best of its sets'],
    ],
    state.aggregate,
    (id) => {
      state.aggregate = id as Aggregate;
      draw();
    },
  );
  view.onChange((before) => {
    if (before.part !== view.state.part || before.metric !== view.state.metric) draw();
  });
  onThemeChange(draw);
  draw();
  const controls = [across, down, metric, aggregate].map(({ element }) => element);
  return h('div', { class: 'panel' }, h('div', { class: 'toolbar choices' }, ...controls), note, host);
}

function texts(
  across: Dimension,
  down: Dimension | null,
  metric: Dimension,
  aggregate: Aggregate,
): HeatTexts {
  const bin = (axis: Dimension, { from, to }: Bin) =>
    from === to ? axis.text(from) : `${axis.text(from)} – ${axis.text(to)}`;
  return {
    across: across.label,
    down: down?.label ?? '',
    column: (of) => bin(across, of),
    row: (of) => (down === null ? '' : bin(down, of)),
    cell: (cell, column, row) => {
      const place = [`${across.label} ${bin(across, column)}`];
      if (down !== null) place.push(`${down.label} ${bin(down, row)}`);
      if (cell.sets === 0) return `${place.join(', ')}: no set`;
      const left = cell.sets - cell.withValue;
      const without = left === 0 ? '' : `, ${number(left)} without a value`;
      const value = `${aggregate} ${metric.label} ${metric.text(cell.value)}`;
      return `${place.join(', ')}: ${value} of ${counted(cell.sets, 'set')}${without}`;
    },
  };
}

/** What a cell is made of, in words. */
function explain({ parameters, view }: Search, { cells, low }: HeatGrid, aggregate: Aggregate): string {
  if (Number.isNaN(low)) return '';
  const sizes = cells.map(({ sets }) => sets).filter((sets) => sets > 0);
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)];
  const count = least === most ? counted(least, 'set') : `${number(least)} to ${number(most)} sets`;
  const others = parameters.length > 2 ? ', over all values of the other parameters' : '';
  const { metric } = view.state;
  const how =
    aggregate === 'median'
      ? `the median ${metric.label} of ${count}${others}`
      : `the best ${metric.label} of ${count}${others}: chosen in hindsight, so it flatters`;
  return `Each cell is ${how}. Choose a cell to see its sets below.`;
}

/** Limits for the sets of a cell, in place of others on any parameter. */
function cellLimits(
  { parameters, view }: Search,
  across: Dimension,
  column: Bin,
  down: Dimension | null,
  row: Bin,
): ReadonlyMap<string, Limit> {
  let { limits } = view.state;
  for (const { id } of parameters) limits = withLimit(limits, id, null);
  limits = withLimit(limits, across.id, [column.from, column.to]);
  return down === null ? limits : withLimit(limits, down.id, [row.from, row.to]);
}
