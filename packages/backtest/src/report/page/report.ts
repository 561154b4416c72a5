/// <reference lib="dom" />
import { type ChartRows, type PackedRows, unpackRows } from '../model/chart-rows.ts';
import { type Profile, type ProfileStore, profileReader } from '../model/profile.ts';
import { fromRecordColumns } from '../model/records.ts';
import type { ReportDocument } from '../model/report-document.ts';
import type { FillRow, TradeRow } from '../model/trade-rows.ts';
import { readDocument } from './read-document.ts';

/** The feature snapshot of a decision. */
export type Snapshot = Readonly<Record<string, number | boolean | null>>;

/** A report as the page's parts use it. */
export interface Report {
  readonly document: ReportDocument;
  readonly rows: ChartRows;
  readonly trades: readonly TradeRow[];
  /** Fills by trade id. */
  readonly fills: ReadonlyMap<number, readonly FillRow[]>;
  readonly snapshots: readonly Snapshot[];
  /** The volume profile at the end of a row, null where there is none. */
  profileAt(row: number): Profile | null;
}

/** Decodes the data that stands in the page: base64 of deflated bytes. */
export async function readReport(base64: string): Promise<Report> {
  const { document, columns } = await readDocument<ReportDocument>(base64);
  const rows = unpackRows(document.rows, columns as PackedRows);
  const store = profileStoreOf(document, columns);
  return {
    document,
    rows,
    trades: fromRecordColumns<TradeRow>(document.trades),
    fills: Map.groupBy(fromRecordColumns<FillRow>(document.fills), (fill) => fill.trade),
    snapshots: fromRecordColumns<Snapshot>(document.snapshots),
    profileAt: store === null ? () => null : profileReader(store, rows),
  };
}

function profileStoreOf(
  { profile, windowMinutes, baseBinTicks }: ReportDocument,
  columns: Readonly<Record<string, Float64Array>>,
): ProfileStore | null {
  if (profile === null) return null;
  const column = (name: string) => columns[name]!;
  if (profile === 'levels') {
    return {
      kind: 'levels',
      windowMinutes,
      baseBinTicks,
      counts: column('levelCounts'),
      bins: column('levelBins'),
      lots: column('levelLots'),
    };
  }
  return {
    kind: 'snapshots',
    rows: column('profileRows'),
    widths: column('profileWidths'),
    firstBins: column('profileFirstBins'),
    counts: column('profileCounts'),
    lots: column('profileLots'),
  };
}
