import type { Json } from '@duckdb/node-api';
import {
  DuckDBTypeId,
  type DuckDBValue,
  type DuckDBValueConverter,
  JsonDuckDBValueConverter,
} from '@duckdb/node-api';

const WHOLE: ReadonlySet<DuckDBTypeId> = new Set([
  DuckDBTypeId.BIGINT,
  DuckDBTypeId.UBIGINT,
  DuckDBTypeId.HUGEINT,
  DuckDBTypeId.UHUGEINT,
]);

const TIMES: ReadonlySet<DuckDBTypeId> = new Set([
  DuckDBTypeId.TIMESTAMP,
  DuckDBTypeId.TIMESTAMP_S,
  DuckDBTypeId.TIMESTAMP_MS,
  DuckDBTypeId.TIMESTAMP_NS,
  DuckDBTypeId.TIMESTAMP_TZ,
]);

/** Digits that a double always keeps. */
const EXACT_DIGITS = 15;

/**
 * A value of a result as JSON has it: numbers where a double holds them exactly, else texts; times as
 * ISO 8601 in UTC.
 */
export const plainValue: DuckDBValueConverter<Json> = (value, type, converter): Json | null => {
  if (value === null) return null;
  if (WHOLE.has(type.typeId)) return wholeNumber(value as bigint);
  if (type.typeId === DuckDBTypeId.DECIMAL) return decimalNumber(String(value));
  if (TIMES.has(type.typeId)) return isoTime(value);
  return JsonDuckDBValueConverter(value, type, converter);
};

function wholeNumber(value: bigint): number | string {
  return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
}

function decimalNumber(text: string): number | string {
  return text.replace(/\D/g, '').length <= EXACT_DIGITS ? Number(text) : text;
}

/** `2024-01-01 00:00:00.12+00` as `2024-01-01T00:00:00.120Z`. */
function isoTime(value: DuckDBValue): string {
  const text = String(value).replace(' ', 'T').replace(/\+00$/, '');
  return `${text.replace(/\.\d{1,2}$/, (fraction) => fraction.padEnd(4, '0'))}Z`;
}
