/// <reference lib="dom" />
import { h } from '@auction-trader/backtest/page';
import type { ParallelAxis, ParallelLayout } from './parallel-layout.ts';
import type { Limit } from './view.ts';

/** Pixels that a pointer must move before it is a brush. */
const LEAST_BRUSH = 4;

/** An axis with its name, its values, and the brush that sets its limit. */
export interface AxisStrip {
  readonly element: HTMLElement;
  show(limit: Limit | null): void;
}

/** Makes it. @param onLimit called with the limit brushed, null when it is taken away */
export function axisStrip(
  axis: ParallelAxis,
  layout: ParallelLayout,
  onLimit: (limit: Limit | null) => void,
): AxisStrip {
  const { dimension } = axis;
  const box = h('div', { class: 'brush', hidden: true });
  const strip = h(
    'div',
    {
      class: 'strip',
      'data-axis': dimension.id,
      title: `${dimension.title}: drag to set limits, click to remove`,
    },
    h('div', { class: 'axis-line' }),
    box,
    ...axis.ticks.map((value) => tick(axis, layout, value)),
  );
  strip.style.left = `${axis.x}px`;
  const show = (limit: Limit | null) => {
    box.hidden = limit === null;
    if (limit === null) return;
    const [bottom, top] = [layout.y(axis, limit[0]), layout.y(axis, limit[1])];
    box.style.top = `${top - 3}px`;
    box.style.height = `${Math.max(0, bottom - top) + 6}px`;
  };
  brush(strip, (from, to) => {
    if (Math.abs(from - to) < LEAST_BRUSH) onLimit(null);
    else onLimit([layout.value(axis, Math.max(from, to)), layout.value(axis, Math.min(from, to))]);
  });
  return { element: strip, show };
}

function tick(axis: ParallelAxis, layout: ParallelLayout, value: number): HTMLElement {
  const label = h('span', { class: 'tick' }, axis.dimension.text(value));
  label.style.top = `${layout.y(axis, value)}px`;
  return label;
}

/** Follows a pointer from where it is pressed; heights in pixels below the top of the strip. */
function brush(strip: HTMLElement, moved: (from: number, to: number) => void): void {
  let from: number | null = null;
  const height = (event: PointerEvent) => event.clientY - strip.getBoundingClientRect().top;
  strip.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    from = height(event);
    strip.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  strip.addEventListener('pointermove', (event) => {
    if (from !== null && Math.abs(height(event) - from) >= LEAST_BRUSH) moved(from, height(event));
  });
  strip.addEventListener('pointerup', (event) => {
    if (from !== null) moved(from, height(event));
    from = null;
  });
  strip.addEventListener('pointercancel', () => {
    from = null;
  });
}
