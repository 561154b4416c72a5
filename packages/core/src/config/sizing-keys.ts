import { z } from 'zod';
import { exactRange, key } from './key-facts.ts';

export const sizingKeys = z.strictObject({
  risk_pct: key(
    exactRange(0, 0.05).default(0.02),
    'Share of the available margin that a trade may lose at its stop (0.02 is 2 %).',
  ),
  max_leverage: key(
    exactRange(1, 10).default(10),
    'Largest position value as a multiple of the available margin; a larger size is reduced.',
  ),
  margin_mode: key(z.enum(['cross']).default('cross'), 'Margin mode on the venue.'),
  tp1_pct: key(
    exactRange(0, 1).default(0.3),
    'Share of the position that leaves at the first target. With tp2_pct it must make 1.',
  ),
  tp2_pct: key(
    exactRange(0, 1).default(0.7),
    'Share of the position that leaves at the second target. With tp1_pct it must make 1.',
  ),
  move_stop_to_breakeven_after_tp1: key(
    z.boolean().default(true),
    'Move the stop to the average entry price after the first target. Fees are still lost there.',
  ),
});
