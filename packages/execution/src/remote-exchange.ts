import type { Exchange } from './exchange.ts';
import type { OrderCommand } from './order-command.ts';
import type { OrderOwner } from './order-link-id.ts';
import type { OrderReport } from './order-report.ts';
import type { PositionManager } from './position-manager.ts';
import type { Reconciliation } from './reconcile.ts';
import type { VenueAccount, VenueTruth } from './venue.ts';

/** State of a {@link RemoteExchange} as plain JSON data. */
export type RemoteExchangeState = { readonly [key: string]: unknown };

/**
 * A real venue as the session sees it: commands are collected for the driver to send, and the venue's
 * reports come in as {@link apply}. It watches what the venue does not: targets, prints before the fill,
 * the entry's timeout, the stop's confirmation, and exits that must be issued again. Without I/O and
 * clock: whoever drives it tells the time.
 */
export class RemoteExchange implements Exchange {
  readonly #owner: OrderOwner;
  #commands: OrderCommand[] = [];
  #manager: PositionManager | null = null;

  /** @param owner part of the ids of its orders, by which they are known at the venue */
  constructor(owner: OrderOwner) {
    this.#owner = owner;
  }

  connect(manager: PositionManager): void {
    this.#manager = manager;
  }

  send(command: OrderCommand): void {
    this.#commands.push(command);
  }

  processQuote(
    _timeMs: number,
    _bidTicks: number,
    _askTicks: number,
    _bidLots: number,
    _askLots: number,
  ): void {}

  processPrint(_timeMs: number, _priceTicks: number, _lots: number): void {}

  /** Time passed (driver's clock, never descending): entry timeout, stop deadline, exits to issue again. To be called at every input. */
  onTime(_nowMs: number): void {}

  /** Epoch ms at which {@link onTime} has something to do; Infinity for never. */
  get nextDeadlineMs(): number {
    return Number.POSITIVE_INFINITY;
  }

  /** Takes up what the venue said of an order. Impossible reports are told as problems and not booked. */
  apply(_report: OrderReport, _nowMs: number): void {}

  /** The venue's figure of available margin caps sizing from now on. */
  setAccount(_account: VenueAccount): void {}

  /** Compares the venue's truth with the books; {@link repair} does what a mismatch asks for. */
  compare(_truth: VenueTruth, _nowMs: number): Reconciliation {
    throw new Error(`not yet: ${this.#owner.instance} ${this.#manager === null}`);
  }

  /** After a mismatch: entries are taken back, the venue's position is adopted, its stop placed or resized, orphans cancelled. */
  repair(_found: Reconciliation, _truth: VenueTruth, _nowMs: number): void {}

  /** Commands since the last call, in order: to be journaled, then sent. */
  takeCommands(): OrderCommand[] {
    const commands = this.#commands;
    this.#commands = [];
    return commands;
  }

  snapshot(): RemoteExchangeState {
    return {};
  }

  restore(_state: unknown): void {}
}
