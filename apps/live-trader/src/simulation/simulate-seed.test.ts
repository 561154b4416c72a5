import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { simulateSeed } from './simulate-seed.ts';

const folder = mkdtempSync(join(tmpdir(), 'seeds-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('simulateSeed', () => {
  // Calm, kills only, faults, faults with other hands on the account. `pnpm simulate` runs as many as wanted.
  it.each([1, 5, 9, 2, 14, 203])('keeps every invariant in world %i', { timeout: 60_000 }, async (seed) => {
    const { violation, orders } = await simulateSeed(seed, { hours: 2, folder });
    expect(violation).toBeNull();
    expect(orders).toBeGreaterThan(0);
  });

  it('gives the same world for the same seed', { timeout: 60_000 }, async () => {
    const [one, other] = [
      await simulateSeed(8, { hours: 1.5, folder }),
      await simulateSeed(8, { hours: 1.5, folder }),
    ];
    expect(one).toEqual(other);
    expect(one.kills + one.faults).toBeGreaterThan(0);
  });
});
