import { BLOCK_ROWS } from '../store/row-block.ts';

/** A price so many times above or below the usual one is absurd. */
const ABSURD_FACTOR = 10;
/** Prices looked at for the usual one. */
const LOOKED_AT = 64;

/**
 * The band in which a price is believed: ten times above and below the usual price. That
 * is the median of the first rows, and after every 4096 rows taken over the median of every
 * 64th of them, so that it follows the market but no single bad price.
 */
export class PriceBand {
  lowTicks = 1;
  highTicks = Number.POSITIVE_INFINITY;

  /** @param firstTicks prices of the first rows, good ones only; without any, every price is believed */
  constructor(firstTicks: readonly number[]) {
    if (firstTicks.length > 0) this.#centre(Int32Array.from(firstTicks));
  }

  /** Follows a full block of prices. */
  follow(priceTicks: Int32Array): void {
    const looked = new Int32Array(LOOKED_AT);
    for (let place = 0; place < LOOKED_AT; place++) {
      looked[place] = priceTicks[(place * BLOCK_ROWS) / LOOKED_AT]!;
    }
    this.#centre(looked);
  }

  #centre(ticks: Int32Array): void {
    const usual = ticks.sort()[ticks.length >> 1]!;
    this.lowTicks = usual / ABSURD_FACTOR;
    this.highTicks = usual * ABSURD_FACTOR;
  }
}
