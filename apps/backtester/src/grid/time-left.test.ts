import { expect, it } from 'vitest';
import { timeLeftText } from './time-left.ts';

it('says how fast it goes and how long it takes', () => {
  expect(timeLeftText(420, 2_000, 8_610)).toBe(', 210 a second, 41 s left');
  expect(timeLeftText(1, 2_000, 100)).toBe(', 0.50 a second, 3 min 20 s left');
  expect(timeLeftText(10, 1_000, 75_000)).toBe(', 10 a second, 2 h 5 min left');
});

it('says nothing as long as nothing is known', () => {
  expect(timeLeftText(0, 1_000, 5)).toBe('');
  expect(timeLeftText(5, Number.NaN, 5)).toBe('');
});
