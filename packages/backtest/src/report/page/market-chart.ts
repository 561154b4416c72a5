/// <reference lib="dom" />
import { createChart, type IChartApi, type MouseEventParams, type Time } from 'lightweight-charts';
import { type ChartRows, ROW_FLAG, rowAt, rowMs } from '../model/chart-rows.ts';
import { mergeRows } from '../model/merge-rows.ts';
import type { FillRow, TradeRow } from '../model/trade-rows.ts';
import { chartOptions, tameWheel, whenSized } from './chart-options.ts';
import { h } from './dom.ts';
import { endOf } from './draw-trades.ts';
import { minute, number, signed } from './format.ts';
import type { LayerState } from './layer-state.ts';
import { MarketLayer } from './market-layer.ts';
import { marketSeries } from './market-series.ts';
import { profilePanel } from './profile-panel.ts';
import type { Report } from './report.ts';
import { onThemeChange, palette } from './theme.ts';

const TIMEFRAMES = [
  [1, '1m'],
  [5, '5m'],
  [15, '15m'],
  [60, '1h'],
  [240, '4h'],
  [1440, '1d'],
] as const;

/** Bars on the chart at once, and how near its edge one may come before others are loaded. */
const LOADED_BARS = 6000;
const EDGE_BARS = 300;
/** Least width of a bar in an overview, pixels. */
const OVERVIEW_BAR_WIDTH = 1.2;

/** The price chart with its order flow and profile. */
export interface MarketChart {
  readonly element: HTMLElement;
  /** Zooms to a trade and marks it; null goes back to the overview. */
  showTrade(trade: TradeRow | null): void;
}

/**
 * Makes the market chart.
 *
 * @param onTrade called when a trade is clicked on the chart
 */
export function marketChart(report: Report, onTrade: (trade: TradeRow) => void): MarketChart {
  return new Market(report, onTrade);
}

class Market implements MarketChart {
  readonly element: HTMLElement;
  private readonly report: Report;
  private readonly onTrade: (trade: TradeRow) => void;
  private readonly host = h('div', {
    class: 'chart market-chart',
    tabindex: 0,
    role: 'group',
    'aria-label':
      'Price chart. Left and right arrow move the minute whose profile is shown, with Shift ten at a time; plus and minus zoom; Escape goes back.',
  });
  private readonly legend = h('p', { class: 'legend' });
  private readonly buttons = h('div', { class: 'buttons', role: 'group', 'aria-label': 'Bar length' });
  private readonly panel;
  private readonly chart: IChartApi;
  private readonly series;
  private readonly layer: MarketLayer;
  private readonly state: LayerState;
  private readonly barsOf = new Map<number, ChartRows>();
  private loadedTo = 0;
  /** Row of the report whose profile is pinned, and the one the pointer is on; -1 for none. */
  private pinned = -1;
  private pointed = -1;
  private loading = false;
  private panelDue = false;
  /** Row that is shown when nothing is pointed at. */
  private readonly restingRow: number;

  constructor(report: Report, onTrade: (trade: TradeRow) => void) {
    const { rows, trades, document: content } = report;
    this.report = report;
    this.onTrade = onTrade;
    this.panel = profilePanel(report);
    this.restingRow = lastTellingRow(rows);
    this.chart = createChart(this.host, chartOptions(palette()));
    this.series = marketSeries(this.chart, report);
    this.state = {
      bars: rows,
      loadedFrom: 0,
      trades,
      partials: lastFills(report, (fill) => fill.leg === 'TP1'),
      exits: lastFills(report, (fill) => fill.leg !== 'ENTRY'),
      selected: null,
      levels: null,
      pinnedMs: null,
      windowMinutes: content.windowMinutes,
      tick: content.tick,
      colours: palette(),
      onDrawn: () => this.drawPanelSoon(),
    };
    this.layer = new MarketLayer(this.state);
    this.series.candles.attachPrimitive(this.layer);
    this.element = h(
      'div',
      { class: 'panel market' },
      h('div', { class: 'toolbar' }, this.buttons, this.zoomButtons(), this.legend),
      h('div', { class: 'market-body' }, this.host, this.panel.element),
    );
    this.makeButtons();
    this.paint();
    this.listen();
    whenSized(this.host, () => this.overview());
  }

  showTrade(trade: TradeRow | null): void {
    this.state.selected = trade;
    if (trade === null) {
      this.pinned = -1;
      this.overview();
      return;
    }
    this.pinned = rowAt(this.report.rows, trade.decisionMs - 1);
    const lengthMs = endOf(trade, this.state) - trade.openMs;
    const frame = TIMEFRAMES.find(([minutes]) => this.usable(minutes) && lengthMs / (minutes * 60_000) < 400);
    this.setFrame(frame?.[0] ?? this.state.bars.rowMinutes, trade.openMs);
    const spanMs = this.state.bars.rowMinutes * 60_000;
    const aroundMs = Math.max(lengthMs, 40 * spanMs);
    this.showTimes(trade.openMs - aroundMs, endOf(trade, this.state) + aroundMs);
    this.update();
  }

  private usable(minutes: number): boolean {
    return minutes >= this.report.rows.rowMinutes;
  }

  private makeButtons(): void {
    const { rows } = this.report;
    for (const [minutes, name] of TIMEFRAMES) {
      const bars = (rows.length * rows.rowMinutes) / minutes;
      if (!this.usable(minutes) || (bars < 8 && minutes > rows.rowMinutes)) continue;
      const click = () => this.setFrame(minutes, this.middleMs(), true);
      this.buttons.append(h('button', { type: 'button', 'data-minutes': minutes, onclick: click }, name));
    }
  }

  private zoomButtons(): HTMLElement {
    const button = (name: string, label: string, click: () => void) =>
      h('button', { type: 'button', 'aria-label': label, title: label, onclick: click }, name);
    return h(
      'div',
      { class: 'buttons', role: 'group', 'aria-label': 'Zoom' },
      button('−', 'Zoom out', () => this.zoom(1.5)),
      button('+', 'Zoom in', () => this.zoom(1 / 1.5)),
      button('All', 'Show the whole run', () => this.overview()),
    );
  }

  /** The whole run in as many bars as one can tell apart. */
  private overview(): void {
    const { rows } = this.report;
    const bars = (minutes: number) => (rows.length * rows.rowMinutes) / minutes;
    const room = this.chart.timeScale().width() / OVERVIEW_BAR_WIDTH;
    const frame = TIMEFRAMES.find(([minutes]) => this.usable(minutes) && bars(minutes) <= room);
    this.setFrame(frame?.[0] ?? 1440, rows.firstMs);
    this.chart.timeScale().fitContent();
    this.update();
  }

  /** Changes the bar length and loads the bars around a time. */
  private setFrame(minutes: number, aroundMs: number, keepView = false): void {
    const view = keepView ? this.visibleTimes() : null;
    const bars = this.barsOf.get(minutes) ?? mergeRows(this.report.rows, minutes);
    this.barsOf.set(minutes, bars);
    this.state.bars = bars;
    this.load(rowAt(bars, aroundMs));
    for (const button of this.buttons.children) {
      const pressed = button.getAttribute('data-minutes') === String(minutes);
      button.setAttribute('aria-pressed', String(pressed));
    }
    if (view !== null) this.showTimes(...view);
    this.update();
  }

  /** Puts the bars around one on the chart; all of them when they are few. */
  private load(around: number): void {
    const { bars, colours } = this.state;
    const from = Math.max(0, Math.min(around - LOADED_BARS / 2, bars.length - LOADED_BARS));
    this.state.loadedFrom = from;
    this.loadedTo = Math.min(bars.length, from + LOADED_BARS);
    this.loading = true;
    this.series.load(bars, from, this.loadedTo, colours);
    this.loading = false;
  }

  /** Loads other bars when the view comes near the edge of those there are. */
  private loadMore(): void {
    const view = this.chart.timeScale().getVisibleLogicalRange();
    if (view === null || this.loading) return;
    const { bars, loadedFrom } = this.state;
    const nearStart = view.from < EDGE_BARS && loadedFrom > 0;
    const nearEnd = view.to > this.loadedTo - loadedFrom - EDGE_BARS && this.loadedTo < bars.length;
    if (!nearStart && !nearEnd) return;
    this.load(Math.round((view.from + view.to) / 2) + loadedFrom);
    const shift = loadedFrom - this.state.loadedFrom;
    this.chart.timeScale().setVisibleLogicalRange({ from: view.from + shift, to: view.to + shift });
  }

  private visibleTimes(): [number, number] | null {
    const view = this.chart.timeScale().getVisibleLogicalRange();
    if (view === null) return null;
    const { bars, loadedFrom } = this.state;
    return [rowMs(bars, view.from + loadedFrom), rowMs(bars, view.to + loadedFrom)];
  }

  private middleMs(): number {
    const times = this.visibleTimes();
    return times === null ? this.report.rows.firstMs : (times[0] + times[1]) / 2;
  }

  private showTimes(fromMs: number, toMs: number): void {
    const { bars, loadedFrom } = this.state;
    const spanMs = bars.rowMinutes * 60_000;
    const logical = (timeMs: number) => (timeMs - bars.firstMs) / spanMs - loadedFrom;
    // Few bars would be drawn as wide as planks.
    const missing = Math.max(0, 30 - (toMs - fromMs) / spanMs) / 2;
    this.chart
      .timeScale()
      .setVisibleLogicalRange({ from: logical(fromMs) - missing, to: logical(toMs) + missing });
  }

  private zoom(factor: number): void {
    const view = this.chart.timeScale().getVisibleLogicalRange();
    if (view === null) return;
    const middle = (view.from + view.to) / 2;
    const half = ((view.to - view.from) / 2) * factor;
    this.chart.timeScale().setVisibleLogicalRange({ from: middle - half, to: middle + half });
  }

  private listen(): void {
    this.chart.subscribeCrosshairMove((event) => {
      this.pointed = event.point === undefined ? -1 : this.rowUnder(event);
      this.update();
    });
    this.chart.subscribeClick((event) => this.click(event));
    this.chart.timeScale().subscribeVisibleLogicalRangeChange(() => {
      this.loadMore();
    });
    this.host.addEventListener('keydown', (event) => this.key(event));
    tameWheel(this.host);
    onThemeChange(() => this.paint());
  }

  /** Row of the report at the end of the bar under the pointer. */
  private rowUnder(event: MouseEventParams<Time>): number {
    if (event.logical === undefined) return -1;
    const { bars, loadedFrom } = this.state;
    const bar = Number(event.logical) + loadedFrom;
    return bar < 0 || bar >= bars.length ? -1 : this.lastRowOf(bar);
  }

  private lastRowOf(bar: number): number {
    return rowAt(this.report.rows, rowMs(this.state.bars, bar + 1) - 1);
  }

  private click(event: MouseEventParams<Time>): void {
    const trade = event.point === undefined ? null : this.tradeNear(event.point.x, event.point.y);
    if (trade !== null) {
      this.onTrade(trade);
      return;
    }
    const row = this.rowUnder(event);
    this.pinned = row === this.pinned ? -1 : row;
    this.update();
  }

  private tradeNear(x: number, y: number): TradeRow | null {
    const scales = this.layer.scales();
    if (scales === null) return null;
    let nearest: TradeRow | null = null;
    let least = 12;
    for (const trade of this.report.trades) {
      const ends = [
        [scales.xOfTime(trade.openMs), scales.y(trade.entry)],
        [
          scales.xOfTime(endOf(trade, this.state)),
          scales.y(this.state.exits.get(trade.id)?.price ?? trade.entry),
        ],
      ] as const;
      for (const [endX, endY] of ends) {
        const distance = Math.hypot(endX - x, endY - y);
        if (distance < least) {
          least = distance;
          nearest = trade;
        }
      }
    }
    return nearest;
  }

  private key(event: KeyboardEvent): void {
    const step = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
    if (step !== 0) this.movePin(step * (event.shiftKey ? 10 : 1));
    else if (event.key === '+') this.zoom(1 / 1.5);
    else if (event.key === '-') this.zoom(1.5);
    else if (event.key === 'Escape') this.pinned = -1;
    else return;
    event.preventDefault();
    this.pointed = -1;
    this.update();
  }

  private movePin(bars: number): void {
    const { rows } = this.report;
    const from = this.pinned < 0 ? this.restingRow : this.pinned;
    const bar = rowAt(this.state.bars, rowMs(rows, from)) + bars;
    if (bar < 0 || bar >= this.state.bars.length) return;
    this.pinned = this.lastRowOf(bar);
    const view = this.chart.timeScale().getVisibleLogicalRange();
    const at = bar - this.state.loadedFrom;
    if (view === null || (at > view.from && at < view.to)) return;
    const half = (view.to - view.from) / 2;
    this.chart.timeScale().setVisibleLogicalRange({ from: at - half, to: at + half });
  }

  private paint(): void {
    this.state.colours = palette();
    this.chart.applyOptions(chartOptions(this.state.colours));
    this.series.paint(this.state.colours);
    const { bars, loadedFrom, colours } = this.state;
    if (this.loadedTo > 0) this.series.load(bars, loadedFrom, this.loadedTo, colours);
    this.update();
  }

  /** Legend, labels and profile of the minute that counts now: pointed at, pinned, or the last. */
  private update(): void {
    const { rows } = this.report;
    const row = this.shownRow();
    const valid = row >= 0 && (rows.flags[row]! & ROW_FLAG.VALID) !== 0;
    this.state.levels = valid
      ? { poc: rows.pocHalf[row]! / 2, vah: rows.vah[row]!, val: rows.val[row]! }
      : null;
    this.state.pinnedMs = this.pinned < 0 ? null : rowMs(rows, this.pinned + 0.5);
    this.legend.replaceChildren(...(row < 0 ? [] : this.legendParts(row, valid)));
    this.layer.refresh();
  }

  private shownRow(): number {
    if (this.pointed >= 0) return this.pointed;
    return this.pinned >= 0 ? this.pinned : this.restingRow;
  }

  /** The profile follows every drawing of the pane, so that it always shares its price scale. */
  private drawPanelSoon(): void {
    if (this.panelDue) return;
    this.panelDue = true;
    requestAnimationFrame(() => {
      this.panelDue = false;
      this.drawPanel();
    });
  }

  private drawPanel(): void {
    const height = this.chart.panes()[0]?.getHeight() ?? 0;
    const { tick } = this.report.document;
    const y = (ticks: number) => this.series.candles.priceToCoordinate(ticks * tick.value) ?? Number.NaN;
    this.panel.draw(this.shownRow(), y, height);
  }

  private legendParts(row: number, valid: boolean): HTMLElement[] {
    const { bars } = this.state;
    const { rows, document: content } = this.report;
    const bar = rowAt(bars, rowMs(rows, row));
    const price = (ticks: number) => number(ticks * content.tick.value, content.tick.decimals);
    const volume = (lots: number) => number(lots * content.lot.value, 1);
    const part = (name: string, value: string, kind = '') =>
      h('span', { class: kind }, h('span', { class: 'name' }, name), value);
    const parts = [
      part('', minute(rowMs(bars, bar))),
      part('O', price(bars.open[bar]!)),
      part('H', price(bars.high[bar]!)),
      part('L', price(bars.low[bar]!)),
      part('C', price(bars.close[bar]!)),
      part('V', volume(bars.volume[bar]!)),
      part('Δ', signed(bars.flow[bar]! * content.lot.value, 1)),
    ];
    if (valid) {
      parts.push(part('VAH', price(rows.vah[row]!), 'vah'));
      parts.push(part('POC', price(rows.pocHalf[row]! / 2), 'poc'));
      parts.push(part('VAL', price(rows.val[row]!), 'val'));
    }
    return parts;
  }
}

/** The last row with trades and a valid value area; the last row when there is none. */
function lastTellingRow(rows: ChartRows): number {
  for (let row = rows.length - 1; row >= 0; row -= 1) {
    if ((rows.flags[row]! & (ROW_FLAG.VALID | ROW_FLAG.SYNTHETIC)) === ROW_FLAG.VALID) return row;
  }
  return rows.length - 1;
}

/** The last fill of each trade that `counts`. */
function lastFills({ fills }: Report, counts: (fill: FillRow) => boolean): Map<number, FillRow> {
  const all = [...fills.values()].flat();
  return new Map(all.filter(counts).map((fill) => [fill.trade, fill]));
}
