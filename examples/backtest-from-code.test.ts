import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { backtest, importTrades, main, sweep } from './backtest-from-code.ts';
import { SAMPLE_FILES, withSample, withTemporaryStore } from './sample.ts';

describe('the example', () => {
  it('prints what it imported, how it came out, and what a reader must know', async () => {
    const lines: string[] = [];
    const { metrics } = await main((line) => lines.push(line));
    expect(lines[0]).toBe('LTCUSDT-2025-06-21.csv.gz, 53325 rows: 53325 imported, 0 duplicates, 0 refused');
    expect(lines).toContain('no trade for 237 minutes from 2025-06-22 19:03');
    expect(metrics.n).toBeGreaterThan(10);
    expect(lines).toContain(`  trades        ${metrics.n}, won ${metrics.wins}, lost ${metrics.losses}`);
    expect(lines).toContain('  ! quotes inferred from trades, spread 1 tick assumed');
    const [defaults, ...others] = lines.filter((line) => / ticks /.test(line));
    expect(defaults).toContain(metrics.net_pnl.toFixed(2));
    expect(others).toHaveLength(3);
  });

  it('loses as much as the README says', async () => {
    const { metrics, money } = await withSample((source) => backtest(source, []));
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8').replaceAll(/\s+/g, ' ');
    const text = (value: number) => Math.round(value).toLocaleString('en-US');
    expect(readme).toContain(`it ends ${text(-metrics.total_return_pct)} % down`);
    expect(readme).toContain(`the trades gained ${text(money.gross_at_mid)} USDT`);
    expect(readme).toContain(`lost ${text(money.gross_at_mid - money.net_pnl)} USDT on the way`);
  });

  it('gives each value of a sweep what a run of its own gives', async () => {
    const values = [2, 20];
    await withSample((source) => {
      for (const [index, swept] of sweep(source, 'stop_buffer_ticks', values).entries()) {
        const own = backtest(source, [`stop_buffer_ticks=${values[index]}`]);
        expect(swept.metrics).toEqual(own.metrics);
        expect(swept.money).toEqual(own.money);
      }
    });
  });

  it('pays less in fees a trade with a wider stop: the position is smaller', async () => {
    const summaries = await withSample((source) => sweep(source, 'stop_buffer_ticks', [2, 50]));
    const [near, far] = summaries.map(({ metrics }) => metrics.total_fees / metrics.n);
    expect(far!).toBeLessThan(near!);
  });

  it('imports a file once, however often it is asked', async () => {
    await withTemporaryStore(async (store) => {
      const first = await importTrades(store, SAMPLE_FILES, () => {});
      const again = await importTrades(store, SAMPLE_FILES, () => {});
      expect(again.dataHash).toBe(first.dataHash);
    });
  });

  it('gives the same numbers again', async () => {
    const runs = await withSample((source) => [backtest(source, []), backtest(source, [])]);
    expect(runs[0]).toEqual(runs[1]);
  });

  it('adds up to the last cent', async () => {
    const { money, metrics } = await withSample((source) => backtest(source, []));
    const { gross_at_mid, delay, spread, slippage, fees, funding } = money;
    expect(gross_at_mid - delay - spread - slippage - fees - funding).toBeCloseTo(metrics.net_pnl, 8);
  });

  it('refuses a setting that does not exist, and names the nearest', async () => {
    const wrong = withSample((source) => backtest(source, ['va_fracton=0.68']));
    await expect(wrong).rejects.toMatchObject({ hint: expect.stringContaining('va_fraction') });
  });
});
