/// <reference lib="dom" />
import { h } from './dom.ts';

/**
 * A bar in a table cell.
 *
 * @param from @param to ends of the bar on a scale of `low` to `high`
 */
export function barCell(from: number, to: number, low: number, high: number, kind: string): HTMLElement {
  const span = high - low || 1;
  const place = (value: number) => ((value - low) / span) * 100;
  const left = place(Math.min(from, to));
  const width = Math.max(place(Math.max(from, to)) - left, 0.4);
  const bar = h('span', { class: `bar ${kind}` });
  bar.style.left = `${left}%`;
  bar.style.width = `${width}%`;
  const zero = h('span', { class: 'zero' });
  zero.style.left = `${place(0)}%`;
  return h('span', { class: 'track', 'aria-hidden': true }, zero, bar);
}
