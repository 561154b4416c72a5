import type { AuctionTraderError } from '@auction-trader/core';
import type { OrderCommand, PlaceOrder } from './order-command.ts';
import type { OrderReport } from './order-report.ts';

/** A command with the id that the venue knows its order by. */
export interface VenueRequest {
  readonly command: OrderCommand;
  /** Deterministic client order id: {@link orderLinkId}. */
  readonly linkId: string;
}

/** An order of ours that may be at the venue from before a restart. */
export interface KnownOrder {
  readonly command: PlaceOrder;
  readonly linkId: string;
  /** Lots whose fills were already taken up. */
  readonly filledLots: number;
  /** Whether the order is still thought to be at work, or its outcome unknown. */
  readonly open: boolean;
}

/** An order that works at the venue. */
export interface VenueOrder {
  /** Ours, or empty for an order placed by someone else. */
  readonly linkId: string;
  readonly venueOrderId: string;
  /** +1 buy, -1 sell. */
  readonly side: number;
  readonly type: 'limit' | 'market' | 'stop';
  readonly leftLots: number;
  /** Limit price or trigger in ticks. */
  readonly priceTicks: number;
  readonly reduceOnly: boolean;
}

/** What the venue holds for the symbol at one moment: the truth that wins. */
export interface VenueTruth {
  /** Epoch ms (driver's clock) when the reading began. */
  readonly readMs: number;
  /** +1, -1, 0. */
  readonly side: number;
  readonly lots: number;
  /** May lie between ticks; NaN when flat. */
  readonly entryTicks: number;
  readonly orders: readonly VenueOrder[];
  readonly leverage: number;
  /** Available margin and equity in quote currency. */
  readonly availableMargin: number;
  readonly equity: number;
}

/** The account's money as the venue sees it, quote currency. */
export interface VenueAccount {
  readonly timeMs: number;
  readonly availableMargin: number;
  readonly equity: number;
}

/** Something at the venue that we did not order: a manual trade, a liquidation, a foreign order. */
export interface ForeignEvent {
  readonly timeMs: number;
  readonly kind: 'trade' | 'liquidation' | 'auto-deleveraging' | 'order' | 'settings' | 'other';
  readonly text: string;
}

/** Hears from a venue. Calls are never nested in a call of {@link Venue}. */
export interface VenueListener {
  onReport(report: OrderReport): void;
  /** `amount` > 0 was paid. */
  onFunding(executionId: string, timeMs: number, amount: number): void;
  onAccount(account: VenueAccount): void;
  onForeign(event: ForeignEvent): void;
  /** Whether orders may be sent and would be heard of: private stream, clock and rate limits are in order. */
  onReady(ready: boolean, reason: string): void;
  /** The clock's offset to the venue was measured: `offsetMs` = venue - local. */
  onClockOffset(offsetMs: number): void;
  /** Trading cannot go on (key refused, permissions, expired). */
  onFatal(error: AuctionTraderError): void;
}

/** What a venue says of instrument and account before trading begins. */
export interface VenueFacts {
  readonly takerFeeBps: number;
  readonly makerFeeBps: number;
  readonly fundingIntervalMs: number;
  readonly truth: VenueTruth;
}

/**
 * A venue that orders are sent to. Requests come in journaled already; every outcome comes back as a
 * report, never as an exception: an outcome that is unknown is looked up until it is known.
 */
export interface Venue {
  readonly name: string;
  /**
   * Connects the private side and takes up the orders that may be there from before.
   *
   * @param seenExecutions execution ids that were already taken up
   * @throws AuctionTraderError when the venue refuses the account or its state cannot be read
   */
  start(
    listener: VenueListener,
    known: readonly KnownOrder[],
    seenExecutions: readonly string[],
  ): Promise<VenueFacts>;
  /** Carries out a request. Cancels and reduce-only orders overtake entries. */
  send(request: VenueRequest): void;
  /** Reads what the venue holds. */
  truth(): Promise<VenueTruth>;
  /** Disconnects. Orders at the venue stay. */
  stop(): Promise<void>;
}
