/// <reference lib="dom" />
import { againSection } from './again-section.ts';
import { breakdownSection } from './breakdown-section.ts';
import { dailySection } from './daily-section.ts';
import { type Child, h } from './dom.ts';
import { equityChart } from './equity-chart.ts';
import { headline } from './headline.ts';
import { moneySection } from './money-section.ts';
import { qualitySection } from './quality-section.ts';
import { type Report, readReport } from './report.ts';
import { restoreTheme, toggleTheme } from './theme.ts';
import { workbench } from './workbench.ts';

/** Draws the report whose data stands in the page. */
async function start(): Promise<void> {
  const data = document.getElementById('report-data')?.textContent ?? '';
  const report = await readReport(data);
  const { run } = report.document.summary;
  document.title = `${run.symbol} · ${run.strategy} · backtest`;
  const page = document.getElementById('report')!;
  const content = sections(report);
  page.replaceChildren(navigation(content), h('main', {}, ...content), footer(report));
  document.documentElement.dataset['ready'] = 'true';
}

function navigation(content: readonly HTMLElement[]): HTMLElement {
  const links = content.filter(({ id }) => id !== '');
  return h(
    'nav',
    { class: 'top', 'aria-label': 'Sections' },
    h(
      'div',
      { class: 'links' },
      ...links.map(({ id, dataset }) => h('a', { href: `#${id}` }, dataset['name'] ?? id)),
    ),
    h('button', { type: 'button', class: 'theme', onclick: toggleTheme, 'aria-label': 'Dark or light' }, '◐'),
  );
}

function sections(report: Report): HTMLElement[] {
  const { summary } = report.document;
  if (summary.run.minutes === 0) {
    return [
      h('section', { class: 'top-section' }, ...headline(report)),
      section(
        'none',
        'Nothing',
        'No data',
        'There is no minute with data in this range, so there is nothing to draw.',
      ),
      section('again', 'Run again', 'Run it again', '', ...againSection(report)),
    ];
  }
  const bench = workbench(report);
  return [
    h('section', { class: 'top-section' }, ...headline(report)),
    section(
      'equity',
      'Equity',
      'Equity and drawdown',
      'Marked every minute, an open position at the quote it could be left at.',
      equityChart(report),
    ),
    section(
      'market',
      'Market',
      'Market',
      'POC, VAH and VAL as they moved, entries, exits and stops. Point or click to see the volume profile of a minute; click a trade to open it.',
      bench.market,
    ),
    section('trades', 'Trades', 'Trades', '', bench.trades),
    section(
      'money',
      'Money',
      'Where the money went',
      '',
      h('div', { class: 'panel' }, ...moneySection(report)),
    ),
    section('groups', 'Groups', 'Groups', '', ...breakdownSection(report)),
    section('days', 'Days', 'Days', '', ...dailySection(report)),
    section('data', 'Data', 'Data', '', ...qualitySection(report)),
    section('again', 'Run again', 'Run it again', '', ...againSection(report)),
  ];
}

function section(
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

function footer({ document: { version } }: Report): HTMLElement {
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

restoreTheme();
start().catch(fail);
