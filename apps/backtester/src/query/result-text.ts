import { countText, textTable } from '@auction-trader/command-line';
import type { Json } from '@duckdb/node-api';
import type { QueryResult } from './result-rows.ts';

/** Rows and characters of a cell that a person is shown. */
const MOST_ROWS = 40;
const MOST_CHARACTERS = 60;
/** Digits of a number: without the rounding of sums. Files have them all. */
const SHOWN_DIGITS = 12;

/** Between 2001 and 2100: epoch milliseconds, not a span or a count. */
const FIRST_MS = 978_307_200_000;
const LAST_MS = 4_102_444_800_000;

/** A result as a table for people: its first rows, and how many more there are. */
export async function resultText({ names, types, pieces }: QueryResult): Promise<string> {
  const shown: (Json | null)[][] = [];
  let count = 0;
  for await (const piece of pieces) {
    // The rest is only counted.
    if (shown.length < MOST_ROWS) shown.push(...piece.rows().slice(0, MOST_ROWS - shown.length));
    count += piece.length;
  }
  const columns = names.map((title, at) => ({
    title,
    align: isNumber(types[at]!) && !isTime(title) ? ('right' as const) : ('left' as const),
  }));
  const cells = shown.map((row) => row.map((value, at) => cellText(value, names[at]!)));
  const cut = count - shown.length;
  const tail =
    cut === 0 ? `${countText(count)} rows` : `... ${countText(cut)} more of ${countText(count)} rows`;
  const hint = cut === 0 ? '' : ' (all of them: --out FILE, or --format csv)';
  return `${textTable(columns, cells)}\n\n${count === 1 ? '1 row' : tail}${hint}`;
}

function isNumber(type: string): boolean {
  return /INT|DOUBLE|FLOAT|DECIMAL/.test(type) && !type.endsWith(']');
}

function isTime(name: string): boolean {
  return /^(ts_ms|ts_min|timestamp$)|_ms$/.test(name);
}

function cellText(value: Json | null, name: string): string {
  if (value === null) return '-';
  if (typeof value === 'number' && isTime(name) && value > FIRST_MS && value < LAST_MS) {
    return timeText(new Date(value).toISOString());
  }
  if (typeof value === 'number') return String(Number(value.toPrecision(SHOWN_DIGITS)));
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return shortened(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text) ? timeText(text) : text);
}

function timeText(iso: string): string {
  return iso.replace('T', ' ').replace(/(\.000)?Z$/, '');
}

function shortened(text: string): string {
  const line = text.replaceAll(/\s*\n\s*/g, ' ');
  return line.length > MOST_CHARACTERS ? `${line.slice(0, MOST_CHARACTERS - 1)}…` : line;
}
