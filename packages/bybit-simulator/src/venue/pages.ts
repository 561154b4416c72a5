import { integerParam, type Params, textParam } from './params.ts';
import { refuse } from './refusal.ts';

/** Something that is listed newest first, by a number that grows. */
interface Numbered {
  readonly number: number;
}

/**
 * A page of rows, newest first. The cursor names the last row's number: rows that come or go
 * between two pages neither repeat nor hide others.
 *
 * @param items oldest first
 * @param keep which of them are listed
 */
export function page<Item extends Numbered>(
  items: readonly Item[],
  params: Params,
  most: number,
  usual: number,
  keep: (item: Item) => boolean,
): { rows: Item[]; nextPageCursor: string } {
  const limit = Math.min(integerParam(params, 'limit') ?? usual, most);
  if (limit < 1) refuse(10001, 'limit is invalid');
  const before = readCursor(textParam(params, 'cursor'));
  const rows: Item[] = [];
  for (let at = items.length - 1; at >= 0; at--) {
    const item = items[at]!;
    if (item.number >= before || !keep(item)) continue;
    if (rows.length === limit) return { rows, nextPageCursor: `before:${rows.at(-1)!.number}` };
    rows.push(item);
  }
  return { rows, nextPageCursor: '' };
}

function readCursor(cursor: string): number {
  if (cursor === '') return Number.POSITIVE_INFINITY;
  const match = /^before(?::|%3A)(\d+)$/.exec(cursor);
  return match ? Number(match[1]) : refuse(10001, 'cursor is invalid');
}

/** Whether a time lies in the request's `startTime`..`endTime`, both included. */
export function timeFilter(params: Params): (timeMs: number) => boolean {
  const startMs = integerParam(params, 'startTime') ?? 0;
  const endMs = integerParam(params, 'endTime') ?? Number.POSITIVE_INFINITY;
  if (endMs < startMs) refuse(10001, 'endTime is before startTime');
  return (timeMs) => timeMs >= startMs && timeMs <= endMs;
}
