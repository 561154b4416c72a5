import type { Step } from '@auction-trader/core';
import { NOT_ON_GRID, readOnGrid } from './read-on-grid.ts';
import { REFUSAL } from './refusals.ts';

/**
 * Reads a price in ticks.
 *
 * @returns at least 1, or minus the code of a refusal
 */
export function readPrice(bytes: Uint8Array, from: number, to: number, tick: Step): number {
  const ticks = readOnGrid(bytes, from, to, tick);
  return ticks > 0 ? ticks : refused(ticks, REFUSAL['price-off-grid'], REFUSAL['absurd-price']);
}

/**
 * Reads a size in lots.
 *
 * @returns at least 1, or minus the code of a refusal
 */
export function readSize(bytes: Uint8Array, from: number, to: number, lot: Step): number {
  const lots = readOnGrid(bytes, from, to, lot);
  return lots > 0 ? lots : refused(lots, REFUSAL['size-off-grid'], REFUSAL['absurd-size']);
}

function refused(result: number, offGrid: number, tooLarge: number): number {
  switch (result) {
    case NOT_ON_GRID.OFF_GRID:
      return -offGrid;
    case NOT_ON_GRID.TOO_LARGE:
      return -tooLarge;
    case NOT_ON_GRID.NOT_POSITIVE:
      return -REFUSAL['not-positive'];
    default:
      return -REFUSAL.malformed;
  }
}
