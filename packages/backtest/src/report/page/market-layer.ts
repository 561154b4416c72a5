import type {
  AutoscaleInfo,
  IPrimitivePaneRenderer,
  IPrimitivePaneView,
  ISeriesPrimitive,
  ISeriesPrimitiveAxisView,
  Logical,
  SeriesAttachedParameter,
  Time,
} from 'lightweight-charts';
import { ROW_FLAG, rowAt } from '../model/chart-rows.ts';
import { drawTrades, endOf } from './draw-trades.ts';
import { drawValueArea, drawVeil } from './draw-value-area.ts';
import { number } from './format.ts';
import type { LayerState, Scales } from './layer-state.ts';
import { fade } from './theme.ts';

/** Draws on the price pane what the chart library has no series for: levels, gaps, trades. */
export class MarketLayer implements ISeriesPrimitive<Time> {
  private attachment: SeriesAttachedParameter<Time> | null = null;
  private readonly state: LayerState;
  private readonly views: readonly IPrimitivePaneView[];
  private axisViews: readonly ISeriesPrimitiveAxisView[] = [];

  constructor(state: LayerState) {
    this.state = state;
    this.views = [
      { zOrder: () => 'bottom', renderer: () => this.renderer(drawBackground) },
      // Above the grid, whose lines lie at round prices as the levels often do.
      { zOrder: () => 'normal', renderer: () => this.renderer(drawValueArea) },
      { zOrder: () => 'top', renderer: () => this.renderer(drawTrades) },
    ];
  }

  attached(attachment: SeriesAttachedParameter<Time>): void {
    this.attachment = attachment;
  }

  paneViews(): readonly IPrimitivePaneView[] {
    return this.views;
  }

  priceAxisViews(): readonly ISeriesPrimitiveAxisView[] {
    return this.axisViews;
  }

  /** Keeps stop and targets of the selected trade on the chart, as long as it is in sight. */
  autoscaleInfo(from: Logical, to: Logical): AutoscaleInfo | null {
    const { selected, tick, bars, loadedFrom } = this.state;
    if (selected === null) return null;
    const first = rowAt(bars, selected.openMs) - loadedFrom;
    const last = rowAt(bars, endOf(selected, this.state)) - loadedFrom;
    if (last < from || first > to) return null;
    const prices = [selected.entry, selected.stop, selected.tp2].filter((price) => price !== null);
    return {
      priceRange: { minValue: Math.min(...prices) * tick.value, maxValue: Math.max(...prices) * tick.value },
    };
  }

  /** Draws again what has changed. */
  refresh(): void {
    this.axisViews = levelLabels(this.state, (ticks) => this.scales()?.y(ticks) ?? null);
    this.attachment?.requestUpdate();
  }

  /** Where things lie now, null before the first drawing. */
  scales(): Scales | null {
    const { attachment, state } = this;
    if (attachment === null) return null;
    const scale = attachment.chart.timeScale();
    const visible = scale.getVisibleLogicalRange();
    if (visible === null) return null;
    const { bars, loadedFrom, tick } = state;
    const { barSpacing } = scale.options();
    const spanMs = bars.rowMinutes * 60_000;
    const origin = scale.logicalToCoordinate(0 as Logical) ?? 0;
    const xOfBar = (bar: number) => origin + (bar - loadedFrom) * barSpacing;
    return {
      width: scale.width(),
      height: attachment.chart.panes()[0]?.getHeight() ?? 0,
      barSpacing,
      from: Math.max(0, Math.floor(visible.from) + loadedFrom - 1),
      to: Math.min(bars.length - 1, Math.ceil(visible.to) + loadedFrom + 1),
      xOfBar,
      xOfTime: (timeMs) => xOfBar((timeMs - bars.firstMs) / spanMs - 0.5),
      y: (ticks) => attachment.series.priceToCoordinate(ticks * tick.value) ?? Number.NaN,
    };
  }

  private renderer(
    draw: (context: CanvasRenderingContext2D, state: LayerState, scales: Scales) => void,
  ): IPrimitivePaneRenderer {
    return {
      draw: (target) => {
        const scales = this.scales();
        if (scales === null) return;
        target.useMediaCoordinateSpace(({ context }) => draw(context, this.state, scales));
        this.state.onDrawn();
      },
    };
  }
}

function drawBackground(context: CanvasRenderingContext2D, state: LayerState, scales: Scales): void {
  drawGaps(context, state, scales);
  drawVeil(context, state, scales);
  if (state.pinnedMs === null) return;
  context.fillStyle = fade(state.colours.text, 0.08);
  const width = Math.max(1, scales.barSpacing);
  context.fillRect(scales.xOfTime(state.pinnedMs) - width / 2, 0, width, scales.height);
}

/** Time without any sign of life is shaded, so that a flat line is not taken for a calm market. */
function drawGaps(context: CanvasRenderingContext2D, { bars, colours }: LayerState, scales: Scales): void {
  context.fillStyle = fade(colours.muted, 0.1);
  for (let bar = scales.from; bar <= scales.to; bar += 1) {
    if ((bars.flags[bar]! & ROW_FLAG.MISSING) === 0) continue;
    let end = bar;
    while (end < scales.to && (bars.flags[end + 1]! & ROW_FLAG.MISSING) !== 0) end += 1;
    const left = scales.xOfBar(bar - 0.5);
    context.fillRect(left, 0, scales.xOfBar(end + 0.5) - left, scales.height);
    bar = end;
  }
}

function levelLabels(
  { levels, tick, colours }: LayerState,
  y: (ticks: number) => number | null,
): ISeriesPrimitiveAxisView[] {
  if (levels === null) return [];
  const label = (ticks: number, color: string): ISeriesPrimitiveAxisView => ({
    coordinate: () => y(ticks) ?? -100,
    text: () => number(ticks * tick.value, tick.decimals),
    textColor: () => colours.background,
    backColor: () => color,
  });
  return [label(levels.vah, colours.vah), label(levels.poc, colours.poc), label(levels.val, colours.val)];
}
