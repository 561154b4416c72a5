import { describe, expect, it } from 'vitest';
import type { SearchPlan, SetOutcome } from '../search/search-plan.ts';
import { returnMatrix } from './return-matrix.ts';

const plan = (periods: number) =>
  ({ periods: Array.from({ length: periods }, () => ({})) }) as unknown as SearchPlan;

function outcome(
  setIndex: number,
  periodIndex: number,
  firstDay: string,
  dailyReturns: number[],
): SetOutcome {
  return { setIndex, periodIndex, error: null, figures: { metrics: {}, firstDay, dailyReturns } };
}

describe('returnMatrix', () => {
  it('has the sets in order, whatever the order of the results, and the periods one after another', () => {
    const matrix = returnMatrix(plan(2), [
      outcome(7, 1, '2025-03-01', [6]),
      outcome(2, 0, '2025-01-31', [1, -0]),
      outcome(7, 0, '2025-01-31', [4, 5]),
      outcome(2, 1, '2025-03-01', [3]),
    ]);
    expect(matrix.setIndexes).toEqual([2, 7]);
    expect(matrix.days).toEqual(['2025-01-31', '2025-02-01', '2025-03-01']);
    expect([...matrix.values]).toEqual([1, 0, 3, 4, 5, 6]);
  });

  it('leaves out sets that failed or have not finished', () => {
    const matrix = returnMatrix(plan(2), [
      outcome(0, 0, '2025-01-01', [1]),
      { setIndex: 0, periodIndex: 1, figures: null, error: 'no' },
      outcome(1, 0, '2025-01-01', [1]),
    ]);
    expect(matrix).toEqual({ setIndexes: [], days: [], values: new Float64Array(0) });
  });

  it('refuses results of different days', () => {
    const results = [outcome(0, 0, '2025-01-01', [1, 2]), outcome(1, 0, '2025-01-01', [1])];
    expect(() => returnMatrix(plan(1), results)).toThrow('set 1 has 1 daily returns from 2025-01-01');
  });
});
