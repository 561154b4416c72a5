import {
  CandlestickSeries,
  createTextWatermark,
  HistogramSeries,
  type IChartApi,
  type ISeriesApi,
  LineSeries,
  type UTCTimestamp,
} from 'lightweight-charts';
import { type ChartRows, ROW_FLAG, rowMs } from '../model/chart-rows.ts';
import { number, signed } from './format.ts';
import type { Report } from './report.ts';
import { fade, type Palette } from './theme.ts';

/** The series of the market chart: price, and below it the order flow in three panes. */
export interface MarketSeries {
  readonly candles: ISeriesApi<'Candlestick'>;
  /** Puts the bars `[from, to)` on the chart. */
  load(bars: ChartRows, from: number, to: number, colours: Palette): void;
  paint(colours: Palette): void;
}

const PANE_TITLES = ['', 'Delta', 'Delta / volume', 'Cumulative delta'];

/** Adds the series to a chart. */
export function marketSeries(chart: IChartApi, { document: { tick, lot } }: Report): MarketSeries {
  const candles = chart.addSeries(CandlestickSeries, {});
  const delta = chart.addSeries(HistogramSeries, {}, 1);
  const norm = chart.addSeries(HistogramSeries, {}, 2);
  const sum = chart.addSeries(LineSeries, {}, 3);
  [7, 1.3, 1.1, 1.3].forEach((stretch, pane) => {
    chart.panes()[pane]?.setStretchFactor(stretch);
  });
  const titles = PANE_TITLES.map((_, pane) => {
    const target = chart.panes()[pane];
    return target === undefined ? null : createTextWatermark(target, { lines: [] });
  });
  const common = { priceLineVisible: false, lastValueVisible: false };
  const volume = (value: number) => signed(value, Math.abs(value) < 10 ? 2 : 0);
  return {
    candles,
    load(bars, from, to, colours) {
      const flow = flowColours(colours);
      const sums = runningFlow(bars);
      const points = Array.from({ length: to - from }, (_, i) => from + i);
      const time = (bar: number) => (rowMs(bars, bar) / 1000) as UTCTimestamp;
      const traded = (bar: number) => (bars.flags[bar]! & ROW_FLAG.SYNTHETIC) === 0;
      candles.setData(
        points.map((bar) => (traded(bar) ? candle(bars, bar, time(bar), tick.value) : { time: time(bar) })),
      );
      delta.setData(
        points.map((bar) => ({
          time: time(bar),
          value: bars.flow[bar]! * lot.value,
          color: flow(bars.flow[bar]!),
        })),
      );
      norm.setData(
        points.map((bar) => ({ time: time(bar), value: share(bars, bar), color: flow(bars.flow[bar]!) })),
      );
      sum.setData(points.map((bar) => ({ time: time(bar), value: sums[bar]! * lot.value })));
    },
    paint(colours) {
      candles.applyOptions({
        ...common,
        upColor: colours.up,
        wickUpColor: colours.up,
        downColor: colours.down,
        wickDownColor: colours.down,
        borderVisible: false,
        priceFormat: {
          type: 'custom',
          minMove: tick.value,
          formatter: (price: number) => number(price, tick.decimals),
        },
      });
      delta.applyOptions({
        ...common,
        priceFormat: { type: 'custom', minMove: lot.value, formatter: volume },
      });
      norm.applyOptions({
        ...common,
        priceFormat: { type: 'custom', minMove: 0.01, formatter: (value: number) => signed(value, 2) },
      });
      sum.applyOptions({
        ...common,
        color: colours.muted,
        lineWidth: 1,
        priceFormat: { type: 'custom', minMove: lot.value, formatter: volume },
      });
      titles.forEach((title, pane) => {
        const line = {
          text: PANE_TITLES[pane] ?? '',
          color: colours.muted,
          fontSize: 11,
          fontFamily: colours.font,
        };
        title?.applyOptions({ horzAlign: 'left', vertAlign: 'top', lines: [line] });
      });
    },
  };
}

function candle(bars: ChartRows, bar: number, time: UTCTimestamp, tick: number) {
  return {
    time,
    open: bars.open[bar]! * tick,
    high: bars.high[bar]! * tick,
    low: bars.low[bar]! * tick,
    close: bars.close[bar]! * tick,
  };
}

function share(bars: ChartRows, bar: number): number {
  return bars.volume[bar] === 0 ? 0 : bars.flow[bar]! / bars.volume[bar]!;
}

function flowColours(colours: Palette): (flow: number) => string {
  const bought = fade(colours.long, 0.55);
  const sold = fade(colours.short, 0.55);
  return (flow) => (flow >= 0 ? bought : sold);
}

function runningFlow(bars: ChartRows): Float64Array {
  const sums = new Float64Array(bars.length);
  let sum = 0;
  for (let bar = 0; bar < bars.length; bar += 1) {
    sum += bars.flow[bar]!;
    sums[bar] = sum;
  }
  return sums;
}
