import { AuctionTraderError } from '@auction-trader/core';
import type { OrderUpdate } from './journal-rows.ts';
import { price, quantity, type RunContext, requiredMs } from './run-context.ts';

const ENDED = `('FILLED', 'CANCELLED', 'REJECTED', 'EXPIRED')`;

/**
 * Notes what became of an order. An ended order does not come back to life, and its fills do not get
 * fewer: a restart tells old news again.
 *
 * @throws AuctionTraderError (`JOURNAL_CONFLICT`) when there is no such order
 */
export function writeOrderUpdate({ database, facts }: RunContext, update: OrderUpdate): void {
  const { tick, lot } = facts.instrument;
  const { orderId, status, filledLots } = update;
  const changed = database.run(
    'orders',
    `UPDATE orders SET status = ?, filled_lots = ?, filled_qty = ?, avg_price = ?, updated_at = ?, code = ?
     WHERE run_id = ? AND order_number = ? AND filled_lots <= ? AND (status NOT IN ${ENDED} OR status = ?)`,
    [
      status,
      filledLots,
      quantity(filledLots, lot),
      filledLots === 0 ? null : price(update.averageTicks, tick),
      requiredMs(update.timeMs),
      update.code ?? '',
      facts.runId,
      orderId,
      filledLots,
      status,
    ],
  );
  if (changed > 0) return;
  const known = database.get('orders', 'SELECT 1 FROM orders WHERE run_id = ? AND order_number = ?', [
    facts.runId,
    orderId,
  ]);
  if (known !== null) return;
  throw new AuctionTraderError(`the journal has no order ${orderId} of the run ${facts.runId}`, {
    code: 'JOURNAL_CONFLICT',
    details: { file: database.file },
    hint: 'An order has to be journaled before it is sent; please report this.',
  });
}
