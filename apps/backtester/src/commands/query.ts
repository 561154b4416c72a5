import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { TABLE_FORMATS, type TableFormat } from '@auction-trader/backtest';
import {
  addCommonOptions,
  addDayRange,
  type CommandContext,
  type CommonOptions,
  countText,
  type DayRangeOptions,
  runCommand,
} from '@auction-trader/command-line';
import { AuctionTraderError } from '@auction-trader/core';
import { type Command, Option } from 'commander';
import { addSymbol, addSyntheticQuotes, type MarketOptions, marketKeys } from '../market-options.ts';
import { openQueryDatabase, type QueryDatabase } from '../query/query-database.ts';
import { queryTables } from '../query/query-tables.ts';
import { csvPieces, documentPieces, jsonPieces } from '../query/result-pieces.ts';
import { startQuery } from '../query/result-rows.ts';
import { resultText } from '../query/result-text.ts';
import { tablesDocument, tablesText } from '../query/tables-text.ts';
import { printPieces, writeResult } from '../query/write-result.ts';

interface QueryOptions extends CommonOptions, MarketOptions, DayRangeOptions {
  readonly reports: string;
  readonly file?: string;
  readonly format?: TableFormat | 'table';
  readonly out?: string;
  readonly tables?: boolean;
}

/** `query`. */
export function addQueryCommand(program: Command): void {
  const command = program
    .command('query')
    .description('ask ticks, bars, features, runs and searches by SQL')
    .argument('[sql]', 'one SELECT in the SQL of DuckDB; - reads it from standard input');
  addSyntheticQuotes(addDayRange(addSymbol(command)))
    .option('--reports <folder>', 'where the reports of runs lie', 'reports')
    .option('--file <path>', 'read the query from a file; - is standard input')
    .addOption(
      new Option('--format <format>', 'format (default: the ending of --out, else a table)').choices([
        'table',
        ...TABLE_FORMATS,
      ]),
    )
    .option('--out <file>', 'write the whole result into a file')
    .option('--tables', 'list the tables and their columns, and end');
  addCommonOptions(
    command,
    'query --tables',
    'query "SELECT side, count(*), sum(size) FROM trades GROUP BY side" --from 2025-06-21 --to 2025-06-22',
    'query --file worst-trades.sql --out worst.parquet',
  ).action((sql: string | undefined, options: QueryOptions) =>
    runCommand(options, (context) => query(context, options, sql), marketKeys(options)),
  );
}

async function query(context: CommandContext, options: QueryOptions, argument?: string): Promise<void> {
  const tables = queryTables(context, options);
  const sql = options.tables ? null : queryText(context, options, argument);
  if (sql === null || /^\s*show\s+(all\s+)?tables\s*;?\s*$/i.test(sql)) {
    context.result(tablesDocument(tables), () => tablesText(tables));
    return;
  }
  const format = outFormat(options);
  const database = await openQueryDatabase(tables, sql);
  try {
    await context.interruptible((signal) => {
      signal.addEventListener('abort', () => database.connection.interrupt());
      return answer(context, database, sql, { ...options, format });
    });
  } finally {
    database.close();
  }
}

async function answer(
  context: CommandContext,
  database: QueryDatabase,
  sql: string,
  { format, out }: { readonly format: TableFormat | 'table'; readonly out?: string },
): Promise<void> {
  if (out !== undefined && format !== 'table') {
    const rows = await writeResult(database, sql, context.path(out), format);
    context.result({ rows, format, file: out }, () => `${countText(rows)} rows in ${out}`);
    return;
  }
  const result = await startQuery(database, sql);
  if (format === 'csv') await printPieces(csvPieces(result));
  else if (format === 'json') await printPieces(jsonPieces(result));
  else if (context.json) await printPieces(documentPieces(result));
  else {
    const text = await resultText(result);
    context.result(null, () => text);
  }
}

function queryText(context: CommandContext, { file }: QueryOptions, argument?: string): string {
  if (file !== undefined && argument !== undefined) {
    throw usage('there are two queries', 'Give the query as an argument or with --file.');
  }
  const path = file ?? (argument === '-' ? '-' : undefined);
  const sql = path === undefined ? argument : readFileSync(path === '-' ? 0 : context.path(path), 'utf8');
  if (sql !== undefined && sql.trim() !== '') return sql;
  throw usage('there is no query', 'Give one: backtester query "SELECT ..."; --tables lists what there is.');
}

function outFormat({ out, format, json }: QueryOptions): TableFormat | 'table' {
  if (out === undefined) {
    if (format === 'parquet') throw usage('Parquet is not for a screen', 'Name a file with --out.');
    return format ?? 'table';
  }
  const ending = extname(out).slice(1).toLowerCase();
  const chosen = format ?? TABLE_FORMATS.find((one) => one === ending);
  if (chosen !== undefined && chosen !== 'table') return chosen;
  if (json) return 'json';
  throw usage(
    `${out} has no ending that names a format`,
    'End it with .parquet, .csv or .json, or say --format.',
  );
}

function usage(what: string, hint: string): AuctionTraderError {
  return new AuctionTraderError(what, { code: 'BAD_QUERY', exitCode: 1, hint });
}
