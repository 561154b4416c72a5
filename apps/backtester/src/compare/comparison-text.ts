import type {
  ComparedSide,
  DecisionCost,
  FillCost,
  RunComparison,
  TradeCost,
  ValueDifference,
} from '@auction-trader/backtest';
import {
  type Column,
  countText,
  minuteText,
  pairs,
  secondText,
  signedMoneyText,
  textTable,
} from '@auction-trader/command-line';

/** Rows of a table that a person is shown: those that cost most. */
const MOST_ROWS = 30;
/** Values of one difference. */
const MOST_VALUES = 6;

const right = { align: 'right' } as const;

/** Two runs beside each other, for people. */
export function comparisonText(found: RunComparison): string {
  const { a, b, common, equal } = found;
  return [
    pairs([
      ['A', sideText(a)],
      ['B', sideText(b)],
      [
        'common',
        `${minuteText(common.fromMs)} to ${minuteText(common.toMs)}, ${countText(common.minutes)} minutes`,
      ],
    ]),
    ...elsewhereLines(found),
    ...(found.openMarked
      ? []
      : ['  open positions count with what is booked: a journal does not tell their worth']),
    ...configurationLines(found),
    '',
    equal ? 'the runs are equal: every decision, fill and result' : differences(found),
  ].join('\n');
}

function sideText({ mode, name, fromMs, toMs, trades, netPnl, fees, funding }: ComparedSide): string {
  const money = `${gainText(netPnl)} net, fees ${gainText(-fees)}, funding ${gainText(-funding)}`;
  return `${mode} ${name}, ${minuteText(fromMs)} to ${minuteText(toMs)}: ${countText(trades)} trades, ${money}`;
}

function elsewhereLines({ a, b }: RunComparison): string[] {
  return [a, b]
    .filter(({ otherTrades }) => otherTrades > 0)
    .map(
      ({ name, otherTrades, otherNetPnl }) =>
        `  not compared: ${countText(otherTrades)} trades of ${name} in minutes that the other lacks, ${gainText(otherNetPnl)}`,
    );
}

function configurationLines({ configuration, facts }: RunComparison): string[] {
  const rows = [...(configuration ?? []), ...facts].map(({ name, a, b }) => [
    `  ${name}`,
    valueText(a),
    valueText(b),
  ]);
  const unknown =
    configuration === null ? ['', 'configuration: not known of both (a recording is gone)'] : [];
  if (rows.length === 0) return configuration === null ? unknown : ['', 'configuration: the same'];
  return [...unknown, '', textTable([{ title: 'made with' }, { title: 'A' }, { title: 'B' }], rows)];
}

function differences(found: RunComparison): string {
  return [
    ...firstLines(found),
    ...decisionLines(found),
    ...tradeLines(found),
    ...fillLines(found),
    '',
    resultText(found),
  ].join('\n');
}

function firstLines({ firstFeatures, featureMinutes, decisions, fills }: RunComparison): string[] {
  const lines: string[] = [];
  if (firstFeatures !== null) {
    const { minuteMs, values } = firstFeatures;
    const more = `${countText(featureMinutes)} minutes have other features`;
    lines.push(`first other features: ${minuteText(minuteMs)}, ${valuesText(values)}; ${more}`);
  }
  const [first] = decisions;
  if (first !== undefined) {
    const { minuteMs, a, b, why, values } = first;
    const seen = values.length === 0 ? '' : `\n  ${valuesText(values)}`;
    lines.push(`first other decision: ${minuteText(minuteMs)}, A ${a}, B ${b}, by ${why}${seen}`);
  }
  const [fill] = fills;
  if (fill !== undefined) {
    const at = secondText((fill.a ?? fill.b)!.fillMs);
    lines.push(`first other fill: ${at}, ${fill.leg}: ${fill.reasons.join(', ')}`);
  }
  return lines;
}

function decisionLines({ decisions, common }: RunComparison): string[] {
  if (decisions.length === 0) return ['', `all ${countText(common.minutes)} minutes were decided the same`];
  const costly = decisions.filter(({ trades }) => trades > 0);
  const rest = decisions.filter(({ trades }) => trades === 0);
  const counts = Object.entries(Object.groupBy(rest, ({ why }) => why)).map(
    ([why, of]) => `${why} ${countText(of!.length)}`,
  );
  const lines = [
    '',
    `${countText(decisions.length)} of ${countText(common.minutes)} minutes were decided differently`,
  ];
  if (counts.length > 0)
    lines.push(`${countText(rest.length)} of them led to no other trade: ${counts.join(', ')}`);
  const columns = [
    { title: 'minute' },
    { title: 'A' },
    { title: 'B' },
    { title: 'by' },
    { title: 'trades', ...right },
    { title: 'A - B', ...right },
  ];
  return [...lines, ...shownTable(columns, costly, ({ cost }) => cost, decisionCells)];
}

function decisionCells({ minuteMs, a, b, why, trades, cost }: DecisionCost): string[] {
  return [minuteText(minuteMs), a, b, why, countText(trades), gainText(cost)];
}

function tradeLines({ trades }: RunComparison): string[] {
  if (trades.length === 0) return [];
  const columns = [
    { title: 'trade decided' },
    { title: 'A', ...right },
    { title: 'B', ...right },
    { title: 'A - B', ...right },
    { title: 'by' },
  ];
  const lines = ['', `${countText(trades.length)} trades of the same decisions came to something else`];
  return [...lines, ...shownTable(columns, trades, ({ difference }) => difference, tradeCells)];
}

function tradeCells({ decisionMs, a, b, difference, reasons }: TradeCost): string[] {
  const net = (trade: TradeCost['a']) => (trade === null ? '-' : gainText(trade.netPnl));
  return [minuteText(decisionMs), net(a), net(b), gainText(difference), reasons.slice(0, 3).join('; ')];
}

function fillLines({ fills, tickSize }: RunComparison): string[] {
  const both = fills.filter(({ a, b }) => a !== null && b !== null);
  const lines = fills.length === 0 ? [] : ['', fillCounts(fills, both.length)];
  if (both.length === 0) return lines;
  const columns = [
    { title: 'fill of' },
    { title: 'order' },
    { title: 'lots A / B', ...right },
    { title: 'A', ...right },
    { title: 'B', ...right },
    { title: 'A later ms', ...right },
    { title: 'by price', ...right },
    { title: 'fee A - B', ...right },
    { title: 'why' },
  ];
  const cost = ({ priceCost, feeDifference }: FillCost) => (priceCost ?? 0) - feeDifference;
  return [...lines, ...shownTable(columns, both, cost, (fill) => fillCells(fill, tickSize))];
}

/** What only one run has filled follows from decisions, which are listed before. */
function fillCounts(fills: readonly FillCost[], both: number): string {
  const alone = (side: 'a' | 'b') => countText(fills.filter((fill) => fill[side] === null).length);
  return `fills that differ: ${countText(both)} of both, ${alone('b')} of A alone, ${alone('a')} of B alone`;
}

function fillCells(fill: FillCost, tickSize: number): string[] {
  const { decisionMs, leg, side, a, b, laterMs, priceCost, feeDifference, reasons } = fill;
  const price = (of: FillCost['a']) =>
    of === null ? '-' : String(Number((of.priceTicks * tickSize).toPrecision(10)));
  return [
    minuteText(decisionMs),
    `${side > 0 ? 'BUY' : 'SELL'} ${leg}`,
    [a, b].map((of) => (of === null ? '-' : countText(of.lots))).join(' / '),
    price(a),
    price(b),
    Number.isNaN(laterMs) ? '' : countText(laterMs),
    priceCost === null ? '' : gainText(priceCost),
    gainText(feeDifference),
    reasons.join(', '),
  ];
}

/** The rows that cost most, in their order. */
function shownTable<Row>(
  columns: readonly Column[],
  rows: readonly Row[],
  cost: (row: Row) => number,
  cells: (row: Row) => string[],
): string[] {
  if (rows.length === 0) return [];
  const costly = [...rows].sort((left, right) => Math.abs(cost(right)) - Math.abs(cost(left)));
  const chosen = new Set(costly.slice(0, MOST_ROWS));
  const table = textTable(columns, rows.filter((row) => chosen.has(row)).map(cells));
  const cut = rows.length - chosen.size;
  return cut === 0 ? [table] : [table, `... and ${countText(cut)} more that cost less (--json has all)`];
}

function resultText({
  difference,
  ofDecisions,
  ofTrades,
  parts,
  unexplained,
  onlyA,
  onlyB,
}: RunComparison): string {
  const rows: [string, string][] = [
    ['A - B', gainText(difference)],
    ['  by other decisions', gainText(ofDecisions)],
    ['  by fills of the same decisions', gainText(ofTrades)],
    ['  unexplained', gainText(unexplained)],
    ['the same by what it is made of', ''],
    [
      `  ${countText(onlyA)} trades of A alone and ${countText(onlyB)} of B`,
      gainText(parts.onlyA + parts.onlyB),
    ],
    ['  size', gainText(parts.size)],
    ['  prices of entry', gainText(parts.entryPrices)],
    ['  prices of exits of both', gainText(parts.exitPrices)],
    ['  other ways out', gainText(parts.otherExits)],
    ['  fees', gainText(parts.fees)],
    ['  funding', gainText(parts.funding)],
  ];
  return pairs(rows, '');
}

/** Nothing has no sign. */
function gainText(amount: number): string {
  return signedMoneyText(Math.abs(amount) < 0.005 ? 0 : amount);
}

function valuesText(values: readonly ValueDifference[]): string {
  const shown = values
    .slice(0, MOST_VALUES)
    .map(({ name, a, b }) => `${name} ${valueText(a)} / ${valueText(b)}`);
  const more = values.length - shown.length;
  return `${shown.join(', ')}${more === 0 ? '' : ` and ${more} more`}`;
}

function valueText(value: unknown): string {
  if (value === null) return '-';
  if (typeof value === 'number') return String(Number(value.toPrecision(10)));
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 16 && /^[0-9a-f]+$/.test(text) ? `${text.slice(0, 12)}…` : text;
}
