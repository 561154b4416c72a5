import { z } from 'zod';
import { exact, exactRange, key, whole } from './key-facts.ts';

export const orderFlowKeys = z.strictObject({
  aggressor_source: key(
    z.enum(['venue', 'quote']).default('venue'),
    'venue: a trade has the side the venue gives. quote: the side follows from the quote alone.',
  ),
  max_quote_staleness_ms: key(
    whole(1, 60_000).default(250),
    'An older quote still classifies a trade, but the trade is counted as stale.',
    { unit: 'ms' },
  ),
  ambiguous_trade_frac_max: key(
    exactRange(0, 1).default(0.35),
    'Above this share of volume without a clear side, order flow and quote imbalance must both confirm.',
  ),
  use_tick_rule_fallback: key(
    z.boolean().default(true),
    'Give a trade between bid and ask the side of the last price change.',
  ),
  use_qimb: key(z.boolean().default(true), 'Let the quote imbalance confirm a setup.'),
  qimb_entry_min: key(
    exactRange(0, 1).default(0.1),
    'Quote imbalance a break-in needs (strictly more), where order flow does not confirm it.',
  ),
  qimb_breakout_min: key(
    exactRange(0, 1).default(0.1),
    'Quote imbalance a breakout needs (strictly more), where order flow does not confirm it.',
  ),
  qimb_fail_min: key(
    exactRange(-1, 0).default(-0.1),
    'A failed breakout is taken while the quote imbalance is not against it by more than this.',
    { aliases: ['qimb_fail_max'] },
  ),
  qimb_ema_span_seconds: key(
    exact(z.number().min(1).max(600)).default(60),
    'Span of the time-weighted average of the quote imbalance.',
    { unit: 'seconds' },
  ),
  qimb_source: key(
    z.enum(['ema', 'close']).default('ema'),
    'Quote imbalance the signals use: its average, or that of the closing quote.',
  ),
  spread_lookback_minutes: key(whole(1, 240).default(60), 'Minutes of the average spread.', {
    unit: 'minutes',
  }),
  use_bvc: key(
    z.boolean().default(false),
    'In minutes without any venue side or real quote, estimate order flow from the price change.',
  ),
  lookback_bvc: key(whole(10, 1440).default(60), 'Minutes of the deviation that estimate uses.', {
    unit: 'minutes',
  }),
});
