import { describe, expect, it } from 'vitest';
import { noiseReturns, ruledReturns } from '../testing/sample-returns.ts';
import { superiorAbility } from './superior-ability.ts';

const rows = (count: number) => Array.from({ length: count }, (_, row) => row);

/** Five sets over 60 days with means of 0.4 %, 0.1 %, 0, -0.3 % and -1.2 % a day. */
function fiveSets(): Float64Array {
  const values = ruledReturns(5, 60);
  for (const [row, mean] of [0.004, 0.001, 0, -0.003, -0.012].entries()) {
    const own = values.subarray(row * 60, (row + 1) * 60);
    const average = own.reduce((sum, value) => sum + value) / 60;
    own.forEach((value, day) => {
      own[day] = value - average + mean;
    });
  }
  return values;
}

const test = (values: Float64Array, columns: number, seed: number, drawings = 1000) =>
  superiorAbility({ values, columns, rows: rows(values.length / columns), meanBlock: 1, drawings, seed })!;

describe('superiorAbility', () => {
  // Computed in Python from the same returns with 100,000 samples of arch 8.0.0's StationaryBootstrap; White's is
  // also what arch's own RealityCheck gives (its upper p-value, 0.446). Errors of 20,000 samples: 0.0035.
  it.each([
    [4, 0.4482, 0.4341],
    [1.5, 0.4837, 0.4306],
  ])('agrees with Python for blocks of %f days', (meanBlock, realityCheck, ability) => {
    const result = superiorAbility({
      values: fiveSets(),
      columns: 60,
      rows: rows(5),
      meanBlock,
      drawings: 20_000,
      seed: 1,
    })!;
    expect(Math.abs(result.realityCheckP - realityCheck)).toBeLessThan(0.015);
    expect(Math.abs(result.superiorAbilityP - ability)).toBeLessThan(0.015);
  });

  it('does not let sets far below the benchmark hide a good one, as White does', () => {
    const good = noiseReturns(8, 1, 100, 1, 0.27);
    const bad = noiseReturns(9, 60, 100).map((value) => 8 * value - 0.3);
    const { realityCheckP, superiorAbilityP } = test(Float64Array.from([...good, ...bad]), 100, 2, 500);
    expect(superiorAbilityP).toBeLessThan(0.1);
    expect(realityCheckP).toBeGreaterThan(0.5);
  });

  it('finds no skill where every set loses: no sample can be below the benchmark of doing nothing', () => {
    const losing = noiseReturns(3, 20, 60).map((value) => value - 0.5);
    expect(test(losing, 60, 1, 200).superiorAbilityP).toBe(1);
  });

  it('gives p-values that are about uniform when no set has skill', () => {
    const results = Array.from({ length: 60 }, (_, search) =>
      test(noiseReturns(1000 + search, 100, 60), 60, search, 100),
    );
    for (const name of ['realityCheckP', 'superiorAbilityP'] as const) {
      const values = results.map((result) => result[name]);
      const mean = values.reduce((sum, value) => sum + value) / values.length;
      // A uniform mean of 60 has an error of 0.037; the tests are allowed to be careful, not to be bold.
      expect(mean).toBeGreaterThan(0.38);
      expect(mean).toBeLessThan(0.65);
      expect(values.filter((value) => value < 0.1).length).toBeLessThanOrEqual(12);
      expect(values.some((value) => value < 0.3)).toBe(true);
    }
  });

  it('finds one skilled set among noise', () => {
    const { realityCheckP, superiorAbilityP } = test(noiseReturns(7, 300, 250, 1, 0.35), 250, 3, 400);
    expect(realityCheckP).toBeLessThan(0.02);
    expect(superiorAbilityP).toBeLessThan(0.02);
  });

  it('is null when no set trades, and leaves such sets out', () => {
    const input = { columns: 30, meanBlock: 1, drawings: 50, seed: 1 };
    expect(superiorAbility({ ...input, values: new Float64Array(60), rows: rows(2) })).toBeNull();
    const values = new Float64Array(90);
    values.set(noiseReturns(1, 2, 30));
    expect(superiorAbility({ ...input, values, rows: rows(3) })).toEqual(
      superiorAbility({ ...input, values, rows: rows(2) }),
    );
  });
});
