import { Random } from '@auction-trader/core';
import { describe, expect, it } from 'vitest';
import { drawDays } from './stationary-bootstrap.ts';

/** How often each day is drawn, over many samples: sums, sums of squares and of products with the next day. */
function drawMany(days: number, meanBlock: number, samples: number) {
  const random = new Random(9);
  const times = new Float64Array(days);
  let square = 0;
  let next = 0;
  for (let sample = 0; sample < samples; sample += 1) {
    drawDays(random, meanBlock, times);
    expect(times.reduce((sum, value) => sum + value)).toBe(days);
    for (let day = 0; day < days; day += 1) {
      square += times[day]! ** 2;
      next += times[day]! * times[(day + 1) % days]!;
    }
  }
  return { square: square / (samples * days), next: next / (samples * days) };
}

describe('drawDays', () => {
  it('with blocks of one day draws independently: variance 1 - 1/n, covariance -1/n', () => {
    const { square, next } = drawMany(20, 1, 20_000);
    expect(square - 1).toBeCloseTo(0.95, 1);
    expect(next - 1).toBeCloseTo(-0.05, 1);
  });

  it('with longer blocks draws neighbours together', () => {
    // n drawings; two of them k apart are neighbouring days within a block with probability (1 - p)^k only for
    // k = 1, else by chance 1/n: E = sum over ordered pairs. For n = 20, p = 1/4, exactly, by hand:
    // E[c_d c_next] = (1/n) sum_{i != j} P(day_j = day_i + 1), P at a distance of +1 is q + (1 - q)/n with
    // q = 3/4, at +k q^k (k - 1 steps too far) leaves (1 - q^k)/n, the same backwards.
    const n = 20;
    const q = 0.75;
    let expected = 0;
    for (let k = 1; k < n; k += 1) {
      expected += ((n - k) / n) * ((k === 1 ? q ** k : 0) + (1 - q ** k) / n);
      expected += ((n - k) / n) * ((k === n - 1 ? q ** k : 0) + (1 - q ** k) / n);
    }
    expect(drawMany(n, 4, 20_000).next).toBeCloseTo(expected, 1);
    expect(expected).toBeGreaterThan(1.3);
  });

  it('is decided by the seed', () => {
    const [first, again] = [new Float64Array(30), new Float64Array(30)];
    drawDays(new Random(4), 3, first);
    drawDays(new Random(4), 3, again);
    expect(again).toEqual(first);
  });
});
