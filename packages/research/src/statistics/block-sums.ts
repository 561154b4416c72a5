/** Sums over a stretch of days, one element a set. */
interface StretchSums {
  readonly days: number;
  readonly sum: Float64Array;
  readonly squares: Float64Array;
}

/** Sums over blocks of days and over the days at their ends. */
export interface BlockSums {
  readonly sets: number;
  readonly blocks: number;
  readonly whole: readonly StretchSums[];
  /** First and last days of each block, those that are left out at a border. */
  readonly heads: readonly StretchSums[];
  readonly tails: readonly StretchSums[];
  /** Over no day. */
  readonly nothing: StretchSums;
}

/** Sums over every choice of blocks of a half, by the choice's bits (lowest: the half's first block). */
export type HalfSums = readonly { days: number; sum: Float64Array; squares: Float64Array }[];

/**
 * Cuts the days into blocks of equal length (where they do not go up, some are a day longer) and sums them up.
 *
 * @param values row-major returns, one row a set
 * @param edgeDays days at each end of a block that {@link BlockSums.heads} and `tails` hold
 */
export function blockSums(
  values: Float64Array,
  columns: number,
  blocks: number,
  edgeDays: number,
): BlockSums {
  const sets = values.length / columns;
  const starts = Array.from({ length: blocks + 1 }, (_, block) => Math.floor((block * columns) / blocks));
  const stretch = (from: number, to: number) => stretchSums(values, columns, sets, from, to);
  const each = Array.from({ length: blocks }, (_, block) => [starts[block]!, starts[block + 1]!] as const);
  return {
    sets,
    blocks,
    whole: each.map(([from, to]) => stretch(from, to)),
    heads: each.map(([from]) => stretch(from, from + edgeDays)),
    tails: each.map(([, to]) => stretch(to - edgeDays, to)),
    nothing: stretch(0, 0),
  };
}

function stretchSums(
  values: Float64Array,
  columns: number,
  sets: number,
  from: number,
  to: number,
): StretchSums {
  const sum = new Float64Array(sets);
  const squares = new Float64Array(sets);
  for (let set = 0; set < sets; set += 1) {
    for (let day = from; day < to; day += 1) {
      const value = values[set * columns + day]!;
      sum[set]! += value;
      squares[set]! += value * value;
    }
  }
  return { days: to - from, sum, squares };
}

/**
 * Sums over every choice of the blocks `from` up to but without `to`, without the days at borders between a
 * chosen block and one of these that is not chosen. With 8 blocks these are 256 choices, and any choice of 16
 * blocks is the sum of two of them: that is what makes 12,870 splits of 10,000 sets a matter of a second.
 */
export function halfSums(sums: BlockSums, from: number, to: number): HalfSums {
  const length = to - from;
  return Array.from({ length: 1 << length }, (_, chosen) => {
    const total = { days: 0, sum: new Float64Array(sums.sets), squares: new Float64Array(sums.sets) };
    for (let bit = 0; bit < length; bit += 1) {
      if (((chosen >> bit) & 1) === 0) continue;
      add(total, sums.whole[from + bit]!, 1);
      if (bit > 0 && ((chosen >> (bit - 1)) & 1) === 0) add(total, sums.heads[from + bit]!, -1);
      if (bit + 1 < length && ((chosen >> (bit + 1)) & 1) === 0) add(total, sums.tails[from + bit]!, -1);
    }
    return total;
  });
}

function add(total: HalfSums[number], part: StretchSums, sign: 1 | -1): void {
  const { sum, squares } = total;
  total.days += sign * part.days;
  for (let set = 0; set < sum.length; set += 1) {
    sum[set]! += sign * part.sum[set]!;
    squares[set]! += sign * part.squares[set]!;
  }
}
