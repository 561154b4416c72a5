import type { ChartRows } from '../model/chart-rows.ts';
import type { FillRow, TradeRow } from '../model/trade-rows.ts';
import type { Palette } from './theme.ts';

/** What the layer draws. The chart changes it and asks for a repaint. */
export interface LayerState {
  /** Bars on the chart; the chart's logical index 0 is bar `loadedFrom`. */
  bars: ChartRows;
  loadedFrom: number;
  readonly trades: readonly TradeRow[];
  /** Fills of the first target, and the last exits, by trade id. */
  readonly partials: ReadonlyMap<number, FillRow>;
  readonly exits: ReadonlyMap<number, FillRow>;
  selected: TradeRow | null;
  /** Levels at the pointed minute, ticks; null where the value area is invalid. */
  levels: { readonly poc: number; readonly vah: number; readonly val: number } | null;
  /** Pointed or pinned minute, epoch ms of its middle; null for none. */
  pinnedMs: number | null;
  /** Length of the profile's window: of longer bars, the levels at their end say little. */
  readonly windowMinutes: number;
  readonly tick: { readonly value: number; readonly decimals: number };
  colours: Palette;
  /** Called while the pane is drawn: its scales are final then. */
  onDrawn(): void;
}

/** Where things lie on the pane, in CSS pixels. */
export interface Scales {
  readonly width: number;
  readonly height: number;
  readonly barSpacing: number;
  /** Bars that can be seen. */
  readonly from: number;
  readonly to: number;
  /** Middle of a bar. */
  xOfBar(bar: number): number;
  xOfTime(timeMs: number): number;
  /** Height of a price in ticks. */
  y(ticks: number): number;
}
