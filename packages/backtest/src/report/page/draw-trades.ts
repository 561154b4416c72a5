import type { TradeRow } from '../model/trade-rows.ts';
import { number } from './format.ts';
import type { LayerState, Scales } from './layer-state.ts';
import { fade, type Palette } from './theme.ts';

/** Where there is less room for each trade than this, in pixels, trades are drawn as points only. */
const ROOM = 14;
/** A trade drawn narrower than this, in pixels, is shown without its stop and targets in words. */
const PLAN_WIDTH = 6;

/** Entries, exits and stops of the trades in sight; the selected one with its targets. */
export function drawTrades(context: CanvasRenderingContext2D, state: LayerState, scales: Scales): void {
  const { selected } = state;
  const visible = state.trades.filter((trade) => trade !== selected && inSight(trade, state, scales));
  const crowded = visible.length * ROOM > scales.width;
  // The more there are, the fainter: the price must stay readable under them.
  const strength = Math.min(0.8, Math.max(0.06, scales.width / (visible.length * 4)));
  for (const trade of visible) {
    if (crowded) drawPoint(context, trade, strength, state, scales);
    else drawTrade(context, trade, state, scales);
  }
  if (selected === null || !inSight(selected, state, scales)) return;
  if (scales.xOfTime(endOf(selected, state)) - scales.xOfTime(selected.openMs) > PLAN_WIDTH) {
    drawPlan(context, selected, state, scales);
  }
  drawTrade(context, selected, state, scales);
}

/** Where a trade's drawing ends: its exit, or the last bar while it is open. */
export function endOf(trade: TradeRow, { bars }: LayerState): number {
  return trade.closeMs ?? bars.firstMs + bars.length * bars.rowMinutes * 60_000;
}

function inSight(trade: TradeRow, state: LayerState, scales: Scales): boolean {
  return scales.xOfTime(endOf(trade, state)) >= -20 && scales.xOfTime(trade.openMs) <= scales.width + 20;
}

function resultColour(trade: TradeRow, colours: Palette): string {
  return trade.net >= 0 ? colours.long : colours.short;
}

function sideColour(trade: TradeRow, colours: Palette): string {
  return trade.side > 0 ? colours.long : colours.short;
}

function drawPoint(
  context: CanvasRenderingContext2D,
  trade: TradeRow,
  strength: number,
  { colours }: LayerState,
  scales: Scales,
): void {
  context.fillStyle = fade(resultColour(trade, colours), strength);
  context.beginPath();
  context.arc(scales.xOfTime(trade.openMs), scales.y(trade.entry), 2, 0, 2 * Math.PI);
  context.fill();
}

function drawTrade(
  context: CanvasRenderingContext2D,
  trade: TradeRow,
  state: LayerState,
  scales: Scales,
): void {
  const { colours } = state;
  const left = scales.xOfTime(trade.openMs);
  const right = scales.xOfTime(endOf(trade, state));
  const entryY = scales.y(trade.entry);
  const partial = state.partials.get(trade.id);
  const moved = partial === undefined ? right : scales.xOfTime(partial.timeMs);
  if (right - left > 4) {
    const stops = fade(colours.text, 0.55);
    if (trade.stop !== null) horizontal(context, left, moved, scales.y(trade.stop), stops, [2, 3]);
    if (trade.finalStop !== null) horizontal(context, moved, right, scales.y(trade.finalStop), stops, [2, 3]);
  }
  const exit = state.exits.get(trade.id);
  if (exit !== undefined && trade.closeMs !== null) {
    const exitY = scales.y(exit.price);
    context.strokeStyle = fade(resultColour(trade, colours), 0.9);
    context.lineWidth = 1.25;
    context.setLineDash([]);
    context.beginPath();
    context.moveTo(left, entryY);
    context.lineTo(right, exitY);
    context.stroke();
    ring(context, right, exitY, resultColour(trade, colours), colours.background);
  }
  if (partial !== undefined) {
    ring(context, moved, scales.y(partial.price), colours.long, colours.background);
  }
  triangle(context, left, entryY, trade.side, sideColour(trade, colours), colours.background);
}

/** Risk and reward as they were planned: from entry to stop, from entry to the second target. */
function drawPlan(
  context: CanvasRenderingContext2D,
  trade: TradeRow,
  state: LayerState,
  scales: Scales,
): void {
  const { colours, tick } = state;
  const left = scales.xOfTime(trade.openMs);
  const right = Math.max(left + 24, scales.xOfTime(endOf(trade, state)));
  const entryY = scales.y(trade.entry);
  const level = (ticks: number | null, name: string, colour: string, fill: boolean) => {
    if (ticks === null) return;
    const y = scales.y(ticks);
    if (fill) {
      context.fillStyle = fade(colour, 0.1);
      context.fillRect(left, Math.min(y, entryY), right - left, Math.abs(y - entryY));
    }
    horizontal(context, left, right, y, colour, fill ? [] : [4, 3]);
    label(
      context,
      right + 6,
      y,
      `${name} ${number(ticks * tick.value, tick.decimals)}`,
      colour,
      state,
      scales,
    );
  };
  level(trade.stop, 'stop', colours.short, true);
  level(trade.tp2, 'target 2', colours.long, true);
  level(trade.tp1, 'target 1', colours.long, false);
  if (trade.lock !== null) level(trade.lock, 'lock', colours.muted, false);
}

function horizontal(
  context: CanvasRenderingContext2D,
  left: number,
  right: number,
  y: number,
  colour: string,
  dash: readonly number[],
): void {
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.setLineDash([...dash]);
  context.beginPath();
  context.moveTo(left, y);
  context.lineTo(right, y);
  context.stroke();
  context.setLineDash([]);
}

function label(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  text: string,
  colour: string,
  { colours }: LayerState,
  { width }: Scales,
): void {
  context.font = `11px ${colours.font}`;
  context.textBaseline = 'middle';
  const left = Math.min(x, width - context.measureText(text).width - 6);
  context.lineWidth = 3;
  context.strokeStyle = colours.background;
  context.strokeText(text, left, y);
  context.fillStyle = colour;
  context.fillText(text, left, y);
}

function triangle(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  side: number,
  colour: string,
  edge: string,
): void {
  const size = 5;
  const tip = side > 0 ? -size : size;
  context.beginPath();
  context.moveTo(x, y + tip * 1.2);
  context.lineTo(x - size, y - tip * 0.8);
  context.lineTo(x + size, y - tip * 0.8);
  context.closePath();
  fillWithEdge(context, colour, edge);
}

function ring(context: CanvasRenderingContext2D, x: number, y: number, colour: string, inside: string): void {
  context.beginPath();
  context.arc(x, y, 3.5, 0, 2 * Math.PI);
  context.fillStyle = inside;
  context.fill();
  context.strokeStyle = colour;
  context.lineWidth = 1.75;
  context.stroke();
}

function fillWithEdge(context: CanvasRenderingContext2D, colour: string, edge: string): void {
  context.lineWidth = 2;
  context.strokeStyle = edge;
  context.stroke();
  context.fillStyle = colour;
  context.fill();
}
