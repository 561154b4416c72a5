import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { runCli } from '../testing/run-cli.ts';
import { temporaryFolder, writeFile } from '../testing/temporary-folder.ts';

// Threads start slowly where many tests run at once.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const cwd = temporaryFolder(afterAll);
const grid = (args: readonly string[], more = {}) =>
  runCli(['grid', ...args, '--set', 'rolling_window_minutes=60', '--set', 'warmup_minutes=60'], {
    cwd,
    ...more,
  });

const FILE = `
parameters:
  accept_outside_k: 1..3
  stop_buffer_ticks: [2, 10]
  cooldown_minutes: [0, 3]
constraints:
  - cooldown_minutes <= accept_outside_k
symbols: [AAAUSDT, BBBUSDT]
`;

beforeAll(async () => {
  for (const symbol of ['AAAUSDT', 'BBBUSDT']) {
    const { code } = await runCli(['synth', '--symbol', symbol, '--days', '3', '--trades-per-day', '5000'], {
      cwd,
    });
    expect(code).toBe(0);
  }
});

it('runs a search from a parameter file, shows it again, exports and removes it', async () => {
  const file = writeFile(cwd, 'search.yaml', FILE);
  const run = await grid(['run', '--file', file, '--workers', '2', '--json']);
  expect(run.code).toBe(0);
  expect(run.stderr).toMatch(/8 sets \(4 combinations excluded\) over 2 periods: 16 runs/);
  const found = JSON.parse(run.stdout);
  expect(found).toMatchObject({
    done: 16,
    failed: 0,
    search: { sets: 8, excluded: 4 },
    assessment: { setsTried: 8 },
  });
  expect(found.best).toHaveLength(8);
  expect(found.assessment.stress).toHaveLength(12);
  expect(found.files.map((path: string) => path.split('/').at(-1))).toEqual([
    'search.html',
    'sets.csv',
    'sets.parquet',
  ]);
  expect(readFileSync(found.files[0], 'utf8')).toContain('<html');

  const { id } = found.search;
  const shown = await grid(['show', id.slice(0, 6), '--out', 'again', '--json']);
  expect({ ...JSON.parse(shown.stdout), files: [] }).toEqual({ ...found, files: [] });

  const exported = await grid(['export', id, '--csv', 'sets']);
  expect(exported.code).toBe(0);
  const rows = readFileSync(join(cwd, 'sets.csv'), 'utf8').trim().split('\n');
  expect(rows).toHaveLength(17);
  expect(rows[0]).toMatch(/^set,symbol,from_day,to_day,signal.accept_outside_k,.*,sharpe,.*,error/);

  expect((await grid(['remove', id])).code).toBe(0);
  const list = await grid(['list', '--json']);
  expect(JSON.parse(list.stdout)).toEqual({ searches: [] });
});

it('stops at Ctrl-C, says how to go on, and goes on', async () => {
  const params = ['--params', 'accept_outside_k:1..6', '--params', 'va_fraction:0.6..0.8/0.02'];
  let sent = false;
  const stopped = await grid(['run', '--symbol', 'AAAUSDT', ...params, '--workers', '1'], {
    onStderr: (text: string, kill: (signal: NodeJS.Signals) => void) => {
      if (sent || !text.includes('search ')) return;
      sent = true;
      kill('SIGINT');
    },
  });
  expect(stopped.code).toBe(130);
  const [, resume] = /go on with: backtester grid run --resume (\w+)/.exec(stopped.stderr) ?? [];
  expect(resume).toBeDefined();
  const changed = await grid(['run', '--resume', resume!, '--params', 'accept_outside_k:1..2']);
  expect(changed.code).toBe(1);
  expect(changed.stderr).toContain('--params cannot be changed');
  const resumed = await grid(['run', '--resume', resume!, '--json']);
  expect(resumed.code).toBe(0);
  expect(JSON.parse(resumed.stdout)).toMatchObject({ done: 66, failed: 0 });
});

it.each([
  [['run', '--params', 'of_entry_min:0..5/0.0001', '--symbol', 'AAAUSDT'], '10,000 are allowed'],
  [['run', '--resume', 'ffff'], 'there is no search'],
  [['run', '--file', 'nowhere.yaml'], 'cannot be read'],
])('refuses %j with the reason', async (args, reason) => {
  const { code, stderr } = await grid(args);
  expect(code).toBe(1);
  expect(stderr).toContain(reason);
});
