import type { Random } from '@auction-trader/core';
import type { Conditions } from '../faults/conditions.ts';
import type { FaultEngine } from '../faults/fault-engine.ts';
import type { CallLog } from './call-log.ts';
import type { DeadManSwitch } from './dead-man-switch.ts';
import type { LimitState, RateCounter, RateLimits } from './rate-limits.ts';
import type { SimulatedAccount } from './simulated-account.ts';
import type { VenueClock } from './venue-clock.ts';
import type { VenuePort } from './venue-port.ts';

/** What REST, connections and faults of one venue share. */
export interface ProtocolContext {
  readonly venue: VenuePort;
  readonly clock: VenueClock;
  /** Times by which a client's timestamp may be right: the venue's, and where allowed the machine's. */
  readonly clientTimesMs: () => readonly number[];
  readonly accountsByKey: ReadonlyMap<string, SimulatedAccount>;
  readonly limits: RateLimits;
  readonly counter: RateCounter;
  readonly faults: FaultEngine;
  readonly conditions: Conditions;
  readonly log: CallLog;
  readonly random: Random;
  readonly deadManSwitch: DeadManSwitch;
}

/** A new id in hexadecimal digits, from the venue's seed. */
export function newId(random: Random, digits: number): string {
  let id = '';
  while (id.length < digits) id += random.uint32().toString(16).padStart(8, '0');
  return id.slice(0, digits);
}

/** A new id in the shape of a UUID. */
export function newUuid(random: Random): string {
  const digits = newId(random, 32);
  const part = (from: number, to: number) => digits.slice(from, to);
  return [part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32)].join('-');
}

/** Headers that every answer carries. */
export function replyHeaders(context: ProtocolContext, limit: LimitState): Record<string, string> {
  return {
    'X-Bapi-Limit': String(limit.limit),
    'X-Bapi-Limit-Status': String(limit.left),
    'X-Bapi-Limit-Reset-Timestamp': String(limit.resetMs),
    Traceid: newId(context.random, 32),
    Timenow: String(context.clock.nowMs()),
  };
}

/** Whether a timestamp of a client lies within its window: `now - window <= timestamp < now + 1000`. */
export function isTimely(context: ProtocolContext, timestampMs: number, windowMs: number): boolean {
  return context
    .clientTimesMs()
    .some((nowMs) => nowMs - windowMs <= timestampMs && timestampMs < nowMs + 1_000);
}
