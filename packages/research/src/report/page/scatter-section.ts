/// <reference lib="dom" />
import { counted, fade, h, percent } from '@auction-trader/backtest/page';
import { hoverText } from './hover-text.ts';
import { line, type PlotArea, plot } from './plot.ts';
import { type ScatterMark, scatterMarks } from './scatter-marks.ts';
import type { Search } from './search.ts';

const HEIGHT = 380;
/** Pixels from the pointer within which a mark is named. */
const NEAR = 12;

/** What each choice promised in sample against what it kept out of sample. */
export function scatterSection({ document: { assessment } }: Search): HTMLElement {
  const marks = scatterMarks(assessment);
  const title = h('h3', {}, 'In sample against out of sample');
  if (marks.length === 0) {
    return h(
      'div',
      { class: 'panel' },
      title,
      h('p', { class: 'empty' }, 'There are too few days to split.'),
    );
  }
  const text = summary(marks, assessment.setsTried);
  let area: PlotArea | null = null;
  const ends = (of: (mark: ScatterMark) => number) => padded(marks.map(of));
  const axes = {
    x: ends(({ inSample }) => inSample),
    y: ends(({ outOfSample }) => outOfSample),
    xName: 'Sharpe in sample',
    yName: 'Sharpe out of sample',
    yText: (value: number) => String(Number(value.toPrecision(6))).replace('-', '−'),
  };
  const canvas = plot(text, HEIGHT, axes, (made) => {
    area = made;
    drawMarks(made, marks);
  });
  canvas.id = 'scatter';
  const host = h('div', { class: 'plot-host' }, canvas);
  hoverText(host, (_, event) => {
    if (area === null || !(event instanceof PointerEvent)) return null;
    return nearest(area, marks, event.offsetX, event.offsetY)?.text ?? null;
  });
  return h(
    'div',
    { class: 'panel' },
    title,
    h('p', { class: 'muted', id: 'scatter-text' }, text),
    host,
    key(marks),
  );
}

function summary(marks: readonly ScatterMark[], setsTried: number): string {
  const lost = marks.filter(({ outOfSample }) => outOfSample < 0).length;
  const kept = marks.filter(({ inSample, outOfSample }) => outOfSample >= inSample).length;
  return `${counted(marks.length, 'choice')} of the best of ${counted(setsTried, 'set')}: ${percent(lost / marks.length, 0)} lost out of sample, ${percent(kept / marks.length, 0)} kept what they promised (on or above the dotted line).`;
}

function drawMarks(
  { context, colours, left, right, top, bottom, x, y }: PlotArea,
  marks: readonly ScatterMark[],
) {
  context.save();
  context.beginPath();
  context.rect(left, top, right - left, bottom - top);
  context.clip();
  context.strokeStyle = colours.faint;
  line(context, left, y(0), right, y(0));
  line(context, x(0), top, x(0), bottom);
  context.setLineDash([2, 4]);
  context.strokeStyle = colours.muted;
  const reach = 1000;
  line(context, x(-reach), y(-reach), x(reach), y(reach));
  context.setLineDash([]);
  const splits = marks.filter(({ kind }) => kind === 'split').length;
  const opacity = Math.min(0.8, Math.max(0.1, 12 / Math.sqrt(splits + 1)));
  for (const mark of marks) {
    const colour = { split: fade(colours.val, opacity), rolling: colours.vah, anchored: colours.poc }[
      mark.kind
    ];
    context.fillStyle = colour;
    drawMark(context, mark.kind, x(mark.inSample), y(mark.outOfSample));
  }
  context.restore();
}

/** Shapes differ as well as colours. */
function drawMark(context: CanvasRenderingContext2D, kind: ScatterMark['kind'], x: number, y: number): void {
  context.beginPath();
  if (kind === 'split') context.arc(x, y, 2.4, 0, 2 * Math.PI);
  else if (kind === 'rolling') context.rect(x - 5, y - 5, 10, 10);
  else {
    context.moveTo(x, y - 7);
    context.lineTo(x + 6.5, y + 5);
    context.lineTo(x - 6.5, y + 5);
  }
  context.fill();
}

function key(marks: readonly ScatterMark[]): HTMLElement {
  const names = {
    split: '● splits',
    rolling: '■ walk-forward, rolling',
    anchored: '▲ walk-forward, anchored',
  };
  const classes = { split: 'val', rolling: 'vah', anchored: 'poc' };
  const kinds = [...new Set(marks.map(({ kind }) => kind))];
  return h(
    'p',
    { class: 'legend' },
    ...kinds.map((kind) => h('span', { class: classes[kind] }, names[kind])),
  );
}

function nearest(area: PlotArea, marks: readonly ScatterMark[], x: number, y: number): ScatterMark | null {
  let best: ScatterMark | null = null;
  let least = NEAR;
  // From the top: what was drawn last is seen first.
  for (let i = marks.length - 1; i >= 0; i -= 1) {
    const mark = marks[i]!;
    const distance = Math.hypot(area.x(mark.inSample) - x, area.y(mark.outOfSample) - y);
    if (distance < least) [best, least] = [mark, distance];
  }
  return best;
}

function padded(values: readonly number[]): [number, number] {
  const low = values.reduce((a, b) => Math.min(a, b), 0);
  const high = values.reduce((a, b) => Math.max(a, b), 0);
  const room = (high - low || 1) * 0.05;
  return [low - room, high + room];
}
