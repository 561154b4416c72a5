import { describe, expect, it } from 'vitest';
import { backtest, importTrades, main } from './backtest-from-code.ts';
import { SAMPLE_FILES, withSample, withTemporaryStore } from './sample.ts';

describe('the example', () => {
  it('prints the runs it made, with what a reader must know', async () => {
    const lines: string[] = [];
    const [defaults, wider, dearer] = await main((line) => lines.push(line));
    expect(lines[0]).toBe('LTCUSDT-2025-06-21.csv.gz, 53325 rows: 53325 imported, 0 duplicates, 0 refused');
    expect(lines).toContain('no trade for 237 minutes from 2025-06-22 19:03');
    expect(lines).toContain('stop_buffer_ticks=20');
    expect(lines.filter((line) => line.includes('quotes inferred from trades'))).toHaveLength(3);

    expect(defaults!.metrics.n).toBeGreaterThan(10);
    expect(lines).toContain(
      `  trades        ${defaults!.metrics.n}, won ${defaults!.metrics.wins}, lost ${defaults!.metrics.losses}`,
    );
    // Wider stops make smaller positions, and so smaller fees.
    const feesATrade = ({ metrics: { n, total_fees } }: typeof defaults & {}) => total_fees / n;
    expect(feesATrade(wider!)).toBeLessThan(feesATrade(defaults!));
    expect(dearer!.metrics.n).toBeLessThanOrEqual(wider!.metrics.n);
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
    const { gross_at_mid, spread, slippage, fees, funding } = money;
    expect(gross_at_mid - spread - slippage - fees - funding).toBeCloseTo(metrics.net_pnl, 8);
  });

  it('refuses a setting that does not exist, and names the nearest', async () => {
    const wrong = withSample((source) => backtest(source, ['va_fracton=0.68']));
    await expect(wrong).rejects.toMatchObject({ hint: expect.stringContaining('va_fraction') });
  });
});
