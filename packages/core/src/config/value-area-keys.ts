import { z } from 'zod';
import { exactRange, key, whole } from './key-facts.ts';

export const valueAreaKeys = z.strictObject({
  va_fraction: key(
    exactRange(0.5, 0.95).default(0.7),
    'Share of the window volume that the value area holds at least.',
  ),
  base_bin_ticks: key(whole(1, 10).default(1), 'Width of a base bin of the histogram.', { unit: 'ticks' }),
  alpha_bin: key(
    z.number().positive().max(5).default(0.25),
    'Bin width as a multiple of the one-minute volatility: alpha_bin * mid * sigma.',
  ),
  bin_width_max_ticks: key(whole(1, 10_000).default(200), 'Largest bin width.', { unit: 'ticks' }),
  rebucket_interval_minutes: key(
    whole(1, 240).default(15),
    'A new bin width is taken over at every whole multiple of this, by the UTC clock.',
    { unit: 'minutes' },
  ),
  rebucket_change_pct: key(
    exactRange(0, 1).default(0.25),
    'A new bin width is taken over at once when it differs by this share or more (0.25 is 25 %).',
  ),
  min_va_bins: key(
    whole(1, 500).default(20),
    'A profile with fewer traded bins has no value area, and gives no signal.',
    { unit: 'bins' },
  ),
  va_edge_mode: key(
    z.enum(['key', 'outer']).default('key'),
    'key: VAH is the lower edge of the top bin. outer: VAH is its upper edge and POC the middle of its bin.',
  ),
  va_expansion: key(
    z.enum(['single', 'pair']).default('single'),
    'single: the area grows by one bin at a time. pair: by the larger of the next two above and below.',
  ),
});
