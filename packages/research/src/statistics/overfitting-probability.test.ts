import { describe, expect, it } from 'vitest';
import { noiseReturns, ruledReturns } from '../testing/sample-returns.ts';
import { overfittingBlocks, overfittingProbability } from './overfitting-probability.ts';

describe('overfittingProbability', () => {
  // The same done in numpy day by day, without sums of blocks; ranks by scipy.stats.rankdata.
  it('agrees with Python: 7 sets, 45 days, 4 blocks, nothing purged', () => {
    const { probability, splits } = overfittingProbability(ruledReturns(7, 45), 45, 4, 0);
    expect(probability).toBe(1);
    const expected = [
      [0, 3.6888162930086823, 1.905382680273215],
      [-1.0986122886681098, 7.062419520522574, -1.3499842518525607],
      [-1.0986122886681098, 7.0450582057680275, -2.6525791983293536],
      [0, 4.824920378758302, 2.53345598700662],
      [-0.5108256237659907, 6.9458256474110405, -0.3916298635429233],
      [0, 8.006454885865505, -0.6507926296435296],
    ];
    expected.forEach(([logit, inSample, outOfSample], i) => {
      expect(splits[i]!.logit).toBeCloseTo(logit!, 12);
      expect(splits[i]!.inSample).toBeCloseTo(inSample!, 9);
      expect(splits[i]!.outOfSample).toBeCloseTo(outOfSample!, 9);
    });
  });

  it('agrees with Python: a day purged on each side of every border', () => {
    const { splits } = overfittingProbability(ruledReturns(7, 45), 45, 4, 1);
    const expected = [
      [0, 2.340589591732737, 2.8960382404344553],
      [-0.5108256237659907, 8.315391714819006, -2.1991524593965095],
      [-1.0986122886681098, 7.930405146993836, -0.5886266906484975],
      [-0.5108256237659907, 4.7055721945933, 0.6542020628003669],
      [-0.5108256237659907, 5.62864468932089, 0.5551732184832003],
      [0, 6.963167325291084, -1.0022135472331335],
    ];
    expected.forEach(([logit, inSample, outOfSample], i) => {
      expect(splits[i]!.logit).toBeCloseTo(logit!, 12);
      expect(splits[i]!.inSample).toBeCloseTo(inSample!, 9);
      expect(splits[i]!.outOfSample).toBeCloseTo(outOfSample!, 9);
    });
  });

  it('agrees with Python: 63 days, 6 blocks, 20 splits', () => {
    const { probability, splits } = overfittingProbability(ruledReturns(7, 63), 63, 6, 1);
    expect(probability).toBe(0.75);
    expect(splits).toHaveLength(20);
    expect(splits[7]!.inSample).toBeCloseTo(5.670640216836152, 9);
    expect(splits[7]!.outOfSample).toBeCloseTo(2.2764221486236282, 9);
    expect(splits[19]!.outOfSample).toBeCloseTo(1.8991818683981023, 9);
  });

  it('is about one half when no set has skill', () => {
    const values = Array.from(
      { length: 30 },
      (_, search) => overfittingProbability(noiseReturns(search, 40, 80), 80, 8, 1).probability,
    );
    const mean = values.reduce((sum, value) => sum + value) / values.length;
    expect(mean).toBeGreaterThan(0.4);
    expect(mean).toBeLessThan(0.62);
  });

  it('is low for one skilled set among noise', () => {
    const { probability } = overfittingProbability(noiseReturns(5, 100, 160, 1, 0.5), 160, 10, 1);
    expect(probability).toBeLessThan(0.02);
  });

  it('is the same whether sets go through in one piece or in several', () => {
    const few = noiseReturns(2, 300, 40);
    const many = Float64Array.from([...few, ...few, ...few]);
    const one = overfittingProbability(few, 40, 4, 1);
    const several = overfittingProbability(many, 40, 4, 1);
    expect(several.splits.map(({ inSample, outOfSample }) => [inSample, outOfSample])).toEqual(
      one.splits.map(({ inSample, outOfSample }) => [inSample, outOfSample]),
    );
    // Thrice the sets: ranks 3 lower + 2 of 901 instead of lower + 1 of 301.
    const lowerOf = (logit: number, rankAll: number) => Math.round(rankAll / (1 + Math.exp(-logit)));
    one.splits.forEach(({ logit }, i) => {
      const lower = lowerOf(logit, 301) - 1;
      expect(lowerOf(several.splits[i]!.logit, 901)).toBe(3 * lower + 2);
    });
  });

  it('counts sets that did not trade as 0', () => {
    const values = new Float64Array(3 * 20);
    values.set(noiseReturns(1, 1, 20).map((value) => value - 0.05));
    const { splits } = overfittingProbability(values, 20, 4, 1);
    for (const split of splits) expect(split).toMatchObject({ inSample: 0, outOfSample: 0 });
  });
});

describe('overfittingBlocks', () => {
  it.each([
    [19, 100, 0],
    [20, 100, 4],
    [30, 10_000, 6],
    [79, 100, 14],
    [365, 10_000, 16],
    [365, 100_000, 12],
  ])('%i days of %i sets: %i blocks', (days, sets, blocks) => {
    expect(overfittingBlocks(days, sets)).toBe(blocks);
  });
});
