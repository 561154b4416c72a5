import type { ImportReport, MinuteTape } from '@auction-trader/ingestion';
import type { Summary } from '../../metrics/summary.ts';
import type { RunResult } from '../../run-result.ts';
import { type ChartRows, packRows, rowAt } from './chart-rows.ts';
import { equityCurve } from './equity-curve.ts';
import { importedFiles } from './imported-files.ts';
import { mergeRows } from './merge-rows.ts';
import { parameterRows } from './parameter-rows.ts';
import type { Payload } from './payload.ts';
import type { ProfileStore } from './profile.ts';
import type { ProfileRecorder } from './profile-recorder.ts';
import { profileStore } from './profile-store.ts';
import { toRecordColumns } from './records.ts';
import type { ReportDocument } from './report-document.ts';
import { runRows } from './run-rows.ts';
import { fillRows, tradeRows, tradeSnapshots } from './trade-rows.ts';

/** What a report says beside the run itself. */
export interface ReportContext {
  /** Version of the program, as `version` prints it. */
  readonly version: string;
  /** Command that makes the run again. */
  readonly commandLine?: string;
  /** What the import of the data said. */
  readonly importReport?: ImportReport | null;
  /** Profiles recorded during the run; without them, those the tape still allows. */
  readonly profiles?: ProfileRecorder;
}

/** Minutes up to which each minute is a row of the charts: a year and a leap day. */
const MINUTE_ROWS_MAX = 366 * 1440;

/** Everything the page of a run needs. */
export function reportPayload(
  run: RunResult,
  summary: Summary,
  context: ReportContext,
): Payload<ReportDocument> {
  const { instrument, config } = run;
  const rows = mergeRows(runRows(run), rowMinutes(run.tape.length));
  const profiles = context.profiles?.store() ?? profileStore(run);
  const document: ReportDocument = {
    version: context.version,
    commandLine: context.commandLine ?? null,
    summary,
    imported: importedFiles(context.importReport ?? null),
    parameters: parameterRows(config),
    ...currencies(instrument.symbol),
    tick: { value: instrument.tick.value, decimals: instrument.tick.decimals },
    lot: { value: instrument.lot.value, decimals: instrument.lot.decimals },
    rows: { firstMs: rows.firstMs, rowMinutes: rows.rowMinutes },
    windowMinutes: config.instrument.rolling_window_minutes,
    baseBinTicks: config.value_area.base_bin_ticks,
    outerEdges: config.value_area.va_edge_mode === 'outer',
    profile: profiles?.kind ?? null,
    equity: equityCurve(run),
    trades: toRecordColumns(tradeRows(run)),
    fills: toRecordColumns(fillRows(run)),
    snapshots: toRecordColumns(tradeSnapshots(run)),
  };
  return { document, columns: { ...packRows(rows), ...profileColumns(profiles, run.tape, rows) } };
}

/** Longer runs are drawn from longer rows, so that the file stays small enough to open. */
function rowMinutes(minutes: number): number {
  return [1, 5, 15, 60].find((length) => minutes / length <= MINUTE_ROWS_MAX) ?? 240;
}

function profileColumns(
  store: ProfileStore | null,
  tape: MinuteTape,
  rows: ChartRows,
): Record<string, Float64Array> {
  if (store === null) return {};
  if (store.kind === 'levels') {
    return { levelCounts: store.counts, levelBins: store.bins, levelLots: store.lots };
  }
  return {
    profileRows: store.rows.map((index) => rowAt(rows, tape.minuteMs(index))),
    profileWidths: store.widths,
    profileFirstBins: store.firstBins,
    profileCounts: store.counts,
    profileLots: store.lots,
  };
}

function currencies(symbol: string): { base: string; quote: string } {
  const match = /^(.+?)[-_/]?(USDT|USDC|USD|EUR|GBP|INR)$/.exec(symbol.toUpperCase());
  return { base: match?.[1] ?? 'base', quote: match?.[2] ?? 'quote' };
}
