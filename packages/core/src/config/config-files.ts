import { z } from 'zod';
import { CONFIG_KEYS, type ConfigKey } from './config-keys.ts';
import { type ConfigSection, configSchema } from './config-schema.ts';

const WIDTH = 100;

const SECTION_TITLES: { readonly [Section in ConfigSection]: string } = {
  instrument: 'What is traded',
  value_area: 'Volume profile and value area',
  order_flow: 'Aggressor side, order flow and quote imbalance',
  signal: 'The auction setups: break-in, breakout, failed breakout',
  sizing: 'Position size and targets',
  risk: 'Stops, time limits and the daily loss',
  execution: 'Orders, fees and slippage',
  backtest: 'Backtests and parameter searches',
  dashboard: 'The dashboard of the live trader',
  monitoring: 'Watching the live trader',
  startup: 'Before trading starts',
  database: 'Stores',
};

/** Text of `config/default.yaml`: every key with its default, range and help. */
export function defaultConfigYaml(): string {
  const sections = Object.keys(configSchema.shape) as ConfigSection[];
  const head = [
    '# yaml-language-server: $schema=./schema.json',
    '#',
    ...comment(
      'Every setting with its default, made from the code: packages/core/src/config. A setting may be ' +
        'left out, and may stand in its section or alone (va_fraction: 0.7).',
      '',
    ),
  ];
  return `${[head.join('\n'), ...sections.map(sectionYaml)].join('\n\n')}\n`;
}

/** Content of `config/schema.json`: the JSON schema of a configuration file. */
export function configJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(configSchema, { io: 'input', reused: 'inline' });
  // Keys may also stand outside a section; inside one, a wrong name is an error.
  const { additionalProperties: _, ...open } = schema;
  return { ...open, title: 'Auction Trader configuration' };
}

function sectionYaml(section: ConfigSection): string {
  const keys = CONFIG_KEYS.filter((key) => key.section === section);
  return [`# ${SECTION_TITLES[section]}`, `${section}:`, ...keys.map(keyYaml)].join('\n');
}

function keyYaml(key: ConfigKey): string {
  const plain = key.allowed === 'a text' || key.allowed === 'true or false' || key.allowed.startsWith('only');
  const unit = key.unit === null ? '' : `, in ${key.unit}`;
  const range = plain ? '' : ` # ${key.allowed}${unit}`;
  // A key that follows another would stop following if it stood here.
  const value = `${key.follows === null ? '' : '# '}${key.name}: ${scalar(key.default)}`;
  return [...comment(key.help, '  '), `  ${value}${range}`].join('\n');
}

function scalar(value: unknown): string {
  return typeof value === 'string' && /^[A-Za-z./][\w./]*$/.test(value) ? value : JSON.stringify(value);
}

/** A comment, wrapped. */
function comment(text: string, indent: string): string[] {
  const lines: string[] = [];
  let line = `${indent}#`;
  for (const word of text.split(' ')) {
    if (line.length + word.length + 1 > WIDTH) {
      lines.push(line);
      line = `${indent}#`;
    }
    line += ` ${word}`;
  }
  return [...lines, line];
}
