import { expandValueArea, findPoc, ValueArea } from '@auction-trader/features';
import { expect, it } from 'vitest';

// The numbers of docs/value-area.md, computed there by hand.

type Rows = readonly (readonly [price: number, lots: number])[];

/** POC, VAL, VAH and the lots between them, as the page states them. */
function valueArea(rows: Rows, height: number, rowsAStep: 1 | 2) {
  const mask = 1023;
  const lots = new Float64Array(mask + 1);
  let total = 0;
  for (const [price, size] of rows) {
    lots[(price / height) & mask] = size;
    total += size;
  }
  const low = rows[0]![0] / height;
  const high = rows.at(-1)![0] / height;
  const area = new ValueArea();
  findPoc(lots, mask, low, high, area);
  expandValueArea(lots, mask, low, high, total, 7_000, rowsAStep, area);
  return [area.poc * height, area.low * height, area.high * height, area.lots];
}

const BY_HAND: Rows = [
  [49_800, 100],
  [49_900, 250],
  [50_000, 400],
  [50_100, 300],
  [50_200, 150],
  [50_300, 50],
];

it('grows one row at a time as computed by hand', () => {
  expect(valueArea(BY_HAND, 100, 1)).toEqual([50_000, 49_900, 50_100, 950]);
});

it('grows two rows at a time as computed by hand', () => {
  expect(valueArea(BY_HAND, 100, 2)).toEqual([50_000, 49_800, 50_200, 1_200]);
});

const EDGES: readonly [rows: Rows, single: number[], pair: number[]][] = [
  [[98, 99, 100, 101, 102].map((price) => [price, 100] as const), [100, 98, 101, 400], [100, 98, 102, 500]],
  [
    [
      [10, 5],
      [11, 9],
      [12, 9],
      [13, 5],
    ],
    [11, 10, 12, 23],
    [11, 11, 13, 23],
  ],
  [
    [
      [100, 200],
      [101, 50],
      [102, 50],
      [103, 50],
    ],
    [100, 100, 101, 250],
    [100, 100, 102, 300],
  ],
  [
    [
      [10, 40],
      [15, 100],
      [18, 60],
    ],
    [15, 15, 18, 160],
    [15, 15, 18, 160],
  ],
  [
    [
      [10, 10],
      [15, 100],
      [17, 60],
    ],
    [15, 15, 17, 160],
    [15, 15, 17, 160],
  ],
];

it.each(EDGES)('breaks ties and cuts edges as the table says: %j', (rows, single, pair) => {
  expect(valueArea(rows, 1, 1)).toEqual(single);
  expect(valueArea(rows, 1, 2)).toEqual(pair);
});
