/// <reference lib="dom" />
import { h } from './dom.ts';
import { counted, duration, minute, number, percent, signed } from './format.ts';
import type { Report } from './report.ts';

/** Name of the run, what must be known before believing a number, and the figures that come first. */
export function headline(report: Report): HTMLElement[] {
  return [title(report), labels(report), figures(report)];
}

function title({ document: { summary } }: Report): HTMLElement {
  const { run, data_quality } = summary;
  const range = run.from_ms === null ? 'no data' : `${minute(run.from_ms)} – ${minute(run.to_ms)} UTC`;
  return h(
    'header',
    { class: 'title' },
    h('h1', {}, run.symbol, h('span', { class: 'strategy' }, `${run.strategy} strategy`)),
    h(
      'p',
      { class: 'muted' },
      [range, counted(run.minutes, 'minute'), counted(data_quality.trades, 'print'), run.venue].join(' · '),
    ),
  );
}

function labels({ document: { summary } }: Report): HTMLElement {
  const { n } = summary.metrics;
  const few = n > 0 && n < 20 ? [`only ${counted(n, 'trade')}: ratios say little`] : [];
  const texts = [...summary.run.labels, ...few];
  return h(
    'ul',
    { class: 'labels', 'aria-label': 'Read this first' },
    ...texts.map((text) => h('li', {}, text)),
  );
}

function figures({ document: { summary, quote } }: Report): HTMLElement {
  const { metrics, open_position: open } = summary;
  const kind = metrics.net_pnl > 0 ? 'gain' : metrics.net_pnl < 0 ? 'loss' : '';
  const result = h(
    'div',
    { class: 'result' },
    h('p', { class: 'figure-name' }, 'Net result'),
    h(
      'p',
      { class: `result-value ${kind}`, id: 'net-result' },
      signed(metrics.net_pnl, 2),
      h('small', {}, quote),
    ),
    h(
      'p',
      { class: 'muted' },
      `${signed(metrics.total_return_pct, 2)} % on ${number(metrics.initial_capital, 0)} · ${counted(metrics.n, 'trade')}`,
    ),
    open === null
      ? null
      : h('p', { class: 'muted' }, `and ${signed(open.net_pnl, 2)} in an open ${open.side} position`),
  );
  const { n, wins } = metrics;
  const days = counted(summary.daily.length, 'day');
  return h(
    'div',
    { class: 'headline' },
    result,
    h(
      'dl',
      { class: 'figures' },
      ...figure('Win rate', percent(metrics.win_rate, 1), n === 0 ? 'no trades' : `${wins} of ${number(n)}`),
      ...figure('Profit factor', number(metrics.profit_factor, 2), 'won per lost'),
      ...figure(
        'Expectancy',
        metrics.expectancy_R === null ? '–' : `${signed(metrics.expectancy_R, 2)} R`,
        'net per risk taken',
      ),
      ...figure(
        'Max drawdown',
        percent(metrics.max_drawdown_pct, 2),
        `${number(metrics.max_drawdown, 2)} ${quote}`,
      ),
      ...figure('Sharpe', number(metrics.sharpe, 2), `a year, from ${days}`),
      ...figure('Sortino', number(metrics.sortino, 2), `a year, from ${days}`),
      ...figure('Fees', number(metrics.total_fees, 2), `funding ${number(metrics.total_funding, 2)}`),
      ...figure(
        'In the market',
        percent(metrics.exposure, 1),
        metrics.avg_trade_duration_min === null
          ? 'of the time'
          : `${duration(metrics.avg_trade_duration_min * 60_000)} a trade`,
      ),
    ),
  );
}

function figure(name: string, value: string, note: string): HTMLElement[] {
  return [
    h('div', {}, h('dt', {}, name), h('dd', { class: 'value' }, value), h('dd', { class: 'muted' }, note)),
  ];
}
