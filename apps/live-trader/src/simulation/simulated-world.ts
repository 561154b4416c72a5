import {
  defaultAccounts,
  type FaultScript,
  inProcessNetwork,
  linearSymbol,
  type MarketSource,
  randomMarket,
  SimulatedVenue,
  type VenueNetwork,
  VenueProtocol,
  VenueClock as VenueSideClock,
} from '@auction-trader/bybit-simulator';
import { type Clock, SimulatedClock } from '@auction-trader/core';
import { Life } from './life.ts';

/** The symbol that is traded in the simulation. */
export const SYMBOL = 'BTCUSDT';

/** Simulated time between two looks at real sockets, and how often they are looked at then. */
const SOCKET_STEP_MS = 10;
const SOCKET_TURNS = 3;
/** How long files may take. */
const REAL_WAIT_MS = 20_000;

/** What a world is made of. */
export interface WorldOptions {
  readonly seed: number;
  /** Epoch ms at which everything begins. */
  readonly startMs: number;
  /** Default: a market made by the seed. */
  readonly market?: MarketSource;
  /** Quote currency on the account. Default 10000. */
  readonly deposit?: string;
  /** Whether orders take no more than stands in the book or is printed, and so fill in parts. Default false. */
  readonly fillBySize?: boolean;
  /** Faults by script. */
  readonly faults?: FaultScript;
  /** A clock that clients on real sockets sign by. */
  readonly alsoSignedBy?: Clock;
}

/** What the account holds, read past the network. Sizes in lots, prices in ticks. */
export interface AccountTruth {
  /** Bought less sold. */
  readonly lots: number;
  readonly orders: readonly {
    readonly linkId: string;
    readonly isStop: boolean;
    readonly reduceOnly: boolean;
    readonly side: number;
    readonly leftLots: number;
  }[];
}

/** A venue with its market and network on a clock that moves only when told to. */
export class SimulatedWorld {
  readonly clock: SimulatedClock;
  readonly venue: SimulatedVenue;
  readonly protocol: VenueProtocol;
  readonly network: VenueNetwork;
  readonly account = defaultAccounts(1)[0]!;
  #settled = false;

  constructor(options: WorldOptions) {
    const { seed, startMs, market, deposit = '10000', fillBySize = false, faults, alsoSignedBy } = options;
    this.clock = new SimulatedClock(startMs);
    const venueClock = new VenueSideClock(this.clock);
    const facts = linearSymbol({ symbol: SYMBOL, tickSize: '0.10', lotSize: '0.001' });
    const source = market ?? randomMarket({ seed, startMs, startTicks: 500_000 });
    this.venue = new SimulatedVenue({
      clock: this.clock,
      markets: [{ facts, source }],
      accounts: [{ name: this.account.name, deposit }],
      seed,
      fillBySize,
    });
    this.protocol = new VenueProtocol({
      venue: this.venue,
      clock: venueClock,
      accounts: [this.account],
      seed,
      ...(faults === undefined ? {} : { faults }),
      ...(alsoSignedBy === undefined ? {} : { alsoSignedBy }),
    });
    this.network = inProcessNetwork({
      protocol: this.protocol,
      clock: this.clock,
      seed,
      latencyMs: { from: 1, to: 20 },
    });
    this.venue.start();
  }

  /** A process that lives in this world. */
  life(): Life {
    const { clock, network, account } = this;
    const onSettled = () => {
      this.#settled = true;
    };
    return new Life({ clock, network, credentials: account, onSettled });
  }

  /**
   * Moves the clock event by event; what waits for a reply goes on before the next event.
   *
   * @param after called after each event; true ends it before its time
   */
  async runUntil(untilMs: number, after: () => boolean = () => false): Promise<void> {
    await this.turn();
    while (this.clock.step(untilMs)) {
      if (this.#settled) await this.turn();
      if (after()) return;
      if (this.#settled) await this.turn();
    }
  }

  /** Moves on at a pace that real sockets can follow, until a condition holds. */
  async runOnSockets(isOver: () => boolean, withinMs: number): Promise<void> {
    const untilMs = this.clock.nowMs() + withinMs;
    while (!isOver() && this.clock.nowMs() < untilMs) {
      this.clock.runUntil(this.clock.nowMs() + SOCKET_STEP_MS);
      for (let turn = 0; turn < SOCKET_TURNS; turn++) await this.turn();
    }
  }

  /** Something was begun that goes on by promises: they get their turn after this event. */
  nudge(): void {
    this.#settled = true;
  }

  /** Lets everything that waits for a settled promise go on. */
  async turn(): Promise<void> {
    this.#settled = false;
    await new Promise(setImmediate);
  }

  /** Runs the world until a promise settles. */
  async until<Value>(promise: Promise<Value>, withinMs = 120_000): Promise<Value> {
    let over = false;
    const done = () => {
      over = true;
    };
    promise.then(done, done);
    const untilMs = this.clock.nowMs() + withinMs;
    while (!over && this.clock.nowMs() < untilMs) {
      await this.turn();
      if (!over) this.clock.step(untilMs);
    }
    // Files take real time, and nothing else is left to wait for.
    const realEnd = performance.now() + REAL_WAIT_MS;
    while (!over && performance.now() < realEnd) await this.turn();
    if (!over) throw new Error(`nothing came within ${withinMs} ms of simulated time`);
    return promise;
  }

  /** What the venue holds for the account. */
  truth(): AccountTruth {
    const rows = this.#rows('/v5/position/list', { category: 'linear', symbol: SYMBOL });
    const orders = this.#rows('/v5/order/realtime', { category: 'linear', symbol: SYMBOL, openOnly: '0' });
    const lots = rows.reduce((sum, row) => sum + sideOf(row) * toLots(row['size']), 0);
    return {
      lots,
      orders: orders.map((row) => ({
        linkId: String(row['orderLinkId']),
        isStop: row['stopOrderType'] === 'Stop' && row['orderStatus'] === 'Untriggered',
        reduceOnly: row['reduceOnly'] === true,
        side: sideOf(row),
        leftLots: toLots(row['leavesQty']),
      })),
    };
  }

  /** Fills of the account, the newest 100. */
  executions(): readonly { readonly id: string; readonly linkId: string; readonly lots: number }[] {
    const rows = this.#rows('/v5/execution/list', { category: 'linear', symbol: SYMBOL, limit: '100' });
    return rows
      .filter((row) => row['execType'] === 'Trade')
      .map((row) => ({
        id: String(row['execId']),
        linkId: String(row['orderLinkId']),
        lots: toLots(row['execQty']),
      }));
  }

  /** Link ids of the orders the venue took, in order. */
  createdLinkIds(): string[] {
    return this.protocol.log.calls
      .filter(({ path, outcome }) => path === '/v5/order/create' && (outcome === 'ok' || outcome === '0'))
      .map(({ params }) => String(params['orderLinkId']));
  }

  #rows(path: string, params: Record<string, string>): Readonly<Record<string, unknown>>[] {
    const { retCode, retMsg, result } = this.venue.request(this.account.name, 'GET', path, params);
    if (retCode !== 0) throw new Error(`${path}: ${retCode} ${retMsg}`);
    return result['list'] as Readonly<Record<string, unknown>>[];
  }
}

function sideOf(row: Readonly<Record<string, unknown>>): number {
  return row['side'] === 'Buy' ? 1 : row['side'] === 'Sell' ? -1 : 0;
}

function toLots(text: unknown): number {
  return Math.round(Number(text) * 1_000);
}
