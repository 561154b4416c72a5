import type { FaultScript } from '@auction-trader/bybit-simulator';

/** A rule of a script of faults. */
export type FaultRule = FaultScript['rules'][number];
/** What may happen to a REST call. */
export type RestEffect = Extract<FaultRule, { when: { rest: string } }>['what'];
/** What may happen to an operation of a socket. */
export type OperationEffect = Extract<FaultRule, { when: { operation: string } }>['what'];
/** What may happen to a frame. */
export type FrameEffect = Extract<FaultRule, { when: { frame: string } }>['what'];

const CREATE = 'POST /v5/order/create';

/** Hits the next orders that match, the first by default. */
export function onCreate(match: Record<string, string | boolean>, what: RestEffect, count = 1): FaultRule {
  return { when: { rest: CREATE, match, count }, what };
}

/** Hits the next calls of a path, the first by default. */
export function onCall(rest: string, what: RestEffect, count = 1): FaultRule {
  return { when: { rest, count }, what };
}

/** The private stream tells nothing of orders, fills and position for a while. */
export function mute(forMs: number): FaultRule[] {
  return ['order', 'execution', 'position'].map((frame) => ({
    when: { frame, untilMs: forMs },
    what: { kind: 'drop' },
  }));
}

/** A list that is read is empty for a while. */
export function hidden(path: string, forMs: number): FaultRule {
  return {
    when: { rest: `GET ${path}`, untilMs: forMs },
    what: { kind: 'edit', set: { 'result.list': [] } },
  };
}
