import { describe, expect, it } from 'vitest';
import { ambiguityStatistics } from './ambiguity.ts';

describe('ambiguityStatistics', () => {
  it('has mean, p90 and the share strictly above the limit', () => {
    expect(ambiguityStatistics([0.35, 0.36, 0, 0.1], 0.35)).toEqual({
      n: 4,
      mean: expect.closeTo(0.81 / 4, 12),
      p90: 0.36,
      share_above_max: 0.25,
    });
  });

  it('is null without minutes', () => {
    expect(ambiguityStatistics([], 0.35)).toEqual({ n: 0, mean: null, p90: null, share_above_max: null });
  });
});
