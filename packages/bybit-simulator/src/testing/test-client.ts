import { SimulatedClock } from '@auction-trader/core';
import type { FaultScript } from '../faults/fault-rule.ts';
import type { Peer } from '../server/connection.ts';
import type { RateLimits } from '../server/rate-limits.ts';
import type { RestOutcome, RestRequest } from '../server/rest-message.ts';
import { signature } from '../server/signature.ts';
import { defaultAccounts, type SimulatedAccount } from '../server/simulated-account.ts';
import { VenueClock } from '../server/venue-clock.ts';
import { VenueProtocol } from '../server/venue-protocol.ts';
import { StubVenue } from './stub-venue.ts';

export const START_MS = 1_795_244_640_000;

/** A protocol around a stub, on a simulated clock. */
export function stubProtocol(options: { faults?: FaultScript; limits?: Partial<RateLimits> } = {}) {
  const clock = new SimulatedClock(START_MS);
  const venueClock = new VenueClock(clock);
  const venue = new StubVenue();
  const accounts = defaultAccounts(2);
  const protocol = new VenueProtocol({ venue, clock: venueClock, accounts, seed: 1, ...options });
  return { clock, venueClock, venue, protocol, one: accounts[0]!, two: accounts[1]! };
}

/** A signed GET or POST as a client makes it. */
export function signedRequest(
  account: SimulatedAccount,
  method: 'GET' | 'POST',
  path: string,
  payload: string,
  timestampMs: number,
  changed: Readonly<Record<string, string>> = {},
): RestRequest {
  const { key, secret } = account;
  const headers = {
    'x-bapi-api-key': key,
    'x-bapi-timestamp': String(timestampMs),
    'x-bapi-recv-window': '5000',
    'x-bapi-sign': signature(secret, `${timestampMs}${key}5000${payload}`),
    ...changed,
  };
  const [query, body] = method === 'GET' ? [payload, ''] : ['', payload];
  return { method, path, query, headers, body, address: 'test' };
}

/** Sends a request and says how it ended so far; null while it hangs. */
export function callRest(protocol: VenueProtocol, request: RestRequest) {
  const call: { outcome: RestOutcome | null } = { outcome: null };
  protocol.handleRest(request, (outcome) => {
    call.outcome = outcome;
  });
  return call;
}

/** The JSON of a reply; fails when there is none. */
export function replyOf(call: { outcome: RestOutcome | null }) {
  if (call.outcome?.kind !== 'reply') throw new Error(`no reply: ${call.outcome?.kind}`);
  const { status, headers, body } = call.outcome.reply;
  return { status, headers, body, json: () => JSON.parse(body) as Record<string, unknown> };
}

/** A client's end of a connection that remembers what it got. */
export class TestPeer implements Peer {
  readonly texts: string[] = [];
  pongs = 0;
  ended: string | null = null;
  readonly #connection;

  constructor(protocol: VenueProtocol, target: string) {
    const decision = protocol.openConnection(target, 'test');
    if (decision.kind !== 'accept') throw new Error(`upgrade: ${JSON.stringify(decision)}`);
    this.#connection = decision.open(this);
  }

  send(text: string): void {
    this.texts.push(text);
  }
  pong(): void {
    this.pongs++;
  }
  close(code: number): void {
    this.ended = `close ${code}`;
  }
  terminate(): void {
    this.ended = 'terminate';
  }

  /** Sends a frame and takes what came back by now. */
  say(message: object | string): Record<string, unknown>[] {
    this.#connection.receive(typeof message === 'string' ? message : JSON.stringify(message));
    return this.take();
  }
  ping(): void {
    this.#connection.ping(new Uint8Array());
  }
  leave(): void {
    this.#connection.closed();
  }
  /** Takes the frames that came. */
  take(): Record<string, unknown>[] {
    return this.texts.splice(0).map((text) => JSON.parse(text) as Record<string, unknown>);
  }
}

/** The `args` of an `auth`. */
export function authArgs(account: SimulatedAccount, expiresMs: number | string): unknown[] {
  return [account.key, expiresMs, signature(account.secret, `GET/realtime${expiresMs}`)];
}
