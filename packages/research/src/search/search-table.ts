import type { Table } from '@auction-trader/backtest';
import { type Cell, type ColumnType, column } from '@auction-trader/features';
import type { SearchPlan, SetOutcome } from './search-plan.ts';

/** Metrics that are whole numbers. */
const COUNTS = new Set(['n', 'wins', 'losses', 'max_consecutive_wins', 'max_consecutive_losses']);

/**
 * One row an outcome, in their order: the set, its period, a column for each parameter and each metric, and
 * why it failed. Parameters have the name of their key, metrics theirs.
 */
export function searchTable(plan: SearchPlan, outcomes: readonly SetOutcome[]): Table {
  const period = (row: number) => plan.periods[outcomes[row]!.periodIndex]!;
  const { parameters } = plan.space;
  const metrics = Object.keys(outcomes.find(({ figures }) => figures !== null)?.figures?.metrics ?? {});
  return {
    name: 'sets',
    rows: outcomes.length,
    columns: [
      column('set', 'INTEGER', (row) => outcomes[row]!.setIndex),
      column('symbol', 'VARCHAR', (row) => period(row).symbol),
      column('from_day', 'VARCHAR', (row) => period(row).fromDay),
      column('to_day', 'VARCHAR', (row) => period(row).toDay),
      ...parameters.map(({ key }, at) =>
        column(key, parameterType(plan, at), (row) => plan.sets[outcomes[row]!.setIndex]!.values[at] as Cell),
      ),
      ...metrics.map((name) =>
        column(
          name,
          COUNTS.has(name) ? 'INTEGER' : 'DOUBLE',
          (row) => outcomes[row]!.figures?.metrics[name] ?? null,
        ),
      ),
      column('error', 'VARCHAR', (row) => outcomes[row]!.error),
    ],
  };
}

function parameterType({ space }: SearchPlan, at: number): ColumnType {
  const { values } = space.parameters[at]!;
  return values.every((value) => typeof value === 'boolean') ? 'BOOLEAN' : 'DOUBLE';
}
