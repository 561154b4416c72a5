import type { Table } from '@auction-trader/backtest';
import { type Column, column } from '@auction-trader/features';
import { RESULT_VERSION, SearchStore, searchTable } from '@auction-trader/research';
import { columnRows } from './column-rows.ts';
import type { QueryColumn, QueryTable } from './query-table.ts';
import { recordTable } from './record-table.ts';
import { registerRows } from './row-function.ts';

/** Where searches are, and who is told of what is left out. */
export interface QuerySearches {
  readonly file: string;
  notice(text: string): void;
}

/** Searches, and the results of their sets. */
export function searchTables(searches: QuerySearches): QueryTable[] {
  return [searchesTable(searches), setsTable(searches)];
}

function searchesTable({ file }: QuerySearches): QueryTable {
  return recordTable({
    name: 'searches',
    from: `searches in ${file}`,
    columns: [
      { name: 'search_id', type: 'VARCHAR' },
      { name: 'begun_ms', type: 'BIGINT' },
      { name: 'result_version', type: 'INTEGER' },
      { name: 'sets', type: 'INTEGER' },
      { name: 'periods', type: 'VARCHAR' },
      { name: 'parameters', type: 'VARCHAR' },
      { name: 'done', type: 'INTEGER' },
      { name: 'failed', type: 'INTEGER' },
      { name: 'total', type: 'INTEGER' },
    ],
    records: () =>
      withStore(file, [], (store) =>
        store.list().map((search) => ({
          search_id: search.searchId,
          begun_ms: search.begunMs,
          result_version: search.resultVersion,
          sets: search.sets,
          periods: search.periods.join(', '),
          parameters: search.parameters.join(', '),
          done: search.done,
          failed: search.failed,
          total: search.total,
        })),
      ),
  });
}

/** Rows of all searches: what one of them does not vary is null in its rows. */
function setsTable(searches: QuerySearches): QueryTable {
  let made: Column[] | null = null;
  let rows = 0;
  const columns = (): Column[] => {
    if (made !== null) return made;
    const tables = readSets(searches);
    rows = tables.reduce((sum, { table }) => sum + table.rows, 0);
    made = joined(tables);
    return made;
  };
  return {
    name: 'search_sets',
    from: `sets of the searches in ${searches.file}, one row a set and period`,
    get columns(): QueryColumn[] {
      return columns().map(({ name, type }) => ({ name, type }));
    },
    async register(connection, reads) {
      const all = columns();
      registerRows(
        connection,
        { name: 'search_sets_rows', columns: all, aboutRows: rows, open: () => columnRows(all, rows) },
        reads,
      );
      await connection.run('CREATE VIEW search_sets AS SELECT * FROM search_sets_rows()');
    },
  };
}

interface SearchSets {
  readonly searchId: string;
  readonly table: Table;
}

function readSets({ file, notice }: QuerySearches): SearchSets[] {
  return withStore(file, [], (store) => {
    const all = store.list();
    for (const { searchId, resultVersion } of all) {
      if (resultVersion === RESULT_VERSION) continue;
      notice(
        `the search ${searchId} is left out: its results are of version ${resultVersion}, not ${RESULT_VERSION}`,
      );
    }
    return all
      .filter(({ resultVersion }) => resultVersion === RESULT_VERSION)
      .map(({ searchId }) => ({
        searchId,
        table: searchTable(store.plan(searchId), store.outcomes(searchId)),
      }));
  });
}

function joined(searches: readonly SearchSets[]): Column[] {
  const places = searches.flatMap(({ table: { rows, columns } }, search) => {
    const byName = new Map(columns.map((one) => [one.name, one]));
    return Array.from({ length: rows }, (_, row) => ({ search, row, byName }));
  });
  const types = new Map(NAMES.map((one) => [one.name, one.type]));
  for (const { table } of searches) {
    for (const { name, type } of table.columns) {
      // The same key may be true and false in one search and is so in all.
      if (!types.has(name)) types.set(name, type);
    }
  }
  return [...types].map(([name, type]) =>
    name === 'search_id'
      ? column(name, type, (at) => searches[places[at]!.search]!.searchId)
      : column(name, type, (at) => places[at]!.byName.get(name)?.at(places[at]!.row) ?? null),
  );
}

/** Columns that every search has: there also where there is no search. */
const NAMES: readonly Pick<Column, 'name' | 'type'>[] = [
  { name: 'search_id', type: 'VARCHAR' },
  { name: 'set', type: 'INTEGER' },
  { name: 'symbol', type: 'VARCHAR' },
  { name: 'from_day', type: 'VARCHAR' },
  { name: 'to_day', type: 'VARCHAR' },
];

/** Looking for searches does not begin a store. */
function withStore<Result>(file: string, none: Result, work: (store: SearchStore) => Result): Result {
  if (!SearchStore.exists(file)) return none;
  const store = SearchStore.open(file);
  try {
    return work(store);
  } finally {
    store.close();
  }
}
