import type { AnalysisReader, AnalysisRow, MinuteRange } from './analysis-store.ts';
import type { DuckDbFile, DuckDbValue } from './duckdb-file.ts';

/** The reading side of an open store. */
export function analysisQueries(duckDb: DuckDbFile): Omit<AnalysisReader, 'close' | 'file'> {
  return {
    bars: (range) => readMinutes(duckDb, 'bars_1m', range, 'ts_min'),
    features: (range) => readMinutes(duckDb, 'features_1m', range, 'ts_min'),
    profile: (range) => readMinutes(duckDb, 'profile_1m', range, 'ts_min, bin'),
  };
}

async function readMinutes(
  duckDb: DuckDbFile,
  table: string,
  { symbol, fromMs, toMs, limit }: MinuteRange,
  order: string,
): Promise<AnalysisRow[]> {
  const parts: [string, DuckDbValue][] = [['symbol = ', symbol]];
  if (fromMs !== undefined) parts.push(['ts_min >= ', BigInt(Math.ceil(fromMs))]);
  if (toMs !== undefined) parts.push(['ts_min < ', BigInt(Math.ceil(toMs))]);
  const where = parts.map(([part], index) => `${part}$${index + 1}`).join(' AND ');
  const values = parts.map(([, value]) => value);
  // The newest minutes, not rows: a minute of profile_1m has many.
  const newest =
    limit === undefined
      ? ''
      : ` AND ts_min IN (SELECT DISTINCT ts_min FROM ${table} WHERE ${where} ORDER BY ts_min DESC LIMIT ${Math.floor(limit)})`;
  return duckDb.query(`SELECT * FROM ${table} WHERE ${where}${newest} ORDER BY ${order}`, values);
}
