import { quotesMode } from '@auction-trader/backtest';
import { type CommandContext, countText, type Progress } from '@auction-trader/command-line';
import {
  configOfSet,
  runSearch,
  runSearchOnQueue,
  type SearchEnd,
  type SearchOptions,
  type SearchPlan,
  type SearchProgress,
  type SearchStore,
} from '@auction-trader/research';
import { quotesLabel } from '../quotes-label.ts';
import { openPeriod } from './grid-market.ts';
import { threadOptions } from './thread-options.ts';
import { timeLeftText } from './time-left.ts';

/** What threads and other machines are told alike. */
type SharedOptions = Pick<
  SearchOptions,
  'openSource' | 'sink' | 'done' | 'signal' | 'onProgress' | 'onNotice'
>;

/**
 * Runs what a search lacks, with progress; Ctrl-C stops it and says how to go on.
 *
 * @param redisUrl where workers of other machines look for work; without it, threads of this process do it
 */
export async function runGrid(
  context: CommandContext,
  store: SearchStore,
  plan: SearchPlan,
  redisUrl: string | undefined,
): Promise<void> {
  const searchId = store.begin(plan);
  const done = store.done(searchId);
  await context.interruptible(async (signal) => {
    sayWhatComes(context, plan, searchId, done.size);
    const progress = context.progress('search');
    try {
      const shared: SharedOptions = {
        openSource: (period) => openPeriod(context, period),
        sink: { take: (outcomes) => store.add(searchId, outcomes) },
        done,
        signal,
        onProgress: progressOf(progress),
        onNotice: context.notice,
      };
      const end =
        redisUrl === undefined
          ? await runSearch(plan, { ...shared, ...threadOptions(context) })
          : await runSearchOnQueue(plan, { ...shared, redisUrl });
      const again = `grid run --resume ${searchId}${redisUrl === undefined ? '' : ' --redis URL'}`;
      if (end.stopped) sayHowToGoOn(context, again, done.size + end.done, end);
    } finally {
      progress.stop();
    }
  });
}

function sayWhatComes(context: CommandContext, plan: SearchPlan, searchId: string, done: number): void {
  const { sets, periods, excluded } = plan;
  const left = excluded === 0 ? '' : ` (${countText(excluded)} combinations excluded)`;
  const over =
    periods.length === 1
      ? ''
      : ` over ${periods.length} periods: ${countText(sets.length * periods.length)} runs`;
  context.notice(
    `search ${searchId}: ${countText(sets.length)} ${sets.length === 1 ? 'set' : 'sets'}${left}${over}`,
  );
  for (const { symbol, fromDay, toDay } of periods) context.notice(`  ${symbol} ${fromDay} to ${toDay}`);
  if (done > 0) context.notice(`  ${countText(done)} runs are there already`);
  const config = configOfSet(plan, plan.sets[0]!);
  const labels = periods.map((period) =>
    quotesLabel(quotesMode(openPeriod(context, period), config), config),
  );
  for (const label of new Set(labels)) if (label !== null) context.notice(`  ${label}`);
}

function sayHowToGoOn(context: CommandContext, again: string, done: number, { failed }: SearchEnd): void {
  const failures = failed === 0 ? '' : ` (${countText(failed)} failed)`;
  context.notice(`\n${countText(done)} runs are kept${failures}; go on with: backtester ${again}`);
}

/** Shows how far a search is, how fast, and how long it will take. */
function progressOf(progress: Progress): (at: SearchProgress) => void {
  let begunMs = Number.NaN;
  let before = 0;
  return ({ phase, ticksRead, done, failed, total }) => {
    if (phase === 'ticks') {
      progress.update(done / total, `reading ticks, ${Math.floor(ticksRead * 100)} %`);
      return;
    }
    if (Number.isNaN(begunMs) && done > 0) {
      begunMs = performance.now();
      before = done;
    }
    const failures = failed === 0 ? '' : `, ${countText(failed)} failed`;
    const left = timeLeftText(done - before, performance.now() - begunMs, total - done);
    progress.update(done / total, `${countText(done)} of ${countText(total)} runs${failures}${left}`);
  };
}
