import { expect, it } from 'vitest';
import { chosenCurves } from './chosen-curves.ts';
import { sampleSearch, steps } from './testing/sample-search.ts';

const parameters = [steps('signal.accept_outside_k', 1, 1, 3)];

it('compounds the daily returns of the best set, day by day', () => {
  const { plan, outcomes, assessment } = sampleSearch({ parameters, days: 4 });
  const best = chosenCurves(plan, outcomes, assessment)[0]!;
  const [a, b, c, d] = outcomes[assessment.bestSet]!.figures!.dailyReturns as [
    number,
    number,
    number,
    number,
  ];
  expect(best.kind).toBe('best');
  expect(best.days).toEqual(['2025-01-01', '2025-01-02', '2025-01-03', '2025-01-04']);
  const expected = [
    1 + a,
    (1 + a) * (1 + b),
    (1 + a) * (1 + b) * (1 + c),
    (1 + a) * (1 + b) * (1 + c) * (1 + d),
  ];
  expect(best.equity).toHaveLength(4);
  for (const [i, value] of expected.entries()) expect(best.equity[i]).toBeCloseTo(value, 12);
});

it('the median set is the one in the middle by Sharpe ratio', () => {
  const { plan, outcomes, assessment } = sampleSearch({ parameters, days: 20 });
  const sharpes = outcomes.map(({ figures }) => figures!.metrics['sharpe']!);
  const middle = sharpes.indexOf(sharpes.toSorted((x, y) => x - y)[1]!);
  const median = chosenCurves(plan, outcomes, assessment).find(({ kind }) => kind === 'median');
  expect(median?.label).toBe(`median set, #${middle}`);
});

it('puts several periods one after another, and both walk-forwards beside them', () => {
  const { plan, outcomes, assessment } = sampleSearch({ parameters, days: 6, periods: 2 });
  const curves = chosenCurves(plan, outcomes, assessment);
  expect(curves.map(({ kind }) => kind)).toEqual(['best', 'median', 'rolling', 'anchored']);
  expect(curves[0]!.days).toHaveLength(12);
  expect(curves[0]!.days[6]).toBe('2025-01-01');
  expect(curves[2]!.equity).toEqual(assessment.walkForward[0]!.equity);
});

it('a set that failed over one period is not chosen', () => {
  const { plan, outcomes, assessment } = sampleSearch({ parameters, days: 6, periods: 2 });
  const half = outcomes.map((outcome) =>
    outcome.setIndex === assessment.bestSet && outcome.periodIndex === 1
      ? { ...outcome, figures: null, error: 'no data' }
      : outcome,
  );
  expect(chosenCurves(plan, half, assessment).map(({ kind }) => kind)).not.toContain('best');
});
