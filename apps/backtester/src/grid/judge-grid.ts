import { type RunResult, runCached } from '@auction-trader/backtest';
import type { CommandContext } from '@auction-trader/command-line';
import { quotePerTickLot } from '@auction-trader/core';
import { TapeCache } from '@auction-trader/ingestion';
import {
  assessSearch,
  bestSetOf,
  configOfSet,
  returnMatrix,
  runSearch,
  type SearchAssessment,
  type SearchPlan,
  type SetOutcome,
  slippageByTrade,
  stressPlan,
  stressRows,
  withOrderLimits,
} from '@auction-trader/research';
import { openPeriod, periodCache } from './grid-market.ts';
import { threadOptions } from './thread-options.ts';

/** Decides the random drawings of the judgement: the same search is always judged alike. */
const SEED = 1;

/**
 * Says whether the best set of a search is more than luck: it is run again for its trades, and with other costs.
 *
 * @returns null when no set has a result in every period
 */
export async function judgeGrid(
  context: CommandContext,
  plan: SearchPlan,
  outcomes: readonly SetOutcome[],
): Promise<SearchAssessment | null> {
  const bestSet = bestSetOf(returnMatrix(plan, outcomes));
  if (bestSet === null) return null;
  const progress = context.progress('judging the best set');
  try {
    const stress = await runStress(context, plan, bestSet, (share) => progress.update(share / 2));
    const runs = rerun(context, plan, bestSet);
    progress.update(0.75);
    return assessSearch({
      plan,
      outcomes,
      bestTrades: runs.flatMap(({ trades }) => trades),
      bestSlippage: runs.flatMap(({ trades, fills, instrument }) =>
        slippageByTrade(trades, fills, quotePerTickLot(instrument)),
      ),
      stress,
      seed: SEED,
    });
  } finally {
    progress.stop();
  }
}

async function runStress(
  context: CommandContext,
  searched: SearchPlan,
  bestSet: number,
  onProgress: (share: number) => void,
) {
  const stress = stressPlan(searched, bestSet);
  const outcomes: SetOutcome[] = [];
  await context.interruptible((signal) =>
    runSearch(stress.plan, {
      ...threadOptions(context),
      openSource: (period) => openPeriod(context, period),
      sink: { take: (some) => outcomes.push(...some) },
      onProgress: ({ done, total }) => onProgress(done / total),
      signal,
    }),
  );
  return stressRows(stress, outcomes);
}

/** The set over each period, with its trades. */
function rerun(context: CommandContext, plan: SearchPlan, setIndex: number): RunResult[] {
  const config = configOfSet(plan, plan.sets[setIndex]!);
  return plan.periods.map((period) => {
    const source = withOrderLimits(openPeriod(context, period), config);
    return runCached(source, config, new TapeCache(periodCache(context, period)));
  });
}
