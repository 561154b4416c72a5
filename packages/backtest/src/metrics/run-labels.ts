import type { RunResult } from '../run-result.ts';

/**
 * What a reader must know before believing a number: quotes that were inferred or missing, bar mode, a
 * position still open, a tripped kill switch. Empty when there is nothing to say.
 */
export function runLabels(run: RunResult): string[] {
  const labels: string[] = [];
  if (run.quotes === 'synthetic') {
    const ticks = run.config.backtest.synthetic_quotes_ticks ?? 1;
    labels.push(`quotes inferred from trades, spread ${ticks} tick${ticks === 1 ? '' : 's'} assumed`);
  }
  if (run.quotes === 'none') labels.push('no quotes: features are invalid and nothing is traded');
  if (run.approximate) labels.push('approximate: made from one-minute bars, not from ticks');
  if (run.openTrade !== null) labels.push('a position is still open: in the equity, not in the trades');
  if (run.killSwitchMs.length > 0) {
    const times = run.killSwitchMs.length;
    labels.push(`the daily loss limit stopped trading ${times === 1 ? 'once' : `${times} times`}`);
  }
  return labels;
}
