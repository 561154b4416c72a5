import { compareRuns } from '@auction-trader/backtest';
import {
  addCommonOptions,
  type CommandContext,
  type CommonOptions,
  runCommand,
  snakeKeys,
} from '@auction-trader/command-line';
import type { Command } from 'commander';
import { comparisonText } from '../compare/comparison-text.ts';
import { openRun } from '../compare/open-run.ts';

/** `compare`. */
export function addCompareCommand(program: Command): void {
  const command = program
    .command('compare')
    .description('two runs over the same days, decision by decision: what differs, and what it cost')
    .argument(
      '<a>',
      "a backtest's report folder, a recording's folder, a journal, or the id of a recorded run",
    )
    .argument('<b>', 'the other');
  addCommonOptions(
    command,
    'compare reports/first reports/second',
    'compare data/recordings/bybit/BTCUSDT/20260105T000000000Z-paper reports/BTCUSDT_2026-01-05_2026-01-05',
  ).action((a: string, b: string, options: CommonOptions) =>
    runCommand(options, (context) => compare(context, a, b)),
  );
}

async function compare(context: CommandContext, a: string, b: string): Promise<void> {
  const found = compareRuns(await openRun(context, a), await openRun(context, b));
  context.result(snakeKeys(found), () => comparisonText(found));
}
