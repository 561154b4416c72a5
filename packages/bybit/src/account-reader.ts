import type { Instrument } from '@auction-trader/core';
import { z } from 'zod';
import type { CallLane } from './call-pacer.ts';
import type { BybitRest } from './rest.ts';
import {
  type ExecutionRow,
  executionRow,
  type OrderRow,
  orderRow,
  type PositionState,
  page,
  positionRow,
  positionState,
  type WalletRow,
  walletRow,
} from './rows.ts';

const MOST_PAGES = 20;

const orders = page(orderRow);
const executions = page(executionRow);
const positions = page(positionRow);
const wallets = z.looseObject({ list: z.array(walletRow).min(1) });

const FLAT: PositionState = {
  side: 0,
  lots: 0,
  entryTicks: Number.NaN,
  leverage: Number.NaN,
  index: 0,
  seq: Number.NaN,
};

/** Reads the account by REST. Null: there is no answer that can be used now. */
export class AccountReader {
  readonly #rest: BybitRest;
  readonly #instrument: Instrument;

  constructor(rest: BybitRest, instrument: Instrument) {
    this.#rest = rest;
    this.#instrument = instrument;
  }

  /** Orders that are open. */
  openOrders(lane: CallLane): Promise<OrderRow[] | null> {
    return this.#all('/v5/order/realtime', { openOnly: 0, limit: 50 }, orders, lane);
  }

  /** An order by its link id: open or closed just now, else from history; an empty list when there is none. */
  async order(linkId: string, lane: CallLane): Promise<OrderRow[] | null> {
    const recent = await this.#one('/v5/order/realtime', linkId, lane);
    return recent === null || recent.length > 0 ? recent : this.#one('/v5/order/history', linkId, lane);
  }

  /** Executions of an order, oldest first. */
  async executionsOf(linkId: string, lane: CallLane): Promise<ExecutionRow[] | null> {
    const rows = await this.#all('/v5/execution/list', { orderLinkId: linkId, limit: 100 }, executions, lane);
    return rows?.filter((row) => row.orderLinkId === linkId).sort(byTime) ?? null;
  }

  /** Everyone's executions from a time on (epoch ms, venue clock), oldest first. */
  async executionsSince(sinceMs: number, lane: CallLane): Promise<ExecutionRow[] | null> {
    const startTime = Math.floor(sinceMs);
    const rows = await this.#all('/v5/execution/list', { startTime, limit: 100 }, executions, lane);
    return rows?.filter((row) => Number(row.execTime) >= startTime).sort(byTime) ?? null;
  }

  /** The position of the symbol; the open one of hedge mode when there are several rows. */
  async position(lane: CallLane): Promise<PositionState | null> {
    const rows = await this.#all('/v5/position/list', {}, positions, lane);
    if (rows === null) return null;
    const states = rows
      .filter((row) => row.symbol === this.#instrument.symbol)
      .map((row) => positionState(row, this.#instrument));
    return states.find(({ lots }) => lots !== 0) ?? states[0] ?? FLAT;
  }

  async wallet(lane: CallLane): Promise<WalletRow | null> {
    const params = { accountType: 'UNIFIED' };
    const wallet = await this.#rest.tryGet('/v5/account/wallet-balance', params, wallets, lane);
    return wallet?.list[0] ?? null;
  }

  async #one(path: string, orderLinkId: string, lane: CallLane): Promise<OrderRow[] | null> {
    const params = { category: 'linear', symbol: this.#instrument.symbol, orderLinkId };
    const found = await this.#rest.tryGet(path, params, orders, lane);
    return found?.list.filter((row) => row.orderLinkId === orderLinkId) ?? null;
  }

  async #all<Row>(
    path: string,
    filter: Readonly<Record<string, string | number>>,
    schema: z.ZodType<{ list: Row[]; nextPageCursor?: string | null | undefined }>,
    lane: CallLane,
  ): Promise<Row[] | null> {
    const rows: Row[] = [];
    const params = { category: 'linear', symbol: this.#instrument.symbol, ...filter };
    let cursor = '';
    for (let pages = 0; pages < MOST_PAGES; pages++) {
      const found = await this.#rest.tryGet(
        path,
        cursor === '' ? params : { ...params, cursor },
        schema,
        lane,
      );
      if (found === null) return null;
      rows.push(...found.list);
      cursor = found.nextPageCursor ?? '';
      if (cursor === '' || found.list.length === 0) break;
    }
    return rows;
  }
}

function byTime(one: ExecutionRow, other: ExecutionRow): number {
  return Number(one.execTime) - Number(other.execTime) || (one.seq ?? 0) - (other.seq ?? 0);
}
