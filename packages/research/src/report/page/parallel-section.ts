/// <reference lib="dom" />
import { h, onThemeChange } from '@auction-trader/backtest/page';
import { type AxisStrip, axisStrip } from './axis-strip.ts';
import type { Dimension } from './dimension.ts';
import { limitForm } from './limit-form.ts';
import { limitSummary } from './limit-summary.ts';
import { type ParallelLayout, parallelLayout } from './parallel-layout.ts';
import { parallelLines } from './parallel-lines.ts';
import type { Search } from './search.ts';
import { withinLimits, withLimit } from './view.ts';

const HEIGHT = 380;
const FIRST_METRICS = ['sharpe', 'net_pnl', 'max_drawdown_pct', 'n'];
const FIRST_PARAMETERS = 10;

/** Every set as a line over its parameters and figures. A brush on an axis sets a limit for the whole page. */
export function parallelSection(search: Search): HTMLElement {
  const { view, dimensions } = search;
  let shown: readonly Dimension[] = firstAxes(search);
  let layout: ParallelLayout | null = null;
  let strips: { readonly id: string; readonly strip: AxisStrip }[] = [];
  const head = h('div', { class: 'axis-names' });
  const canvas = () => h('canvas', { 'aria-hidden': true });
  const lines = parallelLines(search, canvas(), canvas());
  const over = h('div', { class: 'strips' });
  const body = h('div', { class: 'parallel-body' }, lines.back, lines.front, over);
  const frame = h('div', { class: 'scroll parallel', id: 'parallel' }, head, body);

  const kept = () => withinLimits(search.sets, dimensions, view.state);
  const showLimits = () => {
    const { limits } = view.state;
    for (const { id, strip } of strips) strip.show(limits.get(id) ?? null);
    lines.back.classList.toggle('dimmed', limits.size > 0);
  };
  const draw = () => {
    if (frame.clientWidth === 0) return;
    const made = parallelLayout(shown, view.state.part, frame.clientWidth, HEIGHT);
    layout = made;
    body.style.width = head.style.width = `${made.width}px`;
    body.style.height = `${made.height}px`;
    strips = made.axes.map((axis) => ({
      id: axis.dimension.id,
      strip: axisStrip(axis, made, (limit) =>
        view.change({ limits: withLimit(view.state.limits, axis.dimension.id, limit) }),
      ),
    }));
    head.replaceChildren(...made.axes.map(axisName));
    over.replaceChildren(...strips.map(({ strip }) => strip.element));
    showLimits();
    lines.drawAll(made, kept());
  };
  const form = limitForm(search, shown, (chosen) => {
    shown = chosen;
    draw();
  });
  view.onChange((before) => {
    if (before.part !== view.state.part) return draw();
    showLimits();
    if (layout !== null) lines.drawKept(layout, kept());
  });
  onThemeChange(draw);
  new ResizeObserver(draw).observe(frame);
  return h('div', { class: 'panel' }, limitSummary(search), frame, form);
}

function axisName({ dimension, x }: ParallelLayout['axes'][number], i: number): HTMLElement {
  const name = h('span', { class: i % 2 === 0 ? '' : 'lower', title: dimension.title }, dimension.label);
  name.style.left = `${x}px`;
  return name;
}

function firstAxes({ parameters, metrics }: Search): Dimension[] {
  const varied = parameters.filter(({ columns }) => new Set(columns[0]).size > 1);
  return [...varied.slice(0, FIRST_PARAMETERS), ...metrics.filter(({ id }) => FIRST_METRICS.includes(id))];
}
