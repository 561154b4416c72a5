/// <reference lib="dom" />

/** Colours for canvases, as the style sheet gives them. */
export interface Palette {
  readonly background: string;
  readonly grid: string;
  readonly text: string;
  readonly muted: string;
  readonly faint: string;
  readonly long: string;
  readonly short: string;
  readonly vah: string;
  readonly poc: string;
  readonly val: string;
  readonly up: string;
  readonly down: string;
  readonly bin: string;
  readonly font: string;
}

const STORAGE = 'auction-trader-report-theme';
const listeners: (() => void)[] = [];

/** Colours of the theme that is on. */
export function palette(): Palette {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    background: colour('panel'),
    grid: colour('grid'),
    text: colour('text'),
    muted: colour('muted'),
    faint: colour('faint'),
    long: colour('long'),
    short: colour('short'),
    vah: colour('vah'),
    poc: colour('poc'),
    val: colour('val'),
    up: colour('candle-up'),
    down: colour('candle-down'),
    bin: colour('bin'),
    font: getComputedStyle(document.body).fontFamily,
  };
}

/** The colour with an opacity. */
export function fade(colour: string, opacity: number): string {
  const value = Number.parseInt(colour.slice(1), 16);
  return `rgba(${value >> 16}, ${(value >> 8) & 255}, ${value & 255}, ${opacity})`;
}

/** Calls back whenever the theme changes. */
export function onThemeChange(listener: () => void): void {
  listeners.push(listener);
}

/** Turns on the theme chosen last time; dark when none was. */
export function restoreTheme(): void {
  let saved: string | null = null;
  try {
    saved = localStorage.getItem(STORAGE);
  } catch {
    // A browser may refuse storage to a local file.
  }
  document.documentElement.dataset['theme'] = saved === 'light' ? 'light' : 'dark';
}

/** Switches between dark and light, and remembers it where the browser allows. */
export function toggleTheme(): void {
  const next = document.documentElement.dataset['theme'] === 'light' ? 'dark' : 'light';
  document.documentElement.dataset['theme'] = next;
  try {
    localStorage.setItem(STORAGE, next);
  } catch {
    // As above.
  }
  for (const listener of listeners) listener();
}
