import { AuctionTraderError, checkState } from '@auction-trader/core';
import type { FillReport, OrderCommand, PlaceOrder } from './order-command.ts';
import type { Unsettled } from './reconcile.ts';
import {
  type CommandState,
  decodeCommand,
  decodeRemoteOrder,
  encodeCommand,
  encodeRemoteOrder,
  type RemoteOrder,
  type RemoteOrderState,
} from './remote-order.ts';

/** An exit's fill that came before the entry's fills which it takes off. */
export interface EarlyFill {
  readonly place: PlaceOrder;
  readonly fill: FillReport;
}

/** Everything a remote exchange goes on from. */
export interface RemoteExchangeParts {
  readonly nowMs: number;
  readonly changedMs: number;
  readonly lastOrderId: number;
  readonly orders: readonly RemoteOrder[];
  readonly early: readonly EarlyFill[];
  readonly commands: readonly OrderCommand[];
  readonly unsettled: Unsettled | null;
}

/** A remote exchange as plain JSON data: null stands for what is infinite or not known. */
export interface RemoteExchangeState {
  readonly nowMs: number;
  readonly changedMs: number | null;
  readonly lastOrderId: number;
  readonly orders: readonly RemoteOrderState[];
  readonly early: readonly FillState[];
  readonly commands: readonly CommandState[];
  readonly unsettled: Unsettled | null;
}

interface FillState {
  readonly place: CommandState;
  readonly fill: Omit<FillReport, 'displayedLots'> & { readonly displayedLots: number | null };
}

const FORM = { nowMs: 0, changedMs: 0, lastOrderId: 0 };
const FILL_FORM = {
  orderId: 0,
  lots: 0,
  priceTicks: 0,
  liquidity: '',
  timeMs: 0,
  fee: 0,
  slippageTicks: 0,
  displayedLots: 0,
  executionId: '',
};

export function encodeRemoteState(parts: RemoteExchangeParts): RemoteExchangeState {
  const { nowMs, changedMs, lastOrderId, orders, early, commands, unsettled } = parts;
  return {
    nowMs,
    changedMs: Number.isFinite(changedMs) ? changedMs : null,
    lastOrderId,
    orders: orders.map(encodeRemoteOrder),
    early: early.map(encodeFill),
    commands: commands.map(encodeCommand),
    unsettled: unsettled === null ? null : { sinceMs: unsettled.sinceMs, texts: [...unsettled.texts] },
  };
}

/** @throws AuctionTraderError (`BAD_STATE`) */
export function decodeRemoteState(found: unknown): RemoteExchangeParts {
  const { orders, early, commands, unsettled, ...rest } = (found ?? {}) as RemoteExchangeState;
  checkState(rest, FORM, 'a remote exchange');
  if (![orders, early, commands].every(Array.isArray)) refuse('it has no list of orders, fills or commands');
  return {
    ...rest,
    changedMs: rest.changedMs ?? Number.NEGATIVE_INFINITY,
    orders: orders.map(decodeRemoteOrder),
    early: early.map(decodeFill),
    commands: commands.map(decodeCommand),
    unsettled: decodeUnsettled(unsettled),
  };
}

function encodeFill({ place, fill }: EarlyFill): FillState {
  const displayedLots = Number.isFinite(fill.displayedLots) ? fill.displayedLots : null;
  return { place: encodeCommand(place), fill: { ...fill, displayedLots } };
}

function decodeFill(state: FillState): EarlyFill {
  const { fill } = state ?? {};
  checkState(fill, FILL_FORM, 'an execution');
  const place = decodeCommand(state.place);
  if (place.kind !== 'place') refuse('an execution has no order');
  return { place, fill: { ...fill, displayedLots: fill.displayedLots ?? Number.NaN } };
}

function decodeUnsettled(state: Unsettled | null): Unsettled | null {
  if (state === null) return null;
  const { sinceMs, texts } = state ?? {};
  const good =
    Number.isFinite(sinceMs) && Array.isArray(texts) && texts.every((one) => typeof one === 'string');
  if (!good) refuse('its unsettled differences are damaged');
  return { sinceMs, texts: [...texts] };
}

function refuse(wrong: string): never {
  throw new AuctionTraderError(`what was saved is no state of a remote exchange: ${wrong}`, {
    code: 'BAD_STATE',
    hint: 'It comes from another version or is damaged; start without it.',
  });
}
