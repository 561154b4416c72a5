import { z } from 'zod';
import { exact, key, whole } from './key-facts.ts';

export const riskKeys = z.strictObject({
  max_hold_minutes: key(whole(1, 1440).default(60), 'Longest time in a position.', { unit: 'minutes' }),
  extend_if_profitable: key(
    z.boolean().default(true),
    'Stay longer while what remains of the position is profitable after all costs.',
  ),
  cooldown_minutes: key(whole(0, 240).default(3), 'No entry for this long after an exit.', {
    unit: 'minutes',
  }),
  stop_buffer_ticks: key(
    whole(0, 1000).default(2),
    'Distance of the stop beyond the extreme or boundary it protects.',
    { unit: 'ticks' },
  ),
  min_stop_ticks: key(whole(1).default(1), 'Smallest distance from the entry to the stop.', {
    unit: 'ticks',
  }),
  max_daily_loss: key(
    z.number().positive().nullable().default(null),
    'Loss of a UTC day at which trading stops until the next; null is no limit (live needs one).',
    { unit: 'quote currency' },
  ),
  kill_switch_basis: key(
    z.enum(['total', 'realised']).default('total'),
    'What counts toward that loss: realised and open results, or realised ones only.',
  ),
  kill_switch_flatten: key(z.boolean().default(true), 'Close the position when that loss is reached.'),
  breakeven_offset_ticks: key(
    whole(0).default(0),
    'Distance of the break-even stop from the entry, toward profit.',
    { unit: 'ticks' },
  ),
  max_cost_to_risk: key(
    exact(z.number().positive()).nullable().default(null),
    'Skip a trade whose fees and slippage exceed this share of its risk; null takes every trade.',
  ),
});
