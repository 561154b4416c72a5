import { expect } from 'vitest';
import type { Stretches } from './invariants.ts';
import type { LiveWorld } from './live-world.ts';

const REST_MS = 45_000;

/** Longest stretches that are fine where messages go astray, ms. */
const LIMITS: Stretches = { unprotected: 5_000, differs: 15_000, orphaned: 15_000 };

/** How it may end. */
interface Ending {
  /** Whether trading is halted. Default false. */
  readonly halted: boolean;
}

/**
 * The faults end, everything comes to rest, and all invariants hold; then the recording gives the same
 * decisions and commands as the journal.
 *
 * @param limits what may take longer than usual, or must be shorter, ms
 */
export async function expectSafe(live: LiveWorld, limits: Partial<Stretches & Ending> = {}): Promise<void> {
  live.calm();
  await live.run(REST_MS);
  expect(live.failure).toBe(null);
  expect(live.watch.restProblems(live.trader)).toEqual([]);
  expect(live.state.halted, live.state.haltReason ?? '').toBe(limits.halted ?? false);
  const { longest } = live.watch;
  const allowed = { ...LIMITS, ...limits };
  for (const name of ['unprotected', 'differs', 'orphaned'] as const)
    expect(longest[name], `${name}, ms`).toBeLessThanOrEqual(allowed[name]);
  await live.close();
  expect(await live.replay()).toBe(null);
  live.remove();
}
