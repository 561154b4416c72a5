import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { equityTable } from '../export/equity-table.ts';
import { featuresTable } from '../export/features-table.ts';
import { fillsTable } from '../export/fills-table.ts';
import { replaceTextFile } from '../export/replace-file.ts';
import { signalsTable } from '../export/signals-table.ts';
import { tradesTable } from '../export/trades-table.ts';
import { type TableFormat, writeTable } from '../export/write-table.ts';
import { type Summary, summarize } from '../metrics/summary.ts';
import type { RunResult } from '../run-result.ts';
import { parameters } from './model/parameter-rows.ts';
import { type ReportContext, reportPayload } from './model/report-payload.ts';
import { pageParts } from './page-script.ts';
import { reportHtml } from './report-html.ts';

/** How a report is written. */
export interface ReportOptions extends ReportContext {
  /** Folder of the files; made when it is not there. */
  readonly outDir: string;
  /** Format of the tables with a row a minute: features and signals. Default `parquet`. */
  readonly minuteFormat?: TableFormat;
}

/**
 * Writes everything a run is looked at with: `report.html`, `summary.json`, `trades.csv`, `fills.csv`,
 * `equity.csv`, `features` and `signals`. Each file is replaced as a whole or not at all; the same run gives the
 * same bytes.
 *
 * @returns paths of the files, the report first
 * @throws AuctionTraderError (`WRITE_FAILED`) naming the file that could not be written
 * @example
 * const [report] = await writeReport(run, { outDir: 'out', version: '1.0.0' });
 */
export async function writeReport(run: RunResult, options: ReportOptions): Promise<string[]> {
  const { outDir, minuteFormat = 'parquet' } = options;
  await mkdir(outDir, { recursive: true });
  const summary = summarize(run);
  const page = join(outDir, 'report.html');
  const figures = join(outDir, 'summary.json');
  await replaceTextFile(page, reportHtml(reportPayload(run, summary, options), await pageParts()));
  await replaceTextFile(figures, [`${JSON.stringify(summaryDocument(run, summary, options), null, 2)}\n`]);
  const files = [page, figures];
  for (const table of [tradesTable(run.instrument, run.trades), fillsTable(run), equityTable(run)]) {
    files.push(join(outDir, `${table.name}.csv`));
    await writeTable(table, files.at(-1)!);
  }
  const minuteTables = [featuresTable(run), signalsTable(run)].map((table) => ({
    table,
    path: join(outDir, `${table.name}.${minuteFormat}`),
  }));
  await Promise.all(minuteTables.map(({ table, path }) => writeTable(table, path)));
  return [...files, ...minuteTables.map(({ path }) => path)];
}

/** The summary with all it takes to make the run again. */
export function summaryDocument(run: RunResult, summary: Summary, context: ReportContext): object {
  return {
    version: context.version,
    command_line: context.commandLine ?? null,
    data_hash: run.dataHash,
    parameters: parameters(run.config),
    import: context.importReport ?? null,
    ...summary,
  };
}
