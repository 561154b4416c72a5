import type { SessionAlerts } from './session-alerts.ts';
import type { SessionMarket } from './session-market.ts';

/** Watches how long ago the newest quote message was. Until one comes, the feed is silent since the first input. */
export class FeedWatch {
  stale = false;
  /** Time of the first input, epoch ms; NaN before it. */
  startedMs = Number.NaN;
  readonly #staleMs: number;
  readonly #market: SessionMarket;
  readonly #alerts: SessionAlerts;

  /** @param staleMs silence after which the feed is stale */
  constructor(staleMs: number, market: SessionMarket, alerts: SessionAlerts) {
    this.#staleMs = staleMs;
    this.#market = market;
    this.#alerts = alerts;
  }

  /** Epoch ms at which the feed becomes stale if nothing comes; Infinity when it is, and before the first input. */
  get deadlineMs(): number {
    const since = this.#sinceMs;
    return this.stale || Number.isNaN(since) ? Number.POSITIVE_INFINITY : since + this.#staleMs;
  }

  /** Whether the newest valid quote of closed minutes is fresh at a minute's close. */
  isFreshAt(decisionMs: number): boolean {
    return decisionMs - this.#market.closedQuoteMs < this.#staleMs;
  }

  /** Tells when the feed becomes stale, and when quotes come again. @returns whether it has changed */
  look(timeMs: number): boolean {
    const last = this.#sinceMs;
    const age = timeMs - last;
    const stale = age >= this.#staleMs;
    if (stale === this.stale) return false;
    this.stale = stale;
    if (stale) {
      const found = { age_ms: age, last_ts: Number.isNaN(this.#market.lastQuoteMs) ? null : last };
      this.#alerts.raise('FEED_STALE', timeMs, `No quote for ${Math.round(age / 1_000)} s.`, found);
    } else this.#alerts.clear('FEED_STALE', timeMs, 'Quotes are coming again.');
    return true;
  }

  /** Newest quote message; before the first, the first input. */
  get #sinceMs(): number {
    const { lastQuoteMs } = this.#market;
    return Number.isNaN(lastQuoteMs) ? this.startedMs : lastQuoteMs;
  }
}
