import { z } from 'zod';
import { exactRange, key, whole } from './key-facts.ts';

export const backtestKeys = z.strictObject({
  funding_rate_8h_bps: key(
    exactRange(-1000, 1000).default(1),
    'Funding rate of eight hours; positive is paid by longs.',
    { unit: 'bps' },
  ),
  funding_interval_hours: key(
    z.literal([1, 2, 4, 8]).default(8),
    'Hours between funding payments, from 00:00 UTC.',
    { unit: 'hours' },
  ),
  initial_capital: key(z.number().positive().default(10_000), 'Equity at the start.', {
    unit: 'quote currency',
  }),
  synthetic_quotes_ticks: key(
    whole(1).nullable().default(1),
    'Spread of the quotes inferred from trades where the data has no quotes; null is off.',
    { unit: 'ticks' },
  ),
  order_latency_ms: key(
    whole(0, 10_000).default(0),
    'Time an order takes to reach the venue. 0 by default: the rule that an order fills on a later ' +
      'quote than its decision already keeps fills out of the past.',
    { unit: 'ms' },
  ),
  order_latency_jitter_ms: key(
    whole(0, 10_000).default(0),
    'Mean of an exponentially distributed time added to the latency of each order.',
    { unit: 'ms' },
  ),
  seed: key(whole(0).default(1), 'Seed of everything drawn at random.'),
  workers: key(whole(0).default(0), 'Processes of a parameter search; 0 is half the processor cores.'),
  grid_max_runs: key(whole(1).default(10_000), 'Largest parameter search that starts without a flag.', {
    unit: 'runs',
  }),
});
