import { describe, expect, it } from 'vitest';
import type { ParameterSpace } from '../space/parameter-space.ts';
import { neighbours } from './neighbours.ts';

const parameters = [
  { key: 'a', values: [10, 20, 40] },
  { key: 'b', values: [false, true] },
];
const grid: ParameterSpace = { parameters, constraints: [], sampling: { kind: 'grid' } };
const sets = [10, 20, 40].flatMap((a, i) =>
  [false, true].map((b, j) => ({ index: 2 * i + j, values: [a, b] })),
);

describe('neighbours', () => {
  it('in a grid differ by one step in one parameter', () => {
    expect(neighbours(grid, sets, 2)).toEqual([0, 3, 4]);
    expect(neighbours(grid, sets, 1)).toEqual([0, 3]);
  });

  it('do not include what constraints excluded', () => {
    const left = sets.filter(({ index }) => index !== 3);
    expect(neighbours(grid, left, 1)).toEqual([0]);
  });

  it('in a sampled space are the nearest, twice as many as parameters', () => {
    const space: ParameterSpace = {
      parameters: [{ key: 'a', values: Array.from({ length: 101 }, (_, i) => i) }],
      constraints: [],
      sampling: { kind: 'random', sets: 5, seed: 1 },
    };
    const sampled = [50, 3, 61, 48, 90].map((value, index) => ({ index, values: [value] }));
    expect(neighbours(space, sampled, 0)).toEqual([2, 3]);
  });

  it('measures by place in the list, not by value', () => {
    const space: ParameterSpace = {
      parameters: [{ key: 'a', values: [1, 2, 4, 8, 1000] }],
      constraints: [],
      sampling: { kind: 'latin-hypercube', sets: 4, seed: 1 },
    };
    const sampled = [8, 1, 2, 1000].map((value, index) => ({ index, values: [value] }));
    expect(neighbours(space, sampled, 0)).toEqual([2, 3]);
  });

  it('says when there is no such set', () => {
    expect(() => neighbours(grid, sets, 99)).toThrow(RangeError);
  });
});
