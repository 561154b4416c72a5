/// <reference lib="dom" />
import { barCell } from './bar-cell.ts';
import { h } from './dom.ts';
import { counted, number, percent, signed } from './format.ts';
import type { Report } from './report.ts';
import { figuresTable, gainOrLoss } from './table.ts';

interface Step {
  readonly name: string;
  readonly note: string;
  /** What it adds to the result; totals stand for themselves. */
  readonly value: number;
  readonly from: number;
  readonly to: number;
  readonly total: boolean;
}

/** Where the money went: from the result at the mid price to the net, step by step. */
export function moneySection({ document: { summary, quote } }: Report): HTMLElement[] {
  const { money, metrics, spread_paid } = summary;
  if (metrics.n === 0) return [h('p', { class: 'empty' }, 'No trade was closed, so no money went anywhere.')];
  const steps = waterfall(money);
  const low = Math.min(0, ...steps.flatMap(({ from, to }) => [from, to]));
  const high = Math.max(0, ...steps.flatMap(({ from, to }) => [from, to]));
  const costs = money.delay + money.spread + money.slippage + money.fees + money.funding;
  return [
    figuresTable<Step>(
      'Where the money went',
      [
        { name: '', text: true, cell: (step) => h('span', { class: step.total ? 'total' : '' }, step.name) },
        {
          name: '',
          text: true,
          kind: () => 'wide',
          cell: (step) =>
            barCell(step.from, step.to, low, high, step.total ? 'neutral' : gainOrLoss(step.value)),
        },
        {
          name: quote,
          cell: (step) => signed(step.value, 2),
          kind: (step) => (step.total ? 'total' : gainOrLoss(step.value)),
        },
        { name: '', text: true, kind: () => 'muted note', cell: (step) => step.note },
      ],
      steps,
      'money-table',
    ),
    h(
      'p',
      { class: 'muted' },
      `Trading cost ${number(costs, 2)} ${quote}, ${number(costs / metrics.n, 2)} a trade. `,
      spread_paid.ticks === null || spread_paid.bps === null
        ? ''
        : `Distance from the mid over ${counted(spread_paid.n, 'fill')}: mean ${number(spread_paid.ticks.mean, 2)} ticks (${number(spread_paid.bps.mean, 2)} bps), median ${number(spread_paid.ticks.p50, 1)}, p90 ${number(spread_paid.ticks.p90, 1)}, p99 ${number(spread_paid.ticks.p99, 1)} ticks.`,
    ),
    h('p', { class: 'muted' }, shareText(money.gross_at_mid, costs)),
  ];
}

function shareText(grossAtMid: number, costs: number): string {
  if (grossAtMid <= 0) return 'Even without any cost these trades would not have earned money.';
  if (costs > grossAtMid) {
    return `Costs took ${number(costs / grossAtMid, 1)} times what the trades would have made at the mid.`;
  }
  return `Costs took ${percent(costs / grossAtMid, 0)} of what the trades would have made at the mid.`;
}

function waterfall(money: Report['document']['summary']['money']): Step[] {
  const total = (name: string, value: number, note: string): Step => ({
    name,
    note,
    value,
    from: 0,
    to: value,
    total: true,
  });
  const cost = (name: string, from: number, amount: number, note: string): Step => ({
    name,
    note,
    value: 0 - amount,
    from,
    to: from - amount,
    total: false,
  });
  const afterDelay = money.gross_at_mid - money.delay;
  const afterSpread = afterDelay - money.spread;
  const afterFees = money.gross_pnl - money.fees;
  return [
    total('Gross at mid', money.gross_at_mid, 'every order filled at the mid of its moment'),
    cost('Delay', money.gross_at_mid, money.delay, 'moves of the mid from the order to its fill'),
    cost('Spread', afterDelay, money.spread, 'from the mid at the fill to the quote hit'),
    cost('Slippage', afterSpread, money.slippage, 'given away against the quote'),
    total('Gross', money.gross_pnl, 'price differences as filled'),
    cost('Fees', money.gross_pnl, money.fees, 'maker and taker'),
    cost('Funding', afterFees, money.funding, 'paid, less received'),
    total('Net', money.net_pnl, 'what is left'),
  ];
}
