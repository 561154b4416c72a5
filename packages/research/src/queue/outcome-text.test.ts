import fc from 'fast-check';
import { expect, it } from 'vitest';
import { outcomesText, parseOutcomes } from './outcome-text.ts';

const number = fc.double();
const outcome = fc.record({
  setIndex: fc.nat(),
  periodIndex: fc.nat(),
  figures: fc.option(
    fc.record({
      metrics: fc.dictionary(fc.stringMatching(/^[a-z][a-z_]*$/), fc.option(number)),
      dailyReturns: fc.array(number),
      firstDay: fc.constant('2025-01-01'),
    }),
  ),
  error: fc.option(fc.string()),
});

it('gives back what was written, to the bit', () => {
  fc.assert(
    fc.property(fc.array(outcome), (outcomes) => {
      const back = parseOutcomes(outcomesText(outcomes));
      // Object.is, which knows zero from minus zero.
      expect(back).toStrictEqual(
        outcomes.map((one) => ({
          ...one,
          figures: one.figures && { ...one.figures, metrics: { ...one.figures.metrics } },
        })),
      );
    }),
  );
});

it('keeps the sign of zero', () => {
  const text = outcomesText([
    {
      setIndex: 0,
      periodIndex: 0,
      error: null,
      figures: { metrics: { pf: -0 }, dailyReturns: [-0, 0], firstDay: '2025-01-01' },
    },
  ]);
  const [back] = parseOutcomes(text);
  expect(Object.is(back!.figures!.metrics['pf'], -0)).toBe(true);
  expect(back!.figures!.dailyReturns.map((value) => Object.is(value, -0))).toEqual([true, false]);
});

it.each(['', '{}', '[{"setIndex":-1,"periodIndex":0,"figures":null,"error":null}]', '[{"setIndex":0}]'])(
  'refuses %j',
  (text) => {
    expect(() => parseOutcomes(text)).toThrow(expect.objectContaining({ code: 'BAD_OUTCOME' }));
  },
);
