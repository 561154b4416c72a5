/// <reference lib="dom" />
import {
  chartOptions,
  h,
  NONE,
  onThemeChange,
  type Palette,
  palette,
  percent,
  tameWheel,
  whenSized,
} from '@auction-trader/backtest/page';
import {
  createChart,
  type IChartApi,
  type ISeriesApi,
  LineSeries,
  LineStyle,
  type MouseEventParams,
  type Time,
  type UTCTimestamp,
} from 'lightweight-charts';
import type { EquityCurve } from '../chosen-curves.ts';
import { curvePlaces } from './curve-places.ts';
import type { Search } from './search.ts';

/** Colour and stroke of each kind: told apart without colour too. */
const LOOKS = {
  best: { colour: 'long', style: LineStyle.Solid, sign: '━' },
  median: { colour: 'muted', style: LineStyle.Dashed, sign: '╍' },
  rolling: { colour: 'vah', style: LineStyle.Solid, sign: '━' },
  anchored: { colour: 'val', style: LineStyle.Dotted, sign: '┅' },
} as const satisfies Record<EquityCurve['kind'], { colour: keyof Palette; style: LineStyle; sign: string }>;

/** Equity of the best set in hindsight beside what a choice on the past would have given. */
export function equitySection({ document: { curves, assessment } }: Search): HTMLElement {
  const drawn = curves.filter(({ days }) => days.length > 0);
  if (drawn.length === 0) {
    return h('div', { class: 'panel' }, h('p', { class: 'empty' }, 'No set has daily returns.'));
  }
  const { days, places } = curvePlaces(drawn);
  const last = drawn.map(({ label, equity }) => `${label}: ${gain(equity.at(-1)!)}`).join('; ');
  const host = h('div', {
    class: 'chart equity-chart',
    role: 'img',
    'aria-label': `Equity of the chosen of ${assessment.setsTried} sets. ${last}`,
  });
  const chart = createChart(host, chartOptions(palette()));
  const series = drawn.map(({ equity }, i) => {
    const one = chart.addSeries(LineSeries, { priceLineVisible: false, lastValueVisible: false });
    one.setData(equity.map((value, k) => ({ time: placeTime(places[i]![k]!), value: value - 1 })));
    return one;
  });
  const paint = () => paintCurves(chart, series, drawn, days);
  paint();
  onThemeChange(paint);
  tameWheel(host);
  whenSized(host, () => chart.timeScale().fitContent());
  return h('div', { class: 'panel' }, legend(chart, series, drawn, places, days), host);
}

/** Places are drawn as if they were seconds: days may repeat, times may not. */
function placeTime(place: number): UTCTimestamp {
  return (place * 86_400) as UTCTimestamp;
}

function dayOf(days: readonly string[], time: Time): string {
  return days[Number(time) / 86_400] ?? '';
}

function paintCurves(
  chart: IChartApi,
  series: readonly ISeriesApi<'Line'>[],
  curves: readonly EquityCurve[],
  days: readonly string[],
): void {
  const colours = palette();
  const options = chartOptions(colours);
  chart.applyOptions({
    ...options,
    timeScale: { ...options.timeScale, rightOffset: 0, tickMarkFormatter: (time: Time) => dayOf(days, time) },
    localization: { ...options.localization, timeFormatter: (time: Time) => dayOf(days, time) },
  });
  for (const [i, one] of series.entries()) {
    const { colour, style } = LOOKS[curves[i]!.kind];
    one.applyOptions({
      color: colours[colour],
      lineStyle: style,
      lineWidth: 2,
      priceFormat: { type: 'custom', formatter: (value: number) => percent(value, 1), minMove: 0.0001 },
    });
  }
}

/** A button for each curve: its colour, its name, its value where the pointer is, and whether it is drawn. */
function legend(
  chart: IChartApi,
  series: readonly ISeriesApi<'Line'>[],
  curves: readonly EquityCurve[],
  places: readonly (readonly number[])[],
  days: readonly string[],
): HTMLElement {
  const values = curves.map(() => h('span', {}));
  const day = h('span', { class: 'muted' });
  const show = (place: number | null) => {
    day.textContent = days[place ?? days.length - 1] ?? '';
    for (const [i, { equity }] of curves.entries()) {
      const at = place === null ? equity.length - 1 : places[i]!.indexOf(place);
      values[i]!.textContent = at < 0 ? NONE : gain(equity[at]!);
    }
  };
  show(null);
  chart.subscribeCrosshairMove((event: MouseEventParams<Time>) => {
    show(event.time === undefined ? null : Number(event.time) / 86_400);
  });
  const buttons = curves.map(({ kind, label }, i) => {
    const { colour, sign } = LOOKS[kind];
    const toggle = () => {
      const visible = button.getAttribute('aria-pressed') !== 'true';
      button.setAttribute('aria-pressed', String(visible));
      series[i]!.applyOptions({ visible });
    };
    const button = h(
      'button',
      { type: 'button', 'aria-pressed': 'true', onclick: toggle },
      h('span', { class: `sign ${colour}` }, `${sign} `),
      `${label} `,
      values[i]!,
    );
    return button;
  });
  return h('div', { class: 'curve-legend' }, ...buttons, day);
}

/** What an equity that started from 1 has gained. */
function gain(equity: number): string {
  return `${equity > 1 ? '+' : ''}${percent(equity - 1, 2)}`;
}
