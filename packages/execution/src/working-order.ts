import type { Leg } from '@auction-trader/core';
import type { EntryPlan } from './entry-plan.ts';

/** An order in flight and what its fills are booked under. Plain state. */
export interface WorkingOrder {
  readonly orderId: number;
  readonly leg: Leg;
  readonly type: 'limit' | 'market';
  /** +1 buy, -1 sell. */
  readonly side: number;
  /** Lots not yet filled. */
  leftLots: number;
  /** Epoch ms of the decision or trigger: fills come strictly later. */
  readonly submitMs: number;
  /** Sum of bid and ask then; NaN when no quote was known. */
  readonly submitMid2: number;
}

/** The entry at work: its limit or market order, later perhaps the market order for the rest. */
export interface WorkingEntry extends WorkingOrder {
  readonly plan: EntryPlan;
  /** Epoch ms from which the limit no longer fills; Infinity for a market order. */
  readonly deadlineMs: number;
  /** Lots filled by this order and by the limit before it. */
  filledLots: number;
  /** Set when a cancel is on its way: what follows its confirmation. */
  cancelling: 'no' | 'then-drop' | 'then-market';
}
