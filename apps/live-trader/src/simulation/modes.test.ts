import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultConfig } from '@auction-trader/core';
import { afterAll, describe, expect, it } from 'vitest';
import type { Alert } from '../alerts/alert.ts';
import { startSimulatedTrader } from './simulated-trader.ts';
import { SimulatedWorld } from './simulated-world.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'modes-'));
afterAll(() => rmSync(dataDir, { recursive: true }));

const MINUTE_MS = 60_000;

function config() {
  const defaults = defaultConfig();
  return {
    ...defaults,
    instrument: { ...defaults.instrument, rolling_window_minutes: 30 },
    startup: { ...defaults.startup, warmup_minutes: 30 },
    risk: { ...defaults.risk, max_daily_loss: 1_000 },
  };
}

describe('modes of a running trader', () => {
  it('observes until activated, resumes a saved activation on paper, and changes its mode only when it may', async () => {
    const world = new SimulatedWorld({ seed: 4, startMs: Date.UTC(2026, 0, 5) });
    const alerts: Alert[] = [];
    const options = {
      world,
      mode: 'paper',
      config: config(),
      dataDir,
      onAlert: (alert: Alert) => alerts.push(alert),
    } as const;
    const first = await world.until(startSimulatedTrader(options));
    const activate = { kind: 'activate', confirm: null } as const;
    await expect(first.operator(activate, 'test')).rejects.toThrow(/warm-up/);
    await expect(first.operator({ kind: 'mode', mode: 'live', confirm: null }, 'test')).rejects.toThrow(
      /not confirmed/,
    );
    const live = { kind: 'mode', mode: 'live', confirm: 'BTCUSDT live' } as const;
    await expect(first.operator(live, 'test')).rejects.toThrow(/warm-up/);
    await world.runUntil(world.clock.nowMs() + 32 * MINUTE_MS);
    expect(first.state()).toMatchObject({ mode: 'paper', activation: 'OBSERVE', warmup: { ready: true } });
    await first.operator(activate, 'test');
    expect(first.state().activation).toBe('ACTIVE');
    await world.until(first.stop());

    const second = await world.until(startSimulatedTrader(options));
    expect(second.state()).toMatchObject({ mode: 'paper', activation: 'ACTIVE', warmup: { ready: true } });
    expect(alerts.map(({ type }) => type)).toContain('RESTARTED');
    await world.until(second.operator({ kind: 'mode', mode: 'dry_run', confirm: null }, 'test'));
    expect(second.state()).toMatchObject({ mode: 'dry_run', activation: 'OBSERVE' });
    await expect(second.operator(activate, 'test')).rejects.toThrow(/never trades/);
    const log = second.journal.read.modeLog({}).map((row) => [row['from'], row['to'], row['actor']]);
    expect(log).toContainEqual(['paper', 'dry_run', 'test']);
    await world.until(second.stop());
    expect(world.protocol.log.calls.filter(({ operation }) => operation === 'POST')).toEqual([]);
  });
});
