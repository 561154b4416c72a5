import { checkState } from '@auction-trader/core';
import type { OrderCommand, PlaceOrder } from './order-command.ts';

/** An order at a venue, or on its way there, as its commands and reports tell. Plain state. */
export interface RemoteOrder {
  readonly place: PlaceOrder;
  /** Size and price or trigger as last asked for, and the largest size ever asked for. */
  lots: number;
  mostLots: number;
  priceTicks: number;
  filledLots: number;
  /** Lots of an entry that were taken from the venue's position: their executions are booked already. */
  adoptedLots: number;
  /** The venue has shown it. */
  accepted: boolean;
  /** A stop that has become a market order. */
  triggered: boolean;
  cancelSent: boolean;
  /** Epoch ms from which its size at the venue is the one last asked for; before, any that was. */
  sizeSureMs: number;
  /** Epoch ms by which a stop must be accepted; Infinity once it is, and for other orders. */
  acceptByMs: number;
  /** Epoch ms by which a triggered stop with lots left must be heard of; Infinity for others. */
  hearByMs: number;
  /** Epoch ms of the last command or report about it. */
  changedMs: number;
  readonly executionIds: string[];
}

/** A {@link RemoteOrder} as JSON data: null stands for Infinity. */
export type RemoteOrderState = Omit<RemoteOrder, 'place' | 'acceptByMs' | 'hearByMs'> & {
  readonly place: PlaceState;
  readonly acceptByMs: number | null;
  readonly hearByMs: number | null;
};

type PlaceState = Omit<PlaceOrder, 'deadlineMs'> & { readonly deadlineMs: number | null };

/** An order command as JSON data: null stands for Infinity. */
export type CommandState = PlaceState | Exclude<OrderCommand, PlaceOrder>;

const PLACE_FORM = {
  kind: '',
  orderId: 0,
  leg: '',
  attempt: 0,
  type: '',
  side: 0,
  lots: 0,
  priceTicks: 0,
  reduceOnly: false,
  submitMs: 0,
  deadlineMs: 0,
};

const ORDER_FORM = {
  place: PLACE_FORM,
  lots: 0,
  mostLots: 0,
  priceTicks: 0,
  filledLots: 0,
  adoptedLots: 0,
  accepted: false,
  triggered: false,
  cancelSent: false,
  sizeSureMs: 0,
  acceptByMs: 0,
  hearByMs: 0,
  changedMs: 0,
  executionIds: [],
};

/** A new order as it is sent. */
export function remoteOrder(place: PlaceOrder, nowMs: number, acceptByMs: number): RemoteOrder {
  const { lots, priceTicks } = place;
  return {
    place,
    lots,
    mostLots: lots,
    priceTicks,
    filledLots: 0,
    adoptedLots: 0,
    accepted: false,
    triggered: false,
    cancelSent: false,
    sizeSureMs: nowMs,
    acceptByMs,
    hearByMs: Number.POSITIVE_INFINITY,
    changedMs: nowMs,
    executionIds: [],
  };
}

/** Whether its fills leave nothing that could still fill. */
export function isFilled({ filledLots, lots, mostLots, sizeSureMs }: RemoteOrder, nowMs: number): boolean {
  return filledLots >= (nowMs < sizeSureMs ? mostLots : lots);
}

export function encodeRemoteOrder(order: RemoteOrder): RemoteOrderState {
  const { place, acceptByMs, hearByMs } = order;
  return {
    ...order,
    place: encodePlace(place),
    acceptByMs: finiteOrNull(acceptByMs),
    hearByMs: finiteOrNull(hearByMs),
    executionIds: [...order.executionIds],
  };
}

/** @throws AuctionTraderError (`BAD_STATE`) */
export function decodeRemoteOrder(found: unknown): RemoteOrder {
  const state = found as RemoteOrderState;
  const ids = (found as { executionIds?: unknown } | null)?.executionIds;
  const texts = Array.isArray(ids) && ids.every((id) => typeof id === 'string');
  checkState(texts ? { ...state, executionIds: [] } : found, ORDER_FORM, 'an order at a venue');
  return {
    ...state,
    place: decodePlace(state.place),
    acceptByMs: state.acceptByMs ?? Number.POSITIVE_INFINITY,
    hearByMs: state.hearByMs ?? Number.POSITIVE_INFINITY,
    executionIds: [...state.executionIds],
  };
}

export function encodeCommand(command: OrderCommand): CommandState {
  return command.kind === 'place' ? encodePlace(command) : { ...command };
}

/** @throws AuctionTraderError (`BAD_STATE`) */
export function decodeCommand(found: unknown): OrderCommand {
  const state = found as CommandState;
  checkState(found, commandForm(state), 'an order command');
  return state.kind === 'place' ? decodePlace(state) : { ...state };
}

function commandForm(state: CommandState): object {
  if (state?.kind === 'amend') return { kind: '', orderId: 0, lots: 0, priceTicks: 0, timeMs: 0 };
  if (state?.kind !== 'cancel') return PLACE_FORM;
  const form = { kind: '', orderId: 0, timeMs: 0 };
  return state.linkId === undefined ? form : { ...form, linkId: '' };
}

function encodePlace(place: PlaceOrder): PlaceState {
  return { ...place, deadlineMs: finiteOrNull(place.deadlineMs) };
}

function decodePlace(state: PlaceState): PlaceOrder {
  return { ...state, deadlineMs: state.deadlineMs ?? Number.POSITIVE_INFINITY };
}

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
