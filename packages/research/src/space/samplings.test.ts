import { Random } from '@auction-trader/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { combinationCount, combinations, indexesOf, valuesAt } from './combinations.ts';
import { gridSets } from './grid-sets.ts';
import { latinHypercubeSets } from './latin-hypercube-sets.ts';
import type { ParameterSpace, ParameterValue } from './parameter-space.ts';
import { randomSets } from './random-sets.ts';
import type { SetRule } from './set-rules.ts';

/** A space of parameters with 0, 1, 2 ... as their values. */
const spaceOf = (sizes: readonly number[]): ParameterSpace => ({
  parameters: sizes.map((size, at) => ({
    key: `key_${at}`,
    values: Array.from({ length: size }, (_, value) => value),
  })),
  constraints: [],
  sampling: { kind: 'grid' },
});

const ascending: SetRule = {
  text: 'ascending',
  meets: (values) => values.every((value, at) => at === 0 || values[at - 1]! <= value),
};

const sizes = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 5 });
const seed = fc.nat();
const distinct = (sets: readonly ParameterValue[][]) => new Set(sets.map((values) => values.join())).size;
/** How many sets each value of a parameter stands in. */
const counts = (sets: readonly ParameterValue[][], parameter: number, size: number) =>
  Array.from({ length: size }, (_, value) => sets.filter((values) => values[parameter] === value).length);

describe('combinations', () => {
  it('are each there once, in ascending order of their values', () => {
    fc.assert(
      fc.property(sizes, (list) => {
        const space = spaceOf(list);
        const all = Array.from(combinations(space), (indexes) => [...indexes]);
        expect(BigInt(all.length)).toBe(combinationCount(space));
        expect(new Set(all.map((indexes) => indexes.join())).size).toBe(all.length);
        expect(
          [...all].sort((a, b) => a.map((value, at) => value - b[at]!).find((order) => order !== 0) ?? 0),
        ).toEqual(all);
        expect(all.map((_, number) => [...indexesOf(space, number)])).toEqual(all);
      }),
    );
  });

  it('are counted without being built', () => {
    expect(combinationCount(spaceOf(Array<number>(20).fill(1000)))).toBe(10n ** 60n);
  });
});

it('a grid is every combination that meets the rules', () => {
  fc.assert(
    fc.property(sizes, (list) => {
      const space = spaceOf(list);
      const { chosen, excluded } = gridSets(space, [ascending]);
      const expected = Array.from(combinations(space), (indexes) => valuesAt(space, indexes)).filter(
        ascending.meets,
      );
      expect(chosen).toEqual(expected);
      expect(BigInt(chosen.length + excluded)).toBe(combinationCount(space));
    }),
  );
});

describe.each([
  ['random', randomSets],
  ['Latin hypercube', latinHypercubeSets],
])('%s sampling', (_, sample) => {
  it('repeats no set, breaks no rule, and finds as many as there are', () => {
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 150 }), seed, fc.boolean(), (list, sets, from, ruled) => {
        const space = spaceOf(list);
        const rules = ruled ? [ascending] : [];
        const { chosen } = sample(space, rules, sets, new Random(from));
        const possible = gridSets(space, rules).chosen.length;
        expect(chosen).toHaveLength(Math.min(sets, possible));
        expect(distinct(chosen)).toBe(chosen.length);
        const inSpace = (values: ParameterValue[]) => values.every((value, at) => Number(value) < list[at]!);
        expect(chosen.every((values) => inSpace(values) && rules.every((rule) => rule.meets(values)))).toBe(
          true,
        );
      }),
      { numRuns: 60 },
    );
  });

  it('is decided by the seed alone', () => {
    fc.assert(
      fc.property(sizes, seed, (list, from) => {
        const once = sample(spaceOf(list), [ascending], 5, new Random(from));
        expect(sample(spaceOf(list), [ascending], 5, new Random(from))).toEqual(once);
      }),
      { numRuns: 30 },
    );
    const large = spaceOf([50, 50, 50]);
    expect(sample(large, [], 5, new Random(1))).not.toEqual(sample(large, [], 5, new Random(2)));
  });

  it('samples a space that no machine could list', () => {
    const huge = spaceOf(Array<number>(20).fill(1000));
    expect(distinct(sample(huge, [], 300, new Random(1)).chosen)).toBe(300);
    const never: SetRule = { text: 'never', meets: () => false };
    expect(sample(huge, [never], 3, new Random(1)).chosen).toEqual([]);
  });
});

it('random sampling takes every combination as often as any other', () => {
  const space = spaceOf([2, 3]);
  const tally = new Map<string, number>();
  for (let from = 0; from < 3000; from++) {
    for (const values of randomSets(space, [], 2, new Random(from)).chosen) {
      tally.set(values.join(), (tally.get(values.join()) ?? 0) + 1);
    }
  }
  // 6,000 drawn of 6: about 1,000 of each, with a standard deviation of 26.
  expect([...tally.values()].map((count) => Math.abs(count - 1000) < 130)).toEqual(Array(6).fill(true));
});

describe('a Latin hypercube', () => {
  it('has every value as often as any other, or once more', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 2, max: 9 }), { minLength: 3, maxLength: 4 }),
        seed,
        (list, from) => {
          const space = spaceOf(list);
          // Half of all combinations: exchanges can then always make the sets differ.
          const sets = Math.floor(Number(combinationCount(space)) / 2);
          const { chosen } = latinHypercubeSets(space, [], sets, new Random(from));
          for (const [parameter, size] of list.entries()) {
            const each = counts(chosen, parameter, size);
            expect(Math.max(...each) - Math.min(...each)).toBeLessThanOrEqual(1);
          }
        },
      ),
      { numRuns: 50 },
    );
  });

  it('has one value of each of as many equal stretches as there are sets', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 30 }),
        seed,
        (sets, factor, from) => {
          const size = sets * factor;
          const { chosen } = latinHypercubeSets(spaceOf([size, size]), [], sets, new Random(from));
          for (const parameter of [0, 1]) {
            const stretches = chosen.map((values) => Math.floor((values[parameter] as number) / factor));
            expect(stretches.sort((a, b) => a - b)).toEqual(Array.from({ length: sets }, (_, at) => at));
          }
        },
      ),
    );
  });

  it('keeps that balance where the rules allow it', () => {
    const space = spaceOf([10, 10, 10]);
    const apart: SetRule = { text: 'apart', meets: ([a, b]) => a !== b };
    const { chosen, excluded } = latinHypercubeSets(space, [apart], 100, new Random(3));
    for (const parameter of [0, 1, 2]) expect(counts(chosen, parameter, 10)).toEqual(Array(10).fill(10));
    expect(excluded).toBeGreaterThan(0);
  });
});
