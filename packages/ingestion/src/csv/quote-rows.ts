import type { Step } from '@auction-trader/core';
import type { QuotePlaces } from '../importers/layout.ts';
import { newRowBlock, type RowBlock } from '../store/row-block.ts';
import { fieldText } from './bytes.ts';
import type { PriceBand } from './price-band.ts';
import { readPrice, readSize } from './read-row-number.ts';
import { readRowTime } from './read-row-time.ts';
import { REFUSAL } from './refusals.ts';
import type { RowReader } from './row-scanner.ts';
import type { TimeUnit } from './time-unit.ts';

/** How the fields of a quote file are read. */
export interface QuoteReading {
  readonly places: QuotePlaces;
  readonly timeUnit: TimeUnit;
  readonly tick: Step;
  readonly lot: Step;
  readonly symbol: string;
  readonly band: PriceBand;
}

/** Reads quote rows. */
export class QuoteRows implements RowReader {
  readonly block: RowBlock;
  readonly #reading: QuoteReading;

  constructor(reading: QuoteReading) {
    this.block = newRowBlock('quotes', false);
    this.#reading = reading;
  }

  read(bytes: Uint8Array, _view: DataView, starts: Int32Array): number {
    const { places, timeUnit, tick, lot, symbol, band } = this.#reading;
    const { block } = this;
    if (places.symbol !== null && textAt(bytes, starts, places.symbol) !== symbol)
      return REFUSAL['other-symbol'];
    const timeMs = readRowTime(bytes, starts[places.time]!, starts[places.time + 1]! - 1, timeUnit);
    if (timeMs < 0) return -timeMs;
    const bid = readPrice(bytes, starts[places.bidPrice]!, starts[places.bidPrice + 1]! - 1, tick);
    if (bid < 0) return -bid;
    const bidLots = readSize(bytes, starts[places.bidSize]!, starts[places.bidSize + 1]! - 1, lot);
    if (bidLots < 0) return -bidLots;
    const ask = readPrice(bytes, starts[places.askPrice]!, starts[places.askPrice + 1]! - 1, tick);
    if (ask < 0) return -ask;
    const askLots = readSize(bytes, starts[places.askSize]!, starts[places.askSize + 1]! - 1, lot);
    if (askLots < 0) return -askLots;
    if (bid >= ask) return REFUSAL['crossed-quote'];
    if (bid < band.lowTicks || ask > band.highTicks) return REFUSAL['absurd-price'];
    const row = block.length;
    const [bids, bidSizes, asks, askSizes] = block.columns as [
      Int32Array,
      Int32Array,
      Int32Array,
      Int32Array,
    ];
    block.timeMs[row] = timeMs;
    bids[row] = bid;
    bidSizes[row] = bidLots;
    asks[row] = ask;
    askSizes[row] = askLots;
    block.length = row + 1;
    return 0;
  }

  followBand(): void {
    this.#reading.band.follow(this.block.columns[0] as Int32Array);
  }
}

function textAt(bytes: Uint8Array, starts: Int32Array, place: number): string {
  return fieldText(bytes, starts[place]!, starts[place + 1]! - 1);
}
