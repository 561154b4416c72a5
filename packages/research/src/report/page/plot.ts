/// <reference lib="dom" />
import { h, onThemeChange, type Palette, palette } from '@auction-trader/backtest/page';
import { sizeCanvas } from './canvas.ts';

/** Where values lie on a drawing. Pixels. */
export interface PlotArea {
  readonly context: CanvasRenderingContext2D;
  readonly colours: Palette;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  x(value: number): number;
  y(value: number): number;
}

/** Ends of both axes, and their names. */
export interface PlotAxes {
  readonly x: readonly [low: number, high: number];
  readonly y: readonly [low: number, high: number];
  readonly xName: string;
  readonly yName: string;
  yText(value: number): string;
}

const FONT_PIXELS = 12;

/** A drawing with two axes that follows its width and the theme. @param label what it shows, in words */
export function plot(
  label: string,
  height: number,
  axes: PlotAxes,
  draw: (area: PlotArea) => void,
): HTMLCanvasElement {
  const canvas = h('canvas', { class: 'plot', role: 'img', 'aria-label': label });
  let width = 0;
  const paint = () => {
    width = canvas.parentElement?.clientWidth ?? 0;
    if (width > 0) draw(frame(canvas, width, height, axes));
  };
  new ResizeObserver(() => {
    if (canvas.parentElement?.clientWidth !== width) paint();
  }).observe(canvas);
  onThemeChange(paint);
  return canvas;
}

function frame(canvas: HTMLCanvasElement, width: number, height: number, axes: PlotAxes): PlotArea {
  const context = sizeCanvas(canvas, width, height);
  const colours = palette();
  const [left, right, top, bottom] = [48, width - 8, 22, height - 38];
  const scale = (low: number, high: number, from: number, to: number) => (value: number) =>
    from + ((value - low) / (high - low || 1)) * (to - from);
  const x = scale(...axes.x, left, right);
  const y = scale(...axes.y, bottom, top);
  context.font = `${FONT_PIXELS}px ${colours.font}`;
  context.fillStyle = colours.muted;
  context.strokeStyle = colours.grid;
  context.lineWidth = 1;
  context.textAlign = 'center';
  for (const value of ticks(...axes.x)) {
    line(context, x(value), top, x(value), bottom);
    context.fillText(short(value), x(value), bottom + 16);
  }
  context.textAlign = 'right';
  for (const value of ticks(...axes.y)) {
    line(context, left, y(value), right, y(value));
    context.fillText(axes.yText(value), left - 8, y(value) + 4);
  }
  context.fillText(axes.xName, right, bottom + 33);
  context.textAlign = 'left';
  context.fillText(axes.yName, 0, 12);
  return { context, colours, left, right, top, bottom, x, y };
}

/** A straight line in the colour that is set. */
export function line(
  context: CanvasRenderingContext2D,
  x0: number,
  y0: number,
  x1: number,
  y1: number,
): void {
  context.beginPath();
  context.moveTo(x0, y0);
  context.lineTo(x1, y1);
  context.stroke();
}

/** Round values between two ends, about five of them. */
function ticks(low: number, high: number): number[] {
  const rough = (high - low) / 5 || 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((one) => one * power >= rough) ?? 10);
  const first = Math.ceil(low / step);
  const count = Math.floor(high / step) - first + 1;
  return Array.from({ length: Math.max(0, count) }, (_, i) => (first + i) * step);
}

function short(value: number): string {
  return String(Number(value.toPrecision(6))).replace('-', '−');
}
