import type { Clock } from '@auction-trader/core';
import type { FaultScript } from '../faults/fault-rule.ts';
import type { RateLimits } from '../server/rate-limits.ts';
import { ScaledClock } from '../server/scaled-clock.ts';
import { defaultAccounts, type SimulatedAccount } from '../server/simulated-account.ts';
import { type RunningServer, startServer } from '../server/start-server.ts';
import { VenueClock } from '../server/venue-clock.ts';
import { VenueProtocol } from '../server/venue-protocol.ts';
import { SimulatedVenue } from '../venue/simulated-venue.ts';
import { CatchUpClock } from './catch-up-clock.ts';
import { type MarketOrigin, openMarket } from './open-market.ts';

const MINUTE_MS = 60_000;

/** What {@link startSimulator} runs. */
export interface SimulatorOptions {
  /** The machine's clock. */
  readonly clock: Clock;
  /** The market to be played. */
  readonly origin: MarketOrigin;
  /** Minutes of the market in one minute of the machine's clock. Default 1. */
  readonly speed?: number;
  /** Minutes of the market that have passed when the venue opens. Default 60. */
  readonly historyMinutes?: number;
  /** Whether stored or recorded data get today's times; else the venue shows the data's own times. */
  readonly shiftToNow?: boolean;
  /** Default 0: any free port. */
  readonly port?: number;
  /** Default two. */
  readonly accounts?: readonly SimulatedAccount[];
  readonly faults?: FaultScript;
  readonly limits?: Partial<RateLimits>;
  /** Decides the venue's ids. Default 0. */
  readonly seed?: number;
}

/** A venue that runs by itself. */
export interface RunningSimulator extends RunningServer {
  readonly protocol: VenueProtocol;
  readonly venue: SimulatedVenue;
  readonly accounts: readonly SimulatedAccount[];
  /** What is played, for the user. */
  readonly description: string;
}

/**
 * Starts a venue on a loopback port: market, matching engine, protocol and server.
 *
 * @throws AuctionTraderError for data that cannot be played, a bad script of faults, a port in use
 * @example
 * const simulator = await startSimulator({
 *   clock: systemClock,
 *   origin: { kind: 'made', seed: 1, symbol: 'BTCUSDT' },
 * });
 */
export async function startSimulator(options: SimulatorOptions): Promise<RunningSimulator> {
  const { clock, origin, speed = 1, historyMinutes = 60, accounts = defaultAccounts(2), seed = 0 } = options;
  const historyMs = historyMinutes * MINUTE_MS;
  const nowMs = clock.nowMs();
  const shiftToNow = options.shiftToNow ?? false;
  const times = { beginMs: nowMs - historyMs, historyMs, shiftToNow };
  const { market, startMs, description } = openMarket(origin, times);
  const scale = { originMs: nowMs, startMs: startMs + historyMs, speed };
  const isPlain = speed === 1 && Math.abs(scale.startMs - nowMs) <= MINUTE_MS;
  const live = isPlain ? clock : new ScaledClock(clock, scale);
  const catchUpClock = new CatchUpClock(live, startMs);
  const venueClock = new VenueClock(catchUpClock, isPlain ? null : scale);
  const venue = new SimulatedVenue({ clock: catchUpClock, markets: [market], accounts, seed });
  const protocol = new VenueProtocol({
    venue,
    clock: venueClock,
    accounts,
    seed,
    ...(options.limits ? { limits: options.limits } : {}),
    ...(isPlain ? {} : { alsoSignedBy: clock }),
  });
  venue.start();
  catchUpClock.goLive();
  // Times of the script count from now, not from the beginning of the history.
  if (options.faults) protocol.faults.load(options.faults);
  const server = await startServer({ protocol, port: options.port ?? 0 });
  const close = async () => {
    venue.stop();
    catchUpClock.stop();
    await server.close();
  };
  return { ...server, close, protocol, venue, accounts, description };
}
