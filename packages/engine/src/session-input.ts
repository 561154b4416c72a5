import type { OrderReport, VenueAccount, VenueTruth } from '@auction-trader/execution';

/** What an operator asks for. `cancel-entries` is part of an orderly shutdown. */
export type OperatorCommand = 'activate' | 'deactivate' | 'flatten' | 'resolve' | 'cancel-entries';

/**
 * One input of a trading session. The session is a function of its inputs: the same inputs in the same
 * order give the same decisions and commands, live, after a restart, and in replay. What the driver
 * learns from clock, sockets and people becomes such an input and is recorded before it is applied.
 * `timeMs` is the driver's (venue-corrected) clock when the input arose, epoch ms, never descending.
 */
export type SessionInput =
  /** A raw public frame as received. */
  | { readonly kind: 'frame'; readonly timeMs: number; readonly text: string }
  | { readonly kind: 'connected'; readonly timeMs: number }
  | { readonly kind: 'disconnected'; readonly timeMs: number }
  /** The minute starting at `minuteMs` is over, its late trades included. */
  | { readonly kind: 'minute'; readonly timeMs: number; readonly minuteMs: number }
  /** Time passed: deadlines of orders are looked at. */
  | { readonly kind: 'time'; readonly timeMs: number }
  | { readonly kind: 'report'; readonly timeMs: number; readonly report: OrderReport }
  /** Funding the venue has charged; `amount` > 0 was paid. */
  | {
      readonly kind: 'funding';
      readonly timeMs: number;
      readonly executionId: string;
      readonly amount: number;
    }
  | { readonly kind: 'account'; readonly timeMs: number; readonly account: VenueAccount }
  /** What the venue holds, to be compared with what the session thinks. */
  | { readonly kind: 'truth'; readonly timeMs: number; readonly truth: VenueTruth }
  /** Whether orders may be sent and would be heard of. */
  | { readonly kind: 'venue-ready'; readonly timeMs: number; readonly ready: boolean }
  /** Something happened at the venue that we did not order. */
  | { readonly kind: 'foreign'; readonly timeMs: number; readonly text: string }
  | { readonly kind: 'operator'; readonly timeMs: number; readonly command: OperatorCommand };
