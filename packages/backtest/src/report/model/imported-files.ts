import { basename } from 'node:path';
import { type ImportReport, REFUSAL_TEXTS } from '@auction-trader/ingestion';

/** What became of one imported file, as the page shows it. */
export interface ImportedFile {
  readonly file: string;
  /** Known from before and not read again; its counts are 0 then. */
  readonly skipped: boolean;
  readonly rows: number;
  readonly imported: number;
  /** Duplicates, and rows that were stored already. */
  readonly duplicates: number;
  readonly refused: number;
  /** Refused rows by reason, in words, and warnings. */
  readonly notes: readonly string[];
}

/** The files of an import, for the page; null when there was none. */
export function importedFiles(report: ImportReport | null): ImportedFile[] | null {
  if (report === null) return null;
  return report.files.map((file) => ({
    // Without its folder, which says more of the machine than of the data.
    file: basename(file.file),
    skipped: file.skipped,
    rows: file.rows,
    imported: file.imported,
    duplicates: file.duplicates + file.alreadyStored,
    refused: file.refusedRows,
    notes: [
      ...file.refused.map(({ reason, count }) => `${count} refused: ${REFUSAL_TEXTS[reason]}`),
      ...file.warnings,
    ],
  }));
}
