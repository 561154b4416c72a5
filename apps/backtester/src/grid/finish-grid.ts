import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { writeTable } from '@auction-trader/backtest';
import type { CommandContext } from '@auction-trader/command-line';
import {
  chosenCurves,
  type RankedSet,
  rankSets,
  type SearchAssessment,
  type SearchPlan,
  type SearchStore,
  type SetOutcome,
  searchTable,
  writeSearchReport,
} from '@auction-trader/research';
import { commandLine, shownPath } from '../backtest-report.ts';
import { programVersion } from '../program-version.ts';
import { gridText } from './grid-text.ts';
import { judgeGrid } from './judge-grid.ts';

/** Sets that a JSON document lists. */
const BEST_LISTED = 10;

/** Judges a search, writes report and tables, and prints the best sets, the verdict and where the files are. */
export async function finishGrid(
  context: CommandContext,
  store: SearchStore,
  searchId: string,
  out: string | undefined,
): Promise<void> {
  const plan = store.plan(searchId);
  const outcomes = store.outcomes(searchId);
  const ranked = rankSets(plan, outcomes);
  const assessment = await judgeGrid(context, plan, outcomes);
  const folder = context.path(out ?? `reports/search_${searchId}`);
  const files = await context.interruptible(() => writeFiles(folder, plan, outcomes, assessment));
  const document = {
    version: programVersion(),
    search: searchFacts(plan, searchId),
    done: outcomes.length,
    failed: outcomes.filter(({ error }) => error !== null).length,
    best: ranked.slice(0, BEST_LISTED).map((set) => rankedRow(plan, set)),
    assessment,
    files,
  };
  context.result(document, () =>
    [
      gridText(plan, outcomes, ranked),
      ...(assessment === null ? [] : ['', ...assessment.verdict]),
      '',
      ...files.map((path) => `  ${shownPath(path)}`),
    ].join('\n'),
  );
}

/** The report first, where there is something to report. */
async function writeFiles(
  folder: string,
  plan: SearchPlan,
  outcomes: readonly SetOutcome[],
  assessment: SearchAssessment | null,
): Promise<string[]> {
  mkdirSync(folder, { recursive: true });
  const files: string[] = [];
  if (assessment !== null) {
    const equityCurves = chosenCurves(plan, outcomes, assessment);
    const report = { plan, outcomes, assessment, equityCurves, version: programVersion() };
    files.push(await writeSearchReport(folder, { ...report, commandLine: commandLine() }));
  }
  const table = searchTable(plan, outcomes);
  for (const name of ['sets.csv', 'sets.parquet']) {
    await writeTable(table, join(folder, name));
    files.push(join(folder, name));
  }
  return files;
}

function searchFacts({ planHash, strategy, space, sets, excluded, periods }: SearchPlan, id: string) {
  return { id, plan_hash: planHash, strategy, sets: sets.length, excluded, space, periods };
}

function rankedRow({ space, sets }: SearchPlan, set: RankedSet) {
  const { setIndex, sharpe, netPnl, maxDrawdown, trades } = set;
  const values = space.parameters.map(({ key }, at) => [key, sets[setIndex]!.values[at]] as const);
  return {
    set: setIndex,
    values: Object.fromEntries(values),
    sharpe,
    net_pnl: netPnl,
    max_drawdown_pct: maxDrawdown,
    trades,
  };
}
