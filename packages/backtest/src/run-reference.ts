import type { Config, TickSource } from '@auction-trader/core';
import type { Strategy } from '@auction-trader/signals';
import { playReference } from './play-reference.ts';
import type { RunResult } from './run-result.ts';
import { startRun } from './start-run.ts';

/**
 * The plain run that `runBacktest` is checked against: every event one by one through
 * accumulator, features, engine and exchange. Identical results, many times slower.
 */
export function runReference(
  source: TickSource,
  config: Config,
  options: { readonly strategy?: Strategy } = {},
): RunResult {
  const start = startRun(source, config, options.strategy);
  const { tape, features, profile, days, run, accumulator } = start;
  playReference(source, days, accumulator, run, (minuteMs) => {
    const index = accumulator.closeMinute(minuteMs);
    if (index < 0) return;
    profile.update(tape, features, index);
    run.engine.closeMinute(index);
  });
  start.measure();
  return start.finish();
}
