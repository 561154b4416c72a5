/**
 * A small seeded generator: xoshiro128** (Blackman and Vigna, "Scrambled linear
 * pseudorandom number generators", 2021), its state filled by splitmix32 from the seed. Equal seeds
 * give equal draws on every machine. Not for secrets.
 *
 * @example
 * const random = new Random(1);
 * random.uniform(); // in [0, 1)
 */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private d: number;
  /** Second value of the last polar pair, NaN when used up. */
  private spareNormal = Number.NaN;

  /** @param seed a whole number; its lowest 32 bits count */
  constructor(seed: number) {
    let state = seed | 0;
    const next = () => {
      state = (state + 0x9e3779b9) | 0;
      let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
      mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
      return mixed ^ (mixed >>> 15);
    };
    this.a = next();
    this.b = next();
    this.c = next();
    this.d = next();
  }

  /** 32 random bits as an integer in [0, 2^32). */
  uint32(): number {
    const { b } = this;
    const times5 = Math.imul(b, 5);
    const result = Math.imul((times5 << 7) | (times5 >>> 25), 9) >>> 0;
    const shifted = b << 9;
    this.c ^= this.a;
    this.d ^= b;
    this.b ^= this.c;
    this.a ^= this.d;
    this.c ^= shifted;
    this.d = (this.d << 11) | (this.d >>> 21);
    return result;
  }

  /** Uniform in [0, 1), 53 bits. */
  uniform(): number {
    const high = this.uint32() >>> 5;
    const low = this.uint32() >>> 6;
    return (high * 67_108_864 + low) / 9_007_199_254_740_992;
  }

  /** Standard normal, by Marsaglia's polar method. */
  normal(): number {
    const spare = this.spareNormal;
    if (!Number.isNaN(spare)) {
      this.spareNormal = Number.NaN;
      return spare;
    }
    for (;;) {
      const x = 2 * this.uniform() - 1;
      const y = 2 * this.uniform() - 1;
      const square = x * x + y * y;
      if (square > 0 && square < 1) {
        const scale = Math.sqrt((-2 * Math.log(square)) / square);
        this.spareNormal = y * scale;
        return x * scale;
      }
    }
  }

  /** Exponential with mean 1. */
  exponential(): number {
    return -Math.log(1 - this.uniform());
  }

  /** Where the sequence stands, as plain data. */
  snapshot(): RandomSnapshot {
    const { a, b, c, d, spareNormal } = this;
    return { words: [a, b, c, d], spareNormal: Number.isNaN(spareNormal) ? null : spareNormal };
  }

  /** Goes on where {@link snapshot} was taken. */
  restore({ words, spareNormal }: RandomSnapshot): void {
    [this.a, this.b, this.c, this.d] = words;
    this.spareNormal = spareNormal ?? Number.NaN;
  }
}

/** State of a {@link Random}. */
export interface RandomSnapshot {
  readonly words: readonly [number, number, number, number];
  readonly spareNormal: number | null;
}
