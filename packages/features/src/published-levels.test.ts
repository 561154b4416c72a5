import { expect, it } from 'vitest';
import { publishedPocHalfTicks, publishedVahTicks } from './published-levels.ts';

it('`key`: lower edges of their bins', () => {
  expect(publishedPocHalfTicks(500, 100, 'key') / 2).toBe(50_000);
  expect(publishedVahTicks(501, 100, 'key')).toBe(50_100);
});

it('`outer`: the middle of the POC, in half ticks where the width is odd (P7), and the top of VAH', () => {
  expect(publishedPocHalfTicks(500, 100, 'outer') / 2).toBe(50_050);
  expect(publishedPocHalfTicks(71_429, 7, 'outer') / 2).toBe(500_006.5);
  expect(publishedVahTicks(501, 100, 'outer')).toBe(50_200);
});
