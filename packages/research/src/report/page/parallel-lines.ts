/// <reference lib="dom" />
import { fade, palette } from '@auction-trader/backtest/page';
import { sizeCanvas } from './canvas.ts';
import { colourScale } from './colour-scale.ts';
import { drawInFrames } from './draw-in-frames.ts';
import { ordered } from './ordered.ts';
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
    // The best first, and each line beneath those before it: what counts is there at once.
    context.globalCompositeOperation = 'destination-over';
    strokeMarked(context, layout, search);
    const { order, colour } = painting(search, kept);
    context.globalAlpha = opacity(order.length);
    context.lineWidth = 1;
    const paint = (i: number) => {
      context.strokeStyle = colour(order[i]!);
      strokeSet(context, layout, search, order[i]!);
    };
    stopFront = drawInFrames(order.length, paint);
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

/** Sets within the limits, the best first, and their colours, which are the same whatever the limits. */
function painting({ view }: Search, kept: Uint8Array) {
  const { metric, part } = view.state;
  const column = metric.columns[part]!;
  const order = ordered(column, metric.better >= 0);
  const values = order.filter((i) => !Number.isNaN(column[i]!));
  const ends = [column[values[0] ?? 0] ?? 0, column[values.at(-1) ?? 0] ?? 0];
  const colours = palette();
  const scale = colourScale(colours, colours.faint, Math.min(...ends), Math.max(...ends), metric.signed);
  const colour = (i: number) => (Number.isNaN(column[i]!) ? colours.faint : scale.colour(column[i]!));
  return { order: order.filter((i) => kept[i] === 1), colour };
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
