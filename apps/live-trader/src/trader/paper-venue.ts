import { AuctionTraderError } from '@auction-trader/core';
import type { Venue, VenueFacts, VenueListener, VenueRequest, VenueTruth } from '@auction-trader/execution';

/**
 * The venue of the modes that trade on paper or not at all: it knows what the session holds, says so
 * when asked, and has no way to send anything anywhere.
 */
export class PaperVenue implements Venue {
  readonly name = 'paper';
  readonly #facts: Omit<VenueFacts, 'truth'>;
  readonly #truth: () => VenueTruth;

  /** @param truth what the session's own exchange holds */
  constructor(facts: Omit<VenueFacts, 'truth'>, truth: () => VenueTruth) {
    this.#facts = facts;
    this.#truth = truth;
  }

  async start(listener: VenueListener): Promise<VenueFacts> {
    listener.onReady(true, 'trades on paper');
    return { ...this.#facts, truth: this.#truth() };
  }

  send({ linkId }: VenueRequest): never {
    throw new AuctionTraderError(`order ${linkId} was about to leave a mode that sends none`, {
      code: 'PAPER_SENDS',
      hint: 'This is a fault of the program; nothing was sent.',
    });
  }

  async truth(): Promise<VenueTruth> {
    return this.#truth();
  }

  async stop(): Promise<void> {}
}
