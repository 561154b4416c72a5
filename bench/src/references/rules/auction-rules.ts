import { type Config, type Instrument, NO_PRICE, REASON } from '@auction-trader/core';
import { BreakoutAttempt } from './breakout-attempt.ts';
import { confirms, type Initiative, type Initiatives, initiatives } from './initiative.ts';
import { type MinuteFacts, tradedNear } from './minute-facts.ts';

/** An entry the rules want, before gates and sizing. Prices in ticks. */
export interface WantedEntry {
  readonly side: number;
  readonly setup: 'breakin' | 'breakout' | 'failbreak';
  readonly limit: number;
  readonly stop: number;
  /** NO_PRICE when the whole size goes to the second target. */
  readonly tp1: number;
  readonly tp2: number;
  /** NO_PRICE but for a breakout. */
  readonly softStop: number;
}

/** A minute's verdict: an entry, or the REASON code why there is none. */
export interface Verdict {
  /** Bits in the order of signals_1m: break-in, breakout, failed breakout; long before short. */
  readonly flags: number;
  readonly entry: WantedEntry | null;
  readonly reason: number;
}

/**
 * The auction strategy by its rules, in the plainest words, for default options (POC and
 * edges by key, retests on, failed breakouts only after a failed attempt) and data without
 * quotes. Both reference backtests use it, so that they differ in how they treat ticks
 * and profiles only.
 */
export class AuctionRules {
  readonly #config: Config;
  readonly #initiatives: Initiatives;
  readonly #up: BreakoutAttempt;
  readonly #down: BreakoutAttempt;

  constructor(config: Config, instrument: Instrument) {
    this.#config = config;
    this.#initiatives = initiatives(config, instrument.lot.value);
    this.#up = new BreakoutAttempt(1, config, this.#initiatives);
    this.#down = new BreakoutAttempt(-1, config, this.#initiatives);
  }

  /** An entry was submitted: retests are no longer awaited. */
  onEntrySubmitted(): void {
    for (const attempt of [this.#up, this.#down]) if (attempt.state === 'pending') attempt.state = 'done';
  }

  onMinute(minute: MinuteFacts): Verdict {
    if (minute.synthetic) return { flags: 0, entry: null, reason: REASON.NO_TRADES };
    if (!minute.valid) {
      this.#up.state = 'idle';
      this.#down.state = 'idle';
      return { flags: 0, entry: null, reason: REASON.VA_INVALID };
    }
    const above = this.#up.judge(minute);
    const below = this.#down.judge(minute);
    const breakins = [1, -1].filter((side) => this.#isBreakin(minute, side));
    const failbreaks = [1, -1].filter((side) => {
      const [attempt, event] = side > 0 ? [this.#down, below] : [this.#up, above];
      const inside = side * (minute.close - attempt.lock) > 0;
      return event === 'failed' && inside && this.#confirms(minute, side, this.#initiatives.failbreak);
    });
    const breakouts: number[] = [];
    if (above === 'retested') breakouts.push(1);
    if (below === 'retested') breakouts.push(-1);
    const flags =
      (breakins.includes(1) ? 1 : 0) |
      (breakins.includes(-1) ? 2 : 0) |
      (above === 'accepted' ? 4 : 0) |
      (below === 'accepted' ? 8 : 0) |
      (failbreaks.includes(1) ? 16 : 0) |
      (failbreaks.includes(-1) ? 32 : 0);

    const best = [breakins, failbreaks, breakouts].find((sides) => sides.length > 0);
    if (best === undefined) {
      const accepted = above === 'accepted' || below === 'accepted';
      const unconfirmed = above === 'unconfirmed' || below === 'unconfirmed';
      const other = unconfirmed ? REASON.BREAKOUT_UNCONFIRMED : REASON.NO_SETUP;
      return { flags, entry: null, reason: accepted ? REASON.PENDING_RETEST : other };
    }
    if (best.length > 1) return { flags, entry: null, reason: REASON.CONFLICT };
    const side = best[0]!;
    const wanted =
      best === breakins
        ? this.#breakin(minute, side)
        : best === failbreaks
          ? this.#failbreak(minute, side)
          : this.#breakout(minute, side);
    return this.#checkPrices(flags, wanted);
  }

  #confirms(minute: MinuteFacts, side: number, wanted: Initiative): boolean {
    return confirms(minute, side, wanted, this.#initiatives);
  }

  #isBreakin(minute: MinuteFacts, side: number): boolean {
    const { low, high, close, vah, val } = minute;
    const excursion = side > 0 ? low < val : high > vah;
    if (!excursion || close <= val || close >= vah) return false;
    return (
      tradedNear(minute, side > 0 ? val : vah) && this.#confirms(minute, side, this.#initiatives.breakin)
    );
  }

  #breakin(minute: MinuteFacts, side: number): WantedEntry {
    const buffer = this.#config.risk.stop_buffer_ticks;
    return {
      side,
      setup: 'breakin',
      limit: minute.close,
      stop: side > 0 ? minute.low - buffer : minute.high + buffer,
      tp1: minute.poc,
      tp2: side > 0 ? minute.vah : minute.val,
      softStop: NO_PRICE,
    };
  }

  #failbreak(minute: MinuteFacts, side: number): WantedEntry {
    const { poke } = side > 0 ? this.#down : this.#up;
    return {
      side,
      setup: 'failbreak',
      limit: minute.close,
      stop: poke - side * this.#config.risk.stop_buffer_ticks,
      tp1: minute.poc,
      tp2: side > 0 ? minute.vah : minute.val,
      softStop: NO_PRICE,
    };
  }

  #breakout(minute: MinuteFacts, side: number): WantedEntry {
    const { lock, pullback } = side > 0 ? this.#up : this.#down;
    const stop = (pullback ?? lock) - side * this.#config.risk.stop_buffer_ticks;
    const risk = Math.abs(minute.close - stop);
    const { breakout_tp1_r, breakout_tp2_r } = this.#config.signal;
    return {
      side,
      setup: 'breakout',
      limit: minute.close,
      stop,
      tp1: minute.close + side * Math.floor(risk * breakout_tp1_r),
      tp2: minute.close + side * Math.floor(risk * breakout_tp2_r),
      softStop: lock,
    };
  }

  #checkPrices(flags: number, wanted: WantedEntry): Verdict {
    const { side, limit, stop, tp1, tp2 } = wanted;
    if (side * (limit - stop) < this.#config.risk.min_stop_ticks) {
      return { flags, entry: null, reason: REASON.BAD_STOP };
    }
    if (side * (tp2 - limit) <= 0) return { flags, entry: null, reason: REASON.NO_TARGET };
    const usable = side * (tp1 - limit) >= 1 && side * (tp2 - tp1) > 0;
    return { flags, entry: usable ? wanted : { ...wanted, tp1: NO_PRICE }, reason: REASON.ENTRY };
  }
}
