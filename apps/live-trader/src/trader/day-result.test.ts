import { DAY_MS, dayStartMs, MINUTE_MS } from '@auction-trader/core';
import { afterAll, expect, it } from 'vitest';
import { LiveWorld } from '../testing/live-world.ts';

const live = new LiveWorld({
  script: [
    { minute: 3, side: 1 },
    { minute: 5, side: 0 },
  ],
});
afterAll(() => {
  live.kill();
  live.remove();
});

const limited = (max_daily_loss: number) => ({
  ...live.config,
  risk: { ...live.config.risk, max_daily_loss },
});

it('a new run goes on with the result of the day: another configuration does not lift the daily limit', async () => {
  await live.start();
  await live.activate();
  await live.runToMinute(6);
  const { realizedPnl: earned } = live.state.daily;
  const first = live.trader.run.opened.header.runId;
  expect(live.state.position).toBeNull();
  expect(earned).toBeLessThan(-1);

  live.kill();
  live.config = limited(-earned + 1_000);
  await live.start();
  await live.run(MINUTE_MS);
  expect(live.trader.run.opened.header.runId).not.toBe(first);
  expect(live.state.daily.realizedPnl).toBeCloseTo(earned, 8);
  expect(live.state.daily.killSwitch).toBe(false);

  live.kill();
  live.config = limited(-earned / 2);
  await live.start();
  await live.run(MINUTE_MS);
  expect(live.state.daily.killSwitch).toBe(true);
  expect(live.alerts.some(({ type }) => type === 'KILL_SWITCH')).toBe(true);

  await live.run(dayStartMs(live.nowMs) + DAY_MS + MINUTE_MS - live.nowMs);
  expect(live.state.daily).toMatchObject({ realizedPnl: 0, killSwitch: false });
  expect(await live.replay()).toBeNull();
});
