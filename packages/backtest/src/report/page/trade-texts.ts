/** What the setups of the auction strategy mean; other strategies explain their own. */
const SETUPS: Readonly<Record<string, string>> = {
  breakin: 'Price had left the value area and this bar closed back inside it.',
  breakout: 'Closes beyond the edge of value were accepted.',
  failbreak: 'An attempt to leave value failed and this bar closed back.',
};

const EXITS: Readonly<Record<string, string>> = {
  TP1: 'first target reached',
  TP2: 'second target reached',
  STOP: 'stop hit',
  TIME: 'held for the longest time allowed',
  FLIP: 'closed for a signal the other way',
  KILL: 'daily loss limit',
  SOFT: 'closed back at or inside the broken edge',
  MANUAL: 'closed by hand',
  STRATEGY: 'closed by the strategy',
};

const FEATURES: Readonly<Record<string, string>> = {
  open: 'Open',
  high: 'High',
  low: 'Low',
  close: 'Close',
  volume: 'Volume',
  spread_close: 'Spread, ticks',
  spread_avg_60m: 'Spread, 60 min mean, ticks',
  mid_close: 'Mid',
  sigma_240: 'Sigma',
  bin_width: 'Bin width',
  poc: 'POC',
  vah: 'VAH',
  val: 'VAL',
  va_coverage: 'Coverage of value area',
  va_bin_count: 'Bins in value area',
  va_is_valid: 'Value area valid',
  hist_bin_count: 'Bins in profile',
  total_volume_4h: 'Volume of the window',
  of_1m: 'Order flow',
  of_norm_1m: 'Order flow / volume',
  ambiguous_trade_frac_1m: 'Ambiguous volume',
  qimb_close: 'Quote imbalance at close',
  qimb_ema_60s: 'Quote imbalance, EMA',
};

/** A sentence on a setup, empty for an unknown one. */
export function setupText(setup: string): string {
  return Object.hasOwn(SETUPS, setup) ? SETUPS[setup]! : '';
}

/** An exit reason in words; its code where there are none. */
export function exitText(exit: string | null): string {
  if (exit === null) return 'still open';
  return Object.hasOwn(EXITS, exit) ? EXITS[exit]! : exit;
}

/** A feature's name in words. */
export function featureText(name: string): string {
  return Object.hasOwn(FEATURES, name) ? FEATURES[name]! : name;
}
