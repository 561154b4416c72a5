/// <reference lib="dom" />
import { barCell, counted, figuresTable, gainOrLoss, h, number, signed } from '@auction-trader/backtest/page';
import type { Quantiles, StressRow } from '../../assessment/assessment.ts';
import { RATIO_MIN_TRADES } from './dimension.ts';
import type { Search } from './search.ts';

interface ChanceRow {
  readonly name: string;
  readonly note: string;
  readonly quantiles: Quantiles;
  readonly money: boolean;
}

/** What dearer trading, and other luck with the same trades, would have done to the best set. */
export function chanceSection({ document: { assessment } }: Search): HTMLElement {
  const { stress, bestSet, setsTried } = assessment;
  const of = `Of set #${bestSet}, the best of ${counted(setsTried, 'set')} tried.`;
  return h(
    'div',
    { class: 'groups' },
    h('div', {}, panel('Dearer trading', of, stress.length === 0 ? null : stressTable(stress))),
    h('div', {}, panel('Other luck, the same trades', of, chanceTable(assessment))),
  );
}

function panel(title: string, note: string, table: HTMLElement | null): HTMLElement {
  const empty = h('p', { class: 'empty' }, 'Nothing was computed: see what is missing, at the top.');
  return h(
    'div',
    { class: 'panel group' },
    h('h3', {}, title),
    h('p', { class: 'muted' }, note),
    table ?? empty,
  );
}

function stressTable(rows: readonly StressRow[]): HTMLElement {
  const nets = rows.map(({ netPnl }) => netPnl);
  const [low, high] = [Math.min(0, ...nets), Math.max(0, ...nets)];
  return figuresTable<StressRow>(
    'Net result with other costs',
    [
      { name: 'costs', text: true, cell: ({ label }) => label },
      {
        name: '',
        text: true,
        kind: () => 'wide',
        cell: ({ netPnl }) => barCell(0, netPnl, low, high, gainOrLoss(netPnl)),
      },
      { name: 'net', cell: ({ netPnl }) => signed(netPnl, 2), kind: ({ netPnl }) => gainOrLoss(netPnl) },
      {
        name: 'Sharpe',
        cell: ({ sharpe, trades }) => number(trades < RATIO_MIN_TRADES ? null : sharpe, 2),
      },
      { name: 'trades', cell: ({ trades }) => number(trades) },
    ],
    rows,
    'stress',
  );
}

function chanceTable({ tradeOrder, costs }: Search['document']['assessment']): HTMLElement | null {
  const rows: ChanceRow[] = [];
  const add = (name: string, drawings: number, quantiles: Quantiles, money = true) =>
    rows.push({ name, note: counted(drawings, 'drawing'), quantiles, money });
  if (tradeOrder !== null) {
    add('net, trades drawn again', tradeOrder.drawings, tradeOrder.netPnl);
    add('max drawdown, other order', tradeOrder.drawings, tradeOrder.maxDrawdown, false);
    add('max drawdown, drawn again', tradeOrder.drawings, tradeOrder.resampledMaxDrawdown, false);
  }
  if (costs !== null) add('net, random costs', costs.drawings, costs.netPnl);
  if (rows.length === 0) return null;
  const cell = ({ money }: ChanceRow, value: number) => (money ? signed(value, 2) : number(value, 2));
  const kind = ({ money }: ChanceRow, value: number) => (money ? gainOrLoss(value) : '');
  const column = (name: string, title: string, of: keyof Quantiles) => ({
    name,
    title,
    cell: (row: ChanceRow) => cell(row, row.quantiles[of]),
    kind: (row: ChanceRow) => kind(row, row.quantiles[of]),
  });
  return figuresTable<ChanceRow>(
    'Quantiles of what chance gave',
    [
      { name: '', text: true, cell: ({ name }) => name },
      column('p5', 'one in twenty is below', 'p5'),
      column('median', 'half are below', 'p50'),
      column('p95', 'one in twenty is above', 'p95'),
      { name: '', text: true, cell: ({ note }) => note, kind: () => 'muted' },
    ],
    rows,
    'chance-table',
  );
}
