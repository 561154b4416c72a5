import type { AccountTruth, SimulatedWorld } from './simulated-world.ts';

/** Reads the account only when something happened to it. */
export class VenueWatch {
  readonly #world: SimulatedWorld;
  #truth: AccountTruth | null = null;
  /** Orders, fills and positions told of so far. */
  events = 0;

  constructor(world: SimulatedWorld) {
    this.#world = world;
    world.venue.listen({
      onPrivate: ({ topic }) => {
        if (topic === 'wallet') return;
        this.#truth = null;
        this.events++;
      },
      onPublic: () => {},
    });
  }

  get truth(): AccountTruth {
    this.#truth ??= this.#world.truth();
    return this.#truth;
  }
}
