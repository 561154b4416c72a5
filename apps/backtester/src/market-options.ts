import type { ConfigOption } from '@auction-trader/core';
import type { Command } from 'commander';

/** Options of commands that read the ticks of one symbol. */
export interface MarketOptions {
  readonly symbol?: string;
  readonly syntheticQuotes?: string;
}

/** Adds `--symbol`. */
export function addSymbol(command: Command): Command {
  return command.option('--symbol <symbol>', 'the instrument (default: instrument.symbol)');
}

/** Adds `--synthetic-quotes`. */
export function addSyntheticQuotes(command: Command): Command {
  return command.option(
    '--synthetic-quotes <ticks|off>',
    'spread of the quotes inferred from trades where the data has none, in ticks (default: 1)',
  );
}

/** The configuration keys that these options set. */
export function marketKeys({ symbol, syntheticQuotes }: MarketOptions): ConfigOption[] {
  const keys: ConfigOption[] = [];
  if (symbol !== undefined) keys.push({ key: 'instrument.symbol', value: symbol, option: '--symbol' });
  if (syntheticQuotes !== undefined) {
    keys.push({
      key: 'backtest.synthetic_quotes_ticks',
      value: syntheticQuotes,
      option: '--synthetic-quotes',
    });
  }
  return keys;
}
