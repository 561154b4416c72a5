import type { DayFacts } from './day-facts.ts';
import { openDayFile, type StoredDay } from './day-file.ts';
import { type SymbolPlace, storedDays, storedPath, symbolPlaces } from './stored-days.ts';
import { TICK_KINDS, type TickKind } from './tick-kind.ts';

/** What the store has of a symbol and kind. */
export interface StoredKind {
  readonly kind: TickKind;
  /** Starts (epoch ms) of its UTC days, ascending. */
  readonly days: readonly number[];
  readonly rows: number;
  /** Size of its files. */
  readonly bytes: number;
  /** Epoch ms of the first and last row. */
  readonly firstTimeMs: number;
  readonly lastTimeMs: number;
  /** What the rows came from, in the order of time. */
  readonly sources: readonly StoredSource[];
}

/** A file (or generator) that rows came from. */
export interface StoredSource {
  readonly name: string;
  /** SHA-256 of the file, hex. */
  readonly sha256: string;
  readonly layout: string;
  /** Rows in the store that came from it. */
  readonly rows: number;
}

/** What the store has of a symbol. */
export interface StoredSymbol extends SymbolPlace {
  /** Plain decimal texts. */
  readonly tickSize: string;
  readonly lotSize: string;
  /** Trades, quotes or both. */
  readonly kinds: readonly StoredKind[];
  /** Day files that cannot be read; "check" sets them aside. */
  readonly damaged: readonly string[];
}

/** All symbols of a store, by venue and name. */
export function listStore(dir: string): StoredSymbol[] {
  return symbolPlaces(dir).map((place) => listSymbol(dir, place));
}

function listSymbol(dir: string, place: SymbolPlace): StoredSymbol {
  const damaged: string[] = [];
  const kinds: StoredKind[] = [];
  let facts: DayFacts | undefined;
  for (const kind of TICK_KINDS) {
    const days = storedDays(dir, place, kind)
      .map((start) => openOrNull(storedPath(dir, place, kind, start), damaged))
      .filter((day) => day !== null);
    facts ??= days[0]?.facts;
    if (days.length > 0) kinds.push(storedKind(kind, days));
  }
  const { tickSize = '', lotSize = '' } = facts ?? {};
  return { ...place, tickSize, lotSize, kinds, damaged };
}

function openOrNull(path: string, damaged: string[]): StoredDay | null {
  try {
    return openDayFile(path);
  } catch {
    damaged.push(path);
    return null;
  }
}

function storedKind(kind: TickKind, days: readonly StoredDay[]): StoredKind {
  const sources = new Map<string, StoredSource>();
  for (const { facts } of days) {
    for (const { name, sha256, layout, rows } of facts.sources) {
      sources.set(sha256, { name, sha256, layout, rows: rows + (sources.get(sha256)?.rows ?? 0) });
    }
  }
  return {
    kind,
    days: days.map(({ facts }) => facts.dayStartMs),
    rows: days.reduce((sum, { facts }) => sum + facts.rows, 0),
    bytes: days.reduce((sum, { size }) => sum + size, 0),
    firstTimeMs: days[0]!.facts.firstTimeMs,
    lastTimeMs: days.at(-1)!.facts.lastTimeMs,
    sources: [...sources.values()],
  };
}
