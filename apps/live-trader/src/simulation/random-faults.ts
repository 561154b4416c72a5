import type { FaultAction, FaultScript } from '@auction-trader/bybit-simulator';
import type { Random } from '@auction-trader/core';
import { SYMBOL } from './simulated-world.ts';

/** What a seed's world is like. */
export interface Weather {
  /** Mean time between two faults of the venue or the network, ms; Infinity for none. */
  readonly faultMs: number;
  /** Mean time between two kills of the trader, ms; Infinity for none. */
  readonly killMs: number;
  /** Chance of each message to be hit. */
  readonly messageChance: number;
  /** Whether somebody else trades on the account, or the venue takes positions away. */
  readonly foreign: boolean;
}

/** One world in four is calm, so that the strict limits are tested too. */
export function randomWeather(random: Random): Weather {
  const kind = random.uniform();
  const minutes = (mean: number) => mean * 60_000;
  const never = Number.POSITIVE_INFINITY;
  if (kind < 0.15) return { faultMs: never, killMs: never, messageChance: 0, foreign: false };
  if (kind < 0.3) return { faultMs: never, killMs: minutes(8), messageChance: 0, foreign: false };
  if (kind < 0.65) return { faultMs: minutes(6), killMs: minutes(30), messageChance: 0.01, foreign: false };
  return { faultMs: minutes(4), killMs: minutes(15), messageChance: 0.03, foreign: kind > 0.8 };
}

/** Faults that hit messages by chance, for the whole of a run. */
export function messageFaults(seed: number, chance: number): FaultScript {
  if (chance === 0) return { seed, rules: [] };
  const rest = (path: string, what: object) => ({ when: { rest: path, probability: chance }, what });
  const frame = (topic: string, what: object) => ({
    when: { frame: topic, path: '/v5/private', probability: chance },
    what,
  });
  const order = 'POST /v5/order/*';
  return {
    seed,
    rules: [
      rest(order, { kind: 'lose-reply', by: 'hang' }),
      rest(order, { kind: 'lose-reply', by: 'destroy' }),
      rest(order, { kind: 'hang' }),
      rest(order, { kind: 'destroy' }),
      rest(order, { kind: 'late', ms: 3_000 }),
      rest(order, { kind: 'late', ms: 9_000 }),
      rest(order, { kind: 'html', status: 502 }),
      rest(order, { kind: 'html', status: 502, accept: true }),
      rest(order, { kind: 'code', retCode: 10016 }),
      rest(order, { kind: 'code', retCode: 10016, accept: true }),
      rest(order, { kind: 'code', retCode: 10006 }),
      rest(order, { kind: 'code', retCode: 10002 }),
      rest('GET *', { kind: 'hang' }),
      rest('GET *', { kind: 'html', status: 503 }),
      rest('GET *', { kind: 'malformed' }),
      frame('order', { kind: 'drop' }),
      frame('execution', { kind: 'drop' }),
      frame('position', { kind: 'drop' }),
      frame('*', { kind: 'delay', ms: 2_000 }),
      frame('*', { kind: 'duplicate', times: 2 }),
      frame('*', { kind: 'reorder', after: 2 }),
      frame('*', { kind: 'malformed' }),
    ],
  } as FaultScript;
}

/** Something that happens to the venue now. */
export function randomFault(random: Random, account: string, foreign: boolean): FaultAction {
  const seconds = (least: number, most: number) =>
    Math.round((least + random.uniform() * (most - least)) * 1_000);
  const faults: FaultAction[] = [
    { kind: 'terminate' },
    { kind: 'terminate', path: '/v5/private' },
    { kind: 'terminate', path: '/v5/public/linear' },
    { kind: 'quiet', path: '/v5/private', topic: '*', forMs: seconds(5, 60) },
    { kind: 'quiet', path: '/v5/private', topic: 'execution', forMs: seconds(5, 60) },
    { kind: 'quiet', path: '/v5/private', topic: 'order', forMs: seconds(5, 60) },
    { kind: 'quiet', path: '/v5/public/linear', topic: '*', forMs: seconds(5, 40) },
    { kind: 'freeze', path: '/v5/private', forMs: seconds(5, 40) },
    { kind: 'freeze', path: '/v5/public/linear', forMs: seconds(5, 40) },
    { kind: 'slow', ms: seconds(0.2, 3), forMs: seconds(5, 40) },
    { kind: 'ban', forMs: seconds(5, 30) },
    { kind: 'restart', downMs: seconds(1, 30), wipeHistory: random.uniform() < 0.5 },
    { kind: 'skew', offsetMs: Math.round((random.uniform() - 0.5) * 4_000) },
    { kind: 'skew', offsetMs: 0 },
    { kind: 'next-order', account, reject: 'EC_NoEnoughQtyToFill' },
    { kind: 'next-order', account, match: { orderType: 'Market' }, fillShare: random.uniform() },
    { kind: 'next-order', account, match: { orderType: 'Limit' }, fillShare: random.uniform() },
  ];
  const hands: FaultAction[] = [
    { kind: 'liquidate', account, symbol: SYMBOL, adl: random.uniform() < 0.5 },
    { kind: 'position', account, symbol: SYMBOL, qty: handQuantity(random) },
  ];
  const all = foreign ? [...faults, ...hands] : faults;
  return all[Math.floor(random.uniform() * all.length)]!;
}

/** Bought (positive) or sold by hand, in base coin. */
function handQuantity(random: Random): string {
  const lots = 1 + Math.floor(random.uniform() * 200);
  return ((random.uniform() < 0.5 ? -lots : lots) / 1_000).toFixed(3);
}
