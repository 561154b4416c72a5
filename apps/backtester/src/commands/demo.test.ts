import { existsSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { runCli } from '../testing/run-cli.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';

const cwd = temporaryFolder(afterAll);

describe('demo', () => {
  it('backtests the bundled real sample, and keeps its hole', async () => {
    const { code, stdout } = await runCli(['demo', '--json'], { cwd });
    expect(code).toBe(0);
    const document = JSON.parse(stdout);
    expect(document.run).toMatchObject({ symbol: 'LTCUSDT', tick_size: '0.01', quotes: 'synthetic' });
    expect(document.metrics.n).toBeGreaterThan(0);
    expect(document.data_quality.gaps).toEqual([
      { from_ms: Date.UTC(2025, 5, 22, 18, 49), minutes: 10 },
      { from_ms: Date.UTC(2025, 5, 22, 19, 4), minutes: 236 },
    ]);
    expect(existsSync(document.report)).toBe(true);
    // The user's own store is not touched.
    expect(existsSync(`${cwd}/data`)).toBe(false);
  });

  it('takes settings', async () => {
    const { code, stdout } = await runCli(['demo', '--set', 'stop_buffer_ticks=10'], { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain('auction on LTCUSDT');
    expect(stdout).toContain('2025-06-22 19:04  3 h 56 min');
    expect(stdout).toMatch(/^report: .*report\.html$/m);
  });
});
