import { BASIS_POINTS, basisPoints } from '../basis-points.ts';
import type { ConfigProblem } from './config-problem.ts';
import type { Config } from './config-schema.ts';

/** Rules between keys, for every mode. Each key must be in its own range already. */
export function crossFieldProblems(config: Config): ConfigProblem[] {
  const { instrument, sizing, startup, database } = config;
  const problems: ConfigProblem[] = [];
  const tp1 = basisPoints(sizing.tp1_pct);
  if (tp1 + basisPoints(sizing.tp2_pct) !== BASIS_POINTS) {
    problems.push({
      key: 'sizing.tp2_pct',
      message: `sizing.tp1_pct ${sizing.tp1_pct} and sizing.tp2_pct ${sizing.tp2_pct} do not make 1`,
      hint: `With this tp1_pct, set tp2_pct to ${(BASIS_POINTS - tp1) / BASIS_POINTS}.`,
    });
  }
  if (startup.warmup_minutes !== instrument.rolling_window_minutes) {
    problems.push({
      key: 'startup.warmup_minutes',
      message: `startup.warmup_minutes ${startup.warmup_minutes} is not instrument.rolling_window_minutes ${instrument.rolling_window_minutes}`,
      hint: 'Leave warmup_minutes out; it follows the window.',
    });
  }
  if (database.signals_db !== database.execution_db) {
    problems.push({
      key: 'database.execution_db',
      message: `database.signals_db ${database.signals_db} and database.execution_db ${database.execution_db} differ`,
      hint: 'They are one journal: give both the same name.',
    });
  }
  return problems;
}
