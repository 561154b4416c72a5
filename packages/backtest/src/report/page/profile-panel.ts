/// <reference lib="dom" />
import type { ChartRows } from '../model/chart-rows.ts';
import { ROW_FLAG, rowMs } from '../model/chart-rows.ts';
import type { Profile } from '../model/profile.ts';
import { h } from './dom.ts';
import { minute, number, percent } from './format.ts';
import type { Report } from './report.ts';
import { fade, type Palette, palette } from './theme.ts';

/** The volume profile beside the price chart, on the same price scale. */
export interface ProfilePanel {
  readonly element: HTMLElement;
  /**
   * Draws the profile at the end of a row.
   *
   * @param y height of a price in ticks on the price pane
   * @param height of the price pane
   */
  draw(row: number, y: (ticks: number) => number, height: number): void;
}

/** Makes the panel. */
export function profilePanel(report: Report): ProfilePanel {
  const title = h('h3', {}, 'Profile');
  const facts = h('p', { class: 'profile-facts' });
  const canvas = h('canvas', { class: 'profile-canvas', role: 'img', 'aria-label': 'Volume by price' });
  const element = h(
    'div',
    { class: 'profile' },
    canvas,
    h('div', { class: 'profile-caption' }, title, facts),
  );
  let drawnRow = -1;
  let profile: Profile | null = null;
  return {
    element,
    draw(row, y, height) {
      if (row !== drawnRow) {
        profile = row < 0 ? null : report.profileAt(row);
        describe(report, row, profile, title, facts, canvas);
        drawnRow = row;
      }
      const context = prepare(canvas, height);
      if (context !== null && profile !== null) paint(context, report, row, profile, y);
    },
  };
}

function describe(
  { rows, document: { tick, lot, base, windowMinutes } }: Report,
  row: number,
  profile: Profile | null,
  title: HTMLElement,
  facts: HTMLElement,
  canvas: HTMLElement,
): void {
  if (profile === null) {
    title.textContent = 'No profile';
    facts.textContent = row < 0 ? '' : 'Not enough data at this minute.';
    canvas.setAttribute('aria-label', 'No volume profile at this minute');
    return;
  }
  const endMs = rowMs(rows, profile.row + 1);
  const total = profile.lots.reduce((sum, lots) => sum + lots, 0);
  title.textContent = minute(endMs);
  facts.textContent = [
    `${number(windowMinutes)} min`,
    `${number(total * lot.value, 1)} ${base}`,
    `bins of ${number(profile.widthTicks * tick.value, tick.decimals)}`,
    ...valueAreaFacts(rows, row, profile, total),
  ].join(' · ');
  canvas.setAttribute('aria-label', `Volume by price at ${minute(endMs)} UTC: ${facts.textContent}`);
}

function valueAreaFacts(rows: ChartRows, row: number, profile: Profile, total: number): string[] {
  if ((rows.flags[row]! & ROW_FLAG.VALID) === 0) return ['value area not valid'];
  if (profile.row !== row) return ['kept from time to time'];
  let inside = 0;
  for (let i = 0; i < profile.lots.length; i += 1) {
    const low = (profile.firstBin + i) * profile.widthTicks;
    if (low >= rows.val[row]! && low <= rows.vah[row]!) inside += profile.lots[i]!;
  }
  return [`${percent(inside / total, 0)} in value`];
}

/** Sizes the canvas to its place, sharp on any screen, and clears it. */
function prepare(canvas: HTMLCanvasElement, height: number): CanvasRenderingContext2D | null {
  const width = canvas.clientWidth;
  const ratio = window.devicePixelRatio || 1;
  canvas.style.height = `${height}px`;
  canvas.width = Math.max(1, Math.round(width * ratio));
  canvas.height = Math.max(1, Math.round(height * ratio));
  const context = canvas.getContext('2d');
  context?.scale(ratio, ratio);
  return context;
}

function paint(
  context: CanvasRenderingContext2D,
  { rows, document: { outerEdges } }: Report,
  row: number,
  { widthTicks, firstBin, lots }: Profile,
  y: (ticks: number) => number,
): void {
  const colours = palette();
  const width = context.canvas.clientWidth;
  const most = lots.reduce((max, value) => Math.max(max, value), 0);
  const valid = (rows.flags[row]! & ROW_FLAG.VALID) !== 0;
  const poc = Math.floor(rows.pocHalf[row]! / 2 / widthTicks);
  const top = rows.vah[row]! - (outerEdges ? widthTicks : 0);
  for (let i = 0; i < lots.length; i += 1) {
    if (lots[i] === 0) continue;
    const low = (firstBin + i) * widthTicks;
    const upper = y(low + widthTicks);
    const lower = y(low);
    if (!(lower > 0) || !(upper < context.canvas.clientHeight)) continue;
    const inside = valid && low >= rows.val[row]! && low <= top;
    context.fillStyle = binColour(colours, inside, valid && firstBin + i === poc);
    const gap = lower - upper > 3 ? 1 : 0;
    context.fillRect(0, upper, (lots[i]! / most) * (width - 6), Math.max(1, lower - upper - gap));
  }
  if (!valid) return;
  line(context, y(rows.vah[row]!), width, colours.vah);
  line(context, y(rows.val[row]!), width, colours.val);
}

function binColour(colours: Palette, inside: boolean, poc: boolean): string {
  if (poc) return colours.poc;
  return inside ? fade(colours.bin, 0.85) : fade(colours.bin, 0.32);
}

function line(context: CanvasRenderingContext2D, y: number, width: number, colour: string): void {
  context.fillStyle = colour;
  context.fillRect(0, Math.round(y), width, 1);
}
