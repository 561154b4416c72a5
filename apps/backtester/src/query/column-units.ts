/** Units of columns by their names; the first that fits. */
const UNITS: readonly (readonly [pattern: RegExp, unit: string])[] = [
  [/^time$/, 'UTC'],
  [/^(ts_min|ts_ms.*|timer_start_ms|from_ms|to_ms)$/, 'epoch ms'],
  [/_ms$|_ms_/, 'ms'],
  [/(pct|fraction|_frac(_.*)?|win_rate|exposure|coverage)$/, 'fraction'],
  [/^total_return_pct$/, 'percent'],
  [/^(qty_contracts|qty_at_tp1)$/, 'lots'],
  [/^(slippage|spread_.*|.*_ticks)$/, 'ticks'],
  [
    /^(open|high|low|close|vwap|price|poc|vah|val|vah_edge|bin_width|mid_.*|locked_boundary|.*_price|.*_px(_close)?)$/,
    'quote currency',
  ],
  [
    /^(realized_pnl|gross_pnl|net_pnl|.*pnl.*|fee|fees_paid|.*_fees|funding.*|total_funding|initial_risk|equity|drawdown|max_drawdown|initial_capital|final_equity)$/,
    'quote currency',
  ],
  [
    /^(size|qty|volume|displayed_qty|position|of_1m|.*_volume(_4h)?|total_volume_4h|.*_sz(_close)?|bvc_net_proxy_1m)$/,
    'base coin',
  ],
  [/^(minutes)$/, 'minutes'],
  [/^(r_multiple|expectancy_R)$/, 'initial risk'],
];

/** Unit of a column of the query's tables; empty for a name, a count or a ratio. */
export function columnUnit(name: string): string {
  return UNITS.find(([pattern]) => pattern.test(name))?.[1] ?? '';
}
