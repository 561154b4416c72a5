import { type RunningSimulator, startSimulator } from '@auction-trader/bybit-simulator';
import { systemClock } from '@auction-trader/command-line';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { runCli } from '../testing/run-cli.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';

const cwd = temporaryFolder(afterAll);
const open: RunningSimulator[] = [];
afterEach(async () => {
  for (const simulator of open.splice(0)) await simulator.close();
});

async function doctor(
  account: { readOnly?: boolean; mayWithdraw?: boolean } = {},
  args: string[] = ['doctor'],
  changes: Record<string, string> = {},
) {
  const simulator = await startSimulator({
    clock: systemClock,
    origin: { kind: 'made', seed: 1, symbol: 'BTCUSDT' },
    historyMinutes: 1,
    accounts: [{ name: 'one', key: 'the-api-key', secret: 'the-api-secret', ...account }],
  });
  open.push(simulator);
  const env = {
    BYBIT_BASE_URL: simulator.url,
    BYBIT_API_KEY: 'the-api-key',
    BYBIT_API_SECRET: 'the-api-secret',
    ...changes,
  };
  const result = await runCli([...args, '--set', 'max_daily_loss=100'], { cwd, env });
  const calls = simulator.protocol.log.calls.map(({ path }) => path);
  return { ...result, calls };
}

describe('doctor', () => {
  it('finds a good account good, and only reads', async () => {
    const { code, stdout, stderr, calls } = await doctor({}, ['doctor', '--json']);
    const { ok, findings } = JSON.parse(stdout) as {
      ok: boolean;
      findings: { name: string; level: string }[];
    };
    expect({ code, ok, stderr }).toEqual({ code: 0, ok: true, stderr: '' });
    expect(findings.find(({ name }) => name === 'key')).toMatchObject({ level: 'ok' });
    expect(calls.length).toBeGreaterThan(0);
    expect(calls.filter((path) => /order|set-|switch-|trading-stop|add-margin/.test(path))).toEqual([]);
    expect(stdout).not.toMatch(/the-api-key|the-api-secret/);
  });

  it('refuses a key that may withdraw', async () => {
    const { code, stdout } = await doctor({ mayWithdraw: true });
    expect(code).toBe(2);
    expect(stdout).toMatch(/^fail +key +it may withdraw: refused/m);
  });

  it('says that the venue refuses the key, without showing it', async () => {
    const { code, stdout, stderr } = await doctor({}, ['doctor'], { BYBIT_API_KEY: 'another-key' });
    expect(code).toBe(2);
    expect(stdout).toMatch(/^fail +venue +http:\/\/127\.0\.0\.1:\d+: /m);
    expect(stdout).toMatch(/^ok +disk /m);
    expect(`${stdout}${stderr}`).not.toMatch(/another-key|the-api-secret/);
  });
});
