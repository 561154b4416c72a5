import { expect, it } from 'vitest';
import { exposure } from './exposure.ts';

it('exposure is the share of minutes that end with a position', () => {
  expect(exposure([0, 5, -3, 0, 9], 4)).toBe(0.5);
  expect(exposure([], 0)).toBeNull();
});
