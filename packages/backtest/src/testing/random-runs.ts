import { type Config, configSchema } from '@auction-trader/core';
import fc from 'fast-check';
import type { RandomMarketShape } from './random-market.ts';

/** Markets of a few hours to a day. */
export const shapes: fc.Arbitrary<RandomMarketShape> = fc.record({
  seed: fc.integer(),
  minutes: fc.integer({ min: 200, max: 1_500 }),
  perMinute: fc.integer({ min: 2, max: 25 }),
  quotes: fc.boolean(),
  unsided: fc.constantFrom(0, 0, 0.05, 1),
  startHour: fc.integer({ min: 0, max: 23 }),
});

/** Parameters over most of their ranges, with the gates loosened so that there is trading. */
export const configs: fc.Arbitrary<Config> = fc
  .record({
    window: fc.constantFrom(30, 60, 240),
    alpha: fc.constantFrom(0.1, 0.25, 1),
    base: fc.constantFrom(1, 1, 3, 10),
    fraction: fc.constantFrom(0.5, 0.7, 0.9),
    expansion: fc.constantFrom('single', 'pair'),
    edge: fc.constantFrom('key', 'outer'),
    source: fc.constantFrom('venue', 'venue', 'quote'),
    bvc: fc.boolean(),
    k: fc.integer({ min: 1, max: 4 }),
    retest: fc.boolean(),
    scope: fc.constantFrom('sequence_start', 'each_bar'),
    context: fc.boolean(),
    flip: fc.boolean(),
    limit: fc.boolean(),
    rule: fc.constantFrom('through', 'through', 'touch', 'queue'),
    priceMode: fc.constantFrom('close', 'boundary'),
    timeout: fc.constantFrom(0.2, 1, 3),
    hold: fc.integer({ min: 1, max: 60 }),
    extend: fc.boolean(),
    cooldown: fc.integer({ min: 0, max: 5 }),
    buffer: fc.constantFrom(0, 2, 30),
    slippage: fc.integer({ min: 0, max: 3 }),
    dailyLoss: fc.constantFrom(null, 50, 300),
    basis: fc.constantFrom('total', 'realised'),
    flatten: fc.boolean(),
    latency: fc.constantFrom(0, 0, 30),
    jitter: fc.constantFrom(0, 0, 200),
    funding: fc.constantFrom(1, 8),
    synthetic: fc.constantFrom(1, 1, 3, null),
  })
  .map((draw) =>
    configSchema.parse({
      instrument: { rolling_window_minutes: draw.window },
      startup: { warmup_minutes: draw.window, warmup_max_missing_minutes: 10 },
      value_area: {
        alpha_bin: draw.alpha,
        base_bin_ticks: draw.base,
        va_fraction: draw.fraction,
        va_expansion: draw.expansion,
        va_edge_mode: draw.edge,
        min_va_bins: 5,
      },
      order_flow: {
        aggressor_source: draw.source,
        use_bvc: draw.bvc,
        ambiguous_trade_frac_max: 1,
        qimb_ema_span_seconds: draw.k === 1 ? 1 : 60,
      },
      signal: {
        accept_outside_k: draw.k,
        enable_retest_mode: draw.retest,
        crossing_scope: draw.scope,
        failbreak_context_required: draw.context,
        enable_flip_on_signal: draw.flip,
        crossing_min_ticks: 5,
      },
      execution: {
        use_limit_for_entry: draw.limit,
        limit_fill_rule: draw.rule,
        entry_price_mode: draw.priceMode,
        limit_order_timeout_minutes: draw.timeout,
        slippage_ticks_entry: draw.slippage,
        slippage_ticks_exit: draw.slippage,
      },
      risk: {
        max_hold_minutes: draw.hold,
        extend_if_profitable: draw.extend,
        cooldown_minutes: draw.cooldown,
        stop_buffer_ticks: draw.buffer,
        max_daily_loss: draw.dailyLoss,
        kill_switch_basis: draw.basis,
        kill_switch_flatten: draw.flatten,
      },
      backtest: {
        order_latency_ms: draw.latency,
        order_latency_jitter_ms: draw.jitter,
        funding_interval_hours: draw.funding,
        synthetic_quotes_ticks: draw.synthetic,
      },
      monitoring: { feed_stale_seconds: 60 },
    }),
  );
