import { CONFIG_KEYS } from '@auction-trader/core';
import type { Command } from 'commander';
import { addCommonOptions, type CommandContext, type CommonOptions, runCommand } from '../command-context.ts';
import { printableConfig } from '../printable-config.ts';
import { HIDDEN, SECRET_VARIABLES } from '../redact.ts';
import { textTable } from '../text-table.ts';

/** Environment variables that are no keys but change what the programs do. */
const ENVIRONMENT = [
  'AUCTION_TRADER_CONFIG',
  'TRADING_MODE',
  'LOG_LEVEL',
  'LOG_FILE',
  'BYBIT_TESTNET',
  'BYBIT_BASE_URL',
  'BYBIT_WS_URL',
  'BYBIT_API_KEY',
  'BYBIT_API_SECRET',
  'ALERT_WEBHOOK_URL',
  'ALERT_WEBHOOK_FORMAT',
];

interface Setting {
  readonly key: string;
  readonly value: unknown;
  readonly source: string;
}

/** `config check` and `config print`. */
export function addConfigCommand(program: Command): void {
  const config = program.command('config').description('check or show the configuration');
  addCommonOptions(
    config.command('check').description('say whether the configuration is valid'),
    'config check --config my.yaml',
  ).action((options: CommonOptions) => runCommand(options, checkConfig));
  addCommonOptions(
    config.command('print').description('show every value and where it was set'),
    'config print --set va_fraction=0.68',
  ).action((options: CommonOptions) => runCommand(options, printConfig));
}

function checkConfig({ configFile, result }: CommandContext): void {
  const file = configFile ?? 'no file, defaults only';
  result({ valid: true, file: configFile }, () => `the configuration is valid (${file})`);
}

function printConfig(context: CommandContext): void {
  const printable = printableConfig(context.config);
  const settings = CONFIG_KEYS.map((key): Setting => {
    const value = printable[key.fullName];
    return { key: key.fullName, value, source: context.sources[key.fullName]! };
  });
  const secrets: readonly string[] = SECRET_VARIABLES;
  const environment = ENVIRONMENT.flatMap((name): Setting[] => {
    const value = process.env[name];
    return value
      ? [{ key: name, value: secrets.includes(name) ? HIDDEN : value, source: 'environment' }]
      : [];
  });
  context.result({ file: context.configFile, settings, environment }, () =>
    textTable(
      [{ title: 'key' }, { title: 'value' }, { title: 'set by' }],
      [...settings, ...environment].map(({ key, value, source }) => [key, String(value), source]),
    ),
  );
}
