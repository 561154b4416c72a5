import type { Step } from '@auction-trader/core';
import type { TradePlaces } from '../importers/layout.ts';
import { newRowBlock, type RowBlock } from '../store/row-block.ts';
import type { TradeIdKind } from '../store/tick-kind.ts';
import { fieldText } from './bytes.ts';
import type { PriceBand } from './price-band.ts';
import { readPrice, readSize } from './read-row-number.ts';
import { readRowTime } from './read-row-time.ts';
import { NO_SIDE, readSide, type SideForm } from './read-side.ts';
import { hashTextId, readNumericId } from './read-trade-id.ts';
import { REFUSAL } from './refusals.ts';
import type { RowReader } from './row-scanner.ts';
import type { TimeUnit } from './time-unit.ts';

/** How the fields of a trade file are read. */
export interface TradeReading {
  readonly places: TradePlaces;
  readonly timeUnit: TimeUnit;
  readonly tick: Step;
  readonly lot: Step;
  readonly tradeIds: TradeIdKind;
  readonly symbol: string;
  readonly band: PriceBand;
}

/** Stands for a column that the file does not have. */
const ABSENT = -1;

/** Reads trade rows. */
export class TradeRows implements RowReader {
  readonly block: RowBlock;
  /** Rows taken over whose side was given as buy, and as sell. */
  buys = 0;
  sells = 0;
  readonly #time: number;
  readonly #price: number;
  readonly #size: number;
  readonly #side: number;
  readonly #sideForm: SideForm;
  readonly #id: number;
  readonly #symbolPlace: number;
  readonly #timeUnit: TimeUnit;
  readonly #tick: Step;
  readonly #lot: Step;
  readonly #tradeIds: TradeIdKind;
  readonly #symbol: string;
  readonly #symbolBytes: Uint8Array;
  readonly #band: PriceBand;
  readonly #priceTicks: Int32Array;
  readonly #sizeLots: Int32Array;
  readonly #sides: Int8Array;

  constructor({ places, timeUnit, tick, lot, tradeIds, symbol, band }: TradeReading) {
    this.block = newRowBlock('trades', tradeIds !== 'none');
    [this.#priceTicks, this.#sizeLots, this.#sides] = this.block.columns as [
      Int32Array,
      Int32Array,
      Int8Array,
    ];
    this.#time = places.time;
    this.#price = places.price;
    this.#size = places.size;
    this.#side = places.side ?? ABSENT;
    this.#sideForm = places.sideForm;
    this.#id = tradeIds === 'none' ? ABSENT : (places.id ?? ABSENT);
    this.#symbolPlace = places.symbol ?? ABSENT;
    this.#timeUnit = timeUnit;
    this.#tick = tick;
    this.#lot = lot;
    this.#tradeIds = tradeIds;
    this.#symbol = symbol;
    this.#symbolBytes = Buffer.from(symbol, 'latin1');
    this.#band = band;
  }

  read(bytes: Uint8Array, view: DataView, starts: Int32Array): number {
    const { block } = this;
    const row = block.length;
    if (!this.#isOurs(bytes, starts)) return REFUSAL['other-symbol'];
    const timeMs = readRowTime(bytes, starts[this.#time]!, starts[this.#time + 1]! - 1, this.#timeUnit);
    if (timeMs < 0) return -timeMs;
    const price = readPrice(bytes, starts[this.#price]!, starts[this.#price + 1]! - 1, this.#tick);
    if (price < 0) return -price;
    const size = readSize(bytes, starts[this.#size]!, starts[this.#size + 1]! - 1, this.#lot);
    if (size < 0) return -size;
    const side = this.#readSide(bytes, starts);
    if (side === NO_SIDE || !this.#readId(bytes, view, starts, row)) return REFUSAL.malformed;
    if (price < this.#band.lowTicks || price > this.#band.highTicks) return REFUSAL['absurd-price'];
    block.timeMs[row] = timeMs;
    this.#priceTicks[row] = price;
    this.#sizeLots[row] = size;
    this.#sides[row] = side;
    if (side > 0) this.buys++;
    else if (side < 0) this.sells++;
    block.length = row + 1;
    return 0;
  }

  followBand(): void {
    this.#band.follow(this.#priceTicks);
  }

  #isOurs(bytes: Uint8Array, starts: Int32Array): boolean {
    const place = this.#symbolPlace;
    if (place === ABSENT) return true;
    const expected = this.#symbolBytes;
    const from = starts[place]!;
    const to = starts[place + 1]! - 1;
    if (to - from === expected.length) {
      let at = 0;
      while (at < expected.length && bytes[from + at] === expected[at]) at++;
      if (at === expected.length) return true;
    }
    return fieldText(bytes, from, to) === this.#symbol;
  }

  #readSide(bytes: Uint8Array, starts: Int32Array): number {
    const place = this.#side;
    return place === ABSENT ? 0 : readSide(bytes, starts[place]!, starts[place + 1]! - 1, this.#sideForm);
  }

  #readId(bytes: Uint8Array, view: DataView, starts: Int32Array, row: number): boolean {
    const place = this.#id;
    if (place === ABSENT) return true;
    const words = this.block.idWords!;
    const from = starts[place]!;
    const to = starts[place + 1]! - 1;
    return this.#tradeIds === 'numeric'
      ? readNumericId(bytes, from, to, words, 2 * row)
      : hashTextId(bytes, view, from, to, words, 2 * row);
  }
}
