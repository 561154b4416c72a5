import type { MarketState } from './market-state.ts';
import { divideRounded } from './money.ts';
import type { Order } from './order.ts';

/** What a fill did to a position. */
export interface PositionChange {
  /** Lots that were closed by it, 0 or more. */
  readonly closedLots: number;
  /** Profit of what was closed, before fees. */
  readonly pnl: bigint;
  /** Entry value and opening fees of what was closed. */
  readonly entryValue: bigint;
  readonly openFee: bigint;
}

/** A one-way position: its size, and what it has cost to the last unit. */
export class Position {
  readonly market: MarketState;
  /** Positive long, negative short. */
  lots = 0;
  /** Entry value of the open lots, 0 or more. */
  cost = 0n;
  /** Fees paid to open the open lots. */
  openFee = 0n;
  leverageHundredths = 1_000;
  /** Profit before fees of the position that is open, and of all there ever were. */
  pnl = 0n;
  totalPnl = 0n;
  takeProfit: Order | null = null;
  stopLoss: Order | null = null;
  trailingStop: Order | null = null;
  tpslMode: 'Full' | 'Partial' = 'Full';
  createdMs = 0;
  updatedMs = 0;
  seq = 0;

  constructor(market: MarketState) {
    this.market = market;
  }

  /** +1, -1, or 0 when flat. */
  get side(): number {
    return Math.sign(this.lots);
  }

  get size(): number {
    return Math.abs(this.lots);
  }

  /** Lots that an order of a side could close. */
  closable(side: number): number {
    return side * this.lots < 0 ? this.size : 0;
  }

  /**
   * Takes up a fill. The released share of the cost is rounded to a unit, and the rest stays with the
   * position: nothing is lost between them.
   */
  apply(side: number, lots: number, ticks: number, fee: bigint): PositionChange {
    const closedLots = Math.min(lots, this.closable(side));
    const openedLots = lots - closedLots;
    const price = BigInt(ticks) * this.market.tickLotMoney;
    const closed = this.#release(closedLots, price);
    if (this.lots === 0 && openedLots > 0) this.pnl = 0n;
    this.lots += side * openedLots;
    this.cost += BigInt(openedLots) * price;
    this.openFee += divideRounded(fee * BigInt(openedLots), BigInt(lots));
    return closed;
  }

  /** Value at a price in hundredths of a tick. */
  valueAt(hundredths: number): bigint {
    return divideRounded(BigInt(hundredths) * BigInt(this.size) * this.market.tickLotMoney, 100n);
  }

  /** Profit at the mark price. */
  get unrealised(): bigint {
    if (this.lots === 0) return 0n;
    return BigInt(this.side) * (this.valueAt(this.market.markHundredths) - this.cost);
  }

  /** Average entry price in units of 1e-8 of the quote currency. */
  get averageE8(): bigint {
    return averageE8(this.cost, this.size, this.market);
  }

  #release(closedLots: number, price: bigint): PositionChange {
    if (closedLots === 0) return { closedLots, pnl: 0n, entryValue: 0n, openFee: 0n };
    const size = BigInt(this.size);
    const entryValue = divideRounded(this.cost * BigInt(closedLots), size);
    const openFee = divideRounded(this.openFee * BigInt(closedLots), size);
    const pnl = BigInt(this.side) * (BigInt(closedLots) * price - entryValue);
    this.lots -= this.side * closedLots;
    this.cost -= entryValue;
    this.openFee -= openFee;
    this.pnl += pnl;
    this.totalPnl += pnl;
    return { closedLots, pnl, entryValue, openFee };
  }
}

/** Price per base coin of a value and its lots, in units of 1e-8; 0 for no lots. */
export function averageE8(value: bigint, lots: number, { facts }: MarketState): bigint {
  if (lots === 0) return 0n;
  const perLot = BigInt(lots * facts.lot.mantissa) * 10_000n;
  return divideRounded(value * 10n ** BigInt(facts.lot.decimals), perLot);
}
