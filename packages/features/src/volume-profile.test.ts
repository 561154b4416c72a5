import { describe, expect, it } from 'vitest';
import { type PriceRows, volumeProfile } from './volume-profile.ts';

const rows = (...levels: readonly (readonly [price: number, lots: number])[]): PriceRows => ({
  priceTicks: Int32Array.from(levels, ([price]) => price),
  sizeLots: Int32Array.from(levels, ([, lots]) => lots),
  from: 0,
  to: levels.length,
});

describe('volume profile', () => {
  it('sums rows in any order by bins anchored at price 0', () => {
    const profile = volumeProfile([rows([25, 1], [-1, 2], [10, 4]), rows([19, 8], [-10, 16])], 10);
    expect(profile.firstBin).toBe(-1);
    expect([...profile.lots]).toEqual([18, 0, 12, 1]);
    expect(profile.widthTicks).toBe(10);
  });

  it('looks at the rows from..to only', () => {
    const profile = volumeProfile([{ ...rows([1, 1], [2, 2], [3, 4]), from: 1, to: 2 }], 1);
    expect([profile.firstBin, ...profile.lots]).toEqual([2, 2]);
  });

  it('is empty without rows', () => {
    expect(volumeProfile([], 5).lots.length).toBe(0);
    expect(volumeProfile([rows()], 5).lots.length).toBe(0);
  });
});
