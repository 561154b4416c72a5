/** How a figure is shown and judged. */
export interface MetricKind {
  readonly label: string;
  /** What it is, in a few words. */
  readonly title: string;
  readonly show: 'count' | 'money' | 'ratio' | 'fraction' | 'percent' | 'minutes' | 'plain';
  /** Whether more of it is better, 1, or worse, -1; 0 when neither. */
  readonly better: -1 | 0 | 1;
  /** Gains and losses have a colour of their own. */
  readonly signed: boolean;
  /** Says nothing when there were few trades. */
  readonly needsTrades: boolean;
}

const kind = (
  label: string,
  title: string,
  show: MetricKind['show'],
  better: MetricKind['better'],
  more: Partial<MetricKind> = {},
): MetricKind => ({ label, title, show, better, signed: false, needsTrades: false, ...more });

const RATIO = { needsTrades: true };
const SIGNED = { signed: true };

/** Figures that the page knows, the most important first. Those above `sortino` stand in the table of sets. */
const KINDS: Readonly<Record<string, MetricKind>> = {
  sharpe: kind('Sharpe', 'Sharpe ratio of daily returns, a year', 'ratio', 1, { ...RATIO, ...SIGNED }),
  net_pnl: kind('Net', 'net result, quote currency', 'money', 1, SIGNED),
  total_return_pct: kind('Return %', 'net of closed trades to the initial capital', 'percent', 1, SIGNED),
  max_drawdown_pct: kind('Max drawdown', 'largest fall from a peak', 'fraction', -1),
  n: kind('Trades', 'closed trades', 'count', 0),
  win_rate: kind('Win rate', 'share of trades that won', 'fraction', 1, RATIO),
  profit_factor: kind('Profit factor', 'won per lost', 'ratio', 1, RATIO),
  expectancy_R: kind('Expectancy R', 'net per risk taken', 'ratio', 1, { ...RATIO, ...SIGNED }),
  total_fees: kind('Fees', 'fees paid, quote currency', 'money', -1),
  sortino: kind('Sortino', 'Sortino ratio of daily returns, a year', 'ratio', 1, { ...RATIO, ...SIGNED }),
  pnl_per_trade: kind('Net a trade', 'net result a trade', 'money', 1, { ...RATIO, ...SIGNED }),
  exposure: kind('In the market', 'share of minutes with a position open', 'fraction', 0),
  max_drawdown: kind('Max drawdown, money', 'largest fall from a peak, quote currency', 'money', -1),
  gross_pnl: kind('Gross', 'result before fees and funding', 'money', 1, SIGNED),
  total_funding: kind('Funding', 'funding paid, less received', 'money', -1),
  avg_win: kind('Average win', 'mean net of winning trades', 'money', 1, RATIO),
  avg_loss: kind('Average loss', 'mean net of losing trades', 'money', 1, { ...RATIO, ...SIGNED }),
  largest_win: kind('Largest win', 'largest net of a trade', 'money', 1),
  largest_loss: kind('Largest loss', 'smallest net of a trade', 'money', 1, SIGNED),
  avg_trade_duration_min: kind('Minutes held', 'mean time from open to flat', 'minutes', 0, RATIO),
  wins: kind('Won', 'trades that won', 'count', 0),
  losses: kind('Lost', 'trades that lost', 'count', 0),
  max_consecutive_wins: kind('Wins in a row', 'longest streak of winning trades', 'count', 0),
  max_consecutive_losses: kind('Losses in a row', 'longest streak of losing trades', 'count', -1),
  final_equity: kind('Final equity', 'after the last event, an open position included', 'money', 1),
};

const NAMES = Object.keys(KINDS);
/** The same for all sets of a search. */
const CONSTANT = new Set(['initial_capital']);

/** Figures that stand in the table of sets. */
export const TABLE_METRICS: readonly string[] = NAMES.slice(0, NAMES.indexOf('sortino'));

/** How a figure is shown; one that the page does not know by its own name. */
export function metricKind(name: string): MetricKind {
  return KINDS[name] ?? kind(name, name, 'plain', 0);
}

/** Names of figures in the order in which the page shows them. */
export function orderMetrics(names: Iterable<string>): string[] {
  const there = new Set(names);
  const known = NAMES.filter((name) => there.has(name));
  const others = [...there].filter((name) => !(name in KINDS) && !CONSTANT.has(name)).sort();
  return [...known, ...others];
}
