import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expandValueArea, findPoc, nextBins, ValueArea } from './value-area.ts';

/** Lots by bin. */
type Histogram = Readonly<Record<number, number>>;

interface Outcome {
  readonly poc: number;
  readonly val: number;
  readonly vah: number;
  readonly coverage: number;
  /** Bins in the order in which they were taken, the POC first. */
  readonly order: readonly number[];
  readonly area: ValueArea;
}

const LENGTH = 1 << 17;

/** Value area of a histogram as the specification's tables write it. */
function valueArea(histogram: Histogram, fractionBasisPoints = 7_000, step: 1 | 2 = 1): Outcome {
  const mask = LENGTH - 1;
  const lots = new Float64Array(LENGTH);
  const bins = Object.keys(histogram).map(Number);
  for (const bin of bins) lots[bin & mask] = histogram[bin]!;
  const traded = bins.filter((bin) => histogram[bin]! > 0);
  const low = Math.min(...traded);
  const high = Math.max(...traded);
  const total = traded.reduce((sum, bin) => sum + histogram[bin]!, 0);
  const area = new ValueArea();
  findPoc(lots, mask, low, high, area);
  expandValueArea(lots, mask, low, high, total, fractionBasisPoints, step, area);
  const order = [area.poc];
  for (let bottom = area.poc, top = area.poc, inside = lots[area.poc & mask]!; inside < area.lots; ) {
    const taken = nextBins(lots, mask, low, high, area.poc, bottom, top, step);
    const direction = Math.sign(taken);
    for (let count = 0; count < Math.abs(taken); count++) {
      const bin = direction > 0 ? ++top : --bottom;
      order.push(bin);
      inside += lots[bin & mask]!;
    }
  }
  return { poc: area.poc, val: area.low, vah: area.high, coverage: area.lots / total, order, area };
}

const TABLE: Readonly<Record<string, Histogram>> = {
  a: { 98: 50, 99: 100, 100: 200, 101: 100, 102: 50 },
  b: { 98: 10, 99: 20, 100: 100, 101: 80, 102: 60 },
  c: { 100: 200, 101: 50, 102: 50, 103: 50 },
  d: { 98: 100, 99: 100, 100: 100, 101: 100, 102: 100 },
  e: { 10: 5, 11: 9, 12: 9, 13: 5 },
  f: { 10: 40, 15: 100, 18: 60 },
  g: { 10: 10, 15: 100, 17: 60 },
  h: { 7: 3 },
  i: { 1: 10, 2: 70, 3: 20 },
  j: Object.fromEntries(Array.from({ length: 20 }, (_, bin) => [bin, 1])),
};

describe('value area, one bin a step', () => {
  it.each([
    ['a', 100, 99, 101, 0.8, [100, 99, 101]],
    ['b', 100, 100, 102, 240 / 270, [100, 101, 102]],
    ['c', 100, 100, 101, 250 / 350, [100, 101]],
    ['d', 100, 98, 101, 0.8, [100, 99, 101, 98]],
    ['e', 11, 10, 12, 23 / 28, [11, 12, 10]],
    ['f', 15, 15, 18, 0.8, [15, 14, 16, 13, 17, 18]],
    ['g', 15, 15, 17, 160 / 170, [15, 14, 16, 17]],
    ['h', 7, 7, 7, 1, [7]],
    ['i', 2, 2, 2, 0.7, [2]],
  ] as const)('17.3 %s', (id, poc, val, vah, coverage, order) => {
    expect(valueArea(TABLE[id]!)).toMatchObject({ poc, val, vah, coverage, order });
  });

  it('17.3 j', () => {
    const { poc, val, vah, coverage, area } = valueArea(TABLE['j']!);
    expect([poc, val, vah, coverage, area.profileBins]).toEqual([9, 2, 15, 0.7, 20]);
  });

  it('E3: rows of 100 named by their lower edge', () => {
    const rows = { 498: 100, 499: 250, 500: 400, 501: 300, 502: 150, 503: 50 };
    const { order, area, coverage } = valueArea(rows);
    expect(order).toEqual([500, 501, 499]);
    expect([area.lots, area.low, area.high, area.bins, area.profileBins]).toEqual([950, 499, 501, 3, 6]);
    expect(coverage).toBe(0.76);
    // 400, 700, 950: with less to reach it ends after one step, or none.
    expect(valueArea(rows, 5_600).area.lots).toBe(700);
    expect(valueArea(rows, 3_200).area.lots).toBe(400);
  });

  it('counts bins with volume and bins of the area apart', () => {
    const { area } = valueArea(TABLE['f']!);
    expect([area.bins, area.profileBins]).toEqual([4, 3]);
  });

  it('a peak at the edge expands inward only', () => {
    expect(valueArea({ 5: 1, 6: 1, 7: 9 }, 9_500)).toMatchObject({ val: 5, vah: 7, order: [7, 6, 5] });
  });

  it('takes all when all is asked for', () => {
    expect(valueArea(TABLE['a']!, 10_000)).toMatchObject({ val: 98, vah: 102, coverage: 1 });
  });

  it('of equal peaks the one nearest the middle of the range is the POC, then the lower', () => {
    expect(valueArea({ 0: 5, 6: 5, 10: 1 }).poc).toBe(6);
    expect(valueArea({ 0: 1, 4: 5, 6: 5, 10: 1 }).poc).toBe(4);
    expect(valueArea({ [-10]: 1, [-6]: 5, [-4]: 5, 0: 1 }).poc).toBe(-6);
  });
});

describe('value area, pairs (P11)', () => {
  it.each([
    ['a', 100, 98, 100, 350 / 500, [100, 99, 98]],
    ['c', 100, 100, 102, 300 / 350, [100, 101, 102]],
    ['d', 100, 98, 102, 1, [100, 99, 98, 101, 102]],
    ['g', 15, 15, 17, 160 / 170, [15, 16, 17]],
  ] as const)('17.3 %s', (id, poc, val, vah, coverage, order) => {
    expect(valueArea(TABLE[id]!, 7_000, 2)).toMatchObject({ poc, val, vah, coverage, order });
  });

  it('compares one bin where one is left, and moves by two where a side is exhausted', () => {
    expect(valueArea({ 9: 6, 10: 10, 11: 1, 12: 1 }, 6_000, 2).order).toEqual([10, 9]);
    expect(valueArea({ 10: 10, 11: 5, 12: 4, 13: 3 }, 8_000, 2).order).toEqual([10, 11, 12]);
  });
});

/** Whole lots by bin somewhere on the price axis, gaps included. */
const histograms = fc
  .tuple(
    fc.integer({ min: -200, max: 60_000 }),
    fc.array(fc.oneof(fc.constantFrom(0, 0, 1, 1, 2), fc.integer({ min: 0, max: 60 })), {
      minLength: 1,
      maxLength: 60,
    }),
  )
  .filter(([, lots]) => lots.some((value) => value > 0))
  .map(([first, lots]) => Object.fromEntries(lots.map((value, index) => [first + index, value])));

const fractions = fc.oneof(fc.constantFrom(5_000, 7_000, 9_500), fc.integer({ min: 5_000, max: 9_500 }));
const steps = fc.constantFrom(1 as const, 2 as const);

const sumOf = (histogram: Histogram, from: number, to: number) =>
  Object.entries(histogram).reduce(
    (sum, [bin, lots]) => (Number(bin) >= from && Number(bin) <= to ? sum + lots : sum),
    0,
  );

const total = (histogram: Histogram) => sumOf(histogram, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);

describe('any value area', () => {
  it('contains the POC, ends on bins with volume, and holds what it says', () => {
    fc.assert(
      fc.property(histograms, fractions, steps, (histogram, fraction, step) => {
        const { poc, val, vah, area } = valueArea(histogram, fraction, step);
        expect(val).toBeLessThanOrEqual(poc);
        expect(vah).toBeGreaterThanOrEqual(poc);
        expect(histogram[val]).toBeGreaterThan(0);
        expect(histogram[vah]).toBeGreaterThan(0);
        expect(area.lots).toBe(sumOf(histogram, val, vah));
        expect(area.bins).toBe(vah - val + 1);
        expect(area.profileBins).toBe(Object.values(histogram).filter((lots) => lots > 0).length);
      }),
    );
  });

  it('covers the fraction; without its last bin it does not', () => {
    fc.assert(
      fc.property(histograms, fractions, (histogram, fraction) => {
        const { area, order } = valueArea(histogram, fraction);
        const target = total(histogram) * fraction;
        expect(area.lots * 10_000).toBeGreaterThanOrEqual(target);
        if (order.length === 1) return;
        const withoutLast = area.lots - (histogram[order.at(-1)!] ?? 0);
        expect(withoutLast * 10_000).toBeLessThan(target);
      }),
    );
  });

  it('covers the fraction in pairs; without its last pair it does not', () => {
    fc.assert(
      fc.property(histograms, fractions, (histogram, fraction) => {
        const { area, order } = valueArea(histogram, fraction, 2);
        const target = total(histogram) * fraction;
        expect(area.lots * 10_000).toBeGreaterThanOrEqual(target);
        if (order.length === 1) return;
        const lots = (bin: number | undefined) => histogram[bin!] ?? 0;
        expect((area.lots - lots(order.at(-1)) - lots(order.at(-2))) * 10_000).toBeLessThan(target);
      }),
    );
  });

  it('moves with its histogram', () => {
    fc.assert(
      fc.property(
        histograms,
        fractions,
        steps,
        fc.integer({ min: -500, max: 9_000 }),
        (bins, fraction, step, by) => {
          const moved = Object.fromEntries(
            Object.entries(bins).map(([bin, lots]) => [Number(bin) + by, lots]),
          );
          const one = valueArea(bins, fraction, step);
          const other = valueArea(moved, fraction, step);
          expect([other.poc - by, other.val - by, other.vah - by]).toEqual([one.poc, one.val, one.vah]);
          expect(other.order.map((bin) => bin - by)).toEqual(one.order);
        },
      ),
    );
  });

  it('equals the plain reading of the rules', () => {
    fc.assert(
      fc.property(histograms, fractions, steps, (histogram, fraction, step) => {
        const { poc, val, vah, area, order } = valueArea(histogram, fraction, step);
        expect({ poc, val, vah, lots: area.lots, order }).toEqual(plainValueArea(histogram, fraction, step));
      }),
      { numRuns: 300 },
    );
  });
});

/** 7.3 and 7.4 with lists and sorts. */
function plainValueArea(histogram: Histogram, fraction: number, step: 1 | 2) {
  const traded = Object.keys(histogram)
    .map(Number)
    .filter((bin) => histogram[bin]! > 0)
    .sort((left, right) => left - right);
  const low = traded[0]!;
  const high = traded.at(-1)!;
  const lots = (bins: readonly number[]) => bins.reduce((sum, bin) => sum + (histogram[bin] ?? 0), 0);
  const away = (bin: number) => Math.abs(2 * bin - (low + high));
  const [poc] = [...traded].sort(
    (left, right) => lots([right]) - lots([left]) || away(left) - away(right) || left - right,
  );
  const order = [poc!];
  while (lots(order) * 10_000 < lots(traded) * fraction) {
    const bottom = Math.min(...order);
    const top = Math.max(...order);
    const below = [bottom - 1, bottom - 2].slice(0, step).filter((bin) => bin >= low);
    const above = [top + 1, top + 2].slice(0, step).filter((bin) => bin <= high);
    if (below.length === 0 && above.length === 0) break;
    const sides = [
      { bins: below, taken: poc! - bottom },
      { bins: above, taken: top - poc! },
    ].filter(({ bins }) => bins.length > 0);
    sides.sort((left, right) => lots(right.bins) - lots(left.bins) || left.taken - right.taken);
    order.push(...sides[0]!.bins);
  }
  const inside = order.filter((bin) => (histogram[bin] ?? 0) > 0);
  return { poc, val: Math.min(...inside), vah: Math.max(...inside), lots: lots(order), order };
}
