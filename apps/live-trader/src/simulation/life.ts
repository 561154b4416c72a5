import type { BybitTransport } from '@auction-trader/bybit';
import type { VenueNetwork } from '@auction-trader/bybit-simulator';
import type { Clock } from '@auction-trader/core';
import { NetworkTransport } from './network-transport.ts';

/** What a {@link Life} is part of. */
export interface LifeOptions {
  readonly clock: Clock;
  readonly network: VenueNetwork;
  readonly credentials: { readonly key: string; readonly secret: string };
  /** Told when something may have been set off that waits for a promise. */
  readonly onSettled: () => void;
}

/** One life of a process: its timers and its ways to the venue, which end together. */
export class Life {
  /** The world's time, until the end. */
  readonly clock: Clock;
  readonly #options: LifeOptions;
  readonly #transports: NetworkTransport[] = [];
  #over = false;
  #muted = false;

  constructor(options: LifeOptions) {
    this.#options = options;
    const { clock, onSettled } = options;
    this.clock = {
      nowMs: () => clock.nowMs(),
      after: (delayMs, callback) =>
        // Timers of a real process have whole milliseconds.
        clock.after(Math.ceil(delayMs), () => {
          if (this.#over) return;
          callback();
          onSettled();
        }),
    };
  }

  /** A way to the venue, with the account's keys or without. */
  transport(withKeys: boolean): BybitTransport {
    const { network, credentials, onSettled } = this.#options;
    const transport = new NetworkTransport({
      network,
      clock: this.clock,
      credentials: withKeys ? credentials : null,
      onSettled,
    });
    if (this.#muted) transport.mute();
    this.#transports.push(transport);
    return transport;
  }

  /** Nothing leaves any more: as if the end came before it was sent, while the process seems to go on. */
  mute(): void {
    this.#muted = true;
    for (const transport of this.#transports) transport.mute();
  }

  /** The end: no timer rings, nothing is heard. What was sent stays sent. */
  kill(): void {
    this.#over = true;
    for (const transport of this.#transports) transport.kill();
  }
}
