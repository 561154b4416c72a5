import type { DecisionDifference, FillComparison, LegOutcome } from '@auction-trader/backtest';
import { type Column, countText, secondText, signedMoneyText, textTable } from '@auction-trader/command-line';
import type { BacktestComparison, RunResult } from '../comparison/compare-with-backtest.ts';

const FILL_COLUMNS: readonly Column[] = [
  { title: 'decided' },
  { title: 'order' },
  { title: 'lots', align: 'right' },
  { title: 'live', align: 'right' },
  { title: 'backtest', align: 'right' },
  { title: 'worse', align: 'right' },
  { title: 'market', align: 'right' },
  { title: 'model', align: 'right' },
  { title: 'book', align: 'right' },
  { title: 'later ms', align: 'right' },
  { title: 'why' },
];

const DECISION_COLUMNS: readonly Column[] = [
  { title: 'minute' },
  { title: 'live' },
  { title: 'backtest' },
  { title: 'why' },
];

/** A recorded run beside a backtest of it, for people. */
export function comparisonText(found: BacktestComparison): string {
  const { mode, symbol, runId, minutes, live, backtest, fills, decisions, unexplained } = found;
  const differing = fills.filter(({ reasons }) => reasons.length > 0);
  const sizes = decisions.filter(isOfSize).length;
  const others = decisions.filter((decision) => !isOfSize(decision));
  const lines = [
    `${symbol} ${mode}, run ${runId}`,
    `${countText(minutes)} minutes: ${countText(others.length)} decided differently, ${countText(sizes)} of another size`,
    `${mode.padEnd(8)}  ${resultText(live)}`,
    `backtest  ${resultText(backtest)}`,
    `${countText(fills.length)} fills, ${countText(differing.length)} differ, ${countText(unexplained)} differences unexplained`,
  ];
  if (others.length > 0) lines.push('', textTable(DECISION_COLUMNS, others.map(decisionCells)));
  if (differing.length > 0) {
    const rows = differing.map((fill) => fillCells(fill, found.tickSize));
    lines.push('', textTable(FILL_COLUMNS, rows), '', LEGEND);
  }
  return lines.join('\n');
}

const LEGEND =
  'worse: ticks by which live did worse = market (moved between the fills) + model (slippage the backtest charges) + book (spread, depth, limit against market order)';

function isOfSize({ live, why }: DecisionDifference): boolean {
  return why === 'money' && live.endsWith(' lots');
}

function resultText({ trades, netPnl, fees, funding }: RunResult): string {
  return `${countText(trades)} trades, ${signedMoneyText(netPnl)} net, fees ${signedMoneyText(-fees)}, funding ${signedMoneyText(-funding)}`;
}

function decisionCells({ minuteMs, live, backtest, why }: DecisionDifference): string[] {
  return [secondText(minuteMs).slice(0, -3), live, backtest, why];
}

function fillCells(fill: FillComparison, tickSize: number): string[] {
  const { decisionMs, leg, side, live, backtest, laterMs, reasons } = fill;
  const ticks = [fill.worseTicks, fill.marketTicks, fill.modelTicks, fill.bookTicks];
  const lots = live?.lots === backtest?.lots ? [live] : [live, backtest];
  return [
    secondText(decisionMs).slice(0, -3),
    `${side > 0 ? 'BUY' : 'SELL'} ${leg}`,
    lots.map((one) => (one ? countText(one.lots) : '-')).join(' / '),
    priceText(live, tickSize),
    priceText(backtest, tickSize),
    ...ticks.map(ticksText),
    Number.isNaN(laterMs) ? '' : countText(laterMs),
    reasons.join(', '),
  ];
}

function priceText(leg: LegOutcome | null, tickSize: number): string {
  if (leg === null) return '-';
  const decimals = Math.max(0, Math.ceil(-Math.log10(tickSize) - 1e-9));
  // An average of several fills may lie between ticks.
  return (leg.priceTicks * tickSize).toFixed(decimals + (Number.isInteger(leg.priceTicks) ? 0 : 2));
}

function ticksText(ticks: number): string {
  return Number.isNaN(ticks) ? '' : ticks.toFixed(Number.isInteger(ticks) ? 0 : 1);
}
