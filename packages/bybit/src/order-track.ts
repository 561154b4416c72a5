import type { OrderReport, PlaceOrder, RejectReason } from '@auction-trader/execution';
import type { ExecutionState, OrderState } from './rows.ts';

/** Takes the reports of an order. */
export type ReportSink = (report: OrderReport) => void;

const WOULD_TAKE = /PostOnlyWillTakeLiquidity/;
const NO_MARGIN = /NotEnough|Insufficient|NoEnough|Margin|Balance/i;
const NOTHING_TO_REDUCE = /ReduceOnly|PositionZero|NoPosition/i;

/**
 * One order of ours at the venue. What is learnt of it, in whatever order and however often, becomes its
 * reports: each once, fills before the end.
 */
export class OrderTrack {
  readonly command: PlaceOrder;
  readonly linkId: string;
  readonly #report: ReportSink;
  /** Size and price or trigger as the venue has them. */
  lots: number;
  priceTicks: number;
  venueOrderId = '';
  /** Size that was last asked for; the venue may never have heard of it. */
  wantedLots = 0;
  /** A cancel was asked for: the order is not sent again. */
  cancelWanted = false;
  #filledLots: number;
  /** Lots the venue says are filled; above {@link filledLots} while executions are on their way. */
  #venueFilledLots = 0;
  #isAccepted = false;
  #isTriggered = false;
  #isEnded = false;
  /** The venue says that all of it is filled. */
  #isFilled = false;
  #isGivenUp = false;
  #end: { readonly timeMs: number; readonly code: string } | null = null;
  #updatedMs = 0;
  /** Sizes and prices that were ever asked for. */
  readonly #asked = new Set<string>();

  constructor(command: PlaceOrder, linkId: string, filledLots: number, isOpen: boolean, report: ReportSink) {
    this.command = command;
    this.linkId = linkId;
    this.lots = command.lots;
    this.priceTicks = command.priceTicks;
    this.#filledLots = filledLots;
    this.#isEnded = !isOpen;
    this.#report = report;
    this.wish(command.lots, command.priceTicks);
  }

  /** Another size or price is asked for. */
  wish(lots: number, priceTicks: number): void {
    this.wantedLots = lots;
    this.#asked.add(formOf(lots, priceTicks));
  }

  /** Whether nothing more will come. */
  get isEnded(): boolean {
    return this.#isEnded;
  }

  /** Whether the order was told as never arrived: should it turn up all the same, nobody wants it any more. */
  get isGivenUp(): boolean {
    return this.#isGivenUp;
  }

  /** Whether the venue has shown the order: the request arrived. */
  get isKnown(): boolean {
    return this.#isAccepted || this.#isEnded || this.#end !== null;
  }

  /** Whether the venue has filled more than is reported: executions have to be looked up. */
  get missesFills(): boolean {
    return !this.#isEnded && this.#venueFilledLots > this.#filledLots;
  }

  get filledLots(): number {
    return this.#filledLots;
  }

  /** The order as the venue shows it. @returns whether this was news */
  takeState(state: OrderState): boolean {
    this.venueOrderId = state.venueOrderId;
    if (this.#isEnded) return false;
    const known = this.#marks();
    if (state.updatedMs >= this.#updatedMs) this.#takeForm(state);
    if (state.filledLots > this.#venueFilledLots) this.#venueFilledLots = state.filledLots;
    if (state.phase === 'rejected') this.#takeRefusal(state);
    else if (state.phase === 'ended') this.#takeEnd(state);
    else if (state.phase !== 'unknown') this.#takeLife(state);
    if (state.phase === 'filled') this.#isFilled = true;
    this.#settle();
    return known !== this.#marks();
  }

  /** An execution that was not seen before. */
  takeExecution(execution: ExecutionState): void {
    this.venueOrderId = execution.venueOrderId;
    this.#accept(execution.timeMs);
    this.#filledLots += execution.lots;
    this.#report({
      kind: 'fill',
      executionId: execution.executionId,
      fill: {
        orderId: this.command.orderId,
        lots: execution.lots,
        priceTicks: execution.priceTicks,
        liquidity: execution.isMaker ? 'maker' : 'taker',
        timeMs: execution.timeMs,
        fee: execution.fee,
        slippageTicks: 0,
        displayedLots: Number.NaN,
      },
    });
    this.#settle();
  }

  /** The venue refused the order, or it never arrived. Not when the venue has shown it. */
  reject(timeMs: number, why: RejectReason, code: string): void {
    if (this.isKnown) return;
    this.#isEnded = true;
    this.#isGivenUp = why === 'never-arrived';
    this.#report({ kind: 'rejected', orderId: this.command.orderId, timeMs, why, code });
  }

  /** The venue refused a change, or did not make it. */
  refuseAmend(timeMs: number, why: RejectReason, code: string): void {
    if (this.#isEnded) return;
    this.#report({ kind: 'amend-refused', orderId: this.command.orderId, timeMs, why, code });
  }

  #takeForm({ updatedMs, lots, priceTicks, type }: OrderState): void {
    const before = formOf(this.lots, this.priceTicks);
    this.#updatedMs = updatedMs;
    if (lots > 0) this.lots = lots;
    if (priceTicks > 0 && type === this.command.type) this.priceTicks = priceTicks;
    const now = formOf(this.lots, this.priceTicks);
    // Somebody else has changed it: told once more, for it has to be looked at.
    if (this.#isAccepted && now !== before && !this.#asked.has(now))
      this.#report({ kind: 'accepted', orderId: this.command.orderId, timeMs: updatedMs });
  }

  #takeLife(state: OrderState): void {
    this.#accept(state.updatedMs);
    if (this.command.type === 'stop' && state.phase !== 'untriggered' && !this.#isTriggered) {
      this.#isTriggered = true;
      this.#report({ kind: 'triggered', orderId: this.command.orderId, timeMs: state.updatedMs });
    }
  }

  #takeRefusal(state: OrderState): void {
    if (this.isKnown || state.filledLots > 0) this.#takeEnd(state);
    else this.reject(state.updatedMs, reasonOf(state.why), state.why);
  }

  #takeEnd(state: OrderState): void {
    const neverWorked = !this.isKnown && state.filledLots === 0 && WOULD_TAKE.test(state.why);
    if (neverWorked) this.reject(state.updatedMs, 'would-take', state.why);
    else this.#end ??= { timeMs: state.updatedMs, code: state.why };
  }

  #accept(timeMs: number): void {
    if (this.#isAccepted || this.#isEnded) return;
    this.#isAccepted = true;
    this.#report({ kind: 'accepted', orderId: this.command.orderId, timeMs });
  }

  /** Ends the order when everything that belongs before the end was reported. */
  #settle(): void {
    if (this.#isEnded) return;
    if (this.#filledLots >= this.lots) {
      // A larger size may have reached the venue: only its own word ends the order then.
      if (this.wantedLots > this.lots && !this.#isFilled && this.#end === null) return;
      this.#isEnded = true;
      // It was filled before a larger size reached the venue: what is missing will not fill any more.
      if (this.wantedLots > this.#filledLots)
        this.#reportEnd(this.#end?.timeMs ?? this.#updatedMs, this.wantedLots, 'filled at its earlier size');
      return;
    }
    if (this.#end === null || this.#filledLots < this.#venueFilledLots) return;
    this.#isEnded = true;
    this.#reportEnd(this.#end.timeMs, this.lots, this.#end.code);
  }

  #reportEnd(timeMs: number, lots: number, code: string): void {
    const { orderId } = this.command;
    this.#report({ kind: 'cancelled', orderId, timeMs, leftLots: lots - this.#filledLots, code });
  }

  #marks(): string {
    return `${this.#isAccepted}${this.#isTriggered}${this.#isEnded}${this.#end !== null}${this.#venueFilledLots}`;
  }
}

function formOf(lots: number, priceTicks: number): string {
  return `${lots} at ${priceTicks}`;
}

function reasonOf(why: string): RejectReason {
  if (WOULD_TAKE.test(why)) return 'would-take';
  if (NOTHING_TO_REDUCE.test(why)) return 'nothing-to-reduce';
  if (NO_MARGIN.test(why)) return 'margin';
  return 'other';
}
