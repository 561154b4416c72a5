const words = (text: string) => new RegExp(`^(${text.trim().split(/\s+/).join('|')})$`);

/** Units of columns by their names; the first that fits. */
const UNITS: readonly (readonly [names: RegExp, unit: string])[] = [
  [/^time$/, 'UTC'],
  [words('ts_min ts_ms.* timer_start_ms from_ms to_ms begun_ms'), 'epoch ms'],
  [/_ms$|_ms_/, 'ms'],
  [/^total_return_pct$/, 'percent'],
  [words('.*_pct .*_pct_used .*_frac .*_frac_.* va_fraction va_coverage win_rate exposure'), 'fraction'],
  [words('qty_contracts qty_at_tp1'), 'lots'],
  [words('slippage spread_.* .*_ticks'), 'ticks'],
  [words('avg_trade_duration_min minutes'), 'minutes'],
  [words('r_multiple expectancy_R'), 'initial risk'],
  [
    words('size qty volume displayed_qty position of_1m .*_volume total_volume_4h .*_sz .*_sz_close'),
    'base coin',
  ],
  [/^bvc_net_proxy_1m$/, 'base coin'],
  [
    words(`open high low close vwap price poc vah val vah_edge bin_width mid_.* locked_boundary .*_price .*_px
      .*_px_close`),
    'quote currency',
  ],
  [
    words(`.*pnl.* fee fees_paid total_fees funding_.* total_funding initial_risk equity drawdown max_drawdown
      initial_capital final_equity avg_win avg_loss largest_win largest_loss`),
    'quote currency',
  ],
];

/** Unit of a column of the query's tables; empty for a name, a count or a ratio. A parameter has its section before it. */
export function columnUnit(name: string): string {
  const own = name.slice(name.lastIndexOf('.') + 1);
  return UNITS.find(([names]) => names.test(own))?.[1] ?? '';
}
