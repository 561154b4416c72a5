import { describe, expect, it } from 'vitest';
import { Random } from './random.ts';

const COUNT = 200_000;

function moments(draw: () => number): { mean: number; variance: number } {
  let sum = 0;
  let squares = 0;
  for (let index = 0; index < COUNT; index += 1) {
    const value = draw();
    sum += value;
    squares += value * value;
  }
  const mean = sum / COUNT;
  return { mean, variance: squares / COUNT - mean * mean };
}

/** The generator as its authors publish it, on BigInt. */
function* reference(state: bigint[]): Generator<number> {
  const mask = 0xffffffffn;
  const rotate = (value: bigint, by: bigint) => ((value << by) | (value >> (32n - by))) & mask;
  let [a = 0n, b = 0n, c = 0n, d = 0n] = state;
  for (;;) {
    yield Number((rotate((b * 5n) & mask, 7n) * 9n) & mask);
    const shifted = (b << 9n) & mask;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotate(d, 11n);
  }
}

describe('Random', () => {
  it('draws what xoshiro128** draws', () => {
    const random = new Random(0);
    Object.assign(random, { a: 1, b: 2, c: 3, d: 4 });
    const expected = reference([1n, 2n, 3n, 4n]);
    const draws = Array.from({ length: 1000 }, () => random.uint32());
    expect(draws.slice(0, 3)).toEqual([11_520, 0, 5_927_040]);
    expect(draws).toEqual(draws.map(() => expected.next().value));
  });

  it('draws the same again from the same seed, and something else from another', () => {
    const draws = (seed: number) => {
      const random = new Random(seed);
      return [random.uniform(), random.normal(), random.normal(), random.exponential(), random.uniform()];
    };
    expect(draws(7)).toEqual(draws(7));
    expect(draws(7)).not.toEqual(draws(8));
    expect(draws(0)).not.toEqual(draws(1));
  });

  it('has the moments of its distributions', () => {
    const random = new Random(42);
    const uniform = moments(() => random.uniform());
    expect(uniform.mean).toBeCloseTo(0.5, 2);
    expect(uniform.variance).toBeCloseTo(1 / 12, 2);
    const normal = moments(() => random.normal());
    expect(normal.mean).toBeCloseTo(0, 1);
    expect(normal.variance).toBeCloseTo(1, 1);
    const exponential = moments(() => random.exponential());
    expect(exponential.mean).toBeCloseTo(1, 1);
    expect(exponential.variance).toBeCloseTo(1, 1);
  });

  it('keeps uniform below 1 and exponential finite', () => {
    const random = new Random(3);
    // All bits set: the largest uniform there is.
    random.uint32 = () => 0xffffffff;
    expect(random.uniform()).toBeLessThan(1);
    expect(Number.isFinite(random.exponential())).toBe(true);
    random.uint32 = () => 0;
    expect(random.uniform()).toBe(0);
    expect(random.exponential()).toBeCloseTo(0);
  });

  it('goes on where it was saved, in the middle of a pair of normal draws too', () => {
    const random = new Random(5);
    random.normal();
    const other = new Random(6);
    other.restore(JSON.parse(JSON.stringify(random.snapshot())));
    const draws = (from: Random) => [from.normal(), from.normal(), from.uniform(), from.exponential()];
    expect(draws(other)).toEqual(draws(random));
  });
});
