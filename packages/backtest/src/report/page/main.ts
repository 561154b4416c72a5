/// <reference lib="dom" />
import { againSection } from './again-section.ts';
import { breakdownSection } from './breakdown-section.ts';
import { dailySection } from './daily-section.ts';
import { h } from './dom.ts';
import { equityChart } from './equity-chart.ts';
import { drawPage, section } from './frame.ts';
import { headline } from './headline.ts';
import { moneySection } from './money-section.ts';
import { qualitySection } from './quality-section.ts';
import { type Report, readReport } from './report.ts';
import { workbench } from './workbench.ts';

drawPage(async (data) => {
  const report = await readReport(data);
  const { summary, version } = report.document;
  return {
    title: `${summary.run.symbol} · ${summary.run.strategy} · backtest`,
    version,
    sections: sections(report),
  };
});

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
