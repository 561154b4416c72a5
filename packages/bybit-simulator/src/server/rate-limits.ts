/** How much the venue takes. Times in ms. */
export interface RateLimits {
  /** Requests per address within `addressWindowMs`; more are a ban. */
  readonly addressRequests: number;
  readonly addressWindowMs: number;
  readonly banMs: number;
  /** WebSockets opened per address within `connectWindowMs`. */
  readonly connects: number;
  readonly connectWindowMs: number;
  /** Divides (below 1) or multiplies what an account may ask of each endpoint per second. */
  readonly accountFactor: number;
}

export const DEFAULT_RATE_LIMITS: RateLimits = {
  addressRequests: 600,
  addressWindowMs: 5_000,
  banMs: 600_000,
  connects: 500,
  connectWindowMs: 300_000,
  accountFactor: 1,
};

/** What is left of a limit. */
export interface LimitState {
  readonly limit: number;
  readonly left: number;
  /** Epoch ms when the window ends; the present when nothing is used up. */
  readonly resetMs: number;
  readonly exceeded: boolean;
}

interface Window {
  startMs: number;
  used: number;
}

/** Counts within windows that begin with their first request. */
export class RateCounter {
  readonly #windows = new Map<string, Window>();

  /** Counts one more for `key`. */
  take(key: string, limit: number, windowMs: number, nowMs: number): LimitState {
    let window = this.#windows.get(key);
    // A clock that was set back must not lock anybody out.
    if (!window || nowMs >= window.startMs + windowMs || nowMs < window.startMs) {
      window = { startMs: nowMs, used: 0 };
      this.#windows.set(key, window);
    }
    window.used++;
    const exceeded = window.used > limit;
    return {
      limit,
      left: Math.max(0, limit - window.used),
      resetMs: exceeded ? window.startMs + windowMs : nowMs,
      exceeded,
    };
  }
}
