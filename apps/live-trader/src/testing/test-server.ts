import { resolveConfig, SimulatedClock } from '@auction-trader/core';
import { pino } from 'pino';
import type { LocalServerOptions } from '../server/local-server.ts';
import { createMetrics } from '../server/metrics.ts';
import { FakeTrader, NOW_MS } from './fake-trader.ts';

/** A fake trader, and all that a server around it needs. */
export function serverParts(changes: Partial<LocalServerOptions> = {}) {
  const trader = new FakeTrader();
  const clock = new SimulatedClock(NOW_MS);
  const lines: string[] = [];
  const metrics = createMetrics(false);
  metrics.watch(trader);
  const options: LocalServerOptions = {
    view: trader,
    config: resolveConfig({ set: ['dashboard.token=config-token'] }).config,
    clock,
    log: pino({ level: 'debug' }, { write: (line) => void lines.push(line) }),
    metrics,
    host: '127.0.0.1',
    port: 0,
    token: null,
    controlToken: 'control-token',
    ...changes,
  };
  return { trader, clock, lines, options };
}
