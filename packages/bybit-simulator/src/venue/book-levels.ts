/** How many levels the made-up book has a side. */
export const MADE_UP_LEVELS = 50;

/** Price in ticks and size in lots. */
export interface Level {
  readonly ticks: number;
  readonly lots: number;
}

/**
 * A side of the book: the best level as the market says, and levels behind it that are made up. A
 * made-up level has a size that depends on its price alone, so that the book moves as a real one: by
 * few changes at a time.
 *
 * @param side +1 for the bids, -1 for the asks
 * @param bestLots 0 for an empty side
 */
export function bookLevels(side: number, bestTicks: number, bestLots: number, count: number): Level[] {
  if (bestLots === 0) return [];
  const levels: Level[] = [{ ticks: bestTicks, lots: bestLots }];
  for (let place = 1; place < Math.min(count, MADE_UP_LEVELS); place++) {
    const ticks = bestTicks - side * place;
    if (ticks <= 0) break;
    levels.push({ ticks, lots: madeUpLots(ticks) });
  }
  return levels;
}

function madeUpLots(ticks: number): number {
  let mixed = Math.imul(ticks ^ (ticks >>> 15), 0x2c1b3c6d);
  mixed = Math.imul(mixed ^ (mixed >>> 12), 0x297a2d39);
  return 1 + (((mixed ^ (mixed >>> 15)) >>> 0) % 4_000);
}
