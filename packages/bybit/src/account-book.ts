import type { Instrument } from '@auction-trader/core';
import type { ForeignEvent, VenueListener } from '@auction-trader/execution';
import type { OrderTrack } from './order-track.ts';
import {
  type ExecutionRow,
  type ExecutionState,
  executionState,
  type OrderRow,
  type OrderState,
  orderState,
} from './rows.ts';
import { SeenIds } from './seen-ids.ts';

const REMEMBERED_EXECUTIONS = 20_000;
const REMEMBERED_FOREIGN = 1_000;
/** Finished orders that are still known by name: late repeats of them are no strangers'. */
const REMEMBERED_ORDERS = 1_000;

const FOREIGN_KINDS: Readonly<Record<string, ForeignEvent['kind']>> = {
  Trade: 'trade',
  BlockTrade: 'trade',
  MovePosition: 'trade',
  BustTrade: 'liquidation',
  AdlTrade: 'auto-deleveraging',
};

/** What a row told that was not known: an order's or an execution's id, and since when it was so. */
export interface News {
  readonly id: string;
  /** Epoch ms, venue clock. */
  readonly timeMs: number;
}

/** Hears of what is no order's report. */
export interface AccountListener extends Pick<VenueListener, 'onFunding' | 'onForeign'> {
  /** An order that was told as never arrived works at the venue after all. */
  onLate(track: OrderTrack): void;
}

/**
 * All that is known of the account's orders and executions. Rows come from the stream and from REST, in
 * any order and more than once; each fact is told once.
 */
export class AccountBook {
  readonly #instrument: Instrument;
  readonly #listener: AccountListener;
  readonly #byLink = new Map<string, OrderTrack>();
  readonly #byOrderId = new Map<number, OrderTrack>();
  readonly #executions: SeenIds;
  /** Executions that were told as nobody's, or could not be read. */
  readonly #strange = new SeenIds(REMEMBERED_FOREIGN);
  readonly #foreignOrders = new SeenIds(REMEMBERED_FOREIGN);

  constructor(instrument: Instrument, listener: AccountListener, seenExecutions: readonly string[]) {
    this.#instrument = instrument;
    this.#listener = listener;
    this.#executions = new SeenIds(Math.max(REMEMBERED_EXECUTIONS, seenExecutions.length));
    for (const id of seenExecutions) this.#executions.add(id);
  }

  add(track: OrderTrack): void {
    this.#byLink.set(track.linkId, track);
    this.#byOrderId.set(track.command.orderId, track);
    if (this.#byLink.size > 2 * REMEMBERED_ORDERS) this.#forgetFinished();
  }

  /** The order of a command's id, or undefined. */
  order(orderId: number): OrderTrack | undefined {
    return this.#byOrderId.get(orderId);
  }

  /** Orders of which more may come. */
  unfinished(): OrderTrack[] {
    return [...this.#byLink.values()].filter((track) => !track.isEnded);
  }

  /** Takes up order rows. @returns what was news of our own orders */
  takeOrders(rows: readonly OrderRow[]): News[] {
    const news: News[] = [];
    for (const row of rows) {
      if (row.symbol !== this.#instrument.symbol) continue;
      const state = orderState(row, this.#instrument);
      const track = this.#byLink.get(state.linkId);
      if (track === undefined) this.#takeForeignOrder(state);
      else if (track.isGivenUp && isOpen(state)) this.#listener.onLate(track);
      else if (track.takeState(state)) news.push({ id: state.venueOrderId, timeMs: state.updatedMs });
    }
    return news;
  }

  /** Takes up execution rows, oldest first. @returns what was news, of whomever */
  takeExecutions(rows: readonly ExecutionRow[]): News[] {
    const news: News[] = [];
    for (const row of rows) {
      if (row.symbol !== this.#instrument.symbol) continue;
      if (this.#executions.has(row.execId)) continue;
      const execution = executionState(row, this.#instrument);
      if (this.#takeExecution(execution)) news.push({ id: execution.executionId, timeMs: execution.timeMs });
    }
    return news;
  }

  /** @returns whether it was news */
  #takeExecution(execution: ExecutionState): boolean {
    const { executionId, timeMs, type, fee, text } = execution;
    const track = this.#byLink.get(execution.linkId);
    const isFunding = type === 'Funding';
    if (!isFunding && (track === undefined || type !== 'Trade'))
      return this.#tellStrange(execution, FOREIGN_KINDS[type] ?? 'other', text);
    // Not to be guessed: the position is read from the venue, which wins.
    if (!isReadable(execution)) return this.#tellStrange(execution, 'other', `cannot be read: ${text}`);
    this.#executions.add(executionId);
    if (isFunding) this.#listener.onFunding(executionId, timeMs, fee);
    else track?.takeExecution(execution);
    return true;
  }

  /** Told once, but not settled: another telling of the same execution may be whole. */
  #tellStrange({ executionId, timeMs }: ExecutionState, kind: ForeignEvent['kind'], text: string): boolean {
    if (!this.#strange.add(executionId)) return false;
    this.#listener.onForeign({ timeMs: Number.isNaN(timeMs) ? 0 : timeMs, kind, text });
    return true;
  }

  #takeForeignOrder(state: OrderState): void {
    if (!isOpen(state) || !this.#foreignOrders.add(state.venueOrderId)) return;
    const { updatedMs: timeMs, type, lots, side, priceTicks } = state;
    const text = `${type} order ${state.linkId || state.venueOrderId}: ${side * lots} lots at ${priceTicks} ticks`;
    this.#listener.onForeign({ timeMs, kind: 'order', text });
  }

  #forgetFinished(): void {
    const finished = [...this.#byLink.values()].filter((track) => track.isEnded);
    for (const track of finished.slice(0, REMEMBERED_ORDERS)) {
      this.#byLink.delete(track.linkId);
      this.#byOrderId.delete(track.command.orderId);
    }
  }
}

/** A trade has a size and a price too. */
function isReadable({ type, lots, priceTicks, fee, timeMs }: ExecutionState): boolean {
  const isMoney = Number.isFinite(fee) && Number.isFinite(timeMs);
  return isMoney && (type !== 'Trade' || (lots > 0 && Number.isFinite(priceTicks) && priceTicks > 0));
}

function isOpen({ phase }: OrderState): boolean {
  return phase !== 'ended' && phase !== 'rejected' && phase !== 'filled';
}
