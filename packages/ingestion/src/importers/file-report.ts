import type { WrittenSource } from '../store/written-source.ts';
import type { ReadFile } from './import-file.ts';
import type { FileReport } from './import-report.ts';
import type { ImportRun, KnownImport } from './import-run.ts';
import type { BegunFile, FileReading } from './open-file.ts';

/** The report of a file that was imported before. */
export function skippedReport(file: string, known: KnownImport): FileReport {
  const { sha256, layout, kind, venue, symbol, name } = known;
  return {
    file,
    sha256,
    layout,
    kind,
    venue,
    symbol,
    skipped: true,
    rows: 0,
    imported: 0,
    duplicates: 0,
    alreadyStored: 0,
    refusedRows: 0,
    refused: [],
    firstTimeMs: null,
    lastTimeMs: null,
    order: 'ascending',
    timeUnit: null,
    tradeIds: 'none',
    sides: null,
    warnings: [`it was imported before (as ${name}); nothing was changed`],
  };
}

/** The report of a file, once the store has written its rows. */
export function fileReport(
  run: ImportRun,
  begun: BegunFile,
  reading: FileReading,
  read: ReadFile,
): FileReport {
  const { first, instrument, tradeIds } = reading;
  const { source, rows, refusals, sides } = read;
  const { venue, symbol } = instrument;
  const taken = source.kept + source.duplicates + source.alreadyThere;
  return {
    file: begun.input.path,
    sha256: begun.sha256,
    layout: first.layout.name,
    kind: first.layout.kind,
    venue,
    symbol,
    skipped: false,
    rows,
    imported: source.kept,
    duplicates: source.duplicates,
    alreadyStored: source.alreadyThere,
    refusedRows: refusals.total,
    refused: refusals.list(),
    firstTimeMs: source.firstTimeMs,
    lastTimeMs: source.lastTimeMs,
    order: orderOf(source),
    timeUnit: first.time.unit,
    tradeIds,
    sides: sides === null ? null : { ...sides, none: taken - sides.buys - sides.sells },
    warnings: warningsOf(run, reading, sides),
  };
}

function orderOf({ rises, falls }: WrittenSource): FileReport['order'] {
  if (falls === 0) return 'ascending';
  return rises === 0 ? 'descending' : 'unsorted';
}

function warningsOf(run: ImportRun, { first, instrument }: FileReading, sides: ReadFile['sides']): string[] {
  const warnings: string[] = [];
  if (first.time.warning !== null) warnings.push(first.time.warning);
  if (sides !== null && sides.buys + sides.sells === 0 && !run.hasQuotes(instrument)) {
    warnings.push(
      'no trade has a side and there are no quotes: all volume is ambiguous, and with default settings no trade will ever be opened',
    );
  }
  return warnings;
}
