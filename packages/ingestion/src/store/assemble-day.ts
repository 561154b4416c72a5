import { AuctionTraderError } from '@auction-trader/core';
import { reverseSegment, type Segment } from './day-builder.ts';
import type { DaySource } from './day-facts.ts';
import { type DayTable, timeColumn } from './day-table.ts';
import { findDuplicates, rowsWithout } from './find-duplicates.ts';
import { IdFilter } from './id-filter.ts';
import { gather, gatherIds, orderRows } from './order-rows.ts';
import type { TradeIdKind } from './tick-kind.ts';
import { formatUtcDay } from './utc-day.ts';

/** A day as it is in the store already. */
export interface ExistingDay {
  readonly table: DayTable;
  readonly tradeIds: TradeIdKind;
  readonly sources: readonly DaySource[];
}

/** New rows of a day, in the order of their files. */
export interface NewRows {
  /** Changed in place. */
  readonly table: DayTable;
  readonly segments: readonly Segment[];
  readonly tradeIds: TradeIdKind;
  /** Ids that may stand more than once in these rows: pairs of words (low, high). */
  readonly suspects: readonly number[];
}

/** A day ready to be written. */
export interface AssembledDay {
  readonly table: DayTable;
  readonly sources: readonly DaySource[];
  /** Rows left out because their trade id stood before, for each segment. */
  readonly duplicates: readonly number[];
}

/**
 * Puts new rows of a day together with those that are there: segments of backward files
 * are reversed, rows with a trade id that was there are left out (the first is kept), and
 * all are ordered by time, inside one millisecond by numeric id, else as they came.
 *
 * @throws AuctionTraderError (`OVERLAPPING_SOURCES`, exit code 2) when rows may be there
 * twice and no ids tell
 */
export function assembleDay(existing: ExistingDay | null, rows: NewRows): AssembledDay {
  refuseUnclear(existing, rows);
  for (const segment of rows.segments) {
    if (isBackwards(segment)) reverseSegment(rows.table, segment);
  }
  const before = existing?.table.length ?? 0;
  const joined = existing === null ? rows.table : concatenate(existing.table, rows.table);
  const left = duplicatesOf(joined, existing === null ? rows.suspects : null);
  const distinct = left.length === 0 ? joined : pick(joined, rowsWithout(joined.length, left));
  const ids = rows.tradeIds === 'numeric' ? distinct.idWords : null;
  const order = orderRows(timeColumn(distinct), ids, distinct.length);
  const duplicates = rows.segments.map(({ from, to }) => countBetween(left, before + from, before + to));
  return {
    table: order === null ? distinct : pick(distinct, order),
    sources: joinSources(existing?.sources ?? [], rows, duplicates),
    duplicates,
  };
}

function duplicatesOf({ idWords, length }: DayTable, suspects: readonly number[] | null): Uint32Array {
  if (idWords === null) return new Uint32Array(0);
  if (suspects !== null) return findDuplicates(idWords, length, suspects);
  const filter = new IdFilter();
  filter.add(idWords, 0, length);
  return findDuplicates(idWords, length, filter.suspects);
}

/** Where the day alone does not tell, the file as a whole does. */
function isBackwards({ source, rises, falls }: Segment): boolean {
  return rises === falls ? source.falls > source.rises : falls > rises;
}

function concatenate(first: DayTable, second: DayTable): DayTable {
  const length = first.length + second.length;
  const columns = first.columns.map((column, index) => {
    const joined = column instanceof Int8Array ? new Int8Array(length) : new Int32Array(length);
    joined.set(column);
    joined.set(second.columns[index]!, first.length);
    return joined;
  });
  let idWords: Int32Array | null = null;
  if (first.idWords !== null && second.idWords !== null) {
    idWords = new Int32Array(2 * length);
    idWords.set(first.idWords);
    idWords.set(second.idWords, 2 * first.length);
  }
  return { ...first, length, columns, idWords };
}

function pick(table: DayTable, rows: Uint32Array): DayTable {
  return {
    ...table,
    length: rows.length,
    columns: table.columns.map((column) => gather(column, rows)),
    idWords: table.idWords === null ? null : gatherIds(table.idWords, rows),
  };
}

/** How many of some ascending numbers lie in `[from, to)`. */
function countBetween(ascending: Uint32Array, from: number, to: number): number {
  let count = 0;
  for (const value of ascending) if (value >= from && value < to) count++;
  return count;
}

function joinSources(
  existing: readonly DaySource[],
  { table, segments }: NewRows,
  duplicates: readonly number[],
): DaySource[] {
  const joined = new Map(existing.map((source) => [source.sha256, source]));
  for (const [index, segment] of segments.entries()) {
    const { name, sha256, layout } = segment.source;
    const kept = segment.to - segment.from - duplicates[index]!;
    const before = joined.get(sha256);
    joined.set(sha256, {
      name,
      sha256,
      layout,
      rows: (before?.rows ?? 0) + kept,
      firstTimeMs: Math.min(before?.firstTimeMs ?? Infinity, table.dayStartMs + segment.earliestMs),
      lastTimeMs: Math.max(before?.lastTimeMs ?? -Infinity, table.dayStartMs + segment.latestMs),
    });
  }
  return [...joined.values()];
}

interface Stretch {
  readonly name: string;
  readonly sha256: string;
  readonly firstTimeMs: number;
  readonly lastTimeMs: number;
}

/** Without ids in common, rows that lie in the same time could be the same rows. */
function refuseUnclear(existing: ExistingDay | null, rows: NewRows): void {
  const { dayStartMs } = rows.table;
  const stretches: Stretch[] = [...(existing?.sources ?? [])];
  for (const { source, earliestMs, latestMs } of rows.segments) {
    const added = {
      name: source.name,
      sha256: source.sha256,
      firstTimeMs: dayStartMs + earliestMs,
      lastTimeMs: dayStartMs + latestMs,
    };
    for (const other of stretches) {
      if (other.sha256 === added.sha256) continue;
      if (existing !== null && existing.tradeIds !== rows.tradeIds) {
        throw unclear(dayStartMs, added, other, 'only one of them has trade ids, or ids of another kind');
      }
      const apart = added.lastTimeMs < other.firstTimeMs || added.firstTimeMs > other.lastTimeMs;
      if (rows.tradeIds === 'none' && !apart) {
        throw unclear(dayStartMs, added, other, 'they overlap in time, and they have no trade ids');
      }
    }
    stretches.push(added);
  }
}

function unclear(dayStartMs: number, added: Stretch, other: Stretch, why: string): AuctionTraderError {
  const day = formatUtcDay(dayStartMs);
  return new AuctionTraderError(
    `${added.name} and ${other.name} both have rows on ${day}: ${why}, so rows that are in both cannot be told`,
    {
      code: 'OVERLAPPING_SOURCES',
      exitCode: 2,
      details: { file: added.name },
      hint: `Import only one of them; to replace what is stored, remove it first: backtester data remove --symbol SYMBOL --from ${day} --to ${day}.`,
    },
  );
}
