import type { FillReport } from './order-command.ts';

/**
 * What a venue says of an order of ours, in the order in which it happened to that order. The adapter
 * has removed repeats (by execution id, by state) and found out what was unknown: after `rejected` or
 * `cancelled` nothing more comes for the order.
 */
export type OrderReport =
  /** The venue shows the order; again when it shows it changed by somebody else. */
  | { readonly kind: 'accepted'; readonly orderId: number; readonly timeMs: number }
  /** The order never worked and never will; nothing of it filled. */
  | {
      readonly kind: 'rejected';
      readonly orderId: number;
      readonly timeMs: number;
      readonly why: RejectReason;
      /** The venue's code and text, for log and alert. */
      readonly code: string;
    }
  | { readonly kind: 'fill'; readonly executionId: string; readonly fill: FillReport }
  /** A conditional order has turned into a market order. May be left out by a venue: a fill says the same. */
  | { readonly kind: 'triggered'; readonly orderId: number; readonly timeMs: number }
  /** No longer at work; every fill it had was reported before. `left` lots did not fill. */
  | {
      readonly kind: 'cancelled';
      readonly orderId: number;
      readonly timeMs: number;
      readonly leftLots: number;
      readonly code: string;
    }
  /** The order works as before: a change of size or trigger was refused. */
  | {
      readonly kind: 'amend-refused';
      readonly orderId: number;
      readonly timeMs: number;
      readonly why: RejectReason;
      readonly code: string;
    };

/** What a refusal means for what to do next. */
export type RejectReason =
  /** A limit that may not take would have. */
  | 'would-take'
  /** Not enough margin or balance. */
  | 'margin'
  /** Reduce-only, and there is nothing to reduce. */
  | 'nothing-to-reduce'
  /** The trigger lies on the wrong side of the market: it would fire now. */
  | 'trigger-passed'
  /** Price or size is outside what the venue accepts. */
  | 'out-of-bounds'
  /** It conclusively never arrived, and its deadline has passed. */
  | 'never-arrived'
  | 'other';
