import { type ChartRows, ROW_FLAG } from '../model/chart-rows.ts';
import type { LayerState, Scales } from './layer-state.ts';
import { fade } from './theme.ts';

/** POC, VAH and VAL as they moved: steps, broken where the value area is invalid. */
export function drawValueArea(
  context: CanvasRenderingContext2D,
  { bars, colours, windowMinutes }: LayerState,
  scales: Scales,
): void {
  const strength = bars.rowMinutes > windowMinutes ? 0.3 : 0.85;
  for (const [from, to] of validStretches(bars, scales)) {
    steps(context, scales, from, to, bars.vah, 1, fade(colours.vah, strength), 1);
    steps(context, scales, from, to, bars.val, 1, fade(colours.val, strength), 1);
    steps(context, scales, from, to, bars.pocHalf, 2, fade(colours.poc, strength), 1.25);
  }
}

/** The value area as a veil between VAH and VAL. */
export function drawVeil(
  context: CanvasRenderingContext2D,
  { bars, colours }: LayerState,
  scales: Scales,
): void {
  for (const [from, to] of validStretches(bars, scales)) {
    veil(context, scales, from, to, bars.vah, bars.val, fade(colours.muted, 0.07));
  }
}

/** First and last bar in sight of each stretch with a valid value area. */
function* validStretches(bars: ChartRows, scales: Scales): Generator<[number, number]> {
  for (let bar = scales.from; bar <= scales.to; bar += 1) {
    if ((bars.flags[bar]! & ROW_FLAG.VALID) === 0) continue;
    let end = bar;
    while (end < scales.to && (bars.flags[end + 1]! & ROW_FLAG.VALID) !== 0) end += 1;
    yield [bar, end];
    bar = end;
  }
}

/** @param divisor 2 for prices in half ticks */
function steps(
  context: CanvasRenderingContext2D,
  scales: Scales,
  from: number,
  to: number,
  prices: Float64Array,
  divisor: number,
  colour: string,
  width: number,
): void {
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.lineJoin = 'round';
  context.beginPath();
  for (let bar = from; bar <= to; bar += 1) {
    const y = scales.y(prices[bar]! / divisor);
    if (bar === from) context.moveTo(scales.xOfBar(bar - 0.5), y);
    else context.lineTo(scales.xOfBar(bar - 0.5), y);
    context.lineTo(scales.xOfBar(bar + 0.5), y);
  }
  context.stroke();
}

function veil(
  context: CanvasRenderingContext2D,
  scales: Scales,
  from: number,
  to: number,
  upper: Float64Array,
  lower: Float64Array,
  colour: string,
): void {
  context.fillStyle = colour;
  context.beginPath();
  for (let bar = from; bar <= to; bar += 1) {
    context.lineTo(scales.xOfBar(bar - 0.5), scales.y(upper[bar]!));
    context.lineTo(scales.xOfBar(bar + 0.5), scales.y(upper[bar]!));
  }
  for (let bar = to; bar >= from; bar -= 1) {
    context.lineTo(scales.xOfBar(bar + 0.5), scales.y(lower[bar]!));
    context.lineTo(scales.xOfBar(bar - 0.5), scales.y(lower[bar]!));
  }
  context.closePath();
  context.fill();
}
