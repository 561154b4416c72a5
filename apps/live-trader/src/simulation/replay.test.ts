import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { defaultConfig } from '@auction-trader/core';
import { pino } from 'pino';
import { afterAll, describe, expect, it } from 'vitest';
import { traderPrograms } from '../trader/programs.ts';
import type { TradingMode } from '../trading-mode.ts';
import { startSimulatedTrader } from './simulated-trader.ts';
import { SimulatedWorld } from './simulated-world.ts';

const HOUR_MS = 3_600_000;
const dirs: string[] = [];
afterAll(() => {
  for (const dir of dirs) rmSync(dir, { recursive: true });
});

async function record(mode: TradingMode): Promise<{ dataDir: string; trades: number }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'replay-'));
  dirs.push(dataDir);
  const world = new SimulatedWorld({ seed: 1, startMs: Date.UTC(2026, 0, 5) });
  const defaults = defaultConfig();
  const config = { ...defaults, risk: { ...defaults.risk, max_daily_loss: 2_000 } };
  const trader = await world.until(startSimulatedTrader({ world, mode, config, dataDir }));
  await world.runUntil(world.clock.nowMs() + 4.2 * HOUR_MS);
  if (mode !== 'dry_run') await trader.operator({ kind: 'activate', confirm: 'BTCUSDT live' }, 'test');
  await world.runUntil(world.clock.nowMs() + 3 * HOUR_MS);
  const trades = trader.state().stats.total_trades;
  await world.until(trader.stop());
  return { dataDir, trades };
}

function replay(dataDir: string) {
  return traderPrograms.replay({
    config: defaultConfig(),
    dataDir,
    fromMs: null,
    toMs: null,
    verify: true,
    log: pino({ level: 'silent' }),
    signal: new AbortController().signal,
    onProgress: () => {},
  });
}

describe('replay --verify', () => {
  it.each(['live', 'paper', 'dry_run'] as const)(
    'finds every decision and command of a %s run equal',
    async (mode) => {
      const { dataDir, trades } = await record(mode);
      const report = await replay(dataDir);
      expect(report.difference).toBeNull();
      expect(report).toMatchObject({ runs: 1, trades });
      expect(report.decisions).toBeGreaterThan(420);
      if (mode === 'dry_run') return;
      expect(trades).toBeGreaterThan(1);
      expect(report.commands).toBeGreaterThan(5);

      // The first difference is named, in a decision and in a command.
      const journal = new DatabaseSync(join(dataDir, 'journal.db'));
      journal.exec(
        'UPDATE commands SET command = replace(command, \'"lots":\', \'"lots":1\') WHERE rowid = 2',
      );
      expect((await replay(dataDir)).difference).toMatchObject({ what: 'command' });
      journal.exec('UPDATE signals_1m SET stop_ticks = stop_ticks + 1 WHERE rowid = 100');
      expect((await replay(dataDir)).difference).toMatchObject({ what: 'decision.stopTicks' });
      journal.close();
    },
  );
});
