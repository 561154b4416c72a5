/// <reference lib="dom" />
import type { TradeRow } from '../model/trade-rows.ts';
import { h } from './dom.ts';
import { marketChart } from './market-chart.ts';
import { decisions } from './quality-section.ts';
import type { Report } from './report.ts';
import { tradeCard } from './trade-card.ts';
import { tradeTable } from './trade-table.ts';

/** Chart, table and card that show the same trade. */
export interface Workbench {
  readonly market: HTMLElement;
  readonly trades: HTMLElement;
}

/** Makes the parts that belong together: a trade chosen in one is shown in all. */
export function workbench(report: Report): Workbench {
  const card = h('aside', { class: 'panel card', 'aria-label': 'Selected trade', 'aria-live': 'polite' });
  let chosen: TradeRow | null = null;
  const show = (trade: TradeRow | null, scroll: boolean) => {
    chosen = trade;
    chart.showTrade(trade);
    table.mark(trade);
    card.replaceChildren(...(trade === null ? emptyCard(report) : [buttons(), ...tradeCard(report, trade)]));
    card.scrollTop = 0;
    if (scroll && trade !== null) bringIntoSight(chart.element);
  };
  const buttons = () =>
    h(
      'div',
      { class: 'buttons card-buttons' },
      h('button', { type: 'button', 'aria-label': 'Trade before', onclick: () => step(-1) }, '‹'),
      h('button', { type: 'button', 'aria-label': 'Next trade', onclick: () => step(1) }, '›'),
      h('button', { type: 'button', 'aria-label': 'Close the trade', onclick: () => show(null, false) }, '×'),
    );
  const step = (by: number) => {
    const next = table.neighbour(chosen, by);
    if (next !== null) show(next, false);
  };
  const table = tradeTable(report, (trade) => show(trade, true));
  const chart = marketChart(report, (trade) => show(trade, false));
  card.replaceChildren(...emptyCard(report));
  const trades =
    report.trades.length === 0
      ? h('div', {}, h('p', { class: 'empty' }, 'The strategy made no trade.'), decisions(report))
      : h('div', { class: 'bench' }, table.element, card);
  return { market: chart.element, trades };
}

function emptyCard({ trades }: Report): HTMLElement[] {
  const text = trades.length === 1 ? 'Choose the trade' : 'Choose a trade';
  return [
    h('p', { class: 'empty' }, `${text} to see its reason, its costs and what the market looked like.`),
  ];
}

function bringIntoSight(element: HTMLElement): void {
  const { top } = element.getBoundingClientRect();
  if (top >= 0 && top < window.innerHeight * 0.4) return;
  const calm = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  element.scrollIntoView({ behavior: calm ? 'auto' : 'smooth', block: 'start' });
}
