import type { RunResult } from '@auction-trader/backtest';
import { engineColumns } from './engine-columns.ts';
import { MINUTE_COLUMNS, type MinuteColumn, type MinuteColumns } from './minute-columns.ts';
import type { PaperTrade } from './rules/paper-account.ts';

/** Sums of money and the standard deviation may differ in their last bits; all else is whole. */
const INEXACT: readonly MinuteColumn[] = ['sigma', 'equity'];

/**
 * Where a reference first differs from the product's run, per column and for the trades;
 * empty when both say the same.
 */
export function differences(
  run: RunResult,
  columns: MinuteColumns,
  minutes: number,
  trades: readonly PaperTrade[],
): string[] {
  const engine = engineColumns(run);
  const found: string[] = [];
  if (minutes !== run.tape.length) found.push(`${minutes} minutes instead of ${run.tape.length}`);
  for (const name of MINUTE_COLUMNS) {
    for (let index = 0; index < Math.min(minutes, run.tape.length); index++) {
      const mine = columns[name][index]!;
      const theirs = engine[name][index]!;
      if (same(mine, theirs, INEXACT.includes(name))) continue;
      found.push(`${name} of minute ${index}: ${mine} instead of ${theirs}`);
      break;
    }
  }
  if (trades.length !== run.trades.length)
    found.push(`${trades.length} trades instead of ${run.trades.length}`);
  for (const [index, trade] of trades.entries()) {
    const theirs = run.trades[index];
    if (theirs === undefined) break;
    const names = ['side', 'setup', 'openMs', 'closeMs', 'lots', 'entryTicks', 'exitReason'] as const;
    const differing: string[] = names.filter((name) => trade[name] !== theirs[name]);
    if (!same(trade.netPnl, theirs.netPnl, true)) differing.push('netPnl');
    if (differing.length === 0) continue;
    found.push(`${differing.join(', ')} of trade ${index + 1}`);
    break;
  }
  return found;
}

function same(left: number, right: number, inexact: boolean): boolean {
  if (Object.is(left, right) || left === right) return true;
  return inexact && Math.abs(left - right) <= 1e-9 * Math.max(1, Math.abs(left), Math.abs(right));
}

/** @throws when a reference does not say the same as the product's run: then it is no reference */
export function requireSame(
  name: string,
  run: RunResult,
  columns: MinuteColumns,
  minutes: number,
  trades: readonly PaperTrade[],
): void {
  const found = differences(run, columns, minutes, trades);
  if (found.length > 0) throw new Error(`the ${name} differs from the run: ${found.join('; ')}`);
}
