import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultConfig } from '@auction-trader/core';
import { afterEach, describe, expect, it } from 'vitest';
import type { Alert } from '../alerts/alert.ts';
import { simulatedTrader } from './simulated-trader.ts';
import { SimulatedWorld } from './simulated-world.ts';

const HOUR_MS = 3_600_000;
const dirs: string[] = [];
afterEach(() => {
  for (const dir of dirs.splice(0)) rmSync(dir, { recursive: true });
});

async function runShadow(alterDecisions: boolean) {
  const dataDir = mkdtempSync(join(tmpdir(), 'shadow-'));
  dirs.push(dataDir);
  const world = new SimulatedWorld({ seed: 3, startMs: Date.UTC(2026, 0, 5) });
  const defaults = defaultConfig();
  const config = {
    ...defaults,
    instrument: { ...defaults.instrument, rolling_window_minutes: 30 },
    startup: { ...defaults.startup, warmup_minutes: 30, require_manual_activation: false },
    value_area: { ...defaults.value_area, min_va_bins: 5, alpha_bin: 0.1 },
    signal: { ...defaults.signal, crossing_min_ticks: 1_000 },
  };
  const alerts: Alert[] = [];
  const trader = simulatedTrader({
    world,
    mode: 'shadow',
    config,
    dataDir,
    onAlert: (alert) => alerts.push(alert),
  });
  await world.until(trader.start());
  await world.runUntil(world.clock.nowMs() + 1.5 * HOUR_MS);
  if (alterDecisions) {
    // The second pipeline reads a trade that the first one has not seen.
    const { recorder } = trader.run.opened;
    const timeMs = world.clock.nowMs();
    const ticker = {
      T: timeMs,
      s: 'BTCUSDT',
      S: 'Buy',
      v: '9.000',
      p: '50000.0',
      L: 'PlusTick',
      i: 'extra',
      BT: false,
    };
    const frame = {
      topic: 'publicTrade.BTCUSDT',
      type: 'snapshot',
      ts: timeMs,
      data: [{ ...ticker, seq: 1 }],
    };
    recorder.append({ kind: 'frame', timeMs, text: JSON.stringify(frame) });
  }
  await world.runUntil(world.clock.nowMs() + 1.5 * HOUR_MS);
  const { trades } = { trades: trader.state().stats.total_trades };
  const calls = world.protocol.log.calls.map(({ operation, path }) => `${operation} ${path}`);
  await world.until(trader.stop());
  return { alerts, trades, calls };
}

describe('shadow', () => {
  it('trades on paper, sends nothing, and its two pipelines agree', async () => {
    const { alerts, trades, calls } = await runShadow(false);
    expect(trades).toBeGreaterThan(0);
    expect(alerts.filter(({ type }) => type === 'SHADOW_DIVERGENCE')).toEqual([]);
    expect(calls.filter((call) => call.startsWith('POST'))).toEqual([]);
  });

  it('names what differs when a record was altered', async () => {
    const { alerts } = await runShadow(true);
    const [first] = alerts.filter(({ type }) => type === 'SHADOW_DIVERGENCE');
    expect(first?.data['fields']).toContain('featureSnapshot');
    expect(first?.data['L']).not.toEqual(first?.data['P']);
  });
});
