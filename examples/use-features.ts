// The value area in a bot of your own, as its trades come in.
//
//   node tools/up.mjs node examples/use-features.ts
//
// A bot that is not ours listens to a venue. It gets messages of one or a few trades, prices and sizes as
// texts. It wants to know at each minute's end: where are POC, VAH and VAL, and where is price? It uses three
// packages for that, and nothing else: no strategy, no engine, no store.
import {
  type Config,
  type DayTicks,
  dayStartMs,
  type Instrument,
  MINUTE_MS,
  minuteStartMs,
  parseOnGrid,
  resolveConfig,
} from '@auction-trader/core';
import { FeatureColumns, ProfileFeatures, profileSettings } from '@auction-trader/features';
import { DayLevelRows, MinuteAccumulator, MinuteTape, tapeSettings } from '@auction-trader/ingestion';
import { LTCUSDT, type SampleTrade, sampleMessages } from './sample.ts';

/** What the bot knows at a minute's end. Prices in quote currency, null without a value area. */
export interface MinuteReport {
  /** Start of the minute, epoch ms. */
  readonly minuteMs: number;
  readonly close: number;
  readonly poc: number | null;
  readonly vah: number | null;
  readonly val: number | null;
  /** Buys less sells, in base coin. */
  readonly flow: number;
}

/** The bot's view of the market: trades in, a report a minute out. */
export class ValueAreaWatch {
  /** One row a minute; columns of numbers, prices in ticks. Open to whoever wants more than a report. */
  readonly tape: MinuteTape;
  readonly features: FeatureColumns;
  /** Trades that were not on the instrument's grid. They are left out, never rounded. */
  refused = 0;

  readonly #instrument: Instrument;
  readonly #windowMs: number;
  readonly #levels = new DayLevelRows();
  readonly #accumulator: MinuteAccumulator;
  readonly #profile: ProfileFeatures;
  /** Start of the minute that is still open; NaN before the first trade. */
  #openMinuteMs = Number.NaN;

  /** @param minutes how long the bot runs at most: memory is taken once, under 300 bytes a minute */
  constructor(instrument: Instrument, config: Config, minutes: number) {
    this.#instrument = instrument;
    this.#windowMs = config.instrument.rolling_window_minutes * MINUTE_MS;
    this.tape = new MinuteTape(minutes, this.#levels);
    this.features = new FeatureColumns(minutes);
    // This feed has trades only. 'real' would be a feed with quotes, given to addEvents as well.
    const settings = tapeSettings(config, 'synthetic');
    this.#accumulator = new MinuteAccumulator(settings, this.tape, this.#levels);
    this.#profile = new ProfileFeatures(profileSettings(config));
  }

  /** One message: trades in the order of time. */
  onTrades(trades: readonly SampleTrade[]): void {
    let from = 0;
    while (from < trades.length) {
      const minuteMs = minuteStartMs(trades[from]!.timeMs);
      let to = from + 1;
      while (to < trades.length && trades[to]!.timeMs < minuteMs + MINUTE_MS) to += 1;
      if (Number.isNaN(this.#openMinuteMs)) this.#openMinuteMs = minuteMs;
      const ticks = this.#toTicks(trades.slice(from, to));
      this.#accumulator.addEvents(ticks, 0, ticks.trades.length, 0, 0);
      from = to;
    }
  }

  /**
   * Ends every minute before a time. A live bot calls it by its clock, a moment after each full minute;
   * also when there was no trade.
   */
  endMinutesBefore(timeMs: number): MinuteReport[] {
    const reports: MinuteReport[] = [];
    for (; this.#openMinuteMs + MINUTE_MS <= timeMs; this.#openMinuteMs += MINUTE_MS) {
      const row = this.#accumulator.closeMinute(this.#openMinuteMs);
      if (row < 0) continue;
      this.#profile.update(this.tape, this.features, row);
      // The price levels of minutes that left the window are needed no more.
      this.#levels.release(this.#openMinuteMs - this.#windowMs);
      reports.push(this.#report(row));
    }
    return reports;
  }

  /** Texts to whole ticks and lots, exactly. */
  #toTicks(trades: readonly SampleTrade[]): DayTicks {
    const { tick, lot } = this.#instrument;
    const day = dayStartMs(trades[0]!.timeMs);
    const rows = trades.flatMap(({ timeMs, price, size, side }) => {
      const priceTicks = parseOnGrid(price, tick);
      const sizeLots = parseOnGrid(size, lot);
      if (typeof priceTicks === 'string' || typeof sizeLots === 'string') {
        this.refused += 1;
        return [];
      }
      return [{ timeMs: timeMs - day, priceTicks, sizeLots, side: side === 'buy' ? 1 : -1 }];
    });
    return {
      dayStartMs: day,
      trades: {
        length: rows.length,
        timeMs: Int32Array.from(rows, (row) => row.timeMs),
        priceTicks: Int32Array.from(rows, (row) => row.priceTicks),
        sizeLots: Int32Array.from(rows, (row) => row.sizeLots),
        side: Int8Array.from(rows, (row) => row.side),
      },
      quotes: null,
    };
  }

  #report(row: number): MinuteReport {
    const { tape, features } = this;
    const { tick, lot } = this.#instrument;
    const valid = features.valid[row] === 1;
    return {
      minuteMs: tape.minuteMs(row),
      close: tape.closeTicks[row]! * tick.value,
      // A POC may lie in the middle of its row, so it is kept in half ticks.
      poc: valid ? (features.pocHalfTicks[row]! / 2) * tick.value : null,
      vah: valid ? features.vahTicks[row]! * tick.value : null,
      val: valid ? features.valTicks[row]! * tick.value : null,
      flow: features.flowLots[row]! * lot.value,
    };
  }
}

/** Where price stands, in a word a trader would use. */
export function whereIsPrice({ close, vah, val }: MinuteReport): string {
  if (vah === null || val === null) return 'no value area yet';
  if (close > vah) return 'above value';
  return close < val ? 'below value' : 'inside value';
}

/** Feeds the bundled sample to the bot, message by message, and prints a line at each full hour. */
export async function main(print: (line: string) => void = console.log): Promise<ValueAreaWatch> {
  const { config } = resolveConfig();
  const watch = new ValueAreaWatch(LTCUSDT, config, 3 * 24 * 60);
  for await (const message of sampleMessages()) {
    // Here the trades themselves are the clock.
    for (const report of watch.endMinutesBefore(message[0]!.timeMs)) {
      if ((report.minuteMs + MINUTE_MS) % (60 * MINUTE_MS) === 0) print(line(report));
    }
    watch.onTrades(message);
  }
  return watch;
}

function line(report: MinuteReport): string {
  const time = new Date(report.minuteMs + MINUTE_MS).toISOString().slice(0, 16).replace('T', ' ');
  const price = (value: number | null) => (value === null ? '-' : value.toFixed(2)).padStart(6);
  const { close, poc, vah, val } = report;
  return `${time}  ${price(close)}   VAL ${price(val)}  POC ${price(poc)}  VAH ${price(vah)}   ${whereIsPrice(report)}`;
}

if (import.meta.main) await main();
