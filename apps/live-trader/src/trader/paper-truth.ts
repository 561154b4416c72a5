import type { SessionState } from '@auction-trader/engine';
import type { VenueTruth } from '@auction-trader/execution';
import type { OrderState } from './orders-at-work.ts';

/** What a session's own exchange holds, in the words of a venue. */
export function paperTruth(
  { position, account }: SessionState,
  orders: readonly OrderState[],
  leverage: number,
  readMs: number,
): VenueTruth {
  return {
    readMs,
    side: position?.side ?? 0,
    lots: position?.lots ?? 0,
    entryTicks: position?.entryTicks ?? Number.NaN,
    orders: orders.map(({ command, linkId, lots, filledLots }) => ({
      linkId,
      venueOrderId: linkId,
      side: command.side,
      type: command.type,
      leftLots: lots - filledLots,
      priceTicks: command.priceTicks,
      reduceOnly: command.reduceOnly,
    })),
    leverage,
    availableMargin: account.availableMargin,
    equity: account.equity,
  };
}
