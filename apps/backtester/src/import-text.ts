import { countText, durationText, minuteText, pairs, secondText } from '@auction-trader/command-line';
import type { FileReport, ImportReport, SymbolReport } from '@auction-trader/ingestion';

const SHOWN_GAPS = 10;

/** What an import did, for a terminal. */
export function importText({ files, symbols, gapMinutes }: ImportReport): string {
  return [...files.map(fileText), ...symbols.map((symbol) => symbolText(symbol, gapMinutes))].join('\n\n');
}

function fileText(report: FileReport): string {
  if (report.skipped) return `${report.file}\n  imported before; nothing was changed`;
  const rows: [string, string][] = [
    ['layout', `${report.layout}, ${report.kind} of ${report.symbol} (${report.venue})`],
    ['rows', countText(report.rows)],
    ['imported', countText(report.imported)],
    ['duplicates', countText(report.duplicates)],
  ];
  if (report.alreadyStored > 0) rows.push(['stored before', countText(report.alreadyStored)]);
  rows.push(['refused', countText(report.refusedRows)]);
  for (const { reason, count, rows: examples } of report.refused) {
    rows.push([
      '',
      `${countText(count)} ${reason} (row ${examples.join(', ')}${count > examples.length ? ', ...' : ''})`,
    ]);
  }
  if (report.firstTimeMs !== null && report.lastTimeMs !== null) {
    rows.push(['time', `${secondText(report.firstTimeMs)} to ${secondText(report.lastTimeMs)} UTC`]);
  }
  if (report.sides !== null) rows.push(['sides', sidesText(report.sides)]);
  for (const warning of report.warnings) rows.push(['warning', warning]);
  return `${report.file}\n${pairs(rows)}`;
}

function sidesText({ buys, sells, none }: NonNullable<FileReport['sides']>): string {
  return `${countText(buys)} buys, ${countText(sells)} sells, ${countText(none)} without`;
}

function symbolText(
  { symbol, kind, tickSize, lotSize, days, gaps }: SymbolReport,
  gapMinutes: number,
): string {
  const head = `${symbol} ${kind}: ${days.length} ${days.length === 1 ? 'day' : 'days'} written, tick ${tickSize}, lot ${lotSize}`;
  if (gaps.length === 0) return `${head}\n  no gap of more than ${gapMinutes} minutes`;
  const longest = [...gaps].sort((left, right) => right.toMs - right.fromMs - (left.toMs - left.fromMs));
  const shown = longest.slice(0, SHOWN_GAPS).sort((left, right) => left.fromMs - right.fromMs);
  const lines = shown.map(
    ({ fromMs, toMs }) =>
      `    ${minuteText(fromMs)} to ${minuteText(toMs)}  ${durationText((toMs - fromMs) / 60_000)}`,
  );
  const more = gaps.length > shown.length ? `, the longest ${shown.length}` : '';
  return [head, `  ${gaps.length} gaps of more than ${gapMinutes} minutes${more}:`, ...lines].join('\n');
}
