import {
  type DayTicks,
  MINUTE_MS,
  MINUTES_PER_DAY,
  type QuoteColumns,
  Random,
  type TradeColumns,
} from '@auction-trader/core';
import { fillMinuteCounts } from './minute-counts.ts';
import { Regime } from './regime.ts';
import { SIZE_TABLE, SIZES } from './size-table.ts';
import { type SynthOptions, type SynthPlan, synthPlan } from './synth-options.ts';

/** Price below which nothing falls. */
const LOWEST_TICKS = 100;
/** Trades that come in the same instant as the one before: an order that meets several. */
const SWEEP_SHARE = 0.3;
/** Variance of the difference of two uniform numbers of 16 bits, in units of 65,536. */
const TRIANGLE_DEVIATION = Math.sqrt(1 / 6);

/**
 * A made-up market, day by day: trends and ranges, volatility and volume in clusters, more
 * trade at some hours, sizes with a long tail and many round ones, the aggressor's side, and
 * on demand quotes. For tests and load; nothing can be learnt from its prices.
 *
 * @throws AuctionTraderError (`BAD_OPTION`, `BAD_DAY`, `BAD_INSTRUMENT`, `BAD_STEP`, exit code 1)
 * @example
 * const [day] = syntheticDays({ symbol: 'TEST', days: 1, tradesPerDay: 1000, seed: 1 });
 */
export function* syntheticDays(options: SynthOptions): Generator<DayTicks> {
  yield* planDays(synthPlan(options));
}

/** As {@link syntheticDays}, from checked options. */
export function* planDays(plan: SynthPlan): Generator<DayTicks> {
  const random = new Random(plan.seed);
  const regime = new Regime(random, plan.startTicks);
  const counts = new Int32Array(MINUTES_PER_DAY);
  let priceTicks = plan.startTicks;
  for (const dayStartMs of plan.dayStarts) {
    const trades = newTrades(plan.tradesPerDay);
    fillMinuteCounts(random, plan.tradesPerDay, counts);
    let row = 0;
    for (let minute = 0; minute < MINUTES_PER_DAY; minute++) {
      const count = counts[minute]!;
      regime.nextMinute(priceTicks);
      fillTimes(random, trades.timeMs, row, count, minute * MINUTE_MS);
      priceTicks = fillTrades(random, trades, row, count, priceTicks, regime);
      row += count;
    }
    yield { dayStartMs, trades, quotes: plan.quotes ? quotesOf(random, trades) : null };
  }
}

function newTrades(length: number): TradeColumns {
  return {
    length,
    timeMs: new Int32Array(length),
    priceTicks: new Int32Array(length),
    sizeLots: new Int32Array(length),
    side: new Int8Array(length),
  };
}

/** Times of a minute's trades: exponential pauses, scaled so that they fill the minute. */
function fillTimes(random: Random, timeMs: Int32Array, from: number, count: number, startMs: number): void {
  const pauses = new Float64Array(count);
  // The pause behind the last trade.
  let total = 1;
  for (let place = 0; place < count; place++) {
    if (random.uniform() >= SWEEP_SHARE) total += random.exponential();
    pauses[place] = total;
  }
  const scale = MINUTE_MS / (total + 1);
  for (let place = 0; place < count; place++)
    timeMs[from + place] = startMs + Math.floor(pauses[place]! * scale);
}

/** Fills the prices, sizes and sides of a minute; returns the last price. */
function fillTrades(
  random: Random,
  { priceTicks, sizeLots, side }: TradeColumns,
  from: number,
  count: number,
  startTicks: number,
  { driftTicks, volatilityTicks }: Regime,
): number {
  const drift = driftTicks / Math.max(1, count);
  const step = volatilityTicks / Math.sqrt(Math.max(1, count)) / TRIANGLE_DEVIATION / 65_536;
  let exact = startTicks;
  let ticks = startTicks;
  for (let row = from; row < from + count; row++) {
    const draw = random.uint32();
    const more = random.uint32();
    exact = Math.max(LOWEST_TICKS, exact + drift + step * ((draw & 0xffff) - (draw >>> 16)));
    const next = Math.round(exact);
    // A rise is mostly bought, a fall mostly sold; without a change either is as likely.
    const agrees = (more & 0xff) < 192;
    const isBuy = next === ticks ? (more & 0x100) !== 0 : next > ticks === agrees;
    priceTicks[row] = next;
    sizeLots[row] = SIZE_TABLE[(more >>> 12) & (SIZES - 1)]!;
    side[row] = isBuy ? 1 : -1;
    ticks = next;
  }
  return ticks;
}

/** A quote before every trade that its best bid and ask would not explain: buyers pay the ask, sellers get the bid. */
function quotesOf(random: Random, trades: TradeColumns): QuoteColumns {
  const quotes = newQuotes(trades.length);
  let length = 0;
  let bid = 0;
  let ask = 0;
  for (let row = 0; row < trades.length; row++) {
    const price = trades.priceTicks[row]!;
    const isBuy = trades.side[row]! > 0;
    if (isBuy ? price === ask : price === bid) continue;
    const draw = random.uint32();
    const spread = (draw & 0xf) === 0 ? 2 : 1;
    bid = isBuy ? price - spread : price;
    ask = isBuy ? price : price + spread;
    quotes.timeMs[length] = trades.timeMs[row]!;
    quotes.bidTicks[length] = bid;
    quotes.askTicks[length] = ask;
    quotes.bidLots[length] = 10 * SIZE_TABLE[(draw >>> 4) & (SIZES - 1)]!;
    quotes.askLots[length] = 10 * SIZE_TABLE[(draw >>> 16) & (SIZES - 1)]!;
    length++;
  }
  return { ...quotes, length };
}

function newQuotes(length: number): QuoteColumns {
  const column = () => new Int32Array(length);
  return {
    length,
    timeMs: column(),
    bidTicks: column(),
    bidLots: column(),
    askTicks: column(),
    askLots: column(),
  };
}
