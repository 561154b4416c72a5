import { defineInstrument, NO_PRICE, SimulatedClock } from '@auction-trader/core';
import type { KnownOrder, PlaceOrder, VenueRequest } from '@auction-trader/execution';
import { BybitVenue } from '../bybit-venue.ts';
import { advance } from './advance.ts';
import { FakeBybit } from './fake-bybit.ts';
import { RecordingListener } from './recording-listener.ts';

export const START_MS = 1_795_244_640_000;

const instrument = defineInstrument({
  venue: 'bybit',
  symbol: 'BTCUSDT',
  tickSize: '0.1',
  lotSize: '0.001',
});

/** A venue that has started on a fake, or has failed to. */
export async function startVenue(
  options: {
    change?: (fake: FakeBybit) => void;
    known?: KnownOrder[];
    seen?: string[];
    useTradeSocket?: boolean;
  } = {},
) {
  const { change = () => {}, known = [], seen = [], useTradeSocket = false } = options;
  const clock = new SimulatedClock(START_MS);
  const fake = new FakeBybit(clock);
  change(fake);
  const venue = new BybitVenue({
    transport: fake,
    clock,
    instrument,
    maxLeverage: 10,
    seed: 1,
    useTradeSocket,
  });
  const listener = new RecordingListener();
  const outcome: { facts?: Awaited<ReturnType<BybitVenue['start']>>; error?: unknown } = {};
  void venue.start(listener, known, seen).then(
    (facts) => {
      outcome.facts = facts;
    },
    (error) => {
      outcome.error = error;
    },
  );
  await advance(clock, 15_000);
  fake.calls.length = 0;
  return { clock, fake, venue, listener, outcome };
}

/** An order to place, sent at the clock's time. */
export function place(
  clock: SimulatedClock,
  orderId: number,
  fields: Partial<PlaceOrder> = {},
): VenueRequest {
  const { type = 'limit' } = fields;
  const command: PlaceOrder = {
    kind: 'place',
    orderId,
    leg: type === 'stop' ? 'STOP' : 'ENTRY',
    attempt: 0,
    type,
    side: type === 'stop' ? -1 : 1,
    lots: 10,
    priceTicks: type === 'market' ? NO_PRICE : type === 'stop' ? 590_000 : 600_000,
    reduceOnly: type === 'stop',
    submitMs: clock.nowMs(),
    deadlineMs: Number.POSITIVE_INFINITY,
    ...fields,
  };
  return { command, linkId: `link-${orderId}` };
}

export function cancel(clock: SimulatedClock, orderId: number): VenueRequest {
  return { command: { kind: 'cancel', orderId, timeMs: clock.nowMs() }, linkId: `link-${orderId}` };
}

export function amend(
  clock: SimulatedClock,
  orderId: number,
  lots: number,
  priceTicks: number,
): VenueRequest {
  return {
    command: { kind: 'amend', orderId, lots, priceTicks, timeMs: clock.nowMs() },
    linkId: `link-${orderId}`,
  };
}
