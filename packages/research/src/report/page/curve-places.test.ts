import { expect, it } from 'vitest';
import type { EquityCurve } from '../chosen-curves.ts';
import { curvePlaces } from './curve-places.ts';

const curve = (days: readonly string[]): EquityCurve => ({
  kind: 'best',
  label: '',
  days,
  equity: days.map(() => 1),
});

it('days in order share one calendar', () => {
  const { days, places } = curvePlaces([
    curve(['2025-01-01', '2025-01-03']),
    curve(['2025-01-02', '2025-01-03']),
  ]);
  expect(days).toEqual(['2025-01-01', '2025-01-02', '2025-01-03']);
  expect(places).toEqual([
    [0, 2],
    [1, 2],
  ]);
});

it('days that repeat follow the longest curve, each the next such day', () => {
  const [a, b, c] = ['2025-01-01', '2025-01-02', '2025-01-03'] as const;
  const { days, places } = curvePlaces([curve([a, b, c, a, b, c]), curve([b, c, a, b])]);
  expect(days).toEqual([a, b, c, a, b, c]);
  expect(places[1]).toEqual([1, 2, 3, 4]);
});
