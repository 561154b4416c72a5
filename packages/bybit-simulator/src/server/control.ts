import { AuctionTraderError } from '@auction-trader/core';
import { parseAction } from '../faults/parse-fault-script.ts';
import type { RestReply, RestRequest } from './rest-message.ts';
import type { VenueProtocol } from './venue-protocol.ts';

const PREFIX = '/sim/';

/** Whether a request is meant for the people who run the venue, not for its clients. */
export function isControl(path: string): boolean {
  return path.startsWith(PREFIX);
}

/**
 * What tests and demos do to the venue by HTTP:
 *
 * | request | does |
 * |---|---|
 * | `GET /sim/log`, `DELETE /sim/log` | every call so far; forgets them |
 * | `GET /sim/faults` | rules and how often each was met |
 * | `POST /sim/faults` | adds the rules of a script |
 * | `DELETE /sim/faults` | forgets all rules and ends what they started |
 * | `GET /sim/clock` | the venue's time, what it is off by, and its scale where it shows another day or runs faster |
 * | `POST /sim/<kind>` | one action, its fields as JSON, e.g. `/sim/liquidate` |
 */
export function handleControl(protocol: VenueProtocol, request: RestRequest): RestReply {
  // A page in a browser says where it comes from; none has anything to do here.
  if (request.headers['origin'] !== undefined) return reply(403, { error: 'not for browsers' });
  try {
    return dispatch(protocol, request.method, request.path.slice(PREFIX.length), bodyOf(request));
  } catch (error) {
    if (error instanceof AuctionTraderError) return reply(400, { error: error.message });
    throw error;
  }
}

function dispatch(protocol: VenueProtocol, method: string, name: string, body: unknown): RestReply {
  switch (`${method} ${name}`) {
    case 'GET log':
      return reply(200, { calls: protocol.log.calls });
    case 'DELETE log':
      protocol.log.clear();
      return reply(200, {});
    case 'GET faults':
      return reply(200, { rules: tallies(protocol) });
    case 'POST faults':
      protocol.faults.load(body);
      return reply(200, { rules: tallies(protocol) });
    case 'DELETE faults':
      protocol.faults.clear();
      protocol.conditions.clear();
      protocol.clock.offsetMs = 0;
      return reply(200, { rules: [] });
    case 'GET clock':
      return reply(200, clockFacts(protocol));
    default:
      if (method !== 'POST') return reply(404, { error: `there is no ${method} ${PREFIX}${name}` });
      protocol.act(parseAction({ ...(body as object), kind: name }));
      return reply(200, {});
  }
}

/** Enough for another program on this machine to run by the same clock. */
function clockFacts({ clock }: VenueProtocol) {
  return { timeMs: clock.nowMs(), offsetMs: clock.offsetMs, scale: clock.scale };
}

function tallies(protocol: VenueProtocol) {
  return protocol.faults.tallies.map(({ rule, matches, hits }) => ({ rule, matches, hits }));
}

function bodyOf({ body }: RestRequest): unknown {
  if (body === '') return {};
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw new AuctionTraderError('the body is not JSON', { code: 'CONTROL_BODY', exitCode: 1, cause });
  }
}

function reply(status: number, value: unknown): RestReply {
  return { status, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(value) };
}
