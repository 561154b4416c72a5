import { sqlText } from '@auction-trader/backtest';
import type { DayTicks, Step, TickSource } from '@auction-trader/core';
import type { TickKind } from '@auction-trader/ingestion';
import type { DuckDBVector } from '@duckdb/node-api';
import type { QueryColumn, QueryTable } from './query-table.ts';
import { type RowFunction, type RowReader, type RowType, registerRows } from './row-function.ts';

/** The market a query is about. */
export interface QueryMarket {
  readonly symbol: string;
  /** Where its ticks lie, in words. */
  readonly place: string;
  /** Opens it; throws when it is not there. */
  open(): TickSource;
}

const TIMES: readonly QueryColumn[] = [
  { name: 'symbol', type: 'VARCHAR' },
  { name: 'time', type: 'TIMESTAMP' },
  { name: 'ts_ms', type: 'BIGINT' },
  { name: 'seq', type: 'BIGINT' },
];

const double = (name: string) => ({ name, type: 'DOUBLE' }) as const;

const DECIMALS = {
  trades: ['price', 'size'],
  quotes: ['bid_px', 'bid_sz', 'ask_px', 'ask_sz'],
} as const;

/** Trades and quotes of the tick store. A query reads them a day at a time. */
export function tickTables(market: QueryMarket): QueryTable[] {
  return [tickTable(market, 'trades'), tickTable(market, 'quotes')];
}

function tickTable(market: QueryMarket, kind: TickKind): QueryTable {
  const decimals = DECIMALS[kind];
  const side = kind === 'trades' ? `, CASE side WHEN 1 THEN 'Buy' WHEN -1 THEN 'Sell' END AS side` : '';
  const view = `CREATE VIEW ${kind} AS SELECT ${sqlText(market.symbol)} AS symbol,
    make_timestamp_ms(day_ms + ms) AS time, day_ms + ms AS ts_ms, rows_before + row AS seq,
    ${decimals.join(', ')}${side} FROM ${kind}_of_store()`;
  return {
    name: kind,
    from: `${kind} of ${market.symbol} in ${market.place}`,
    columns: [
      ...TIMES,
      ...decimals.map(double),
      ...(kind === 'trades' ? [{ name: 'side', type: 'VARCHAR' } as const] : []),
    ],
    async register(connection, reads) {
      registerRows(connection, tickFunction(market, kind), reads);
      await connection.run(view);
    },
  };
}

/** Columns that every kind has, in the order of {@link DayReader.write}. */
const BASE: readonly { readonly name: string; readonly type: RowType }[] = [
  { name: 'day_ms', type: 'BIGINT' },
  { name: 'ms', type: 'INTEGER' },
  { name: 'rows_before', type: 'BIGINT' },
  { name: 'row', type: 'INTEGER' },
];

/** Ticks of a busy week: how many there are is not known before they are opened. */
const MANY = 10_000_000;

function tickFunction(market: QueryMarket, kind: TickKind): RowFunction {
  const side = kind === 'trades' ? [{ name: 'side', type: 'TINYINT' } as const] : [];
  return {
    name: `${kind}_of_store`,
    columns: [...BASE, ...DECIMALS[kind].map(double), ...side],
    aboutRows: MANY,
    open: () => new DayReader(market.open(), kind),
  };
}

/** Goes through the days of a source; the day before lends its memory to the next. */
class DayReader implements RowReader {
  readonly #source: TickSource;
  readonly #kind: TickKind;
  #next = 0;
  #day: DayTicks | undefined;
  #length = 0;
  #columns: readonly Int32Array[] = [];
  #side: Int8Array = new Int8Array(0);
  #rowsBefore = 0;
  #from = 0;
  #to = 0;

  constructor(source: TickSource, kind: TickKind) {
    this.#source = source;
    this.#kind = kind;
  }

  next(most: number): number {
    while (this.#to === this.#length) {
      const start = this.#source.days[this.#next];
      if (start === undefined) return 0;
      this.#openDay(start);
    }
    this.#from = this.#to;
    this.#to = Math.min(this.#from + most, this.#length);
    return this.#to - this.#from;
  }

  write(column: number, vector: DuckDBVector, rows: number): void {
    switch (column) {
      case 0:
        items<BigInt64Array>(vector).fill(BigInt(this.#day!.dayStartMs), 0, rows);
        return;
      case 1:
        items<Int32Array>(vector).set(this.#columns[0]!.subarray(this.#from, this.#to));
        return;
      case 2:
        items<BigInt64Array>(vector).fill(BigInt(this.#rowsBefore), 0, rows);
        return;
      case 3:
        countUp(items<Int32Array>(vector), this.#from + 1, rows);
        return;
      case BASE.length + this.#columns.length - 1:
        items<Int8Array>(vector).set(this.#side.subarray(this.#from, this.#to));
        return;
      default:
        this.#writeDecimals(column - BASE.length, items<Float64Array>(vector), rows);
    }
  }

  #writeDecimals(column: number, items: Float64Array, rows: number): void {
    const { tick, lot } = this.#source.instrument;
    decimals(items, this.#columns[column + 1]!, this.#from, rows, column % 2 === 0 ? tick : lot);
  }

  #openDay(start: number): void {
    this.#rowsBefore += this.#length;
    this.#next += 1;
    this.#day = this.#source.readDay(start, this.#day);
    const { trades, quotes } = this.#day;
    this.#from = this.#to = 0;
    if (this.#kind === 'trades') {
      this.#length = trades.length;
      this.#columns = [trades.timeMs, trades.priceTicks, trades.sizeLots];
      this.#side = trades.side;
    } else {
      this.#length = quotes?.length ?? 0;
      this.#columns =
        quotes === null
          ? []
          : [quotes.timeMs, quotes.bidTicks, quotes.bidLots, quotes.askTicks, quotes.askLots];
    }
  }
}

/** The memory of a vector of plain numbers, which DuckDB's types keep to themselves. */
function items<Items>(vector: DuckDBVector): Items {
  return (vector as unknown as { readonly items: Items }).items;
}

function countUp(items: Int32Array, first: number, rows: number): void {
  for (let at = 0; at < rows; at++) items[at] = first + at;
}

/** The nearest doubles, whose shortest texts are the exact decimals. */
function decimals(items: Float64Array, steps: Int32Array, from: number, rows: number, step: Step): void {
  const { mantissa } = step;
  const divisor = 10 ** step.decimals;
  for (let at = 0; at < rows; at++) items[at] = (steps[from + at]! * mantissa) / divisor;
}
