import { AuctionTraderError, LEGS, type Leg, MINUTE_MS } from '@auction-trader/core';
import type { PlaceOrder } from './order-command.ts';

/** Whose orders they are: part of every order link id. */
export interface OrderOwner {
  /** Mode of the run: `live`, `paper`, `shadow`, `dry_run`. */
  readonly mode: string;
  /** Mark of the run, 1 to 10 letters and digits; no two runs share one. */
  readonly instance: string;
}

/** What an order link id says. */
export interface OrderLink {
  /** First letter of the mode. */
  readonly modeLetter: string;
  readonly instance: string;
  /** Start of the minute of the decision or trigger, epoch ms. */
  readonly minuteMs: number;
  readonly leg: Leg;
  readonly attempt: number;
  readonly orderId: number;
}

const LEG_LETTERS: { readonly [Name in Leg]: string } = {
  ENTRY: 'e',
  TP1: '1',
  TP2: '2',
  STOP: 's',
  TIME: 't',
  FLIP: 'f',
  KILL: 'k',
  SOFT: 'o',
  MANUAL: 'm',
  STRATEGY: 'g',
};

const FORM = /^at-([a-z])-([A-Za-z0-9]{1,10})-([0-9a-z]+)-([0-9a-z])([0-9a-z]+)-([0-9a-z]+)$/;
const LONGEST = 36;

/**
 * Id by which a venue knows an order: made of mode, run, minute, leg, attempt and number alone, so that
 * the same order has the same id whenever it is asked for, and a resend cannot become a second order.
 * At most 36 characters of `A-Z a-z 0-9 -` (what Bybit accepts).
 *
 * @throws AuctionTraderError (`BAD_ORDER_LINK`) for an instance or number that makes no such id
 * @example
 * orderLinkId({ mode: 'live', instance: 'mbq1x0z' }, order) // at-l-mbq1x0z-gz5o1-e0-1
 */
export function orderLinkId(owner: OrderOwner, order: PlaceOrder): string {
  const minute = Math.floor(order.submitMs / MINUTE_MS).toString(36);
  const leg = `${LEG_LETTERS[order.leg]}${order.attempt.toString(36)}`;
  const id = `at-${owner.mode.charAt(0)}-${owner.instance}-${minute}-${leg}-${order.orderId.toString(36)}`;
  if (id.length <= LONGEST && FORM.test(id)) return id;
  throw new AuctionTraderError(
    `order ${order.orderId} of run ${owner.instance} has no order link id: ${id}`,
    {
      code: 'BAD_ORDER_LINK',
      hint: 'The mark of a run has 1 to 10 letters and digits.',
    },
  );
}

/** What an order link id says; null when it is not one of ours. */
export function parseOrderLinkId(linkId: string): OrderLink | null {
  const [, modeLetter, instance, minute, letter, attempt, orderId] = FORM.exec(linkId) ?? [];
  const leg = LEGS.find((name) => LEG_LETTERS[name] === letter);
  if (modeLetter === undefined || instance === undefined || leg === undefined) return null;
  return {
    modeLetter,
    instance,
    minuteMs: Number.parseInt(minute!, 36) * MINUTE_MS,
    leg,
    attempt: Number.parseInt(attempt!, 36),
    orderId: Number.parseInt(orderId!, 36),
  };
}

/** Whether an order is of this very run. */
export function isOrderOf(owner: OrderOwner, linkId: string): boolean {
  const link = parseOrderLinkId(linkId);
  return link !== null && link.instance === owner.instance && link.modeLetter === owner.mode.charAt(0);
}
