import { type CommandContext, type Service, systemClock } from '@auction-trader/command-line';
import type { RunningInstance } from '../running-instance.ts';
import { watchInstance } from '../terminal/watch-instance.ts';
import { runSummary, runSummaryText } from './run-summary.ts';

/** An instance that is shown while it runs, and summed up when it ends. */
export function watchedService(context: CommandContext, { trader, stop }: RunningInstance): Service {
  const watch = watchInstance(context, trader, systemClock);
  return {
    failed: trader.failed,
    async stop() {
      try {
        await stop();
      } finally {
        watch.close();
        const [state, counters] = [trader.state(), trader.counters()];
        context.result(runSummary(state, counters), () => runSummaryText(state, counters));
      }
    },
  };
}
