import { styleText } from 'node:util';
import type { Summary } from '@auction-trader/backtest';
import {
  countText,
  durationText,
  minuteText,
  moneyText,
  pairs,
  percentText,
  ratioText,
  signedMoneyText,
} from '@auction-trader/command-line';

/** Gaps that are listed one by one; the rest are in the report. */
const SHOWN_GAPS = 5;

const SHOWN_REASONS = 4;

type Pairs = [name: string, value: string][];

/** The figures of a run for a terminal. */
export function summaryText(summary: Summary): string {
  const { run } = summary;
  const title = `${run.strategy} on ${run.symbol} (${run.venue})`;
  const blocks = [
    styleText('bold', title, { stream: process.stdout }),
    ...run.labels.map((label) => styleText('yellow', `! ${label}`, { stream: process.stdout })),
    '',
    pairs(dataRows(summary)),
    '',
    pairs(resultRows(summary)),
    '',
    pairs(costRows(summary)),
  ];
  return blocks.join('\n');
}

function dataRows({ run, data_quality: quality }: Summary): Pairs {
  const range =
    run.from_ms === null || run.to_ms === null
      ? 'no minute'
      : `${minuteText(run.from_ms)} to ${minuteText(run.to_ms)} UTC`;
  const rows: Pairs = [
    ['data', `${range}, ${countText(run.minutes)} minutes, ${countText(quality.trades)} trades`],
    ['quotes', run.quotes === 'synthetic' ? 'inferred from trades' : run.quotes],
    ['gaps', gapsText(quality)],
  ];
  const longest = [...quality.gaps].sort((left, right) => right.minutes - left.minutes).slice(0, SHOWN_GAPS);
  for (const gap of longest.sort((left, right) => left.from_ms - right.from_ms)) {
    rows.push(['', `${minuteText(gap.from_ms)}  ${durationText(gap.minutes)}`]);
  }
  return rows;
}

function gapsText({ gap_count, missing_minutes }: Summary['data_quality']): string {
  if (gap_count === 0) return 'none';
  const more = gap_count > SHOWN_GAPS ? `, the longest ${SHOWN_GAPS}:` : ':';
  return `${gap_count}, ${durationText(missing_minutes)} in all${more}`;
}

function resultRows({ metrics, decisions, open_position: open }: Summary): Pairs {
  const { n, net_pnl, total_return_pct, max_drawdown, max_drawdown_pct } = metrics;
  const color = net_pnl < 0 ? 'red' : 'green';
  const net = `${signedMoneyText(net_pnl)} (${ratioText(total_return_pct)} %)`;
  const rows: Pairs = [
    ['trades', countText(n)],
    ['net profit', n === 0 ? net : styleText(color, net, { stream: process.stdout })],
    ['profit factor', ratioText(metrics.profit_factor)],
    ['win rate', percentText(metrics.win_rate)],
    ['expectancy', metrics.expectancy_R === null ? '-' : `${ratioText(metrics.expectancy_R)} R`],
    ['max drawdown', `${moneyText(max_drawdown)} (${percentText(max_drawdown_pct, 2)})`],
    ['Sharpe, Sortino', `${ratioText(metrics.sharpe)}, ${ratioText(metrics.sortino)}`],
    ['exposure', percentText(metrics.exposure)],
    ['equity', `${moneyText(metrics.initial_capital)} to ${moneyText(metrics.final_equity)}`],
  ];
  if (n === 0 && open === null) rows.push(['minutes by reason', reasonsText(decisions.reason)]);
  if (open !== null)
    rows.push(['still open', `${open.side} ${open.setup}, ${signedMoneyText(open.net_pnl)}`]);
  return rows;
}

/** Why there was no trade: the reasons of most minutes. */
function reasonsText(reasons: Summary['decisions']['reason']): string {
  const most = Object.entries(reasons).sort(([, left], [, right]) => right - left);
  const shown = most.slice(0, SHOWN_REASONS).map(([reason, minutes]) => `${reason} ${countText(minutes)}`);
  return shown.length === 0 ? 'no minute was closed' : shown.join(', ');
}

function costRows({ money }: Summary): Pairs {
  return [
    ['gross at mid', signedMoneyText(money.gross_at_mid)],
    ['delay', signedMoneyText(-money.delay)],
    ['spread', signedMoneyText(-money.spread)],
    ['slippage', signedMoneyText(-money.slippage)],
    ['fees', signedMoneyText(-money.fees)],
    ['funding', signedMoneyText(-money.funding)],
    ['net', signedMoneyText(money.net_pnl)],
  ];
}
