import { GAP_MINUTES } from '../store/gaps.ts';
import type { TickStore } from '../store/open-tick-store.ts';
import { fileReport, skippedReport } from './file-report.ts';
import { readFileRows } from './import-file.ts';
import type { ImportOptions } from './import-options.ts';
import type { FileReport, ImportReport } from './import-report.ts';
import { ImportRun } from './import-run.ts';
import { type InputFile, inputFiles } from './input-files.ts';
import { refuseOtherDays } from './one-day.ts';
import { beginFile, readingOf } from './open-file.ts';

/** Makes a file's report once the store has written its rows. */
type LaterReport = () => FileReport;

/**
 * Imports CSV and CSV.gz files of trades and quotes into a tick store: all of them or, when
 * anything is wrong with one, none. Importing a file again changes nothing. Memory does not
 * grow with the files; the largest UTC day has to fit.
 *
 * @throws AuctionTraderError that names the file, the row and the remedy
 * @example
 * const store = openTickStore('data/ticks');
 * const report = await importFiles(store, { trades: ['BTCUSDT2024-07-01.csv.gz'], tickSize: 0.1, lotSize: 0.001 });
 */
export async function importFiles(store: TickStore, options: ImportOptions): Promise<ImportReport> {
  const inputs = inputFiles(options);
  return store.change(async (staging) => {
    const run = new ImportRun(store.dir, options, staging);
    const later: LaterReport[] = [];
    for (const index of inputs.keys()) later.push(await importFile(run, inputs, index));
    run.finish();
    return {
      files: later.map((report) => report()),
      symbols: run.reports(),
      gapMinutes: options.gapMinutes ?? GAP_MINUTES,
    };
  });
}

async function importFile(
  run: ImportRun,
  inputs: readonly InputFile[],
  fileIndex: number,
): Promise<LaterReport> {
  const file = await beginFile(inputs[fileIndex]!);
  const { input, bytes, bytesRead, sha256 } = file;
  try {
    const known = run.known(sha256);
    if (known !== null) {
      refuseOtherDays(input.path, known.days, run.options.dayStartMs);
      return () => skippedReport(input.path, known);
    }
    const reading = readingOf(run, file);
    const progress = { file: input.path, fileIndex, fileCount: inputs.length, bytes };
    const read = await readFileRows(run, file, reading, (rows) =>
      run.options.onProgress?.({ ...progress, bytesRead: bytesRead(), rows }),
    );
    refuseOtherDays(input.path, read.source.days, run.options.dayStartMs);
    const { venue, symbol } = reading.instrument;
    const { name, layout, days } = read.source;
    const { kind } = reading.first.layout;
    const report = () => fileReport(run, file, reading, read);
    run.remember({ venue, symbol, name, sha256, bytes, layout, kind, days: [...days] }, report);
    return report;
  } finally {
    await file.rest.return(undefined);
  }
}
