import type { ArchiveDay } from './archive.ts';
import type { DownloadReport, FailedDay, SymbolDownload } from './download-report.ts';
import type { DayResult } from './fetch-day.ts';
import type { DownloadPlan } from './plan-download.ts';

/** Puts together what became of the days of a plan; those without a result were not tried. */
export function reportOf(
  plan: DownloadPlan,
  results: ReadonlyMap<ArchiveDay, DayResult>,
  bytes: number,
): DownloadReport {
  const symbols = plan.symbols.map((symbol) => symbolReport(plan, results, symbol));
  return { baseUrl: plan.baseUrl, symbols, bytes };
}

function symbolReport(
  { stored, wanted }: DownloadPlan,
  results: ReadonlyMap<ArchiveDay, DayResult>,
  symbol: string,
): SymbolDownload {
  const own = (days: readonly ArchiveDay[]) => days.filter((day) => day.symbol === symbol);
  const daysOf = (kind: DayResult['kind'] | undefined) =>
    own(wanted).flatMap((day) => (results.get(day)?.kind === kind ? [day.dayStartMs] : []));
  const failed = own(wanted).flatMap((day): FailedDay[] => {
    const result = results.get(day);
    return result?.kind === 'failed' ? [{ day: day.dayStartMs, code: result.code, why: result.why }] : [];
  });
  const imported = own(wanted).flatMap((day) => {
    const result = results.get(day);
    return result?.kind === 'imported' ? [result] : [];
  });
  const reports = imported.map(({ report }) => report);
  return {
    symbol,
    stored: own(stored).map((day) => day.dayStartMs),
    imported: daysOf('imported'),
    missing: daysOf('missing'),
    failed,
    untried: daysOf(undefined),
    trades: reports.reduce((sum, report) => sum + report.imported, 0),
    duplicates: reports.reduce((sum, report) => sum + report.duplicates, 0),
    refusedRows: reports.reduce((sum, report) => sum + report.refusedRows, 0),
    gaps: imported.flatMap(({ gaps }) => gaps),
  };
}
