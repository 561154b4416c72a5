import { CONFIG_KEYS, type ConfigKey, resolveConfig } from '@auction-trader/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { combinations, valuesAt } from '../space/combinations.ts';
import type { ParameterSpace, ParameterValue } from '../space/parameter-space.ts';
import { configOfSet } from './config-of-set.ts';
import { makeSearchPlan } from './make-plan.ts';

const POOL: readonly ParameterValue[] = [
  ...[true, false, -1, -0.5, -0.1, 0, 0.001, 0.01, 0.1, 0.3, 0.4, 0.5, 0.6, 0.7, 1, 2, 3, 4, 5, 8, 10],
  ...[20, 30, 45, 60, 100, 240, 300, 1000],
];

const varied = CONFIG_KEYS.map((key) => ({
  key,
  values: POOL.filter((value) => key.schema.safeParse(value).success),
}))
  // Texts, and keys of which this pool has no value.
  .filter(({ values }) => values.length > 0);

/** Keys of rules between keys come up often, the others now and then. */
const RELATED = ['rolling_window_minutes', 'warmup_minutes', 'tp1_pct', 'tp2_pct'];
const related = varied.filter(({ key }) => RELATED.includes(key.name));

const someKeys = fc.oneof(
  fc.subarray(related, { minLength: 1, maxLength: 3 }),
  fc.subarray(varied, { minLength: 1, maxLength: 4 }),
);

const parameters = someKeys
  .chain((keys) =>
    fc.tuple(
      ...keys.map(({ key, values }) =>
        fc
          .subarray(values, { minLength: 1, maxLength: Math.min(4, values.length) })
          .map((chosen) => ({ key: key.fullName, values: chosen })),
      ),
    ),
  )
  .map((list): ParameterSpace => ({ parameters: list, constraints: [], sampling: { kind: 'grid' } }));

const settings = (entries: Readonly<Record<string, unknown>>) =>
  Object.entries(entries).map(([key, value]) => `${key}=${value}`);

function resolved(set: readonly string[]) {
  try {
    return resolveConfig({ set }).config;
  } catch {
    return null;
  }
}

const base = fc
  .dictionary(fc.constantFrom(...varied.map(({ key }) => key.fullName)), fc.nat({ max: POOL.length }), {
    maxKeys: 4,
  })
  .map((entries) =>
    Object.fromEntries(
      Object.entries(entries).map(([name, at]) => {
        const { values } = varied.find(({ key }) => key.fullName === name)!;
        return [name, values[at % values.length]!];
      }),
    ),
  )
  .filter((entries) => resolved(settings(entries)) !== null);

it('has a value for every key that a search can vary', () => {
  const numeric = (key: ConfigKey) =>
    key.types.some((type) => ['number', 'integer', 'boolean'].includes(type));
  expect(varied.map(({ key }) => key.fullName)).toEqual(
    CONFIG_KEYS.filter(numeric).map((key) => key.fullName),
  );
});

it('is what resolveConfig makes of the same keys, and excludes exactly what it refuses', () => {
  let excludedOnes = 0;
  fc.assert(
    fc.property(parameters, base, (space, chosen) => {
      const expected = Array.from(combinations(space), (indexes) => valuesAt(space, indexes))
        .map((values) => {
          const own = Object.fromEntries(space.parameters.map(({ key }, at) => [key, values[at]!]));
          return resolved([...settings(chosen), ...settings(own)]);
        })
        .filter((config) => config !== null);
      const inputs = { base: chosen, space, strategy: 'auction', maxSets: 10_000 };
      const periods = [{ venue: 'v', symbol: 'S', fromDay: '2025-06-01', toDay: '2025-06-01', dataHash: '' }];
      if (expected.length === 0) {
        expect(() => makeSearchPlan({ ...inputs, periods })).toThrow('no combination meets');
        return;
      }
      const plan = makeSearchPlan({ ...inputs, periods });
      excludedOnes += plan.excluded;
      expect(plan.sets.map((set) => configOfSet(plan, set))).toEqual(expected);
    }),
    { numRuns: 60, seed: 5 },
  );
  expect(excludedOnes).toBeGreaterThan(0);
});

it('lets a key follow a varied one, until it is chosen itself', () => {
  const space: ParameterSpace = {
    parameters: [{ key: 'instrument.rolling_window_minutes', values: [60, 240] }],
    constraints: [],
    sampling: { kind: 'grid' },
  };
  const period = { venue: 'v', symbol: 'S', fromDay: '2025-06-01', toDay: '2025-06-01', dataHash: '' };
  const inputs = { space, strategy: 'auction', periods: [period], maxSets: 10 };
  const free = makeSearchPlan({ ...inputs, base: {} });
  expect(free.sets.map((set) => configOfSet(free, set).startup.warmup_minutes)).toEqual([60, 240]);
  const chosen = makeSearchPlan({ ...inputs, base: { 'startup.warmup_minutes': 240 } });
  expect(chosen.sets.map((set) => configOfSet(chosen, set).instrument.rolling_window_minutes)).toEqual([240]);
  expect(chosen.excluded).toBe(1);
});
