import { column, type Table } from '@auction-trader/backtest';
import type { DayTicks, Step, TickSource } from '@auction-trader/core';
import type { TickKind } from '@auction-trader/ingestion';

/**
 * The ticks of a source as rows of decimals, one day in memory at a time: reading the rows in
 * order reads each day once or twice.
 *
 * @param counts rows of each of the source's days
 * @param onDay told the place of each day in the source when it is read; what it throws ends the reading
 */
export function ticksTable(
  source: TickSource,
  kind: TickKind,
  counts: readonly number[],
  onDay: (at: number) => void,
): Table {
  const starts = [0];
  for (const count of counts) starts.push(starts.at(-1)! + count);
  const cursor = { day: -1, ticks: null as DayTicks | null };
  /** Points the cursor at the day of a row, and gives the row's place in it. */
  const locate = (row: number): number => {
    while (cursor.day < 0 || row >= starts[cursor.day + 1]! || row < starts[cursor.day]!) {
      cursor.day = cursor.day >= 0 && row < starts[cursor.day]! ? cursor.day - 1 : cursor.day + 1;
      cursor.ticks = null;
    }
    if (cursor.ticks === null) {
      onDay(cursor.day);
      cursor.ticks = source.readDay(source.days[cursor.day]!);
    }
    return row - starts[cursor.day]!;
  };
  const value = (of: (ticks: DayTicks, at: number) => number) => (row: number) => {
    const at = locate(row);
    return of(cursor.ticks!, at);
  };
  const { tick, lot } = source.instrument;
  return {
    name: kind,
    rows: starts.at(-1)!,
    columns: kind === 'trades' ? tradeColumns(value, tick, lot) : quoteColumns(value, tick, lot),
  };
}

type At = (of: (ticks: DayTicks, at: number) => number) => (row: number) => number;

function tradeColumns(value: At, tick: Step, lot: Step) {
  const side = value(({ trades }, at) => trades.side[at]!);
  return [
    column(
      'timestamp',
      'BIGINT',
      value((day, at) => day.dayStartMs + day.trades.timeMs[at]!),
    ),
    column(
      'price',
      'DOUBLE',
      value(({ trades }, at) => decimal(trades.priceTicks[at]!, tick)),
    ),
    column(
      'size',
      'DOUBLE',
      value(({ trades }, at) => decimal(trades.sizeLots[at]!, lot)),
    ),
    column('side', 'VARCHAR', (row) => SIDES.get(side(row)) ?? null),
  ];
}

function quoteColumns(value: At, tick: Step, lot: Step) {
  return [
    column(
      'timestamp',
      'BIGINT',
      value((day, at) => day.dayStartMs + day.quotes!.timeMs[at]!),
    ),
    column(
      'bid_px',
      'DOUBLE',
      value(({ quotes }, at) => decimal(quotes!.bidTicks[at]!, tick)),
    ),
    column(
      'bid_sz',
      'DOUBLE',
      value(({ quotes }, at) => decimal(quotes!.bidLots[at]!, lot)),
    ),
    column(
      'ask_px',
      'DOUBLE',
      value(({ quotes }, at) => decimal(quotes!.askTicks[at]!, tick)),
    ),
    column(
      'ask_sz',
      'DOUBLE',
      value(({ quotes }, at) => decimal(quotes!.askLots[at]!, lot)),
    ),
  ];
}

const SIDES = new Map([
  [1, 'Buy'],
  [-1, 'Sell'],
]);

/** The nearest double, whose shortest text is the exact decimal. */
function decimal(steps: number, { mantissa, decimals }: Step): number {
  return (steps * mantissa) / 10 ** decimals;
}
