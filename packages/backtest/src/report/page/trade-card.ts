/// <reference lib="dom" />
import type { FillRow, TradeRow } from '../model/trade-rows.ts';
import { h } from './dom.ts';
import { clock, duration, instant, number, percent, signed, significant } from './format.ts';
import type { Report, Snapshot } from './report.ts';
import { figuresTable, gainOrLoss } from './table.ts';
import { exitText, featureText, setupText } from './trade-texts.ts';

/** All there is to say of one trade. */
export function tradeCard(report: Report, trade: TradeRow): HTMLElement[] {
  const { quote } = report.document;
  const snapshot = report.snapshots[report.trades.indexOf(trade)] ?? {};
  return [
    h(
      'h3',
      { class: 'card-title', id: 'trade-title' },
      `#${trade.id} ${trade.side > 0 ? 'long' : 'short'} ${trade.setup}`,
      h('span', { class: gainOrLoss(trade.net) }, `${signed(trade.net, 2)} ${quote}`),
    ),
    h('p', { class: 'muted' }, reason(trade)),
    facts(report, trade),
    h('h4', {}, 'Best and worst'),
    excursions(report, trade),
    h('h4', {}, 'Costs'),
    costs(trade, quote),
    h('h4', {}, 'Fills'),
    fillsTable(report, report.fills.get(trade.id) ?? []),
    h('h4', {}, 'Features at the decision'),
    snapshotList(report, snapshot),
  ];
}

function reason(trade: TradeRow): string {
  const flags = trade.flags.length === 0 ? '' : ` Signals: ${trade.flags.join(', ')}.`;
  const end =
    trade.closeMs === null ? 'Still open, marked at the last quote.' : `Left: ${exitText(trade.exit)}.`;
  return `Decided ${instant(trade.decisionMs)} UTC. ${setupText(trade.setup)}${flags} ${end}`;
}

function facts({ document: { tick, lot, base, quote } }: Report, trade: TradeRow): HTMLElement {
  const price = (ticks: number | null) => number(ticks === null ? null : ticks * tick.value, tick.decimals);
  const moved = trade.finalStop !== null && trade.finalStop !== trade.stop;
  const entries: [string, string][] = [
    ['Entry', `${price(trade.entry)} at ${clock(trade.openMs)}`],
    ['Exit', trade.exitPrice === null ? 'open' : `${price(trade.exitPrice)} at ${clock(trade.closeMs)}`],
    ['Held', trade.closeMs === null ? '–' : duration(trade.closeMs - trade.openMs)],
    ['Size', `${number(trade.lots * lot.value, lot.decimals)} ${base}`],
    ['Stop', moved ? `${price(trade.stop)}, moved to ${price(trade.finalStop)}` : price(trade.stop)],
    ['Targets', `${price(trade.tp1)} / ${price(trade.tp2)}`],
    ['Risk', `${number(trade.risk, 2)} ${quote} (${percent(trade.riskPct, 2)})`],
    ['Result', `${signed(trade.net / trade.risk, 2)} R`],
    ['Leverage', `${number(trade.leverage, 2)}x`],
  ];
  if (trade.lock !== null) entries.push(['Locked edge', price(trade.lock)]);
  return list(entries);
}

/** The way from the worst to the best price, with entry and exit on it. */
function excursions({ document: { tick, lot } }: Report, trade: TradeRow): HTMLElement {
  const { best, worst } = trade;
  if (best === null || worst === null)
    return h('p', { class: 'muted' }, 'Not measured while the trade is open.');
  const money = (ticks: number) => ticks * tick.value * trade.lots * lot.value;
  const result = trade.exitPrice === null ? 0 : (trade.exitPrice - trade.entry) * trade.side;
  // Slippage may take the exit beyond the last print.
  const low = Math.min(-worst, result);
  const high = Math.max(best, result);
  const span = high - low || 1;
  const place = (ticks: number) => `${((ticks - low) / span) * 100}%`;
  const part = (kind: string, from: number, to: number) => {
    const bar = h('span', { class: `bar ${kind}` });
    bar.style.left = place(from);
    bar.style.width = `${((to - from) / span) * 100}%`;
    return bar;
  };
  const text = (name: string, ticks: number) =>
    `${name} ${number(ticks)} ticks · ${number(money(ticks), 2)} · ${number(money(ticks) / trade.risk, 2)} R`;
  return h(
    'div',
    { class: 'excursions' },
    h(
      'span',
      { class: 'track excursion', 'aria-hidden': true },
      part('loss', -worst, 0),
      part('gain', 0, best),
      mark('entry', place(0)),
      mark('exit', place(result)),
    ),
    h('p', { class: 'muted ends' }, h('span', {}, text('worst', worst)), h('span', {}, text('best', best))),
  );
}

function mark(kind: string, left: string): HTMLElement {
  const element = h('span', { class: `mark ${kind}`, title: kind });
  element.style.left = left;
  return element;
}

function costs(trade: TradeRow, quote: string): HTMLElement {
  return list([
    ['Gross at mid', signed(trade.grossAtMid, 2)],
    ['Delay', signed(0 - trade.delay, 2)],
    ['Spread', signed(0 - trade.spread, 2)],
    ['Slippage', signed(0 - trade.slippage, 2)],
    ['Fees', signed(0 - trade.fees, 2)],
    ['Funding', signed(0 - trade.funding, 2)],
    ...(trade.openResult === null ? [] : [['Open result', signed(trade.openResult, 2)] as const]),
    [`Net ${quote}`, signed(trade.net, 2)],
    ['Expected cost / risk', percent(trade.costRatio, 0)],
  ]);
}

function fillsTable({ document: { tick, lot } }: Report, fills: readonly FillRow[]): HTMLElement {
  return figuresTable(
    'Fills of the trade',
    [
      { name: 'leg', text: true, cell: (fill) => fill.leg },
      { name: 'time', text: true, cell: (fill) => clock(fill.timeMs) },
      { name: '', text: true, cell: (fill) => (fill.side > 0 ? 'buy' : 'sell') },
      { name: 'size', cell: (fill) => number(fill.lots * lot.value, lot.decimals) },
      { name: 'price', cell: (fill) => number(fill.price * tick.value, tick.decimals) },
      { name: 'fee', cell: (fill) => number(fill.fee, 2), kind: () => 'muted' },
      { name: '', text: true, cell: (fill) => fill.liquidity, kind: () => 'muted' },
    ],
    fills,
  );
}

function snapshotList({ document: { tick } }: Report, snapshot: Snapshot): HTMLElement {
  const prices = ['open', 'high', 'low', 'close', 'mid_close', 'poc', 'vah', 'val', 'bin_width'];
  const shares = ['va_coverage', 'ambiguous_trade_frac_1m'];
  const text = (name: string, value: number | boolean | null) => {
    if (typeof value === 'boolean') return value ? 'yes' : 'no';
    if (prices.includes(name))
      return number(value, tick.decimals + (name === 'poc' || name === 'mid_close' ? 1 : 0));
    return shares.includes(name) ? percent(value, 1) : significant(value, 4);
  };
  return list(Object.entries(snapshot).map(([name, value]) => [featureText(name), text(name, value)]));
}

function list(entries: readonly (readonly [string, string])[]): HTMLElement {
  return h(
    'dl',
    { class: 'facts compact' },
    ...entries.flatMap(([name, value]) => [h('dt', {}, name), h('dd', {}, value)]),
  );
}
