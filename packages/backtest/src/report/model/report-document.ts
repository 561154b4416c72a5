import type { Summary } from '../../metrics/summary.ts';
import type { EquityCurve } from './equity-curve.ts';
import type { ImportedFile } from './imported-files.ts';
import type { ParameterRow } from './parameter-rows.ts';
import type { RecordColumns } from './records.ts';

/** All a report page shows, save the columns its charts are drawn from. Plain JSON data. */
export interface ReportDocument {
  readonly version: string;
  readonly commandLine: string | null;
  readonly summary: Summary;
  readonly imported: readonly ImportedFile[] | null;
  readonly parameters: readonly ParameterRow[];
  /** Names of the two currencies, as far as the symbol tells them. */
  readonly base: string;
  readonly quote: string;
  readonly tick: { readonly value: number; readonly decimals: number };
  readonly lot: { readonly value: number; readonly decimals: number };
  readonly rows: { readonly firstMs: number; readonly rowMinutes: number };
  readonly windowMinutes: number;
  readonly baseBinTicks: number;
  /** VAH is the upper edge of the top bin instead of its lower one (`va_edge_mode` outer). */
  readonly outerEdges: boolean;
  readonly profile: 'levels' | 'snapshots' | null;
  readonly equity: EquityCurve;
  /** {@link TradeRow}s, {@link FillRow}s and the feature snapshots of the trades. */
  readonly trades: RecordColumns;
  readonly fills: RecordColumns;
  readonly snapshots: RecordColumns;
}
