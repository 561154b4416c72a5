import {
  addCommonOptions,
  addDayRange,
  type CommandContext,
  type CommonOptions,
  countText,
  type DayRangeOptions,
  dayRange,
  runCommand,
  secondText,
  signedMoneyText,
  snakeKeys,
} from '@auction-trader/command-line';
import type { Command } from 'commander';
import type { ReplayReport, TraderPrograms } from '../trader-options.ts';
import { comparisonText } from './comparison-text.ts';
import { dataFolder } from './live-options.ts';

interface ReplayCommandOptions extends CommonOptions, DayRangeOptions {
  readonly verify?: boolean;
  readonly compareBacktest?: boolean;
}

/** Exit status when a replay decides otherwise than the run did. */
const DIFFERS = 3;

/** `replay`. */
export function addReplayCommand(program: Command, programs: TraderPrograms): void {
  const command = addDayRange(
    program.command('replay').description('feed recorded runs to the engine once more'),
  )
    .option('--verify', 'compare every decision and command with the journal; name the first difference')
    .option('--compare-backtest', 'show what a backtest of the same market has filled otherwise, and why');
  addCommonOptions(
    command,
    'replay --verify',
    'replay --from 2025-06-21 --to 2025-06-22 --verify',
    'replay --compare-backtest',
  ).action((options: ReplayCommandOptions) =>
    runCommand(options, (context) =>
      options.compareBacktest ? compare(context, options, programs) : replay(context, options, programs),
    ),
  );
}

async function replay(
  context: CommandContext,
  options: ReplayCommandOptions,
  programs: TraderPrograms,
): Promise<void> {
  const { config, log } = context;
  const verify = options.verify ?? false;
  const progress = context.progress('replay');
  try {
    const report = await context.interruptible((signal) =>
      programs.replay({
        config,
        dataDir: dataFolder(context),
        ...dayRange(options),
        verify,
        log,
        signal,
        onProgress: (fraction) => progress.update(fraction),
      }),
    );
    progress.stop();
    context.result(snakeKeys({ verified: verify && report.difference === null, ...report }), () =>
      reportText(report, verify),
    );
    if (report.difference !== null) process.exitCode = DIFFERS;
  } finally {
    progress.stop();
  }
}

async function compare(
  context: CommandContext,
  options: ReplayCommandOptions,
  programs: TraderPrograms,
): Promise<void> {
  const { config, log } = context;
  const found = await context.interruptible((signal) =>
    programs.compareBacktest({ config, dataDir: dataFolder(context), ...dayRange(options), log, signal }),
  );
  context.result(snakeKeys({ runs: found }), () => found.map(comparisonText).join('\n\n'));
  if (found.some(({ unexplained }) => unexplained > 0)) process.exitCode = DIFFERS;
}

function reportText(report: ReplayReport, verify: boolean): string {
  const { runs, minutes, decisions, commands, trades, netPnl, difference } = report;
  const counts = `${countText(runs)} runs, ${countText(minutes)} minutes, ${countText(decisions)} decisions, ${countText(commands)} commands, ${countText(trades)} trades, ${signedMoneyText(netPnl)}`;
  if (difference !== null) {
    const { timeMs, what, replayed, journal } = difference;
    return `${counts}\nfirst difference: ${what} at ${secondText(timeMs)} UTC\n  replayed  ${replayed}\n  journal   ${journal}`;
  }
  return verify ? `${counts}\nevery decision and command is as in the journal` : counts;
}
