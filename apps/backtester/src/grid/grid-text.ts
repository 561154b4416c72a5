import { countText, moneyText, percentText, ratioText, textTable } from '@auction-trader/command-line';
import type { RankedSet, SearchPlan, SetOutcome, StoredSearch } from '@auction-trader/research';

/** Sets shown of a search. */
const BEST_SHOWN = 10;

/** The best sets of a search as a table, and how many there are of which kind. */
export function gridText(
  plan: SearchPlan,
  outcomes: readonly SetOutcome[],
  ranked: readonly RankedSet[],
): string {
  const names = plan.space.parameters.map(({ key }) => key.slice(key.indexOf('.') + 1));
  const right = (title: string) => ({ title, align: 'right' }) as const;
  const columns = [
    right('set'),
    ...names.map(right),
    right('sharpe'),
    right('net result'),
    right('drawdown'),
    right('trades'),
  ];
  const rows = ranked
    .slice(0, BEST_SHOWN)
    .map((set) => [
      String(set.setIndex),
      ...plan.sets[set.setIndex]!.values.map(String),
      ratioText(set.sharpe),
      moneyText(set.netPnl),
      percentText(set.maxDrawdown),
      countText(set.trades),
    ]);
  return [countsText(plan, outcomes, ranked), '', textTable(columns, rows)].join('\n');
}

function countsText(plan: SearchPlan, outcomes: readonly SetOutcome[], ranked: readonly RankedSet[]): string {
  const { sets, periods } = plan;
  const failed = outcomes.filter(({ error }) => error !== null);
  const lines = [
    `${countText(ranked.length)} of ${countText(sets.length)} sets have results; the best ${Math.min(BEST_SHOWN, ranked.length)} by Sharpe ratio:`,
  ];
  const missing = sets.length * periods.length - outcomes.length;
  if (missing > 0) lines.push(`${countText(missing)} runs are not done yet`);
  if (failed.length > 0) {
    lines.push(
      `${countText(failed.length)} runs failed, the first (set ${failed[0]!.setIndex}): ${failed[0]!.error}`,
    );
  }
  return lines.reverse().join('\n');
}

/** The searches of a store as a table. */
export function searchesText(searches: readonly StoredSearch[]): string {
  const right = (title: string) => ({ title, align: 'right' }) as const;
  return textTable(
    [
      { title: 'search' },
      { title: 'begun (UTC)' },
      right('sets'),
      right('runs'),
      right('done'),
      right('failed'),
      { title: 'parameters' },
      { title: 'periods' },
    ],
    searches.map((search) => [
      search.searchId,
      new Date(search.begunMs).toISOString().slice(0, 16).replace('T', ' '),
      countText(search.sets),
      countText(search.total),
      countText(search.done),
      countText(search.failed),
      search.parameters.map((key) => key.slice(key.indexOf('.') + 1)).join(' '),
      search.periods.join('; '),
    ]),
  );
}
