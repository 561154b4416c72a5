import { CONFIG_KEYS, configValue } from '@auction-trader/core';
import type { Command } from 'commander';
import { addCommonOptions, type CommandContext, type CommonOptions, runCommand } from '../command-context.ts';
import { textTable } from '../text-table.ts';

/** Environment variables that are no keys but change what the programs do; true for secrets. */
const ENVIRONMENT: readonly (readonly [name: string, secret: boolean])[] = [
  ['AUCTION_TRADER_CONFIG', false],
  ['TRADING_MODE', false],
  ['LOG_LEVEL', false],
  ['LOG_FILE', false],
  ['BYBIT_TESTNET', false],
  ['BYBIT_API_KEY', true],
  ['BYBIT_API_SECRET', true],
  ['ALERT_WEBHOOK_URL', true],
];

const HIDDEN = '(hidden)';

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
  const settings = CONFIG_KEYS.map((key): Setting => {
    const value = hideSecret(key.fullName, configValue(context.config, key));
    return { key: key.fullName, value, source: context.sources[key.fullName]! };
  });
  const environment = ENVIRONMENT.flatMap(([name, secret]): Setting[] => {
    const value = process.env[name];
    return value ? [{ key: name, value: secret ? HIDDEN : value, source: 'environment' }] : [];
  });
  context.result({ file: context.configFile, settings, environment }, () =>
    textTable(
      [{ title: 'key' }, { title: 'value' }, { title: 'set by' }],
      [...settings, ...environment].map(({ key, value, source }) => [key, String(value), source]),
    ),
  );
}

function hideSecret(key: string, value: unknown): unknown {
  if (value === null) return value;
  if (key === 'dashboard.token') return HIDDEN;
  // A database address may carry a password.
  return key === 'database.questdb_url' ? String(value).replace(/\/\/[^/@]*@/, `//${HIDDEN}@`) : value;
}
