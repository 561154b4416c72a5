import { describe, expect, it } from 'vitest';
import { automaticBlockLength } from './block-length.ts';

/** A series that remembers `memory` of its last value, from whole numbers. */
function remembering(count: number, memory: number): number[] {
  const series = [0];
  for (let k = 1; k < count; k += 1) {
    series.push(memory * series[k - 1]! + (((k * 104_729 + k * k * 31) % 1009) - 504) / 1000);
  }
  return series;
}

describe('automaticBlockLength', () => {
  // The paper's rule written down a second time in numpy; the last one is what arch 8.0.0 gives, too (for the
  // others arch takes one lag more, as it looks for the first small autocorrelation and not for the last large).
  it.each([
    [200, 0.3, 7.367723884037208],
    [200, 0.7, 9.797569794741479],
    [365, 0.5, 8.840748184565722],
    [60, 0.9, 9.512237591772326],
  ])('of %i days with a memory of %f', (count, memory, expected) => {
    expect(automaticBlockLength(remembering(count, memory))).toBeCloseTo(expected, 10);
  });

  it('is 0 without spread and bounded', () => {
    expect(automaticBlockLength([1, 1, 1, 1, 1, 1, 1, 1, 1, 1])).toBe(0);
    expect(automaticBlockLength(Array.from({ length: 30 }, (_, day) => day))).toBeLessThanOrEqual(10);
  });
});
