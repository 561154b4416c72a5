import { join } from 'node:path';
import { type Instrument, MINUTE_MS } from '@auction-trader/core';
import { openDayFile } from '../store/day-file.ts';
import { DayWriter } from '../store/day-writer.ts';
import { GAP_MINUTES, joinGaps } from '../store/gaps.ts';
import { encodeLedger, type LedgerEntry, readLedger } from '../store/ledger.ts';
import type { Staging } from '../store/staging.ts';
import { dayFilePath, ledgerPath } from '../store/store-paths.ts';
import { type SymbolPlace, storedDays, symbolPlaces } from '../store/stored-days.ts';
import type { TickKind, TradeIdKind } from '../store/tick-kind.ts';
import type { ImportOptions } from './import-options.ts';
import type { FileReport, SymbolReport } from './import-report.ts';

/** An import of a symbol's file that is known already. */
export interface KnownImport extends SymbolPlace, LedgerEntry {}

/** What all files of one import share. */
export class ImportRun {
  /** Folder of the store. */
  readonly dir: string;
  readonly options: ImportOptions;
  readonly #staging: Staging;
  readonly #known: KnownImport[];
  /** Imports of this run, not yet in a ledger. */
  readonly #done: KnownImport[] = [];
  /** What they counted, once all is written; by hash. */
  readonly #reports = new Map<string, () => FileReport>();
  /** Writers of this run; the last one of a symbol and kind is open. */
  readonly #writers: DayWriter[] = [];

  constructor(dir: string, options: ImportOptions, staging: Staging) {
    this.dir = dir;
    this.options = options;
    this.#staging = staging;
    this.#known = symbolPlaces(dir).flatMap((place) =>
      readLedger(join(dir, ledgerPath(place.venue, place.symbol))).map((entry) => ({ ...place, ...entry })),
    );
  }

  /** The import of a file with this hash when all that came from it is in the store, else null. */
  known(sha256: string): KnownImport | null {
    const done = this.#done.find((entry) => entry.sha256 === sha256);
    if (done !== undefined) return done;
    return this.#known.find((entry) => entry.sha256 === sha256 && this.#isWhole(entry)) ?? null;
  }

  #isWhole({ venue, symbol, kind, days, sha256 }: KnownImport): boolean {
    return days.every((start) => {
      const path = this.#staging.current(dayFilePath(venue, symbol, kind, start));
      return path !== null && openDayFile(path).facts.sources.some((source) => source.sha256 === sha256);
    });
  }

  /** Where the rows of a file go. */
  writer(instrument: Instrument, kind: TickKind, tradeIds: TradeIdKind): DayWriter {
    const last = this.#writers.findLast(
      (writer) =>
        writer.kind === kind &&
        writer.instrument.venue === instrument.venue &&
        writer.instrument.symbol === instrument.symbol,
    );
    if (last?.tradeIds === tradeIds) return last;
    // The days of the other writer have to be there for the new one to see them.
    last?.finish();
    const longestGapMs = (this.options.gapMinutes ?? GAP_MINUTES) * MINUTE_MS;
    const writer = new DayWriter(this.#staging, instrument, kind, tradeIds, longestGapMs);
    this.#writers.push(writer);
    return writer;
  }

  /** Notes that a file was read to its end; `report` is asked for once all is written. */
  remember(entry: KnownImport, report: () => FileReport): void {
    this.#done.push(entry);
    this.#reports.set(entry.sha256, report);
  }

  /** Writes all that is still open, and the ledgers. */
  finish(): void {
    for (const writer of this.#writers) writer.finish();
    const places = new Map(
      this.#done.map(({ venue, symbol }) => [ledgerPath(venue, symbol), { venue, symbol }]),
    );
    for (const [path, { venue, symbol }] of places) {
      const added = this.#done.filter((entry) => entry.venue === venue && entry.symbol === symbol);
      const hashes = new Set(added.map(({ sha256 }) => sha256));
      const kept = readLedger(this.#staging.current(path)).filter(({ sha256 }) => !hashes.has(sha256));
      const entries = added.map((entry) => ledgerEntry(entry, this.#reports.get(entry.sha256)!()));
      this.#staging.put(path, [encodeLedger([...kept, ...entries])]);
    }
  }

  /** Whether quotes of a symbol are stored or being imported. */
  hasQuotes(place: SymbolPlace): boolean {
    const isOf = ({ venue, symbol }: SymbolPlace) => venue === place.venue && symbol === place.symbol;
    return (
      storedDays(this.dir, place, 'quotes').length > 0 ||
      this.#writers.some((writer) => writer.kind === 'quotes' && isOf(writer.instrument))
    );
  }

  /** What was changed, once all is finished. */
  reports(): SymbolReport[] {
    const longestGapMs = (this.options.gapMinutes ?? GAP_MINUTES) * MINUTE_MS;
    return this.#writers.flatMap(({ instrument, kind, written }) => {
      const days = [...written.values()].sort((left, right) => left.dayStartMs - right.dayStartMs);
      if (days.length === 0) return [];
      const { venue, symbol, tick, lot } = instrument;
      return {
        venue,
        symbol,
        kind,
        tickSize: tick.text,
        lotSize: lot.text,
        days: days.map(({ dayStartMs }) => dayStartMs),
        firstTimeMs: days[0]!.firstTimeMs,
        lastTimeMs: days.at(-1)!.lastTimeMs,
        gaps: joinGaps(days, longestGapMs),
      };
    });
  }
}

function ledgerEntry(
  { name, sha256, bytes, layout, kind, days }: KnownImport,
  report: FileReport,
): LedgerEntry {
  return { name, sha256, bytes, layout, kind, days, report: { ...report, file: name } };
}
