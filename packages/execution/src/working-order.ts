import type { Leg } from '@auction-trader/core';
import type { EntryPlan } from './entry-plan.ts';

/** An order in flight and what its fills are booked under. Plain state. */
export interface WorkingOrder {
  readonly orderId: number;
  readonly leg: Leg;
  /** 0 for the first order of a leg, 1, 2 ... for those issued again. */
  readonly attempt: number;
  /** Orders in a row, up to this one, of which nothing filled: what the pace of issuing again goes by. */
  readonly fruitless: number;
  readonly type: 'limit' | 'market';
  /** +1 buy, -1 sell. */
  readonly side: number;
  /** Lots asked for, and those not yet filled. */
  readonly lots: number;
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
  /** Why the position left that this entry belongs to: what fills during the cancel follows it out. Null: it stays. */
  exitLeg: Leg | null;
}

/** An exit that waits for its time to be issued again. Plain state. */
export interface ExitRetry {
  readonly leg: Leg;
  readonly attempt: number;
  readonly fruitless: number;
  /** Lots of a TP1; the final exit takes whatever is held. */
  readonly lots: number;
  /** Epoch ms. */
  readonly dueMs: number;
}
