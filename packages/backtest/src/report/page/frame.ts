/// <reference lib="dom" />
import { type Child, h } from './dom.ts';
import { restoreTheme, toggleTheme } from './theme.ts';

/** What stands in the frame of a report. */
export interface PageContent {
  readonly title: string;
  /** Version of the program that made it. */
  readonly version: string;
  /** From top to bottom; those with an id stand in the navigation. */
  readonly sections: readonly HTMLElement[];
  /** Stands in the navigation, at its end. */
  readonly controls?: readonly HTMLElement[];
}

/** Draws a report from the data that stands in the page, or says why it cannot. */
export function drawPage(read: (data: string) => Promise<PageContent>): void {
  restoreTheme();
  draw(read).catch(fail);
}

/** One section of the page, with its heading. */
export function section(
  id: string,
  name: string,
  title: string,
  note: string,
  ...content: readonly Child[]
): HTMLElement {
  return h(
    'section',
    { id, 'data-name': name, 'aria-labelledby': `${id}-title` },
    h('h2', { id: `${id}-title` }, title),
    note === '' ? null : h('p', { class: 'muted section-note' }, note),
    ...content,
  );
}

async function draw(read: (data: string) => Promise<PageContent>): Promise<void> {
  const content = await read(document.getElementById('report-data')?.textContent ?? '');
  document.title = content.title;
  const page = document.getElementById('report')!;
  page.replaceChildren(navigation(content), h('main', {}, ...content.sections), footer(content.version));
  document.documentElement.dataset['ready'] = 'true';
}

function navigation({ sections, controls = [] }: PageContent): HTMLElement {
  const links = sections.filter(({ id }) => id !== '');
  return h(
    'nav',
    { class: 'top', 'aria-label': 'Sections' },
    h(
      'div',
      { class: 'links' },
      ...links.map(({ id, dataset }) => h('a', { href: `#${id}` }, dataset['name'] ?? id)),
    ),
    ...controls,
    h('button', { type: 'button', class: 'theme', onclick: toggleTheme, 'aria-label': 'Dark or light' }, '◐'),
  );
}

function footer(version: string): HTMLElement {
  const link = h('a', { href: 'https://www.tradingview.com/', rel: 'noreferrer' }, 'TradingView');
  return h(
    'footer',
    { class: 'muted' },
    h('p', {}, `Made by Auction Trader ${version}. Past results of a simulation promise nothing.`),
    h(
      'p',
      {},
      'Charts: TradingView Lightweight Charts™, Copyright (c) TradingView, Inc., ',
      link,
      ', Apache License 2.0.',
    ),
  );
}

function fail(error: unknown): void {
  const text = error instanceof Error ? error.message : String(error);
  const page = document.getElementById('report')!;
  page.replaceChildren(
    h(
      'p',
      { class: 'empty', role: 'alert' },
      `This report could not be drawn: ${text}. It needs a browser of 2024 or newer.`,
    ),
  );
  reportError(error);
}
