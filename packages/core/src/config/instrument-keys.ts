import { z } from 'zod';
import { SYMBOL, VENUE } from '../instrument.ts';
import { isStep } from '../step.ts';
import { key, whole } from './key-facts.ts';

const step = z.number().positive().refine(isStep, { error: 'must be a plain decimal such as 0.1' });

export const instrumentKeys = z.strictObject({
  symbol: key(z.string().regex(SYMBOL).default('BTCUSDT'), 'The instrument, as the venue names it.'),
  exchange: key(z.string().regex(VENUE).default('bybit'), 'The venue, in lower-case letters.'),
  timeframe: key(z.enum(['1m']).default('1m'), 'Length of a bar.'),
  tick_size: key(
    step.default(0.1),
    'Smallest price step. A fallback: imported data and the venue know their own.',
    { unit: 'quote currency' },
  ),
  lot_size: key(
    step.default(0.001),
    'Smallest size step. A fallback: imported data and the venue know their own.',
    { unit: 'base coin' },
  ),
  min_order_lots: key(whole(1).default(1), 'Smallest order. A fallback: the venue value wins.', {
    unit: 'lots',
  }),
  min_notional: key(
    z.number().nonnegative().default(5),
    'Smallest value of an order. A fallback: the venue value wins.',
    { unit: 'quote currency' },
  ),
  rolling_window_minutes: key(
    whole(30, 1440).default(240),
    'Window of the volume profile and of the volatility.',
    { unit: 'minutes' },
  ),
});
