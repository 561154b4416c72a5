import type { Config, DayTicks } from '@auction-trader/core';
import {
  FeatureColumns,
  ProfileFeatures,
  type ProfileFeaturesSnapshot,
  profileSettings,
} from '@auction-trader/features';
import {
  DayLevelRows,
  type LevelRowsSnapshot,
  MinuteAccumulator,
  type MinuteAccumulatorSnapshot,
  MinuteTape,
  type MinuteTapeSnapshot,
  type SavedRows,
  tapeSettings,
} from '@auction-trader/ingestion';

/** Rows held beyond the windows: they are dropped this many at a time. */
const SLACK_ROWS = 256;

/** {@link RollingMinutes} as plain data. */
export interface RollingMinutesSnapshot {
  readonly tape: MinuteTapeSnapshot;
  readonly features: SavedRows;
  /** Levels of the minutes in the profile's window. */
  readonly levels: LevelRowsSnapshot;
  readonly accumulator: MinuteAccumulatorSnapshot;
  readonly profile: ProfileFeaturesSnapshot;
}

/**
 * Bars and features of the last minutes, made as in a backtest, in memory that does not grow: the oldest
 * rows are dropped once nothing looks at them.
 */
export class RollingMinutes {
  readonly tape: MinuteTape;
  readonly features: FeatureColumns;
  readonly accumulator: MinuteAccumulator;
  readonly #levels = new DayLevelRows();
  readonly #profile: ProfileFeatures;
  readonly #windowMinutes: number;
  /** Spread of inferred quotes; null when none are. */
  readonly #inferredSpreadTicks: number | null;
  /** Rows that some window may look back on. */
  readonly #neededRows: number;

  constructor(config: Config) {
    const settings = profileSettings(config);
    const { windowMinutes, spreadLookbackMinutes, bvcLookbackMinutes } = settings;
    this.#windowMinutes = windowMinutes;
    this.#inferredSpreadTicks = config.backtest.synthetic_quotes_ticks;
    this.#neededRows = Math.max(windowMinutes, spreadLookbackMinutes, bvcLookbackMinutes) + 1;
    const capacity = this.#neededRows + SLACK_ROWS;
    this.tape = new MinuteTape(capacity, this.#levels);
    this.features = new FeatureColumns(capacity);
    this.accumulator = new MinuteAccumulator(tapeSettings(config, 'real'), this.tape, this.#levels);
    this.#profile = new ProfileFeatures(settings);
  }

  /**
   * Ends the minute starting at epoch `minuteMs`, whose events are the given rows.
   *
   * @returns the row written, or -1 before the first trade
   */
  close(minuteMs: number, ticks: DayTicks, tradeRows: number, quoteRows: number): number {
    const { tape, features, accumulator } = this;
    if (tape.length === tape.capacity) this.#dropOldest();
    accumulator.addEvents(ticks, 0, tradeRows, 0, quoteRows);
    const index = accumulator.closeMinute(minuteMs);
    if (index >= 0) this.#profile.update(tape, features, index);
    return index;
  }

  /** Whether the minutes to come, stored without quotes, get quotes inferred from their trades, as in a backtest. */
  inferQuotes(inferred: boolean): void {
    const spread = this.#inferredSpreadTicks;
    if (inferred && spread !== null) this.accumulator.useQuotes('synthetic', spread);
    else this.accumulator.useQuotes('real', 0);
  }

  /**
   * Takes up a trade of a minute that is closed (trading rules 4.2): it is counted, and the profiles to
   * come have its volume where that minute is still in their window.
   *
   * @returns late trades of that minute so far; 0 when it is no longer, or never was, on the tape
   */
  addLateTrade(minuteMs: number, priceTicks: number, sizeLots: number): number {
    const { tape } = this;
    const index = tape.indexOf(minuteMs);
    if (index < 0 || index >= tape.length) return 0;
    tape.lateTrades[index] = tape.lateTrades[index]! + 1;
    if (index + this.#windowMinutes > tape.length) {
      this.#levels.addLate(minuteMs, priceTicks, sizeLots);
      this.#profile.refill();
    }
    return tape.lateTrades[index]!;
  }

  snapshot(): RollingMinutesSnapshot {
    const { tape } = this;
    const first = Math.max(0, tape.length - this.#windowMinutes);
    return {
      tape: tape.snapshot(),
      features: this.features.snapshot(),
      levels: this.#levels.snapshot(tape.minuteMs(first), tape.minuteMs(tape.length)),
      accumulator: this.accumulator.snapshot(),
      profile: this.#profile.snapshot(),
    };
  }

  /**
   * Goes on where {@link snapshot} was taken.
   *
   * @throws AuctionTraderError (`BAD_STATE`) when it is something else
   */
  restore({ tape, features, levels, accumulator, profile }: RollingMinutesSnapshot): void {
    this.tape.restore(tape);
    this.features.restore(features, tape.length);
    this.#levels.restore(levels);
    this.accumulator.restore(accumulator);
    this.#profile.restore(profile);
  }

  #dropOldest(): void {
    const { tape } = this;
    const count = tape.length - this.#neededRows;
    tape.dropRows(count);
    this.features.dropRows(count);
    this.#levels.release(tape.minuteMs(0));
  }
}
