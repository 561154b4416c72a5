import { z } from 'zod';
import { exact, exactRange, key, whole } from './key-facts.ts';

export const executionKeys = z.strictObject({
  use_limit_for_entry: key(z.boolean().default(true), 'Enter by a limit order; false enters at market.'),
  use_market_for_exit: key(z.literal(true).default(true), 'Exits are market orders; only true.'),
  fill_on_next_quote: key(
    z.literal(true).default(true),
    'A market order fills on a later quote than its decision; only true.',
  ),
  limit_order_timeout_minutes: key(
    exact(z.number().positive().max(60)).default(1),
    'Time after which the unfilled part of an entry is cancelled and bought or sold at market.',
    { unit: 'minutes' },
  ),
  limit_fill_rule: key(
    z.enum(['through', 'touch', 'queue']).default('through'),
    'When a resting limit fills. through: a trade beyond its price. touch: a trade at its price. ' +
      'queue: as through, or when the size queued before it has traded (needs real quotes).',
  ),
  entry_price_mode: key(
    z.enum(['close', 'boundary']).default('close'),
    'Price of a limit entry: the signal close, or the boundary of the setup.',
  ),
  slippage_ticks_entry: key(whole(0, 1000).default(1), 'Slippage of a market entry.', { unit: 'ticks' }),
  slippage_ticks_exit: key(whole(0, 1000).default(1), 'Slippage of a market exit.', { unit: 'ticks' }),
  taker_fee_bps: key(
    exactRange(-1000, 1000).default(5.5),
    'Fee of market orders and of limits that fill at once; live reads the rates of the account.',
    { unit: 'bps' },
  ),
  maker_fee_bps: key(
    exactRange(-1000, 1000).default(2),
    'Fee of resting limits; negative is a rebate; live reads the rates of the account.',
    { unit: 'bps' },
  ),
});
