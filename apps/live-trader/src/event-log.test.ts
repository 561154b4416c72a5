import { resolveConfig } from '@auction-trader/core';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { logEvents } from './event-log.ts';
import { FakeTrader } from './testing/fake-trader.ts';

function newLog(...set: string[]) {
  const trader = new FakeTrader();
  const lines: Record<string, unknown>[] = [];
  const log = pino({ base: null, timestamp: false }, { write: (line) => void lines.push(JSON.parse(line)) });
  const end = logEvents(trader, log, resolveConfig({ set }).config);
  return { trader, lines, end };
}

const FEATURES = { ts_min: 1, poc: 50_050, of_1m: -0.2 };

describe('logEvents', () => {
  it('lets one follow an order by its id', () => {
    const { trader, lines } = newLog();
    trader.emit({ type: 'order', row: { client_order_id: 'a', status: 'PENDING' } });
    trader.emit({ type: 'order', row: { client_order_id: 'a', status: 'NEW' } });
    trader.emit({ type: 'fill', row: { client_order_id: 'a', fill_px: 50_000, fee: 0.1, slippage: 1 } });
    expect(lines).toEqual([
      { level: 30, audience: 'machines', msg: 'order', order: { client_order_id: 'a', status: 'PENDING' } },
      { level: 30, audience: 'machines', msg: 'order', order: { client_order_id: 'a', status: 'NEW' } },
      {
        level: 30,
        audience: 'machines',
        msg: 'fill',
        fill: { client_order_id: 'a', fill_px: 50_000, fee: 0.1, slippage: 1 },
      },
    ]);
  });

  it('writes all features of each minute, unless that is not wanted', () => {
    const { trader, lines } = newLog();
    trader.emit({ type: 'features', row: FEATURES });
    expect(lines).toEqual([
      { level: 30, audience: 'machines', msg: 'features of the minute', features: FEATURES },
    ]);
    const quiet = newLog('log_features_every_minute=false');
    quiet.trader.emit({ type: 'features', row: FEATURES });
    expect(quiet.lines).toEqual([]);
  });

  it('leaves the rest to trader and stores', () => {
    const { trader, lines } = newLog();
    for (const type of ['alert', 'bar', 'signal', 'mode'] as const) trader.emit({ type, row: {} });
    expect(lines).toEqual([]);
  });

  it('ends', () => {
    const { trader, lines, end } = newLog();
    end();
    trader.emit({ type: 'order', row: {} });
    expect(lines).toEqual([]);
  });
});
