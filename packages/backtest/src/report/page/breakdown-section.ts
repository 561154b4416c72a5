/// <reference lib="dom" />
import type { BreakdownRow } from '../../metrics/breakdown.ts';
import { barCell } from './bar-cell.ts';
import { h } from './dom.ts';
import { number, percent, signed } from './format.ts';
import type { Report } from './report.ts';
import { figuresTable, gainOrLoss, type TableColumn } from './table.ts';

/** Trades by setup, side, exit reason and hour. */
export function breakdownSection({ document: { summary, quote } }: Report): HTMLElement[] {
  const { breakdown, metrics } = summary;
  if (metrics.n === 0) return [h('p', { class: 'empty' }, 'No trades to compare.')];
  const group = (title: string, id: string, rows: readonly BreakdownRow[], first: string) =>
    h(
      'div',
      { class: 'panel group' },
      h('h3', {}, title),
      figuresTable(title, columns(first, quote, rows), rows, id),
    );
  return [
    h(
      'div',
      { class: 'groups' },
      h(
        'div',
        {},
        group('By setup', 'by-setup', breakdown.setup, 'setup'),
        group('By side', 'by-side', breakdown.side, 'side'),
        group('By exit', 'by-exit', breakdown.exit_reason, 'last leg'),
      ),
      h('div', {}, group('By hour of entry', 'by-hour', breakdown.hour, 'UTC')),
    ),
    h(
      'p',
      { class: 'muted' },
      'Ratios are hidden for groups of fewer than 20 trades. None of this was used to choose.',
    ),
  ];
}

function columns(first: string, quote: string, rows: readonly BreakdownRow[]): TableColumn<BreakdownRow>[] {
  const nets = rows.map((row) => row.net_pnl);
  const low = Math.min(0, ...nets);
  const high = Math.max(0, ...nets);
  return [
    { name: first, text: true, cell: (row) => row.key },
    { name: 'n', title: 'trades', cell: (row) => number(row.n) },
    {
      name: `net ${quote}`,
      cell: (row) => signed(row.net_pnl, 2),
      kind: (row) => gainOrLoss(row.net_pnl),
    },
    {
      name: '',
      text: true,
      kind: () => 'wide',
      cell: (row) => barCell(0, row.net_pnl, low, high, gainOrLoss(row.net_pnl)),
    },
    { name: 'win rate', cell: (row) => percent(row.win_rate, 0) },
    { name: 'profit factor', cell: (row) => number(row.profit_factor, 2) },
    {
      name: 'R a trade',
      title: 'expectancy: net per risk taken',
      cell: (row) => signed(row.expectancy_R, 2),
    },
  ];
}
