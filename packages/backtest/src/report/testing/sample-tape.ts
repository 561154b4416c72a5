import { type Instrument, MINUTE_MS, NO_PRICE, Random } from '@auction-trader/core';
import { type LevelRows, MINUTE_FLAG, MinuteTape } from '@auction-trader/ingestion';

/** A stretch of minutes without any sign of life. */
export interface SampleGap {
  readonly from: number;
  readonly minutes: number;
}

export interface SampleTapeOptions {
  readonly minutes: number;
  readonly seed: number;
  readonly firstMinuteMs: number;
  readonly startTicks: number;
  /** Standard deviation of a minute's move, ticks. */
  readonly moveTicks: number;
  readonly gaps: readonly SampleGap[];
  /** Without quotes the closing quote is NO_PRICE. */
  readonly quotes: boolean;
}

/**
 * Volume per tick that is made anew each time it is asked for, from the minute's range: a year of it
 * needs no memory.
 */
class SampleLevels implements LevelRows {
  priceTicks = new Int32Array(1024);
  sizeLots = new Int32Array(1024);
  from = 0;
  to = 0;
  tape: MinuteTape | null = null;

  locate(minuteMs: number): void {
    const tape = this.tape!;
    const index = tape.indexOf(minuteMs);
    if (index < 0 || index >= tape.length) throw new RangeError(`minute ${minuteMs} is not on the tape`);
    this.to = 0;
    if ((tape.flags[index]! & MINUTE_FLAG.SYNTHETIC) !== 0) return;
    for (let price = tape.lowTicks[index]!; price <= tape.highTicks[index]!; price += 1) {
      this.priceTicks[this.to] = price;
      this.sizeLots[this.to] = levelLots(index, price);
      this.to += 1;
    }
  }
}

/** Between 1 and 64 lots, more at round prices. */
function levelLots(index: number, price: number): number {
  const mixed = Math.imul(index + 1, 0x9e3779b1) ^ Math.imul(price, 0x85ebca6b);
  return (((mixed >>> 13) ^ mixed) & 31) + 1 + (price % 50 === 0 ? 32 : 0);
}

/** A seeded random walk as a minute tape. */
export function sampleTape(options: SampleTapeOptions): MinuteTape {
  const levels = new SampleLevels();
  const tape = new MinuteTape(Math.max(options.minutes, 1), levels);
  levels.tape = tape;
  tape.firstMinuteMs = options.firstMinuteMs;
  const random = new Random(options.seed);
  let price = options.startTicks;
  for (let i = 0; i < options.minutes; i += 1) {
    const missing = options.gaps.some((gap) => i >= gap.from && i < gap.from + gap.minutes);
    price = missing ? flatMinute(tape, i, price) : walkMinute(tape, i, price, random, options);
    tape.length = i + 1;
    if (!missing) fillVolume(tape, i, levels, random);
    closeQuote(tape, i, options.quotes, random);
  }
  return tape;
}

function flatMinute(tape: MinuteTape, i: number, price: number): number {
  tape.openTicks[i] = price;
  tape.highTicks[i] = price;
  tape.lowTicks[i] = price;
  tape.closeTicks[i] = price;
  tape.flags[i] = MINUTE_FLAG.SYNTHETIC | MINUTE_FLAG.MISSING;
  return price;
}

function walkMinute(
  tape: MinuteTape,
  i: number,
  open: number,
  random: Random,
  { moveTicks }: SampleTapeOptions,
): number {
  const trend = Math.sin(i / 700) * 0.04 + Math.sin(i / 97) * 0.06;
  const close = Math.max(100, Math.round(open + (random.normal() + trend) * moveTicks));
  const reach = () => Math.min(300, Math.round(Math.abs(random.normal()) * moveTicks * 0.6));
  tape.openTicks[i] = open;
  tape.closeTicks[i] = close;
  tape.highTicks[i] = Math.max(open, close) + reach();
  tape.lowTicks[i] = Math.min(open, close) - reach();
  tape.flags[i] = MINUTE_FLAG.REAL_SIDE;
  return close;
}

function fillVolume(tape: MinuteTape, i: number, levels: SampleLevels, random: Random): void {
  levels.locate(tape.minuteMs(i));
  let volume = 0;
  let priceVolume = 0;
  for (let row = levels.from; row < levels.to; row += 1) {
    volume += levels.sizeLots[row]!;
    priceVolume += levels.sizeLots[row]! * levels.priceTicks[row]!;
  }
  const lean = Math.sign(tape.closeTicks[i]! - tape.openTicks[i]!) * 0.15;
  const ambiguous = Math.floor(volume * 0.05 * random.uniform());
  const buy = Math.floor((volume - ambiguous) * Math.min(1, Math.max(0, 0.5 + lean + random.normal() * 0.1)));
  tape.volumeLots[i] = volume;
  tape.priceVolume[i] = priceVolume;
  tape.tradeCount[i] = Math.max(1, Math.round(volume / 7));
  tape.tradeCountAggregated[i] = Math.max(1, Math.round(volume / 9));
  tape.buyLots[i] = buy;
  tape.sellLots[i] = volume - ambiguous - buy;
  tape.ambiguousLots[i] = ambiguous;
  tape.orderFlowLots[i] = 2 * buy - (volume - ambiguous);
  tape.venueSideLots[i] = volume - ambiguous;
  tape.tickRuleLots[i] = ambiguous;
  tape.sideComparedLots[i] = volume - ambiguous;
  tape.sideDisagreedLots[i] = Math.floor(ambiguous / 2);
}

function closeQuote(tape: MinuteTape, i: number, quotes: boolean, random: Random): void {
  if (!quotes) {
    tape.bidTicks[i] = NO_PRICE;
    tape.askTicks[i] = NO_PRICE;
    tape.quoteImbalanceEma[i] = Number.NaN;
    return;
  }
  tape.bidTicks[i] = tape.closeTicks[i]!;
  tape.askTicks[i] = tape.closeTicks[i]! + 1 + (random.uniform() < 0.1 ? 1 : 0);
  tape.bidLots[i] = 1 + Math.floor(random.uniform() * 400);
  tape.askLots[i] = 1 + Math.floor(random.uniform() * 400);
  tape.quoteAgeMs[i] = Math.floor(random.uniform() * 900);
  tape.quoteImbalanceEma[i] = Math.tanh(random.normal() * 0.3);
  tape.lastLifeMs[i] = tape.minuteMs(i) + MINUTE_MS - 1;
}

/** An instrument with the given grid. */
export function sampleInstrument(symbol = 'BTCUSDT'): Instrument {
  return {
    venue: 'bybit',
    symbol,
    tick: { text: '0.1', mantissa: 1, decimals: 1, value: 0.1 },
    lot: { text: '0.001', mantissa: 1, decimals: 3, value: 0.001 },
    minOrderLots: 1,
    minNotional: 5,
    maxOrderLots: Number.MAX_SAFE_INTEGER,
  };
}
