import { NO_PRICE, type Reason } from '@auction-trader/core';
import { type BenchMinute, type BenchResult, type BenchTracker, mirrored } from './minute-bench.ts';

/** The rules' numbers as the naive reference takes them: thresholds in 1/10000. */
export interface NaiveRules {
  readonly closes: number;
  readonly retest: boolean;
  readonly waitMinutes: number;
  readonly eachBar: boolean;
  readonly contextRequired: boolean;
  readonly crossingMinTicks: number;
  readonly crossingSpread: number;
  /** Of coin, of volume, and of 1 for the imbalance; break-in, breakout, failed breakout. */
  readonly flow: readonly [entry: number, breakout: number, fail: number];
  readonly flowNorm: readonly [entry: number, breakout: number, fail: number];
  readonly imbalance: readonly [entry: number, breakout: number, fail: number];
  readonly useImbalance: boolean;
  readonly ambiguousMax: number;
  readonly bufferTicks: number;
  readonly minStopTicks: number;
  readonly tp1R: number;
  readonly tp2R: number;
  readonly boundary: boolean;
}

/** The same numbers as configuration sections. */
export function naiveSections(rules: NaiveRules): object {
  const part = (points: number) => points / 10_000;
  return {
    signal: {
      of_entry_min: part(rules.flow[0]),
      of_breakout_min: part(rules.flow[1]),
      of_fail_min: part(rules.flow[2]),
      of_entry_min_norm: part(rules.flowNorm[0]),
      of_breakout_min_norm: part(rules.flowNorm[1]),
      of_fail_min_norm: part(rules.flowNorm[2]),
      accept_outside_k: rules.closes,
      enable_retest_mode: rules.retest,
      retest_max_wait_minutes: rules.waitMinutes,
      crossing_scope: rules.eachBar ? 'each_bar' : 'sequence_start',
      crossing_spread_mult: part(rules.crossingSpread),
      crossing_min_ticks: rules.crossingMinTicks,
      failbreak_context_required: rules.contextRequired,
      breakout_tp1_r: part(rules.tp1R),
      breakout_tp2_r: part(rules.tp2R),
    },
    order_flow: {
      qimb_entry_min: part(rules.imbalance[0]),
      qimb_breakout_min: part(rules.imbalance[1]),
      qimb_fail_min: part(rules.imbalance[2]),
      use_qimb: rules.useImbalance,
      ambiguous_trade_frac_max: part(rules.ambiguousMax),
    },
    risk: { stop_buffer_ticks: rules.bufferTicks, min_stop_ticks: rules.minStopTicks },
    execution: { entry_price_mode: rules.boundary ? 'boundary' : 'close' },
  };
}

interface Attempt {
  state: 'IDLE' | 'COUNT' | 'PENDING' | 'DONE';
  n: number;
  lock: number;
  poke: number;
  acceptedMinute: number;
  lowsSinceTouch: number[];
}

interface Candidate {
  priority: number;
  setup: string;
  /** +1: with the attempt (up), -1: against it. */
  side: number;
  limit: number;
  stop: number;
  tp1: number;
  tp2: number;
  soft: number;
}

interface Upside {
  flags: string[];
  candidates: Candidate[];
  accepted: boolean;
  unconfirmed: boolean;
}

const idle = (): Attempt => ({
  state: 'IDLE',
  n: 0,
  lock: 0,
  poke: 0,
  acceptedMinute: 0,
  lowsSinceTouch: [],
});

/**
 * The auction strategy once more, as plainly as the tables of the specification read:
 * objects, lists, and only the upper side of the value area. The lower side is the upper
 * one of the minute turned upside down.
 */
export class NaiveAuction {
  readonly #rules: NaiveRules;
  #up = idle();
  #down = idle();
  #minute = 0;

  constructor(rules: NaiveRules) {
    this.#rules = rules;
  }

  onEntrySubmitted(): void {
    for (const attempt of [this.#up, this.#down]) if (attempt.state === 'PENDING') attempt.state = 'DONE';
  }

  judge(minute: BenchMinute): BenchResult {
    this.#minute += 1;
    if (minute.gap) this.#reset();
    if (minute.kind.startsWith('synthetic')) return this.#hold('NO_TRADES', []);
    if (minute.kind === 'invalid') {
      this.#reset();
      return this.#hold('VA_INVALID', []);
    }
    const above = this.#judgeUpside(minute, this.#up);
    const below = this.#judgeUpside(mirrored(minute, 0), this.#down);
    const order = ['breakin', 'breakout', 'failbreak'];
    const flags = [
      ...above.flags.map((flag) => flag.replace('WITH', 'LONG').replace('AGAINST', 'SHORT')),
      ...below.flags.map((flag) => flag.replace('WITH', 'SHORT').replace('AGAINST', 'LONG')),
    ].sort((a, b) => {
      const [setupA = '', sideA = ''] = a.split('_');
      const [setupB = '', sideB = ''] = b.split('_');
      return (
        order.indexOf(setupA.toLowerCase()) - order.indexOf(setupB.toLowerCase()) || (sideA < sideB ? -1 : 1)
      );
    });
    const candidates = [...above.candidates, ...below.candidates.map(turned)];
    if (candidates.length === 0) {
      if (above.accepted || below.accepted) return this.#hold('PENDING_RETEST', flags);
      const unconfirmed = above.unconfirmed || below.unconfirmed;
      return this.#hold(unconfirmed ? 'BREAKOUT_UNCONFIRMED' : 'NO_SETUP', flags);
    }
    const priority = Math.min(...candidates.map((one) => one.priority));
    const best = candidates.filter((one) => one.priority === priority);
    if (best.length > 1) return this.#hold('CONFLICT', flags);
    return this.#enter(best[0]!, minute.closeTicks, flags);
  }

  #enter(best: Candidate, close: number, flags: string[]): BenchResult {
    const long = best.side > 0;
    const stopDistance = long ? close - best.stop : best.stop - close;
    if (stopDistance < this.#rules.minStopTicks) return this.#hold('BAD_STOP', flags);
    if (long ? best.tp2 <= close : best.tp2 >= close) return this.#hold('NO_TARGET', flags);
    const tp1Bad = long
      ? best.tp1 < close + 1 || best.tp1 >= best.tp2
      : best.tp1 > close - 1 || best.tp1 <= best.tp2;
    return {
      ...this.#hold('ENTRY', flags),
      action: long ? 'ENTER_LONG' : 'ENTER_SHORT',
      setup: best.setup,
      limitTicks: best.limit,
      stopTicks: best.stop,
      tp1Ticks: tp1Bad ? NO_PRICE : best.tp1,
      tp2Ticks: best.tp2,
      softStopTicks: best.soft,
    };
  }

  #hold(reason: Reason, flags: string[]): BenchResult {
    return {
      action: 'HOLD',
      reason,
      setup: '',
      flags,
      limitTicks: NO_PRICE,
      stopTicks: NO_PRICE,
      tp1Ticks: NO_PRICE,
      tp2Ticks: NO_PRICE,
      softStopTicks: NO_PRICE,
      up: shown(this.#up, 1),
      down: shown(this.#down, -1),
    };
  }

  #reset(): void {
    this.#up = idle();
    this.#down = idle();
  }

  #judgeUpside(bar: BenchMinute, attempt: Attempt): Upside {
    const { bufferTicks, contextRequired } = this.#rules;
    const { highTicks: high, closeTicks: close, vahTicks: vah, valTicks: val } = bar;
    const upside = this.#follow(bar, attempt);
    const value = { tp1: Math.ceil(bar.pocHalfTicks / 2), tp2: val, soft: NO_PRICE };
    if (
      high > vah &&
      val < close &&
      close < vah &&
      this.#near(bar, vah) &&
      this.#confirms(bar, 'AGAINST', 0)
    ) {
      upside.flags.push('BREAKIN_AGAINST');
      const limit = this.#rules.boundary ? vah : close;
      upside.candidates.push({
        ...value,
        priority: 1,
        setup: 'breakin',
        side: -1,
        limit,
        stop: high + bufferTicks,
      });
    }
    let poke: number | null = null;
    if (upside.failed !== null && close < upside.failed.lock) poke = upside.failed.poke;
    else if (!contextRequired && high > vah && close < vah) poke = high;
    if (poke !== null && this.#confirms(bar, 'AGAINST', 2)) {
      upside.flags.push('FAILBREAK_AGAINST');
      const stop = poke + bufferTicks;
      upside.candidates.push({ ...value, priority: 2, setup: 'failbreak', side: -1, limit: close, stop });
    }
    return upside;
  }

  /** The table of 8.4, row by row. */
  #follow(bar: BenchMinute, attempt: Attempt): Upside & { failed: { lock: number; poke: number } | null } {
    const { lowTicks: low, highTicks: high, closeTicks: close, vahTicks: vah } = bar;
    const upside: Upside & { failed: { lock: number; poke: number } | null } = {
      flags: [],
      candidates: [],
      accepted: false,
      unconfirmed: false,
      failed: null,
    };
    if (attempt.state === 'IDLE') {
      if (close > vah && this.#near(bar, vah)) {
        Object.assign(attempt, idle(), { state: 'COUNT', n: 1, lock: vah, poke: high });
        this.#accept(bar, attempt, upside);
      }
    } else if (attempt.state === 'COUNT') {
      attempt.poke = Math.max(attempt.poke, high);
      if (close > attempt.lock) {
        if (!this.#rules.eachBar || this.#near(bar, attempt.lock)) {
          attempt.n += 1;
          this.#accept(bar, attempt, upside);
        }
      } else {
        upside.failed = { lock: attempt.lock, poke: attempt.poke };
        Object.assign(attempt, idle());
      }
    } else if (attempt.state === 'PENDING') {
      attempt.poke = Math.max(attempt.poke, high);
      if (close <= attempt.lock) {
        upside.failed = { lock: attempt.lock, poke: attempt.poke };
        Object.assign(attempt, idle());
        return upside;
      }
      if (attempt.lowsSinceTouch.length > 0 || low <= attempt.lock + this.#tolerance(bar)) {
        attempt.lowsSinceTouch.push(low);
      }
      if (attempt.lowsSinceTouch.length > 0 && this.#confirms(bar, 'WITH', 1)) {
        attempt.state = 'DONE';
        const limit = this.#rules.boundary ? attempt.lock : close;
        upside.candidates.push(
          this.#breakout(close, limit, Math.min(...attempt.lowsSinceTouch), attempt.lock),
        );
        return upside;
      }
      const waited = this.#minute - attempt.acceptedMinute;
      if (this.#rules.waitMinutes > 0 && waited >= this.#rules.waitMinutes) attempt.state = 'DONE';
    } else if (close <= attempt.lock) Object.assign(attempt, idle());
    return upside;
  }

  #accept(bar: BenchMinute, attempt: Attempt, upside: Upside): void {
    if (attempt.n < this.#rules.closes) return;
    if (!this.#confirms(bar, 'WITH', 1)) {
      attempt.state = 'DONE';
      upside.unconfirmed = true;
      return;
    }
    upside.flags.push('BREAKOUT_WITH');
    if (this.#rules.retest) {
      attempt.state = 'PENDING';
      attempt.acceptedMinute = this.#minute;
      upside.accepted = true;
      return;
    }
    attempt.state = 'DONE';
    upside.candidates.push(this.#breakout(bar.closeTicks, bar.closeTicks, attempt.lock, attempt.lock));
  }

  #breakout(close: number, limit: number, stopFrom: number, lock: number): Candidate {
    const stop = stopFrom - this.#rules.bufferTicks;
    const r = close - stop;
    const times = (points: number) => Number((BigInt(r) * BigInt(points)) / 10_000n);
    return {
      priority: 3,
      setup: 'breakout',
      side: 1,
      limit,
      stop,
      tp1: close + times(this.#rules.tp1R),
      tp2: close + times(this.#rules.tp2R),
      soft: lock,
    };
  }

  #tolerance(bar: BenchMinute): number {
    const { crossingMinTicks, crossingSpread } = this.#rules;
    const [sum, count] = bar.spreadCount === 0 ? [1, 1] : [bar.spreadSum, bar.spreadCount];
    const above = BigInt(crossingSpread) * BigInt(sum);
    const below = 10_000n * BigInt(count);
    return Math.max(crossingMinTicks, Number((above + below - 1n) / below));
  }

  #near(bar: BenchMinute, price: number): boolean {
    return bar.tradedTicks.some((tick) => Math.abs(tick - price) <= this.#tolerance(bar));
  }

  /** 8.2, for a trade with the attempt (long) or against it (short); setup 0 A, 1 B, 2 C. */
  #confirms(bar: BenchMinute, direction: 'WITH' | 'AGAINST', setup: 0 | 1 | 2): boolean {
    const rules = this.#rules;
    const flow = rules.flow[setup];
    const norm = rules.flowNorm[setup];
    const imbalance = rules.imbalance[setup] / 10_000;
    const { flowLots: of, volumeLots: volume, imbalance: q } = bar;
    // One lot is 10 / 10000 of a coin.
    const long = direction === 'WITH';
    let flowPasses: boolean;
    let imbalancePasses: boolean;
    if (setup === 2) {
      flowPasses = long
        ? of * 10 >= -flow || of * 10_000 >= -norm * volume
        : of * 10 <= flow || of * 10_000 <= norm * volume;
      imbalancePasses = long ? q >= -imbalance : q <= imbalance;
    } else {
      flowPasses = long
        ? of * 10 > flow || of * 10_000 > norm * volume
        : of * 10 < -flow || of * 10_000 < -norm * volume;
      imbalancePasses = long ? q > imbalance : q < -imbalance;
    }
    flowPasses &&= volume > 0;
    imbalancePasses &&= rules.useImbalance;
    return bar.ambiguous > rules.ambiguousMax / 10_000
      ? flowPasses && imbalancePasses
      : flowPasses || imbalancePasses;
  }
}

function turned(candidate: Candidate): Candidate {
  const price = (ticks: number) => (ticks === NO_PRICE ? NO_PRICE : 0 - ticks);
  return {
    ...candidate,
    side: -candidate.side,
    limit: price(candidate.limit),
    stop: price(candidate.stop),
    tp1: price(candidate.tp1),
    tp2: price(candidate.tp2),
    soft: price(candidate.soft),
  };
}

function shown(attempt: Attempt, sign: number): BenchTracker {
  const { state, n } = attempt;
  if (state === 'IDLE') return { state, count: 0, lockTicks: NO_PRICE, pokeTicks: NO_PRICE };
  return { state, count: n, lockTicks: sign * attempt.lock, pokeTicks: sign * attempt.poke };
}
