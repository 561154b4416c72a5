import { formatOnGrid, type Instrument } from '@auction-trader/core';
import type { AmendOrder, PlaceOrder } from '@auction-trader/execution';
import type { AccountBook, News } from './account-book.ts';
import type { AccountReader } from './account-reader.ts';
import type { CallLane } from './call-pacer.ts';
import type { OrderTrack } from './order-track.ts';
import type { BybitRest, CallResult } from './rest.ts';
import { describeReply, rejectReason } from './ret-codes.ts';
import { sleep } from './sleep.ts';
import type { BybitCall } from './transport.ts';

/** An order that was acknowledged and not shown by the stream is looked up after this. */
const SHOWN_WITHIN_MS = 500;
/** The window in which the venue takes a request that was under way for so long. */
const RECV_WINDOW_MS = 5_000;
/** Added to the window, for what takes longest on the way. */
const WINDOW_MARGIN_MS = 1_000;
/** Look-ups in a row, after the window, that must find nothing before an order counts as absent. */
const ABSENCES = 2;
const FIRST_LOOK_MS = 200;
const LOOKS_APART_MS = 1_000;
/** An entry is not sent again later than this after its decision: the price has moved on. */
const ENTRY_INTENT_MS = 15_000;
const FIRST_RETRY_MS = 500;
/** Not longer: it may be an exit that waits for the venue to come back. */
const LONGEST_RETRY_MS = 5_000;
const AMEND_LOOKS = 3;

type Found = 'found' | 'absent' | 'no-answer';

/** What an {@link OrderDesk} is made of. */
export interface OrderDeskOptions {
  readonly rest: BybitRest;
  readonly reader: AccountReader;
  readonly book: AccountBook;
  readonly instrument: Instrument;
  /** Hears what look-ups found that the stream should have told. */
  readonly onNews: (news: readonly News[]) => void;
}

/**
 * Carries orders to the venue and finds out what became of them. A request whose outcome is not known is
 * looked up (open orders, history, executions) until it is; it is sent again, with the same id, only when
 * it is certain that it never arrived.
 */
export class OrderDesk {
  readonly #rest: BybitRest;
  readonly #reader: AccountReader;
  readonly #book: AccountBook;
  readonly #instrument: Instrument;
  readonly #onNews: (news: readonly News[]) => void;
  /** Newest wish for an order that is being changed. */
  readonly #wishes = new Map<OrderTrack, AmendOrder>();
  readonly #looking = new Set<OrderTrack>();
  /** Link ids. */
  readonly #takingBack = new Set<string>();
  #isStopped = false;

  constructor({ rest, reader, book, instrument, onNews }: OrderDeskOptions) {
    this.#rest = rest;
    this.#reader = reader;
    this.#book = book;
    this.#instrument = instrument;
    this.#onNews = onNews;
  }

  stop(): void {
    this.#isStopped = true;
  }

  /** Sends a new order and sees it through until the venue shows it or it is certain that it never will. */
  async place(track: OrderTrack): Promise<void> {
    let hasResynced = false;
    for (let attempt = 0; !this.#isStopped; attempt++) {
      const result = await this.#create(track);
      if (track.isKnown) return;
      const { action, sentMs } = result;
      if (action === 'accepted') await sleep(this.#rest.clock, SHOWN_WITHIN_MS);
      if (action === 'accepted' || action === 'unknown' || action === 'duplicate') {
        await this.#lookUntilShown(track, sentMs);
        // It is there, says the venue, and cannot be found: sending it again would say the same.
        if (action === 'duplicate') this.#reject(track, result);
      } else if (action === 'resync' && !hasResynced) {
        hasResynced = true;
        await this.#rest.resync();
      } else if (action !== 'slow-down' && action !== 'not-sent') this.#reject(track, result);
      if (!track.isKnown && !this.#isWanted(track)) this.#reject(track, { ...result, action: 'not-sent' });
      if (track.isKnown) return;
      if (action === 'slow-down' || action === 'not-sent') await sleep(this.#rest.clock, retryMs(attempt));
    }
  }

  /** Finds out what became of an order from before a restart. */
  async resume(track: OrderTrack): Promise<void> {
    await this.#lookUntilShown(track, track.command.submitMs);
    if (this.#isStopped) return;
    track.reject(this.#rest.venueNowMs, 'never-arrived', 'not found at the venue after a restart');
    if (track.missesFills) await this.complete(track);
  }

  /** Takes an order back and sees to it until it is finished. */
  async cancel(track: OrderTrack): Promise<void> {
    if (track.cancelWanted) return;
    track.cancelWanted = true;
    for (let attempt = 0; !track.isEnded && !this.#isStopped; attempt++) {
      const { action } = await this.#rest.post(
        '/v5/order/cancel',
        { ...this.#name(track) },
        'exit',
        () => !track.isEnded,
      );
      if (track.isEnded) return;
      if (action === 'resync') await this.#rest.resync();
      else if (action === 'accepted') await sleep(this.#rest.clock, SHOWN_WITHIN_MS);
      if (!track.isEnded) await this.look(track);
      if (!track.isEnded) await sleep(this.#rest.clock, retryMs(attempt));
    }
  }

  /** Cancels an order that nobody waits for (any more); @returns false when that is under way already. */
  takeBack(linkId: string): boolean {
    if (this.#takingBack.has(linkId)) return false;
    this.#takingBack.add(linkId);
    void this.#cancelUnwanted(linkId);
    return true;
  }

  async #cancelUnwanted(linkId: string): Promise<void> {
    for (let attempt = 0; !this.#isStopped; attempt++) {
      const { action } = await this.#rest.post('/v5/order/cancel', { ...this.#name({ linkId }) }, 'exit');
      if (action === 'accepted' || action === 'gone') break;
      await sleep(this.#rest.clock, retryMs(attempt));
    }
    // Should it be open even then, it is seen again and cancelled again.
    await sleep(this.#rest.clock, LOOKS_APART_MS);
    this.#takingBack.delete(linkId);
  }

  /** Changes size and trigger; of several wishes only the newest counts. */
  async amend(track: OrderTrack, wish: AmendOrder): Promise<void> {
    const isBusy = this.#wishes.has(track);
    this.#wishes.set(track, wish);
    track.wish(wish.lots, wish.priceTicks);
    if (isBusy) return;
    // What has not been shown yet cannot be changed.
    while (!track.isKnown && !this.#isStopped) await sleep(this.#rest.clock, FIRST_LOOK_MS);
    for (let attempt = 0; !track.isEnded && !this.#isStopped; attempt++) {
      const wanted = this.#wishes.get(track);
      if (wanted === undefined) return;
      const isDone = await this.#amendOnce(track, wanted);
      if (isDone && this.#wishes.get(track) === wanted) break;
      if (!isDone) await sleep(this.#rest.clock, retryMs(attempt));
    }
    this.#wishes.delete(track);
  }

  /** Looks an order up once, with its executions where some are missing. */
  async look(track: OrderTrack): Promise<Found> {
    const lane = laneOf(track.command);
    const rows = await this.#reader.order(track.linkId, lane === 'exit' ? 'exit' : 'lookup');
    if (rows === null) return 'no-answer';
    this.#onNews(this.#book.takeOrders(rows));
    if (rows.length > 0 && !track.missesFills) return 'found';
    const executions = await this.#reader.executionsOf(track.linkId, lane === 'exit' ? 'exit' : 'lookup');
    if (executions === null) return rows.length > 0 ? 'found' : 'no-answer';
    this.#onNews(this.#book.takeExecutions(executions));
    return rows.length > 0 || executions.length > 0 ? 'found' : 'absent';
  }

  /** Looks an order up until nothing of it is missing. */
  async complete(track: OrderTrack): Promise<void> {
    if (this.#looking.has(track)) return;
    this.#looking.add(track);
    for (let attempt = 0; !this.#isStopped; attempt++) {
      await this.look(track);
      if (!track.missesFills) break;
      await sleep(this.#rest.clock, retryMs(attempt));
    }
    this.#looking.delete(track);
  }

  /** Looks until the order is shown, or was absent often enough after the venue's window had passed. */
  async #lookUntilShown(track: OrderTrack, sentMs: number): Promise<void> {
    const { clock } = this.#rest;
    const windowEndMs = sentMs + RECV_WINDOW_MS + WINDOW_MARGIN_MS;
    let absences = 0;
    for (let look = 0; !track.isKnown && !this.#isStopped; look++) {
      if (look > 0) await sleep(clock, look === 1 ? FIRST_LOOK_MS : LOOKS_APART_MS);
      if (track.isKnown) return;
      const isAfterWindow = clock.nowMs() >= windowEndMs;
      const found = await this.look(track);
      if (isAfterWindow && found === 'absent') absences++;
      if (absences >= ABSENCES) return;
    }
  }

  #create(track: OrderTrack): Promise<CallResult> {
    const { command } = track;
    return this.#rest.post(
      '/v5/order/create',
      this.#createParams(track),
      laneOf(command),
      () => !track.isKnown && this.#isWanted(track),
    );
  }

  #createParams({ command, linkId }: OrderTrack): BybitCall['params'] {
    const { tick, lot, symbol } = this.#instrument;
    const { type, side, lots, priceTicks, reduceOnly } = command;
    const common = {
      category: 'linear',
      symbol,
      side: side > 0 ? 'Buy' : 'Sell',
      orderType: type === 'limit' ? 'Limit' : 'Market',
      qty: formatOnGrid(lots, lot),
      positionIdx: 0,
      orderLinkId: linkId,
      reduceOnly: reduceOnly || type === 'stop',
    };
    if (type === 'limit') return { ...common, price: formatOnGrid(priceTicks, tick), timeInForce: 'GTC' };
    if (type === 'market') return { ...common, timeInForce: 'IOC' };
    return {
      ...common,
      timeInForce: 'IOC',
      closeOnTrigger: true,
      triggerPrice: formatOnGrid(priceTicks, tick),
      // A stop that sells fires when the price falls to it, one that buys when it rises.
      triggerDirection: side > 0 ? 1 : 2,
      triggerBy: 'LastPrice',
    };
  }

  /** @returns whether the wish is settled, carried out or refused */
  async #amendOnce(track: OrderTrack, wish: AmendOrder): Promise<boolean> {
    const { tick, lot } = this.#instrument;
    const price = formatOnGrid(wish.priceTicks, tick);
    const result = await this.#rest.post(
      '/v5/order/amend',
      {
        ...this.#name(track),
        qty: formatOnGrid(wish.lots, lot),
        ...(track.command.type === 'stop' ? { triggerPrice: price } : { price }),
      },
      'exit',
      () => !track.isEnded,
    );
    if (track.isEnded) return true;
    switch (result.action) {
      case 'accepted':
        await sleep(this.#rest.clock, SHOWN_WITHIN_MS);
        return this.#seeAmended(track, wish, result);
      case 'refused':
      case 'unchanged':
      case 'gone':
        return this.#seeAmended(track, wish, result);
      case 'unknown':
        await this.look(track);
        return isAsWished(track, wish);
      case 'resync':
        await this.#rest.resync();
        return false;
      case 'slow-down':
      case 'not-sent':
        return false;
      default:
        this.#refuseAmend(track, result);
        return true;
    }
  }

  /** Looks whether the order has become what was wished; tells when it has not. */
  async #seeAmended(track: OrderTrack, wish: AmendOrder, result: CallResult): Promise<boolean> {
    for (let look = 0; !track.isEnded && !this.#isStopped; look++) {
      if (isAsWished(track, wish) || this.#wishes.get(track) !== wish) return true;
      if (look >= AMEND_LOOKS) break;
      await this.look(track);
      if (!isAsWished(track, wish) && !track.isEnded) await sleep(this.#rest.clock, LOOKS_APART_MS);
    }
    if (!track.isEnded) this.#refuseAmend(track, result);
    return true;
  }

  #refuseAmend(track: OrderTrack, { reply, action }: CallResult): void {
    const code = action === 'accepted' ? 'taken, but not carried out' : describeReply(reply);
    track.refuseAmend(this.#rest.venueNowMs, rejectReason(action), code);
  }

  #reject(track: OrderTrack, { reply, action }: CallResult): void {
    track.reject(this.#rest.venueNowMs, rejectReason(action), describeReply(reply));
  }

  #isWanted({ command, cancelWanted }: OrderTrack): boolean {
    if (cancelWanted || this.#isStopped) return false;
    const nowMs = this.#rest.venueNowMs;
    if (command.reduceOnly || command.type === 'stop') return true;
    // The market order for a limit's rest carries the limit's time of submit, and a deadline of its own.
    if (command.type === 'market' && command.attempt > 0 && Number.isFinite(command.deadlineMs))
      return nowMs < command.deadlineMs;
    return nowMs < Math.min(command.deadlineMs, command.submitMs + ENTRY_INTENT_MS);
  }

  #name({ linkId }: { readonly linkId: string }): { category: string; symbol: string; orderLinkId: string } {
    return { category: 'linear', symbol: this.#instrument.symbol, orderLinkId: linkId };
  }
}

function laneOf({ reduceOnly, type }: PlaceOrder): CallLane {
  return reduceOnly || type === 'stop' ? 'exit' : 'entry';
}

function isAsWished(track: OrderTrack, { lots, priceTicks }: AmendOrder): boolean {
  return track.lots === lots && track.priceTicks === priceTicks;
}

function retryMs(attempt: number): number {
  return Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(attempt, 10));
}
