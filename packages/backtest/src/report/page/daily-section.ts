/// <reference lib="dom" />
import type { DailyRow } from '../../metrics/daily-table.ts';
import { barCell } from './bar-cell.ts';
import { h } from './dom.ts';
import { number, percent, signed } from './format.ts';
import type { Report } from './report.ts';
import { figuresTable, gainOrLoss } from './table.ts';

/** The days of the run. */
export function dailySection({ document: { summary, quote } }: Report): HTMLElement[] {
  const { daily } = summary;
  if (daily.length === 0) return [h('p', { class: 'empty' }, 'No day has data.')];
  const realised = daily.map((row) => row.realized_pnl);
  const low = Math.min(0, ...realised);
  const high = Math.max(0, ...realised);
  return [
    h(
      'div',
      { class: 'panel days' },
      figuresTable<DailyRow>(
        'Result of each UTC day',
        [
          { name: 'UTC day', text: true, cell: (row) => row.date },
          { name: 'trades', cell: (row) => number(row.trades_count) },
          { name: 'won', cell: (row) => number(row.win_count) },
          { name: 'lost', cell: (row) => number(row.loss_count) },
          {
            name: `realised ${quote}`,
            cell: (row) => signed(row.realized_pnl, 2),
            kind: (row) => gainOrLoss(row.realized_pnl),
          },
          {
            name: '',
            text: true,
            kind: () => 'wide',
            cell: (row) => barCell(0, row.realized_pnl, low, high, gainOrLoss(row.realized_pnl)),
          },
          {
            name: 'open',
            title: 'open result at the last mark',
            cell: (row) => signed(row.unrealized_pnl, 2),
          },
          { name: 'fees', cell: (row) => number(row.fees_total, 2) },
          { name: 'funding', cell: (row) => number(row.funding_total, 2) },
          { name: 'equity', cell: (row) => number(row.equity, 2) },
          { name: 'return', cell: (row) => percent(row.return, 2), kind: (row) => gainOrLoss(row.return) },
        ],
        daily,
        'daily',
      ),
    ),
  ];
}
