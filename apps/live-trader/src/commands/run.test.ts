import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lockForProcess } from '@auction-trader/storage';
import { afterAll, describe, expect, it } from 'vitest';
import { startReceiver } from '../testing/local-receiver.ts';
import { type CliOptions, type RunningCli, runCli, startCli } from '../testing/run-cli.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';

const root = temporaryFolder(afterAll);
let folders = 0;

/** A folder of its own for a test, so that no two share an instance. */
function newFolder(): string {
  const cwd = join(root, String(++folders));
  mkdirSync(cwd);
  return cwd;
}

const KEYS = { BYBIT_API_KEY: 'the-api-key', BYBIT_API_SECRET: 'the-api-secret' };
const LIVE = ['run', '--mode', 'live', '--confirm-live', '--set', 'max_daily_loss=100'];

async function started(args: readonly string[], options: CliOptions): Promise<RunningCli> {
  const running = startCli(args, options);
  await running.says('"started"');
  return running;
}

describe('run', () => {
  it('says that its data folder cannot be one, and what to do', async () => {
    const cwd = newFolder();
    writeFileSync(join(cwd, 'file'), '');
    const { code, stderr } = await runCli(['run', '--set', 'data_dir=file'], { cwd });
    expect(code).toBe(1);
    expect(stderr).toContain('the data folder cannot be made');
    expect(stderr).toContain(join(cwd, 'file'));
    expect(stderr).toContain('DATA_DIR');
  });

  it.each(['dry_run', 'paper', 'shadow'])('starts in %s', async (mode) => {
    const cwd = newFolder();
    const running = await started(['run', '-m', mode, '--json'], { cwd });
    running.kill('SIGTERM');
    const { code, stdout } = await running.ended;
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ mode, symbol: 'BTCUSDT', counters: { fills: 4 } });
  });

  it('starts live when all that makes it safe is there', async () => {
    const env = { ...KEYS, BYBIT_TESTNET: 'false' };
    const running = await started([...LIVE, '--json'], { cwd: newFolder(), env });
    running.kill('SIGTERM');
    expect(JSON.parse((await running.ended).stdout)).toMatchObject({ mode: 'live' });
  });

  it.each([
    [['run', '-m', 'live'], { ...KEYS, BYBIT_TESTNET: 'false' }, ['--confirm-live', 'risk.max_daily_loss']],
    [LIVE, { BYBIT_TESTNET: 'false' }, ['BYBIT_API_KEY', 'BYBIT_API_SECRET']],
    [LIVE, KEYS, ['BYBIT_TESTNET']],
    [['run'], { TRADING_MODE: 'live' }, ['--confirm-live']],
    [['run', '--with-dashboard', '--set', 'host=0.0.0.0'], {}, ['without a token', 'DASHBOARD_TOKEN']],
    [['run'], { BYBIT_BASE_URL: 'http://bybit.example' }, ['BYBIT_BASE_URL']],
  ])('refuses %j with %j for safety', async (args, env, expected) => {
    const cwd = newFolder();
    const { code, stdout, stderr } = await runCli(args, { cwd, env });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    for (const part of [...expected, 'what to do: ']) expect(stderr).toContain(part);
    expect(existsSync(join(cwd, 'data/live-trader.json'))).toBe(false);
  });

  it.each([
    [['run', '-m', 'yolo'], {}, ['yolo is not a mode', '--mode']],
    [['run'], { TRADING_MODE: 'yolo' }, ['yolo is not a mode', 'TRADING_MODE']],
    [['run'], { BYBIT_TESTNET: 'maybe' }, ['BYBIT_TESTNET']],
    [['run'], { ALERT_WEBHOOK_URL: 'pigeon' }, ['ALERT_WEBHOOK_URL']],
  ])('%j with %j is bad usage', async (args, env, expected) => {
    const { code, stderr } = await runCli(args, { cwd: newFolder(), env });
    expect(code).toBe(1);
    for (const part of expected) expect(stderr).toContain(part);
  });

  it('ends in order by Ctrl-C, and leaves nothing behind', async () => {
    const cwd = newFolder();
    const running = await started(['run'], { cwd });
    expect(statSync(join(cwd, 'data')).mode & 0o777).toBe(0o700);
    running.kill('SIGINT');
    const { code, stdout, stderr } = await running.ended;
    expect(code).toBe(130);
    expect(stderr).toContain('wound up');
    expect(stdout).toMatch(/^ {2}position +LONG 0\.25 from 50100\.1, \+4\.32$/m);
    expect(stdout).toMatch(/^ {2}trades +7, 57\.1 % won$/m);
    expect(existsSync(join(cwd, 'data/live-trader.json'))).toBe(false);
    expect(() => lockForProcess(join(cwd, 'data/live-trader.lock'), 'trading')()).not.toThrow();
  });

  it('says why it could not go on', async () => {
    const cwd = newFolder();
    const failed = await runCli(['run'], { cwd, env: { FAKE_TRADER: 'fails' } });
    expect(failed.code).toBe(3);
    expect(failed.stderr).toContain('the market is gone');
    expect(failed.stderr).toContain('wound up');
    const refused = await runCli(['run'], { cwd, env: { FAKE_TRADER: 'cannot start' } });
    expect(refused.code).toBe(3);
    expect(refused.stderr).toContain('no way to the venue');
    expect(() => lockForProcess(join(cwd, 'data/live-trader.lock'), 'trading')()).not.toThrow();
  });

  it('ends at once when something unexpected is thrown, without its secrets', async () => {
    const env = { ...KEYS, FAKE_TRADER: 'throws' };
    const { code, stderr } = await runCli(['run'], { cwd: newFolder(), env });
    expect(code).toBe(3);
    expect(stderr).toContain('unexpected failure: bug');
    expect(stderr).not.toContain('the-api-secret');
  });

  it('does not share its data folder, and takes over from a killed one', async () => {
    const cwd = newFolder();
    const first = await started(['run'], { cwd });
    const second = await runCli(['run'], { cwd });
    expect(second.code).toBe(2);
    expect(second.stderr).toContain(String(first.pid));
    expect((await runCli(['collect'], { cwd })).code).toBe(2);
    first.kill('SIGKILL');
    await first.ended;
    expect((await runCli(['status', '--json'], { cwd })).stdout).toContain('"running": false');
    const third = await started(['run'], { cwd });
    third.kill('SIGTERM');
    expect((await third.ended).code).toBe(0);
  });

  it('logs JSON lines where nobody watches, plain ones never, and no secret anywhere', async () => {
    const cwd = newFolder();
    await using receiver = await startReceiver();
    const env = {
      ...KEYS,
      BYBIT_TESTNET: 'false',
      ALERT_WEBHOOK_URL: `${receiver.url}/very-secret`,
      LOG_FILE: 'run.log',
    };
    const running = await started(LIVE, { cwd, env });
    await receiver.received(1);
    running.kill('SIGTERM');
    const { stdout, stderr } = await running.ended;
    const lines = stderr.trimEnd().split('\n');
    for (const line of lines)
      expect(JSON.parse(line)).toMatchObject({ level: expect.any(String), time: expect.any(Number) });
    const log = readFileSync(join(cwd, 'run.log'), 'utf8');
    expect(log.trimEnd().split('\n')).toHaveLength(lines.length);
    const seen = `${stdout}${stderr}${log}`;
    expect(seen).toContain('(hidden)');
    expect(seen).not.toMatch(/the-api-key|the-api-secret|very-secret|f00d/);
    expect(receiver.requests).toMatchObject([
      { path: '/very-secret', body: { type: 'RESTARTED', mode: 'live' } },
    ]);
  });
});

describe('the running instance', () => {
  it('is shown and steered by the commands', async () => {
    const cwd = newFolder();
    const none = await runCli(['status'], { cwd });
    expect(none).toMatchObject({ code: 3, stdout: expect.stringContaining('no live trader runs on') });
    expect((await runCli(['activate', '--yes'], { cwd })).code).toBe(3);

    const running = await started(['run'], { cwd });
    const status = await runCli(['status'], { cwd });
    expect(status.code).toBe(0);
    expect(status.stdout).toContain('BTCUSDT  PAPER  OBSERVE');
    const json = JSON.parse((await runCli(['status', '--json'], { cwd })).stdout);
    expect(json).toMatchObject({
      running: true,
      pid: running.pid,
      state: { mode: 'paper', price: 50_123.4 },
    });
    const note = JSON.parse(readFileSync(join(cwd, 'data/live-trader.json'), 'utf8'));
    expect(JSON.stringify(json)).not.toContain(note.token);

    const unasked = await runCli(['activate'], { cwd });
    expect(unasked).toMatchObject({ code: 2, stderr: expect.stringContaining('--yes') });
    const active = await runCli(['activate', '--yes', '--json'], { cwd });
    expect(JSON.parse(active.stdout)).toEqual({ mode: 'paper', activation: 'ACTIVE' });
    expect((await runCli(['deactivate'], { cwd })).stdout).toBe('BTCUSDT paper: OBSERVE\n');
    expect((await runCli(['flatten'], { cwd })).code).toBe(2);
    expect((await runCli(['flatten', '--yes'], { cwd })).code).toBe(0);
    expect((await runCli(['resolve'], { cwd })).code).toBe(2);
    expect((await runCli(['resolve', '--yes'], { cwd })).code).toBe(0);
    running.kill('SIGTERM');
    await running.ended;
  });

  it('in live is activated only by the typed confirmation', async () => {
    const cwd = newFolder();
    const running = await started(LIVE, { cwd, env: { ...KEYS, BYBIT_TESTNET: 'true' } });
    for (const args of [['--yes'], ['--confirm', 'yes'], ['--confirm', 'btcusdt live'], []]) {
      const refused = await runCli(['activate', ...args], { cwd });
      expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('BTCUSDT live') });
    }
    const active = await runCli(['activate', '--confirm', 'BTCUSDT live'], { cwd });
    expect(active).toMatchObject({ code: 0, stdout: 'BTCUSDT live: ACTIVE\n' });
    running.kill('SIGTERM');
    await running.ended;
  });

  it('is found where a token and another address guard it', async () => {
    const cwd = newFolder();
    const port = 20_000 + (process.pid % 20_000);
    const env = { DASHBOARD_TOKEN: 'the-token', DASHBOARD_HOST: '0.0.0.0', DASHBOARD_PORT: String(port) };
    const running = await started(['run', '--with-dashboard'], { cwd, env });
    expect((await runCli(['status'], { cwd })).code).toBe(0);
    expect((await fetch(`http://127.0.0.1:${port}/api/state`)).status).toBe(401);
    const headers = { authorization: 'Bearer the-token' };
    expect((await fetch(`http://127.0.0.1:${port}/api/state`, { headers })).status).toBe(200);
    running.kill('SIGTERM');
    await running.ended;
  });
});
