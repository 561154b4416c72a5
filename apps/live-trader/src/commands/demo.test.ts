import { afterAll, expect, it } from 'vitest';
import { runCli } from '../testing/run-cli.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';

const cwd = temporaryFolder(afterAll);

it('trades the sample on a simulated venue, whatever the environment says', {
  timeout: 180_000,
}, async () => {
  const env = { BYBIT_API_KEY: 'a-real-key', BYBIT_API_SECRET: 'a-real-secret', BYBIT_TESTNET: 'false' };
  const args = ['demo', '--speed', '60', '--trades', '1', '--json'];
  const { code, stdout, stderr } = await runCli(args, { cwd, env, real: true });
  expect(code, stderr).toBe(0);
  const summary = JSON.parse(stdout);
  expect(summary).toMatchObject({ symbol: 'LTCUSDT', mode: 'live', halt_reason: null });
  expect(summary.stats.total_trades).toBeGreaterThanOrEqual(1);
  expect(summary.counters.orders_sent).toBeGreaterThanOrEqual(3);
  expect(stderr).toContain('warmed up from stored ticks');
  expect(`${stdout}${stderr}`).not.toMatch(/a-real-/);
});
