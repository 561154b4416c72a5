import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { KillLane } from '../testing/kill-lane.ts';
import { killPlan, type PlannedKill } from '../testing/kill-plan.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';

/** `KILLS=200 npx vitest run apps/live-trader/src/proofs/kill.test.ts` for more of them. */
const KILLS = Number(process.env['KILLS'] || 10);
const LONGEST_KILL_MS = 45_000;

const root = temporaryFolder(afterAll);

/** Plans one after the other, each with other random moments and another order. */
function kills(seed: number, count: number): PlannedKill[] {
  const plans: PlannedKill[] = [];
  while (plans.length < count) plans.push(...killPlan(seed + plans.length));
  return plans.slice(0, count);
}

describe('a live trader killed with SIGKILL and started again', () => {
  it.concurrent.each([
    ['that enters at market', false, 1],
    ['that enters by limits', true, 2],
  ])(
    '%s doubles nothing, leaves nothing unprotected, and forgets nothing',
    {
      timeout: KILLS * LONGEST_KILL_MS,
    },
    async (name, limitEntry, seed) => {
      const folder = join(root, String(seed));
      mkdirSync(folder);
      const lane = new KillLane(folder, limitEntry);
      await lane.run(kills(seed, Math.ceil(KILLS / 2)));
      if (process.env['KILL_DEBUG']) console.table(lane.records);
      expect(lane.problems, name).toEqual([]);
      expect(lane.records).toHaveLength(Math.ceil(KILLS / 2));
    },
  );
});
