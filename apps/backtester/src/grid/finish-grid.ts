import { mkdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { writeTable } from '@auction-trader/backtest';
import type { CommandContext } from '@auction-trader/command-line';
import { rankSets, type SearchPlan, type SearchStore, searchTable } from '@auction-trader/research';
import { programVersion } from '../program-version.ts';
import { gridText } from './grid-text.ts';

/** Writes the results of a search, and prints the best of them and where the files are. */
export async function finishGrid(
  context: CommandContext,
  store: SearchStore,
  searchId: string,
  out: string | undefined,
): Promise<void> {
  const plan = store.plan(searchId);
  const outcomes = store.outcomes(searchId);
  const ranked = rankSets(plan, outcomes);
  const folder = context.path(out ?? `reports/search_${searchId}`);
  const files = await context.interruptible(async () => {
    mkdirSync(folder, { recursive: true });
    const table = searchTable(plan, outcomes);
    const paths = [join(folder, 'sets.csv'), join(folder, 'sets.parquet')];
    for (const path of paths) await writeTable(table, path);
    return paths;
  });
  const failed = outcomes.filter(({ error }) => error !== null).length;
  context.result(
    {
      version: programVersion(),
      search: searchFacts(plan, searchId),
      done: outcomes.length,
      failed,
      best: ranked.slice(0, 10).map((set) => ({
        set: set.setIndex,
        values: valuesOf(plan, set.setIndex),
        sharpe: set.sharpe,
        net_pnl: set.netPnl,
        max_drawdown_pct: set.maxDrawdown,
        trades: set.trades,
      })),
      files,
    },
    () => [gridText(plan, outcomes, ranked), '', ...files.map((path) => `  ${shownPath(path)}`)].join('\n'),
  );
}

/** What a search is, as JSON output shows it. */
export function searchFacts(plan: SearchPlan, searchId: string) {
  const { planHash, strategy, space, sets, excluded, periods } = plan;
  return { id: searchId, plan_hash: planHash, strategy, sets: sets.length, excluded, space, periods };
}

function valuesOf({ space, sets }: SearchPlan, setIndex: number): Record<string, unknown> {
  return Object.fromEntries(space.parameters.map(({ key }, at) => [key, sets[setIndex]!.values[at]]));
}

/** As short as it can be written from here. */
function shownPath(path: string): string {
  const near = relative(process.cwd(), path);
  return near.startsWith('..') ? path : near;
}
