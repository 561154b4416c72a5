import { afterAll, expect, it } from 'vitest';
import { LiveWorld } from '../testing/live-world.ts';

const live = new LiveWorld();
afterAll(() => live.remove());

it('a stopped trader still tells its state, for the summary: its journal is closed by then', async () => {
  await live.start();
  await live.activate();
  await live.runToMinute(4);
  const { trader } = live;
  await live.close();
  expect(trader.state().recent_signals.length).toBeGreaterThan(0);
  expect(trader.state().position.side).toBe('LONG');
});
