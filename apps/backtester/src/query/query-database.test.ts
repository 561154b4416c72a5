import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TableFormat } from '@auction-trader/backtest';
import { AuctionTraderError, defineInstrument, type TickSource } from '@auction-trader/core';
import { arraySource } from '@auction-trader/ingestion';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, describe, expect, it } from 'vitest';
import { openQueryDatabase } from './query-database.ts';
import type { QueryTable } from './query-table.ts';
import { recordTable } from './record-table.ts';
import { csvPieces, documentPieces, jsonPieces, type ResultPieces } from './result-pieces.ts';
import { startQuery } from './result-rows.ts';
import { resultText } from './result-text.ts';
import { tickTables } from './tick-tables.ts';
import { writeResult } from './write-result.ts';

const folder = mkdtempSync(join(tmpdir(), 'query-'));
afterAll(() => rmSync(folder, { recursive: true }));

const START = Date.UTC(2025, 0, 31, 23, 59, 50);
const TRADES = Array.from({ length: 5_000 }, (_, at) => ({
  timeMs: START + at * 7,
  priceTicks: 500_000 + (at % 13),
  sizeLots: 1 + (at % 5),
  side: ([-1, 0, 1] as const)[at % 3]!,
}));
const QUOTES = TRADES.slice(0, 10).map(({ timeMs, priceTicks }) => ({
  timeMs,
  bidTicks: priceTicks,
  bidLots: 3,
  askTicks: priceTicks + 1,
  askLots: 4,
}));
const instrument = defineInstrument({ venue: 'bybit', symbol: 'BTCUSDT', tickSize: '0.1', lotSize: '0.001' });
const source = arraySource({ instrument, trades: TRADES, quotes: QUOTES });

const opened: string[] = [];
function tables(market: TickSource = source): QueryTable[] {
  const open = (): TickSource => {
    opened.push('ticks');
    return market;
  };
  const odd = [
    { name: 'plain', number: 0.1, whole: 1_704_067_260_000, flag: true },
    { name: 'a,"b"\nc', number: -1e-7, whole: null, flag: false },
    { name: '', number: null, whole: 0, flag: null },
  ];
  const columns = [
    { name: 'name', type: 'VARCHAR' },
    { name: 'number', type: 'DOUBLE' },
    { name: 'whole', type: 'BIGINT' },
    { name: 'flag', type: 'BOOLEAN' },
  ] as const;
  return [
    ...tickTables({ symbol: 'BTCUSDT', place: 'memory', open }),
    recordTable({ name: 'odd', from: 'here', columns, records: () => odd }),
  ];
}

async function asked<Value>(
  sql: string,
  use: (database: Awaited<ReturnType<typeof openQueryDatabase>>) => Promise<Value>,
  from = tables(),
): Promise<Value> {
  const database = await openQueryDatabase(from, sql);
  try {
    return await use(database);
  } finally {
    database.close();
  }
}

async function textOf(pieces: ResultPieces): Promise<string> {
  let text = '';
  for await (const piece of pieces) text += piece;
  return text;
}

async function rowsOf(sql: string, from = tables()): Promise<Record<string, unknown>[]> {
  const text = await asked(
    sql,
    async (database) => textOf(jsonPieces(await startQuery(database, sql))),
    from,
  );
  return JSON.parse(text) as Record<string, unknown>[];
}

describe('ticks', () => {
  it('are the rows of the source, in their order, across days', async () => {
    const rows = await rowsOf('SELECT ts_ms, seq, price, size, side, symbol FROM trades ORDER BY seq');
    expect(rows).toEqual(
      TRADES.map(({ timeMs, priceTicks, sizeLots, side }, at) => ({
        ts_ms: timeMs,
        seq: at + 1,
        price: priceTicks / 10,
        size: sizeLots / 1000,
        side: side === 0 ? null : side > 0 ? 'Buy' : 'Sell',
        symbol: 'BTCUSDT',
      })),
    );
    expect(await rowsOf('SELECT * EXCLUDE (symbol, seq) FROM quotes LIMIT 1')).toEqual([
      {
        time: '2025-01-31T23:59:50Z',
        ts_ms: START,
        bid_px: 50_000,
        bid_sz: 0.003,
        ask_px: 50_000.1,
        ask_sz: 0.004,
      },
    ]);
    expect(await rowsOf(`SELECT count(*) AS n FROM trades WHERE time >= '2025-02-01'`)).toEqual([
      { n: TRADES.filter(({ timeMs }) => timeMs >= Date.UTC(2025, 1, 1)).length },
    ]);
  });

  it('are not opened by a query that names others, or asks for columns only', async () => {
    opened.length = 0;
    await rowsOf('SELECT * FROM odd');
    await rowsOf('DESCRIBE trades');
    expect(opened).toEqual([]);
  });

  it('give the error of their store, not of DuckDB', async () => {
    const damaged = new AuctionTraderError('this day is damaged', { code: 'STORE_DAMAGED' });
    const broken = {
      ...source,
      readDay: () => {
        throw damaged;
      },
    };
    await expect(rowsOf('SELECT sum(size) FROM trades', tables(broken))).rejects.toBe(damaged);
  });
});

describe('a query', () => {
  it.each([
    [`SELECT * FROM read_csv('${join(folder, 'secret.csv')}')`, /Permission Error/],
    [`SELECT * FROM read_text('${join(folder, 'secret.csv')}')`, /Permission Error/],
    [`SELECT * FROM glob('${folder}/*')`, /Permission Error/],
    [`SELECT * FROM '${join(folder, 'secret.csv')}'`, /Permission Error/],
    [`COPY odd TO '${join(folder, 'out.csv')}'`, /Permission Error/],
    ['DROP VIEW odd', /this one is DROP/],
    [`EXPORT DATABASE '${folder}'`, /Permission Error/],
    [`ATTACH '${join(folder, 'x.db')}'`, /this one is ATTACH/],
    ['CREATE TABLE x AS SELECT 1', /this one is CREATE/],
    ['SET enable_external_access = true', /this one is SET/],
    ['INSTALL httpfs', /this one is/],
    ['SELECT 1; DROP VIEW odd', /these are 2 statements/],
    ['-- nothing', /there is no query/],
    ['SELECT $1', /has parameters/],
  ])('cannot do more than read its tables: %s', async (sql, expected) => {
    writeFileSync(join(folder, 'secret.csv'), 'a,b\n1,2\n');
    await expect(rowsOf(sql)).rejects.toMatchObject({
      exitCode: 1,
      message: expect.stringMatching(expected),
    });
  });

  it.each([
    ['SELECT nope FROM odd', /"nope" not found[\s\S]*LINE 1: SELECT nope[\s\S]*\^/],
    ['SELEC 1', /syntax error at or near "SELEC"[\s\S]*LINE 1/],
    ['SELECT * FROM nowhere', /nowhere does not exist/],
    [`SELECT CAST(name AS INTEGER) FROM odd`, /Could not convert/],
  ])('that fails says where: %s', async (sql, expected) => {
    const failed = rowsOf(sql);
    await expect(failed).rejects.toMatchObject({ code: 'BAD_SQL', exitCode: 1 });
    await expect(failed).rejects.toThrow(expected);
  });
});

describe('a result', () => {
  const all = 'SELECT * FROM odd; ';
  const expected = [
    { name: 'plain', number: 0.1, whole: 1_704_067_260_000, flag: true },
    { name: 'a,"b"\nc', number: -1e-7, whole: null, flag: false },
    { name: '', number: null, whole: 0, flag: null },
  ];

  it.each(['csv', 'json', 'parquet'] as const)('as %s reads back the same', async (format: TableFormat) => {
    const path = join(folder, `odd.${format}`);
    expect(await asked(all, (database) => writeResult(database, all, path, format))).toBe(3);
    const read = format === 'csv' ? `read_csv('${path}', allow_quoted_nulls = false)` : `'${path}'`;
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    const rows = (await connection.runAndReadAll(`SELECT * FROM ${read}`)).getRowObjectsJS();
    connection.closeSync();
    instance.closeSync();
    const plain = rows.map(({ whole, ...row }) => ({ ...row, whole: whole === null ? null : Number(whole) }));
    expect(plain).toEqual(expected);
  });

  it('as CSV has times as the screen has them', async () => {
    const path = join(folder, 'times.csv');
    const sql = 'SELECT time, seq, side FROM trades ORDER BY seq LIMIT 2';
    expect(await asked(sql, (database) => writeResult(database, sql, path, 'csv'))).toBe(2);
    const printed = await asked(sql, async (database) => textOf(csvPieces(await startQuery(database, sql))));
    expect(readFileSync(path, 'utf8').replaceAll('.000Z', 'Z')).toBe(printed);
    expect(printed).toBe('time,seq,side\n2025-01-31T23:59:50Z,1,Sell\n2025-01-31T23:59:50.007Z,2,\n');
  });

  it('is left as it was when the query fails', async () => {
    const path = join(folder, 'kept.csv');
    writeFileSync(path, 'before');
    const sql = 'SELECT CAST(name AS INTEGER) FROM odd';
    await expect(asked(sql, (database) => writeResult(database, sql, path, 'csv'))).rejects.toThrow(
      /convert/,
    );
    expect(readFileSync(path, 'utf8')).toBe('before');
  });

  it('is exact in JSON, whatever its types', async () => {
    const sql = `SELECT 9007199254740993 AS big, 0.1 AS decimal, 12345678901234567.89 AS long,
      TIMESTAMP '2025-06-21 12:04:27.5' AS at, [1, 2] AS list, {'a': 1.5} AS pair, 'infinity'::DOUBLE AS inf`;
    const text = await asked(sql, async (database) =>
      textOf(documentPieces(await startQuery(database, sql))),
    );
    expect(JSON.parse(text)).toMatchObject({
      rows: [
        {
          big: '9007199254740993',
          decimal: 0.1,
          long: '12345678901234567.89',
          at: '2025-06-21T12:04:27.500Z',
          list: [1, 2],
          pair: { a: 1.5 },
          inf: 'Infinity',
        },
      ],
      row_count: 1,
    });
  });

  it('is empty with its header', async () => {
    const sql = 'SELECT name, number FROM odd WHERE false';
    const csv = await asked(sql, async (database) => textOf(csvPieces(await startQuery(database, sql))));
    expect(csv).toBe('name,number\n');
    expect(await rowsOf(sql)).toEqual([]);
  });

  it('as a table is bounded and says what it leaves out', async () => {
    const sql = `SELECT ts_ms, price, repeat('x', 100) AS long, 0.1 + 0.2 AS sum FROM trades ORDER BY seq`;
    const text = await asked(sql, async (database) => resultText(await startQuery(database, sql)));
    const lines = text.split('\n');
    expect(lines).toHaveLength(43);
    expect(lines[1]).toMatch(/^2025-01-31 23:59:50 +50000 +x{59}… +0\.3$/);
    expect(lines[2]).toMatch(/^2025-01-31 23:59:50\.007 +50000\.1 /);
    expect(lines.at(-1)).toMatch(/^\.\.\. 4,960 more of 5,000 rows/);
  });
});
