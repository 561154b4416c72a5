import type { Leg } from '@auction-trader/core';

/** Asks the venue for a new order. */
export interface PlaceOrder {
  readonly kind: 'place';
  /** 1, 2, 3 ... unique within a run; the venue id is built from `decisionMs`, `leg` and `attempt`. */
  readonly orderId: number;
  readonly leg: Leg;
  /** 0 for the first order of a leg; counts on for the market remainder of an entry and for exits issued again. */
  readonly attempt: number;
  readonly type: 'limit' | 'market' | 'stop';
  /** +1 buy, -1 sell. */
  readonly side: number;
  readonly lots: number;
  /** Limit price or stop trigger in ticks; NO_PRICE for a market order. */
  readonly priceTicks: number;
  readonly reduceOnly: boolean;
  /** Epoch ms of the decision or trigger: a fill must come strictly later. */
  readonly submitMs: number;
  /** Epoch ms from which a limit no longer fills; Infinity when it has no timeout. */
  readonly deadlineMs: number;
}

/** Changes size and trigger of the protective stop. */
export interface AmendOrder {
  readonly kind: 'amend';
  readonly orderId: number;
  readonly lots: number;
  readonly priceTicks: number;
  readonly timeMs: number;
}

/** Takes an order back. */
export interface CancelOrder {
  readonly kind: 'cancel';
  /** 0 for an order of ours that this run does not know: `linkId` names it. */
  readonly orderId: number;
  /** Set only where `orderId` is 0. */
  readonly linkId?: string;
  readonly timeMs: number;
}

/** What the engine asks of a venue, real or simulated. */
export type OrderCommand = PlaceOrder | AmendOrder | CancelOrder;

/**
 * Takes the engine's commands. The simulated exchange carries them out at once; a live
 * driver queues, journals and sends them.
 */
export interface OrderPort {
  send(command: OrderCommand): void;
}

/** A (partial) execution of an order, as the venue reports it. */
export interface FillReport {
  readonly orderId: number;
  readonly lots: number;
  readonly priceTicks: number;
  readonly liquidity: 'maker' | 'taker';
  readonly timeMs: number;
  /** Quote currency; negative is a rebate. */
  readonly fee: number;
  /** Ticks given away by the slippage model, 0 live. */
  readonly slippageTicks: number;
  /** Lots shown on the hit side, NaN when not known. */
  readonly displayedLots: number;
  /** The venue's id of it; a simulated exchange gives none. */
  readonly executionId?: string;
}
