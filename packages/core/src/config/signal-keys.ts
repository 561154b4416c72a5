import { z } from 'zod';
import { exact, exactRange, key, whole } from './key-facts.ts';

const EITHER =
  'It only matters once the threshold in base coin is raised: above 0 any flow in favour passes that one.';

export const signalKeys = z.strictObject({
  of_entry_min: key(
    exact(z.number().nonnegative()).default(0),
    'Order flow a break-in needs (strictly more). One of two ways: this, or of_entry_min_norm. ' +
      'At 0 any flow in favour passes, and of_entry_min_norm has no effect until this is raised.',
    { unit: 'base coin' },
  ),
  of_entry_min_norm: key(
    exactRange(0, 1).default(0.1),
    `Order flow over volume a break-in needs (strictly more). ${EITHER}`,
  ),
  of_breakout_min: key(
    exact(z.number().nonnegative()).default(0),
    'Order flow a breakout needs (strictly more). One of two ways: this, or of_breakout_min_norm. ' +
      'At 0 any flow in favour passes, and of_breakout_min_norm has no effect until this is raised.',
    { unit: 'base coin' },
  ),
  of_breakout_min_norm: key(
    exactRange(0, 1).default(0.1),
    `Order flow over volume a breakout needs (strictly more). ${EITHER}`,
  ),
  of_fail_min: key(
    exact(z.number().nonpositive()).default(0),
    'A failed breakout is taken while order flow is not against it by more than this.',
    { unit: 'base coin', aliases: ['of_fail_max'] },
  ),
  of_fail_min_norm: key(
    exactRange(-1, 0).default(-0.1),
    'A failed breakout is taken while order flow over volume is not against it by more than this.',
    { aliases: ['of_fail_max_norm'] },
  ),
  accept_outside_k: key(whole(1, 20).default(3), 'Closes beyond the locked boundary that make a breakout.', {
    unit: 'closes',
  }),
  accept_inside_k: key(
    z.literal(1).default(1),
    'Closes back inside that make a break-in; only 1, the bar itself.',
    { unit: 'closes' },
  ),
  enable_retest_mode: key(
    z.boolean().default(true),
    'Enter a breakout on a pullback to the locked boundary instead of at once.',
  ),
  retest_max_wait_minutes: key(whole(0, 1440).default(60), 'Longest wait for that pullback; 0 is no limit.', {
    unit: 'minutes',
  }),
  crossing_scope: key(
    z.enum(['sequence_start', 'each_bar']).default('sequence_start'),
    'Which bars of a breakout must trade near the boundary: the first, or each that is counted.',
  ),
  crossing_spread_mult: key(
    exact(z.number().nonnegative()).default(1),
    'Near is within this multiple of the average spread.',
  ),
  crossing_min_ticks: key(whole(1).default(1), 'Near is within this distance at least.', { unit: 'ticks' }),
  failbreak_context_required: key(
    z.boolean().default(true),
    'A failed breakout needs an attempt before it: closes outside, or an accepted breakout.',
  ),
  breakout_tp1_r: key(
    exact(z.number().positive()).default(1),
    'First target of a breakout, in multiples of the distance to the stop.',
    { unit: 'R' },
  ),
  breakout_tp2_r: key(
    exact(z.number().positive()).default(2),
    'Second target of a breakout, in multiples of the distance to the stop.',
    { unit: 'R' },
  ),
  enable_flip_on_signal: key(
    z.boolean().default(true),
    'A signal against the open position closes it and opens the other side.',
  ),
});
