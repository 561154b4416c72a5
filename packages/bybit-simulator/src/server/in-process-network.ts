import { type Clock, Random } from '@auction-trader/core';
import type { Connection, Peer } from './connection.ts';
import type { RestOutcome, RestRequest } from './rest-message.ts';
import type { ClientSocket, SocketListener, VenueNetwork } from './venue-network.ts';
import type { VenueProtocol } from './venue-protocol.ts';

/** How a network without sockets behaves. */
export interface InProcessNetworkOptions {
  readonly protocol: VenueProtocol;
  /** The true clock; not the venue's, which may be wrong. */
  readonly clock: Clock;
  /** Decides latencies. Default 0. */
  readonly seed?: number;
  /** One way, ms, uniform between the two. Default 1 to 1. */
  readonly latencyMs?: { readonly from: number; readonly to: number };
  /** Where the client seems to be. Default `in-process`. */
  readonly address?: string;
}

/**
 * A way to a venue within one process: every message arrives by a timer of the clock, never at once, so
 * that a run on a `SimulatedClock` is a function of its seeds. Messages of one WebSocket keep their order.
 */
export function inProcessNetwork(options: InProcessNetworkOptions): VenueNetwork {
  const { protocol, clock, seed = 0, latencyMs = { from: 1, to: 1 }, address = 'in-process' } = options;
  const random = new Random(seed);
  const delayMs = () => latencyMs.from + Math.floor(random.uniform() * (latencyMs.to - latencyMs.from + 1));
  return {
    rest: (request, done) => callRest(protocol, clock, delayMs, { ...request, address }, done),
    connect: (target, listener) =>
      new InProcessSocket({ protocol, clock, delayMs, address }, target, listener),
  };
}

function callRest(
  protocol: VenueProtocol,
  clock: Clock,
  delayMs: () => number,
  request: RestRequest,
  done: (outcome: RestOutcome) => void,
): () => void {
  let givenUp = false;
  clock.after(delayMs(), () => {
    protocol.handleRest(request, (outcome) => {
      clock.after(delayMs(), () => {
        if (!givenUp) done(outcome);
      });
    });
  });
  return () => {
    givenUp = true;
  };
}

interface Line {
  readonly protocol: VenueProtocol;
  readonly clock: Clock;
  readonly delayMs: () => number;
  readonly address: string;
}

/** Messages of one direction: each takes its time, none overtakes another. */
class Direction {
  readonly #line: Line;
  #lastMs = Number.NEGATIVE_INFINITY;

  constructor(line: Line) {
    this.#line = line;
  }

  carry(arrive: () => void): void {
    const { clock, delayMs } = this.#line;
    const nowMs = clock.nowMs();
    this.#lastMs = Math.max(this.#lastMs, nowMs + delayMs());
    clock.after(this.#lastMs - nowMs, arrive);
  }
}

const CUT = 1006;

class InProcessSocket implements ClientSocket {
  readonly #up: Direction;
  readonly #down: Direction;
  readonly #listener: SocketListener;
  #connection: Connection | null = null;
  #isOpen = false;
  #isOver = false;

  constructor(line: Line, target: string, listener: SocketListener) {
    this.#up = new Direction(line);
    this.#down = new Direction(line);
    this.#listener = listener;
    this.#up.carry(() => this.#upgrade(line, target));
  }

  send(text: string): void {
    if (this.#isOpen) this.#up.carry(() => this.#connection?.receive(text));
  }

  ping(): void {
    if (this.#isOpen) this.#up.carry(() => this.#connection?.ping(new Uint8Array()));
  }

  close(code = 1000, reason = ''): void {
    if (this.#isOver) return;
    this.#leave();
    this.#down.carry(() => this.#listener.onClosed(code, reason));
  }

  terminate(): void {
    if (this.#isOver) return;
    this.#leave();
    this.#down.carry(() => this.#listener.onClosed(CUT, ''));
  }

  /** The client has left; the venue hears of it when the news arrives. */
  #leave(): void {
    this.#isOver = true;
    this.#isOpen = false;
    this.#up.carry(() => this.#hangUp());
  }

  #hangUp(): void {
    const connection = this.#connection;
    this.#connection = null;
    connection?.closed();
  }

  #upgrade({ protocol, address }: Line, target: string): void {
    if (this.#isOver) return;
    const decision = protocol.openConnection(target, address);
    if (decision.kind === 'hang') return;
    if (decision.kind === 'refuse') {
      this.#end(() => this.#listener.onRefused(decision.status, decision.body));
      return;
    }
    this.#down.carry(() => {
      if (this.#isOver) return;
      this.#isOpen = true;
      this.#listener.onOpen();
    });
    this.#connection = decision.open(this.#peer());
  }

  #peer(): Peer {
    return {
      send: (text) =>
        this.#down.carry(() => {
          if (this.#isOpen) this.#listener.onText(text);
        }),
      pong: () =>
        this.#down.carry(() => {
          if (this.#isOpen) this.#listener.onPong();
        }),
      close: (code, reason) => this.#end(() => this.#listener.onClosed(code, reason)),
      terminate: () => this.#end(() => this.#listener.onClosed(CUT, '')),
    };
  }

  /** The venue has ended the line; the client hears of it when the news arrives. */
  #end(tell: () => void): void {
    this.#connection = null;
    this.#down.carry(() => {
      if (this.#isOver) return;
      this.#isOver = true;
      this.#isOpen = false;
      tell();
    });
  }
}
