import { invariant } from '@auction-trader/core';
import { type BlockSums, blockSums, type HalfSums, halfSums } from './block-sums.ts';
import { ANNUAL } from './sharpe-of-days.ts';
import { signedSquare } from './signed-square.ts';

/** One way to part the days into two halves. */
export interface OverfittingSplit {
  /** Logit of the out-of-sample rank of the set chosen in sample; above 0 it did better than the median set. */
  readonly logit: number;
  /** Annualised Sharpe ratio of the chosen set in and out of sample; 0 where its returns do not vary. */
  readonly inSample: number;
  readonly outOfSample: number;
}

/** Result of combinatorially symmetric cross-validation. */
export interface OverfittingProbability {
  /** Share of the splits in which the set chosen in sample is no better than the median out of sample, 0..1. */
  readonly probability: number;
  readonly splits: readonly OverfittingSplit[];
  /** Number of blocks that the days were cut into. */
  readonly blocks: number;
}

/** Most blocks: the paper's own choice, 12,870 splits. */
const MAX_BLOCKS = 16;
/** Fewer days a block would leave nothing between the purged ones. */
const MIN_BLOCK_DAYS = 5;
/** Bound of time: splits x sets. */
const MAX_WORK = 200_000_000;

/**
 * Number of blocks for so many days and sets: even, at most 16, at least five days each, fewer when splits x sets
 * would go beyond 200 million.
 *
 * @returns 0 when there are too few days (below 20)
 */
export function overfittingBlocks(days: number, sets: number): number {
  let blocks = Math.min(MAX_BLOCKS, 2 * Math.floor(days / (2 * MIN_BLOCK_DAYS)));
  while (blocks > 4 && splitCount(blocks) * sets > MAX_WORK) blocks -= 2;
  return blocks < 4 ? 0 : blocks;
}

/**
 * Probability of backtest overfitting by combinatorially symmetric cross-validation (Bailey, Borwein, Lopez de
 * Prado and Zhu, "The probability of backtest overfitting", Journal of Computational Finance, 2015). The days are
 * cut into blocks; every half of the blocks in turn is the sample that the best set (by Sharpe ratio, of equals
 * the first) is chosen on, the other half judges it. Beyond the paper, days on both sides of every border between
 * the halves are left out, since a position may be open across it (purging and embargo: Lopez de Prado, "Advances
 * in financial machine learning", 2018, chapter 7).
 *
 * @param values row-major returns, one row a set, at least two rows
 * @param columns days
 * @param blocks even; days / blocks above 2 x purgeDays
 * @param purgeDays days left out on each side of a border
 */
export function overfittingProbability(
  values: Float64Array,
  columns: number,
  blocks: number,
  purgeDays: number,
): OverfittingProbability {
  invariant(blocks % 2 === 0 && blocks >= 2 && blocks <= MAX_BLOCKS, 'blocks come in two halves');
  invariant(Math.floor(columns / blocks) > 2 * purgeDays, 'a block has days that are not purged');
  const masks = splitMasks(blocks);
  const tiles = tilesOf(values, columns, blocks, purgeDays);
  const choices = masks.map(() => ({
    largest: Number.NEGATIVE_INFINITY,
    inSample: 0,
    own: 0,
    outOfSample: 0,
  }));
  for (const tile of tiles()) {
    for (const [i, mask] of masks.entries()) choose(tile, mask, choices[i]!);
  }
  const ranks = masks.map(() => ({ lower: 0, equal: 0 }));
  for (const tile of tiles()) {
    for (const [i, mask] of masks.entries()) rank(tile, mask, choices[i]!.own, ranks[i]!);
  }
  const sets = values.length / columns;
  const splits = choices.map(({ inSample, outOfSample }, i) => {
    const { lower, equal } = ranks[i]!;
    // Equal sets share the middle of their ranks.
    const share = (lower + (equal + 1) / 2) / (sets + 1);
    return { logit: Math.log(share / (1 - share)), inSample, outOfSample };
  });
  const lost = splits.filter(({ logit }) => logit <= 0).length;
  return { probability: lost / splits.length, splits, blocks };
}

/** Every choice of half of the blocks, as bits. */
function splitMasks(blocks: number): number[] {
  const masks: number[] = [];
  for (let mask = 0; mask < 1 << blocks; mask += 1) {
    if (bitCount(mask) === blocks / 2) masks.push(mask);
  }
  return masks;
}

/** Some of the sets, with their sums over every choice of blocks of each half. */
interface Tile {
  readonly sums: BlockSums;
  readonly left: HalfSums;
  readonly right: HalfSums;
}

/** So many sets' sums (4 MB with 16 blocks) stay in a processor's own cache through all splits. */
const TILE_SETS = 512;

function tilesOf(values: Float64Array, columns: number, blocks: number, purgeDays: number) {
  return function* tiles(): Generator<Tile> {
    for (let start = 0; start < values.length; start += TILE_SETS * columns) {
      const part = values.subarray(start, start + TILE_SETS * columns);
      const sums = blockSums(part, columns, blocks, purgeDays);
      yield { sums, left: halfSums(sums, 0, blocks / 2), right: halfSums(sums, blocks / 2, blocks) };
    }
  };
}

/** The set chosen in sample so far. */
interface Choice {
  /** Its {@link signedSquare} in and out of sample, and the Sharpe ratios. */
  largest: number;
  inSample: number;
  own: number;
  outOfSample: number;
}

/** Blocks of `mask` are in sample. */
function choose(tile: Tile, mask: number, choice: Choice): void {
  const inside = sideOf(tile, mask);
  const set = bestOf(inside, tile.sums.sets);
  const value = measureOne(inside, set);
  if (value <= choice.largest) return;
  const outside = sideOf(tile, othersOf(tile, mask));
  choice.largest = value;
  choice.inSample = sharpeOf(value, inside.days);
  choice.own = measureOne(outside, set);
  choice.outOfSample = sharpeOf(choice.own, outside.days);
}

/** Counts the sets that do worse out of sample than the chosen one, and as well (itself among them). */
function rank(tile: Tile, mask: number, own: number, counts: { lower: number; equal: number }): void {
  const { days, leftSum, leftSquares, rightSum, rightSquares, purgedSum, purgedSquares } = sideOf(
    tile,
    othersOf(tile, mask),
  );
  let lower = 0;
  let equal = 0;
  for (let set = 0; set < tile.sums.sets; set += 1) {
    const other = signedSquare(
      leftSum[set]! + rightSum[set]! - purgedSum[set]!,
      leftSquares[set]! + rightSquares[set]! - purgedSquares[set]!,
      days,
    );
    if (other < own) lower += 1;
    else if (other === own) equal += 1;
  }
  counts.lower += lower;
  counts.equal += equal;
}

function othersOf({ sums }: Tile, mask: number): number {
  return ((1 << sums.blocks) - 1) & ~mask;
}

/** One side of a split as what is to be added up: both halves, less the purged days at the border between them. */
interface Side {
  readonly days: number;
  readonly leftSum: Float64Array;
  readonly leftSquares: Float64Array;
  readonly rightSum: Float64Array;
  readonly rightSquares: Float64Array;
  readonly purgedSum: Float64Array;
  readonly purgedSquares: Float64Array;
}

function sideOf({ sums, left, right }: Tile, mask: number): Side {
  const half = sums.blocks / 2;
  const low = mask & ((1 << half) - 1);
  const high = mask >> half;
  const before = (low >> (half - 1)) & 1;
  const behind = high & 1;
  const purged = before === behind ? sums.nothing : before === 1 ? sums.tails[half - 1]! : sums.heads[half]!;
  return {
    days: left[low]!.days + right[high]!.days - purged.days,
    leftSum: left[low]!.sum,
    leftSquares: left[low]!.squares,
    rightSum: right[high]!.sum,
    rightSquares: right[high]!.squares,
    purgedSum: purged.sum,
    purgedSquares: purged.squares,
  };
}

function measureOne(side: Side, set: number): number {
  return signedSquare(
    side.leftSum[set]! + side.rightSum[set]! - side.purgedSum[set]!,
    side.leftSquares[set]! + side.rightSquares[set]! - side.purgedSquares[set]!,
    side.days,
  );
}

function bestOf(side: Side, sets: number): number {
  const { days, leftSum, leftSquares, rightSum, rightSquares, purgedSum, purgedSquares } = side;
  let best = 0;
  let largest = Number.NEGATIVE_INFINITY;
  for (let set = 0; set < sets; set += 1) {
    const value = signedSquare(
      leftSum[set]! + rightSum[set]! - purgedSum[set]!,
      leftSquares[set]! + rightSquares[set]! - purgedSquares[set]!,
      days,
    );
    if (value > largest) {
      largest = value;
      best = set;
    }
  }
  return best;
}

/** Annualised Sharpe ratio from what {@link signedSquare} gave. */
function sharpeOf(square: number, days: number): number {
  return (Math.sign(square) * Math.sqrt(Math.abs(square) * (days - 1)) * ANNUAL) / days;
}

function splitCount(blocks: number): number {
  let count = 1;
  for (let i = 1; i <= blocks / 2; i += 1) count = (count * (blocks / 2 + i)) / i;
  return count;
}

function bitCount(mask: number): number {
  let bits = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) bits += 1;
  return bits;
}
