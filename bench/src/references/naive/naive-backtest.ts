import { type Config, MINUTE_MS, minuteStartMs, type TickSource } from '@auction-trader/core';
import { AuctionRules } from '../rules/auction-rules.ts';
import type { MinuteFacts } from '../rules/minute-facts.ts';
import { PaperAccount, type PaperTrade } from '../rules/paper-account.ts';
import { type Bar, BarBuilder } from './bar-builder.ts';
import { Market } from './market.ts';
import type { QuoteEvent } from './market-events.ts';
import { type Profile, RollingProfile } from './rolling-profile.ts';

/** Everything the naive version says of one minute. */
export interface NaiveMinute {
  readonly bar: Bar;
  readonly profile: Profile;
  readonly flags: number;
  readonly action: number;
  readonly reason: number;
  readonly equity: number;
}

export interface NaiveResult {
  readonly minutes: readonly NaiveMinute[];
  readonly trades: readonly PaperTrade[];
}

/**
 * A backtest as one would write it at first: an object per trade and per quote, an event
 * emitter, a map from price to volume per minute and one for the window, bars in an array, and
 * the value area from the sorted map at each minute. Nothing in it is slowed down on
 * purpose; integers stand for prices, which is faster than decimal strings.
 *
 * It keeps to the default options, and to data without quotes.
 */
export function naiveBacktest(source: TickSource, config: Config): NaiveResult {
  const market = new Market(config.backtest.synthetic_quotes_ticks ?? 1);
  const bars = new BarBuilder();
  const profiles = new RollingProfile(config);
  const rules = new AuctionRules(config, source.instrument);
  const account = new PaperAccount(config, source.instrument, () => rules.onEntrySubmitted());
  const minutes: NaiveMinute[] = [];
  const spreads: number[] = [];
  let quote: QuoteEvent | null = null;
  let lastEventMs = Number.NaN;

  market.on('quote', (newest) => {
    quote = newest;
    account.onQuote(newest.timeMs, newest.bid, newest.ask);
  });
  market.on('trade', (trade) => {
    bars.onTrade(trade, minuteStartMs(trade.timeMs));
    account.onPrint(trade.timeMs, trade.price);
    lastEventMs = trade.timeMs;
  });
  market.on('minute', (minuteMs) => {
    const bar = bars.finish(minuteMs);
    if (bar === null || quote === null) return;
    const profile = profiles.onBar(bar, quote.bid + quote.ask);
    spreads.push(quote.ask - quote.bid);
    if (spreads.length > config.order_flow.spread_lookback_minutes) spreads.shift();
    const verdict = rules.onMinute(minuteFacts(bar, profile, tolerance(spreads, config)));
    const { equity } = account;
    const warm = isWarm(minutes, bar, config);
    const decisionMs = minuteMs + MINUTE_MS;
    const { action, reason } = account.onMinuteClose(
      decisionMs,
      lastEventMs,
      bar.close,
      warm,
      verdict.entry,
      verdict.reason,
    );
    minutes.push({ bar, profile, flags: verdict.flags, action, reason, equity });
  });
  market.replay(source);
  return { minutes, trades: account.trades };
}

function minuteFacts(bar: Bar, profile: Profile, tolerance: number): MinuteFacts {
  const { area } = profile;
  return {
    minuteMs: bar.minuteMs,
    synthetic: bar.synthetic,
    high: bar.high,
    low: bar.low,
    close: bar.close,
    volume: bar.volume,
    flow: bar.flow,
    ambiguous: bar.ambiguous,
    valid: area !== null,
    poc: area?.poc ?? 0,
    vah: area?.vah ?? 0,
    val: area?.val ?? 0,
    tolerance,
    tradedBetween(from, to) {
      for (let price = from; price <= to; price++) if (bar.histogram.has(price)) return true;
      return false;
    },
  };
}

function tolerance(spreads: readonly number[], { signal }: Config): number {
  const mean = spreads.reduce((sum, spread) => sum + spread, 0) / spreads.length;
  return Math.max(signal.crossing_min_ticks, Math.ceil(signal.crossing_spread_mult * mean));
}

/** Whether a whole window is over, with few silent minutes in it, the newest included. */
function isWarm(before: readonly NaiveMinute[], newest: Bar, { instrument, startup }: Config): boolean {
  const window = instrument.rolling_window_minutes;
  if (before.length + 1 < window) return false;
  const bars = [...before.slice(before.length - window + 1).map(({ bar }) => bar), newest];
  return bars.filter(({ synthetic }) => synthetic).length <= startup.warmup_max_missing_minutes;
}
