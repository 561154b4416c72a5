/// <reference lib="dom" />
import { fade, palette } from '@auction-trader/backtest/page';
import { sizeCanvas } from './canvas.ts';
import { colourScale } from './colour-scale.ts';
import { drawInFrames } from './draw-in-frames.ts';
import type { ParallelLayout } from './parallel-layout.ts';
import type { Search } from './search.ts';

/** The lines of the sets: those within the limits in colour, the others faint behind them. */
export interface ParallelLines {
  readonly back: HTMLCanvasElement;
  readonly front: HTMLCanvasElement;
  /** Draws all lines again. */
  drawAll(layout: ParallelLayout, kept: Uint8Array): void;
  /** Draws the lines within the limits again. */
  drawKept(layout: ParallelLayout, kept: Uint8Array): void;
}

export function parallelLines(
  search: Search,
  back: HTMLCanvasElement,
  front: HTMLCanvasElement,
): ParallelLines {
  let stopBack = () => {};
  let stopFront = () => {};
  const drawBack = (layout: ParallelLayout) => {
    stopBack();
    const context = sizeCanvas(back, layout.width, layout.height);
    context.strokeStyle = fade(palette().bin, opacity(search.sets) * 0.5);
    stopBack = drawInFrames(search.sets, (i) => strokeSet(context, layout, search, i));
  };
  const drawKept = (layout: ParallelLayout, kept: Uint8Array) => {
    stopFront();
    const context = sizeCanvas(front, layout.width, layout.height);
    const { order, colour } = painting(search, kept);
    context.globalAlpha = opacity(order.length);
    const paint = (i: number) => {
      context.strokeStyle = colour(order[i]!);
      strokeSet(context, layout, search, order[i]!);
    };
    stopFront = drawInFrames(order.length, paint, () => strokeMarked(context, layout, search));
  };
  return {
    back,
    front,
    drawKept,
    drawAll: (layout, kept) => {
      drawBack(layout);
      drawKept(layout, kept);
    },
  };
}

/** Many lines must be fainter to stay apart. */
function opacity(lines: number): number {
  return Math.min(0.9, Math.max(0.14, 9 / Math.sqrt(lines + 1)));
}

/** Sets within the limits, the best last so that it lies on top, and their colours. */
function painting({ view, sets }: Search, kept: Uint8Array) {
  const { metric, part } = view.state;
  const column = metric.columns[part]!;
  const worth = (i: number) => (Number.isNaN(column[i]!) ? -Infinity : column[i]! * (metric.better || 1));
  const order = Array.from({ length: sets }, (_, i) => i)
    .filter((i) => kept[i] === 1)
    .sort((a, b) => worth(a) - worth(b) || a - b);
  const values = order.map((i) => column[i]!).filter((value) => !Number.isNaN(value));
  const low = values.reduce((a, b) => Math.min(a, b), values[0] ?? 0);
  const high = values.reduce((a, b) => Math.max(a, b), values[0] ?? 0);
  const colours = palette();
  const scale = colourScale(colours, colours.faint, low, high, metric.signed);
  const colour = (i: number) => (Number.isNaN(column[i]!) ? colours.faint : scale.colour(column[i]!));
  return { order, colour };
}

function strokeMarked(context: CanvasRenderingContext2D, layout: ParallelLayout, search: Search): void {
  const { marked } = search.view.state;
  if (marked === null) return;
  context.globalAlpha = 1;
  context.lineWidth = 2.5;
  context.strokeStyle = palette().text;
  strokeSet(context, layout, search, marked);
}

/** The line of a set; it has a gap where the set has no value. */
function strokeSet(
  context: CanvasRenderingContext2D,
  { axes, y }: ParallelLayout,
  { view }: Search,
  set: number,
): void {
  const { part } = view.state;
  let drawing = false;
  context.beginPath();
  for (const axis of axes) {
    const value = axis.dimension.columns[part]![set]!;
    if (Number.isNaN(value)) drawing = false;
    else if (drawing) context.lineTo(axis.x, y(axis, value));
    else {
      context.moveTo(axis.x, y(axis, value));
      drawing = true;
    }
  }
  context.stroke();
}
