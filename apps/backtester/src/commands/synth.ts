import {
  addCommonOptions,
  type CommandContext,
  type CommonOptions,
  countText,
  runCommand,
  snakeKeys,
} from '@auction-trader/command-line';
import { writeSynthetic } from '@auction-trader/ingestion';
import { type Command, InvalidArgumentError } from 'commander';
import { openStore } from '../open-market.ts';

interface SynthCommandOptions extends CommonOptions {
  readonly symbol: string;
  readonly days: number;
  readonly tradesPerDay: number;
  readonly seed: number;
  readonly quotes?: boolean;
}

/** `synth`. */
export function addSynthCommand(program: Command): void {
  const command = program
    .command('synth')
    .description('make up a market and store its ticks, for tests and load')
    .option('--symbol <symbol>', 'name of the instrument', 'SYNTHUSDT')
    .option('--days <count>', 'UTC days, from 2024-01-01', wholeNumber, 7)
    .option('--trades-per-day <count>', 'trades of each day', wholeNumber, 200_000)
    .option('--seed <number>', 'equal seeds make equal ticks', wholeNumber, 1)
    .option('--quotes', 'make quotes too');
  addCommonOptions(command, 'synth --symbol SYNTHUSDT --days 30 --trades-per-day 200000 --seed 1').action(
    (options: SynthCommandOptions) => runCommand(options, (context) => synthesise(context, options)),
  );
}

function wholeNumber(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Give a whole number.');
}

async function synthesise(context: CommandContext, options: SynthCommandOptions): Promise<void> {
  const { symbol, days, tradesPerDay, seed, quotes = false } = options;
  const progress = context.progress('synth');
  try {
    const report = await context.interruptible((signal) => {
      context.log.debug({ symbol, days }, 'making up a market');
      return writeSynthetic(
        openStore(context),
        { symbol, days, tradesPerDay, seed, quotes },
        { signal, onProgress: (done) => progress.update(done.days / done.ofDays) },
      );
    });
    progress.stop();
    context.result(snakeKeys(report), () => {
      const made = `${countText(report.trades)} trades and ${countText(report.quotes)} quotes`;
      const kept = report.skippedDays === 0 ? '' : `; ${report.skippedDays} were there already`;
      return `${symbol} (${report.venue}): ${made} in ${countText(report.days)} days${kept}`;
    });
  } finally {
    progress.stop();
  }
}
