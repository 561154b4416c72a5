/// <reference lib="dom" />
import {
  AreaSeries,
  type AutoscaleInfo,
  BaselineSeries,
  createChart,
  type IChartApi,
  type MouseEventParams,
  type Time,
  type UTCTimestamp,
} from 'lightweight-charts';
import { chartOptions, tameWheel, whenSized } from './chart-options.ts';
import { h } from './dom.ts';
import { minute, number, percent, signed } from './format.ts';
import type { Report } from './report.ts';
import { fade, onThemeChange, palette } from './theme.ts';

/** Equity and, below it, the fall from the peak. */
export function equityChart({ document: { equity, summary, quote } }: Report): HTMLElement {
  const initial = summary.metrics.initial_capital;
  const legend = h('p', { class: 'legend', 'aria-hidden': true });
  const host = h('div', {
    class: 'chart equity-chart',
    role: 'img',
    'aria-label': `Equity from ${number(initial, 2)} to ${number(summary.metrics.final_equity, 2)} ${quote}, with the drawdown below it`,
  });
  const chart = createChart(host, chartOptions(palette()));
  // A hair below the start, so that doing nothing is not drawn as a loss.
  const base = initial * (1 - 1e-9);
  const marks = chart.addSeries(BaselineSeries, { baseValue: { type: 'price', price: base } });
  const falls = chart.addSeries(AreaSeries, { invertFilledArea: true }, 1);
  const seconds = (index: number) => (equity.timesMs[index]! / 1000) as UTCTimestamp;
  marks.setData(equity.equity.map((value, i) => ({ time: seconds(i), value })));
  falls.setData(equity.drawdownFraction.map((value, i) => ({ time: seconds(i), value: -value })));
  marks.priceScale().applyOptions({ scaleMargins: { top: 0.08, bottom: 0.12 } });
  falls.priceScale().applyOptions({ scaleMargins: { top: 0.06, bottom: 0.3 } });
  chart.panes()[0]?.setStretchFactor(3);
  chart.panes()[1]?.setStretchFactor(1);

  const decimals = Math.max(...equity.equity) - Math.min(...equity.equity) < 50 ? 2 : 0;
  const paint = () => {
    const colours = palette();
    chart.applyOptions(chartOptions(colours));
    marks.applyOptions({
      topLineColor: colours.long,
      topFillColor1: fade(colours.long, 0.16),
      topFillColor2: fade(colours.long, 0.01),
      bottomLineColor: colours.short,
      bottomFillColor1: fade(colours.short, 0.01),
      bottomFillColor2: fade(colours.short, 0.16),
      lineWidth: 2,
      priceLineVisible: false,
      lastValueVisible: false,
      priceFormat: { type: 'custom', formatter: (value: number) => number(value, decimals), minMove: 0.01 },
      autoscaleInfoProvider: (original: () => AutoscaleInfo | null) => roomy(original(), initial),
    });
    falls.applyOptions({
      lineColor: fade(colours.short, 0.7),
      topColor: fade(colours.short, 0.02),
      bottomColor: fade(colours.short, 0.2),
      lineWidth: 1,
      priceLineVisible: false,
      lastValueVisible: false,
      priceFormat: { type: 'custom', formatter: (value: number) => percent(value, 1), minMove: 0.0001 },
    });
  };
  paint();
  onThemeChange(paint);
  tameWheel(host);
  showLegend(chart, legend, (index) => {
    const i = index ?? equity.equity.length - 1;
    const value = equity.equity[i];
    if (value === undefined) return '';
    return `${minute(equity.timesMs[i]!)}   equity ${number(value, 2)} (${signed(value - initial)})   drawdown ${number(equity.drawdown[i]!, 2)} (${percent(equity.drawdownFraction[i]!, 2)})`;
  });
  whenSized(host, () => chart.timeScale().fitContent());
  return h('div', { class: 'panel' }, legend, host);
}

/** A flat curve gets room above and below, and labels that differ. */
function roomy(info: AutoscaleInfo | null, initial: number): AutoscaleInfo | null {
  if (info === null || info.priceRange === null) return info;
  const { minValue, maxValue } = info.priceRange;
  const least = initial * 0.0005;
  if (maxValue - minValue >= least) return info;
  const middle = (minValue + maxValue) / 2;
  return { ...info, priceRange: { minValue: middle - least, maxValue: middle + least } };
}

function showLegend(chart: IChartApi, legend: HTMLElement, text: (index: number | null) => string): void {
  legend.textContent = text(null);
  chart.subscribeCrosshairMove((event: MouseEventParams<Time>) => {
    const index = event.logical === undefined ? null : Number(event.logical);
    legend.textContent = text(index !== null && index >= 0 ? index : null);
  });
}
