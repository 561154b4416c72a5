import type { PlaceOrder, Venue, VenueRequest } from '@auction-trader/execution';

/** Holds back what a session wants sent until the venue has been started. */
export class VenueGate {
  readonly #venue: Venue;
  #held: VenueRequest[] | null = [];

  constructor(venue: Venue) {
    this.#venue = venue;
  }

  send(request: VenueRequest): void {
    if (this.#held === null) this.#venue.send(request);
    else this.#held.push(request);
  }

  /** Orders that were not sent yet: the venue need not look for them. */
  get heldOrders(): readonly PlaceOrder[] {
    return (this.#held ?? []).flatMap(({ command }) => (command.kind === 'place' ? [command] : []));
  }

  /**
   * The venue is started: sends what was held, and everything from now on.
   *
   * @returns how much was held
   */
  open(): number {
    const held = this.#held ?? [];
    this.#held = null;
    for (const request of held) this.#venue.send(request);
    return held.length;
  }
}
