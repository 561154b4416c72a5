import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sdkTransport } from '@auction-trader/bybit';
import { startServer } from '@auction-trader/bybit-simulator';
import { systemClock } from '@auction-trader/command-line';
import { type Config, defaultConfig } from '@auction-trader/core';
import { afterAll, describe, expect, it } from 'vitest';
import { startSimulatedTrader } from './simulated-trader.ts';
import { SimulatedWorld } from './simulated-world.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'loopback-'));
afterAll(() => rmSync(dataDir, { recursive: true }));

const HOUR_MS = 3_600_000;

function liveConfig(): Config {
  const config = defaultConfig();
  return { ...config, risk: { ...config.risk, max_daily_loss: 2_000 } };
}

describe('a trader on loopback sockets', () => {
  it('goes on from its warm-up, trades live, and its journal equals the venue', {
    timeout: 120_000,
  }, async () => {
    const config = liveConfig();
    const world = new SimulatedWorld({ seed: 1, startMs: Date.UTC(2026, 0, 5), alsoSignedBy: systemClock });
    const options = { world, mode: 'live', config, dataDir } as const;
    // Four hours within the process, where they take a second; what they left is taken up on sockets.
    const before = await world.until(startSimulatedTrader(options));
    await world.runUntil(world.clock.nowMs() + 4.5 * HOUR_MS);
    await world.until(before.stop());

    const server = await startServer({ protocol: world.protocol });
    const { key, secret } = world.account;
    const transport = () =>
      sdkTransport({ baseUrl: server.url, wsUrl: server.webSocketUrl, credentials: { key, secret } });
    const starting = startSimulatedTrader({ ...options, transport });
    let trader: Awaited<typeof starting> | null = null;
    starting.then((started) => {
      trader = started;
    });
    await world.runOnSockets(() => trader !== null, 60_000);
    const live = await starting;
    expect(live.state()).toMatchObject({ mode: 'live', activation: 'OBSERVE', warmup: { ready: true } });
    await world.runOnSockets(() => live.state().feed.connected && !live.state().feed.stale, 60_000);
    await live.operator({ kind: 'activate', confirm: 'BTCUSDT live' }, 'test');
    const closed = () => live.journal.read.stats({ mode: 'live' }).total_trades;
    await world.runOnSockets(() => closed() >= 2 && live.state().position.side === 'FLAT', 3 * HOUR_MS);
    await world.runOnSockets(() => false, 5_000);

    expect(closed()).toBeGreaterThanOrEqual(2);
    expect(world.truth()).toEqual({ lots: 0, orders: [] });
    const executions = world.executions();
    const fills = live.journal.read.fills({ mode: 'live', limit: 1_000 });
    expect(fills.map((row) => row['trade_id']).sort()).toEqual(executions.map(({ id }) => id).sort());
    const orders = live.journal.read.orders({ mode: 'live', limit: 1_000 });
    const sent = world.createdLinkIds();
    expect(sent.length).toBeGreaterThan(3);
    expect(new Set(orders.map((row) => row['client_order_id']))).toEqual(new Set(sent));
    expect(live.state().activation).toBe('ACTIVE');

    let stopped = false;
    const stopping = live.stop().then(() => {
      stopped = true;
    });
    await world.runOnSockets(() => stopped, 30_000);
    await stopping;
    await server.close();
  });
});
