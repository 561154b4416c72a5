import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createProgram as createBacktester } from '../apps/backtester/src/program.ts';
import { createProgram as createLiveTrader } from '../apps/live-trader/src/program.ts';
import { traderPrograms } from '../apps/live-trader/src/trader/programs.ts';
import { createProgram as createSimulator } from '../packages/bybit-simulator/src/program/program.ts';
import { findConfigKey, resolveConfig } from '../packages/core/src/index.ts';
import { root } from './run-tool.ts';

const pages = globSync('**/*.md', { cwd: root, exclude: isForeign })
  .map((page) => page.replaceAll('\\', '/'))
  .sort();

const textOf = (page: string) => readFileSync(join(root, page), 'utf8');
const sections = Object.keys(resolveConfig().config);

describe.each(pages)('%s', (page) => {
  const text = textOf(page);

  it('links to files and headings that exist', () => {
    const broken = linksOf(text).filter((link) => !leadsSomewhere(page, link));
    expect(broken).toEqual([]);
  });

  it('names only keys that exist', () => {
    const unknown = keysOf(text).filter((key) => findConfigKey(key) === null);
    expect(unknown).toEqual([]);
  });

  it('sets only what the configuration takes', () => {
    for (const setting of settingsOf(text)) expect(() => resolveConfig({ set: [setting] })).not.toThrow();
  });

  it('shows only commands and options that exist', () => {
    const wrong = commandsOf(text).flatMap((command) =>
      problemsOf(command).map((why) => `${command}: ${why}`),
    );
    expect(wrong).toEqual([]);
  });
});

it('finds the pages', () => {
  expect(pages).toContain('README.md');
  expect(pages).toContain('docs/value-area.md');
});

it('finds links, keys, settings and commands', () => {
  expect(linksOf('[a](b.md#c) ![d](e.png) [f](https://g)')).toEqual(['b.md#c', 'e.png']);
  expect(keysOf('`value_area.nonsense` and `risk.max_hold_minutes: 5`')).toEqual([
    'value_area.nonsense',
    'risk.max_hold_minutes',
  ]);
  expect(settingsOf('x --set a=1 --set b.c=2.5`')).toEqual(['a=1', 'b.c=2.5']);
  expect(commandsOf('```sh\nnpm run backtester -- run --from x\n```')).toEqual(['backtester run --from x']);
  expect(commandsOf('ExecStart=/usr/bin/npm run --silent live-trader -- run -m paper')).toEqual([
    'live-trader run -m paper',
  ]);
  expect(commandsOf('npm run bybit-simulator')).toEqual(['bybit-simulator']);
  expect(problemsOf('backtester fly')).toEqual(['there is no command fly']);
  expect(problemsOf('live-trader config print --wings 2')).toEqual(['there is no option --wings']);
  expect(problemsOf('bybit-simulator --wings 2')).toEqual(['there is no option --wings']);
});

function isForeign(path: string): boolean {
  return /(^|[\\/])(node_modules|dist|data|\..+)$/.test(path);
}

function linksOf(text: string): string[] {
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map((match) => match[1]!)
    .filter((link) => !/^[a-z]+:/.test(link));
}

function leadsSomewhere(page: string, link: string): boolean {
  const [path = '', heading] = link.split('#');
  const target = path === '' ? join(root, page) : resolve(root, dirname(page), path);
  if (!existsSync(target)) return false;
  return heading === undefined || headingsOf(readFileSync(target, 'utf8')).includes(heading);
}

/** Anchors of a page's headings, as GitHub makes them. */
function headingsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map((match) =>
    match[1]!
      .toLowerCase()
      .replace(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );
}

/** What looks like a full key name in code. */
function keysOf(text: string): string[] {
  const key = new RegExp(`\`(?:--set )?((?:${sections.join('|')})\\.[a-z0-9_]+)[=: \`]`, 'g');
  return [...text.matchAll(key)].map((match) => match[1]!).filter((name) => !/\.(ts|md|json)$/.test(name));
}

function settingsOf(text: string): string[] {
  return [...text.matchAll(/--set\s+([\w.]+=[^\s`]+)/g)]
    .map((match) => match[1]!)
    .filter((setting) => !setting.startsWith('key='));
}

/** What is run of the programs, e.g. `backtester run --from x`. */
function commandsOf(text: string): string[] {
  const line =
    /^ *(?:\$ |ExecStart=\S*?)?(?:npm run (?:--silent )?|pnpm )(backtester|live-trader|bybit-simulator)(?: --)?(| (?!<|--? )[a-z-].*?)(?: +#.*)?$/gm;
  return [...text.matchAll(line)].map(([, program, rest]) => program! + rest!);
}

const programs: Readonly<Record<string, () => ReturnType<typeof createBacktester>>> = {
  backtester: createBacktester,
  'live-trader': () => createLiveTrader(traderPrograms),
  'bybit-simulator': createSimulator,
};

function problemsOf(line: string): string[] {
  const words = line.split(/\s+/);
  let command = programs[words.shift()!]!();
  while (command.commands.length > 0 && words[0] !== '--help') {
    const name = words.shift();
    const next = command.commands.find((candidate) => candidate.name() === name);
    if (next === undefined) return [`there is no command ${name}`];
    command = next;
  }
  return words
    .filter((word) => word.startsWith('-') && word !== '--help')
    .filter((word) => !command.options.some((option) => option.long === word || option.short === word))
    .map((word) => `there is no option ${word}`);
}
