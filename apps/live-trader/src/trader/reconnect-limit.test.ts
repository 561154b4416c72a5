import { MINUTE_MS } from '@auction-trader/core';
import { afterAll, expect, it } from 'vitest';
import { LiveWorld } from '../testing/live-world.ts';

const PUBLIC = '/v5/public/linear';
const live = new LiveWorld();
afterAll(async () => {
  await live.close();
  live.remove();
});

it('RECONNECT_LIMIT is raised when the pause between two tries has reached its cap, once, and cleared', async () => {
  await live.start();
  await live.run(5_000);
  const told = () => live.alerts.filter(({ type }) => type === 'RECONNECT_LIMIT').map(({ state }) => state);
  live.script([{ when: { upgrade: PUBLIC }, what: { kind: 'refuse' } }]);
  live.act({ kind: 'terminate', path: PUBLIC });
  await live.run(20_000);
  expect(told()).toEqual([]);
  await live.run(4 * MINUTE_MS);
  expect(told()).toEqual(['raised']);
  expect(live.trader.state().feed.connected).toBe(false);
  live.calm();
  await live.run(70_000);
  expect(told()).toEqual(['raised', 'cleared']);
});
