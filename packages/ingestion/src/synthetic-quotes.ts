import type { TradeColumns } from '@auction-trader/core';

/** What a synthetic quote's side depends on: the print before (trading rules 14.1). */
export interface PrintMemory {
  /** Price of the print before in ticks, NaN before the first. */
  priceTicks: number;
  /** Its side: +1 or -1; +1 before the first. */
  side: number;
}

/** The memory before the first print. */
export function newPrintMemory(): PrintMemory {
  return { priceTicks: Number.NaN, side: 1 };
}

/**
 * Sides of the synthetic quotes of `trades[from..to)`, that of row `r` written to
 * `sides[r - sidesFrom]`: the venue's side, else up-tick buy, down-tick sell, equal price the side of the
 * print before, and buy when there is none.
 */
export function writeQuoteSides(
  trades: TradeColumns,
  from: number,
  to: number,
  memory: PrintMemory,
  sides: Int8Array,
  sidesFrom = 0,
): void {
  const { priceTicks, side } = trades;
  let lastPrice = memory.priceTicks;
  let lastSide = memory.side;
  for (let row = from; row < to; row++) {
    const price = priceTicks[row]!;
    const given = side[row]!;
    if (given !== 0) lastSide = given;
    else if (price > lastPrice) lastSide = 1;
    else if (price < lastPrice) lastSide = -1;
    sides[row - sidesFrom] = lastSide;
    lastPrice = price;
  }
  memory.priceTicks = lastPrice;
  memory.side = lastSide;
}

/** Whether the venue gave a side to every trade of a day. */
export function allSided({ length, side }: TradeColumns): boolean {
  for (let row = 0; row < length; row++) if (side[row] === 0) return false;
  return true;
}
