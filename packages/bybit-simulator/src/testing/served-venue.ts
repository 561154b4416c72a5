import { systemClock } from '@auction-trader/command-line';
import { SimulatedClock } from '@auction-trader/core';
import { defaultAccounts } from '../server/simulated-account.ts';
import { startServer } from '../server/start-server.ts';
import { VenueClock } from '../server/venue-clock.ts';
import { VenueProtocol } from '../server/venue-protocol.ts';
import { SimulatedVenue } from '../venue/simulated-venue.ts';
import { linearSymbol } from '../venue/symbol-facts.ts';
import { type ListedEvent, listedMarket } from './listed-market.ts';

/** When the venues of tests open. */
export const OPEN_MS = 1_795_244_640_000;

/**
 * A venue on a real port whose market and clock only move when a test says so. Clients may sign by the
 * machine's clock, as unmodified clients do.
 *
 * @param eventsOf the market of BTCUSDT (tick 0.1, lot 0.001), times from `OPEN_MS` on
 */
export async function serveVenue(events: readonly ListedEvent[]) {
  const clock = new SimulatedClock(OPEN_MS);
  const venueClock = new VenueClock(clock);
  const accounts = defaultAccounts(2);
  const facts = linearSymbol({ symbol: 'BTCUSDT', tickSize: '0.1', lotSize: '0.001' });
  const markets = [{ facts, source: listedMarket(events) }];
  const venue = new SimulatedVenue({ clock, markets, accounts, seed: 1 });
  const protocol = new VenueProtocol({ venue, clock: venueClock, accounts, alsoSignedBy: systemClock });
  venue.start();
  const server = await startServer({ protocol });
  return {
    clock,
    venue,
    protocol,
    server,
    one: accounts[0]!,
    two: accounts[1]!,
    wait: (ms: number) => clock.runUntil(clock.nowMs() + ms),
    close: async () => {
      venue.stop();
      await server.close();
    },
  };
}
