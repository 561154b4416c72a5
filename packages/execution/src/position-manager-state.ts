import { checkState, LEGS, type Leg } from '@auction-trader/core';
import type { Account } from './account.ts';
import type { EntryPlan } from './entry-plan.ts';
import { OpenTrade, type OpenTradeState } from './open-trade.ts';
import type { ExitRetry, WorkingEntry, WorkingOrder } from './working-order.ts';

/** Everything a position manager goes on from. */
export interface ManagerParts {
  readonly account: Account;
  readonly bidTicks: number;
  readonly askTicks: number;
  readonly entriesAllowed: boolean;
  readonly halted: boolean;
  readonly trade: OpenTrade | null;
  readonly entry: WorkingEntry | null;
  readonly flipPlan: EntryPlan | null;
  readonly lostPlan: EntryPlan | null;
  readonly lostMs: number;
  readonly firstTarget: WorkingOrder | null;
  readonly finalExit: WorkingOrder | null;
  readonly firstTargetRetry: ExitRetry | null;
  readonly finalRetry: ExitRetry | null;
  readonly stopOrderId: number;
  readonly stopsReplaced: number;
  readonly lastExitMs: number;
  readonly lastOrderId: number;
  readonly trades: number;
  readonly fills: number;
  readonly venueMargin: number;
}

/** A working order as JSON data: null stands for a mid that was not known. */
type OrderState = Omit<WorkingOrder, 'submitMid2'> & { readonly submitMid2: number | null };

/** A working entry as JSON data: null stands for no deadline, an empty leg for none. */
type EntryState = Omit<WorkingEntry, 'submitMid2' | 'deadlineMs' | 'exitLeg'> & {
  readonly submitMid2: number | null;
  readonly deadlineMs: number | null;
  readonly exitLeg: string;
};

/** A position manager as plain JSON data: null stands for what is infinite or not known. */
export type PositionManagerState = Omit<
  ManagerParts,
  'trade' | 'entry' | 'firstTarget' | 'finalExit' | 'lastExitMs' | 'venueMargin'
> & {
  readonly trade: OpenTradeState | null;
  readonly entry: EntryState | null;
  readonly firstTarget: OrderState | null;
  readonly finalExit: OrderState | null;
  readonly lastExitMs: number | null;
  readonly venueMargin: number | null;
};

const PLAN_FORM: EntryPlan = {
  side: 0,
  setup: '',
  limitTicks: 0,
  stopTicks: 0,
  tp1Ticks: 0,
  tp2Ticks: 0,
  softStopTicks: 0,
  lots: 0,
  sizingEntryTicks: 0,
  margin: 0,
  costRatio: 0,
  decisionMs: 0,
  decisionIndex: 0,
};

const ORDER_FORM = {
  orderId: 0,
  leg: '',
  attempt: 0,
  fruitless: 0,
  type: '',
  side: 0,
  lots: 0,
  leftLots: 0,
  submitMs: 0,
  submitMid2: 0,
};

const ENTRY_FORM = {
  ...ORDER_FORM,
  plan: PLAN_FORM,
  deadlineMs: 0,
  filledLots: 0,
  cancelling: '',
  exitLeg: '',
};

const RETRY_FORM = { leg: '', attempt: 0, fruitless: 0, lots: 0, dueMs: 0 };

const TRADE_FORM = {
  tradeId: 0,
  plan: PLAN_FORM,
  openMs: 0,
  lots: 0,
  entryLots: 0,
  lotsAtTp1: 0,
  stopTicks: 0,
  tp1Ticks: 0,
  tp1Done: false,
  entryFees: 0,
  exitFees: 0,
  funding: 0,
  fundingPerLot: 0,
  grossPnl: 0,
  lastLeg: '',
  adjusted: false,
  entryTicksLots: 0,
  exitTicksLots: 0,
  exitLots: 0,
};

const ACCOUNT_FORM = {
  initialCapital: 0,
  cash: 0,
  daily: { dayStartMs: 0, baseEquity: 0, baseCash: 0, tripped: false },
};

/** The form of a state: of what may be missing, only what the found one has. */
function formOf(found: { readonly [key: string]: unknown }) {
  const present = (key: string, form: object) => (found[key] === null ? null : form);
  return {
    account: ACCOUNT_FORM,
    bidTicks: 0,
    askTicks: 0,
    entriesAllowed: false,
    halted: false,
    trade: present('trade', TRADE_FORM),
    entry: present('entry', ENTRY_FORM),
    flipPlan: present('flipPlan', PLAN_FORM),
    lostPlan: present('lostPlan', PLAN_FORM),
    lostMs: 0,
    firstTarget: present('firstTarget', ORDER_FORM),
    finalExit: present('finalExit', ORDER_FORM),
    firstTargetRetry: present('firstTargetRetry', RETRY_FORM),
    finalRetry: present('finalRetry', RETRY_FORM),
    stopOrderId: 0,
    stopsReplaced: 0,
    lastExitMs: 0,
    lastOrderId: 0,
    trades: 0,
    fills: 0,
    venueMargin: 0,
  };
}

/** The parts as plain JSON data that shares nothing with them. */
export function encodeManagerState(parts: ManagerParts): PositionManagerState {
  const { account, trade, entry, firstTarget, finalExit, lastExitMs, venueMargin } = parts;
  return structuredClone({
    ...parts,
    account,
    trade: trade === null ? null : trade.state(),
    entry: entry === null ? null : encodeEntry(entry),
    firstTarget: firstTarget === null ? null : encodeOrder(firstTarget),
    finalExit: finalExit === null ? null : encodeOrder(finalExit),
    lastExitMs: finiteOrNull(lastExitMs),
    venueMargin: finiteOrNull(venueMargin),
  });
}

/**
 * The parts again.
 *
 * @throws AuctionTraderError (`BAD_STATE`)
 */
export function decodeManagerState(found: unknown, quotePerTickLot: number): ManagerParts {
  const keys = typeof found === 'object' && found !== null ? { ...found } : {};
  checkState(found, formOf(keys), 'a position manager');
  const state = structuredClone(found as PositionManagerState);
  const { trade, entry, firstTarget, finalExit, lastExitMs, venueMargin } = state;
  return {
    ...state,
    trade: trade === null ? null : OpenTrade.from(trade, quotePerTickLot),
    entry: entry === null ? null : decodeEntry(entry),
    firstTarget: firstTarget === null ? null : decodeOrder(firstTarget),
    finalExit: finalExit === null ? null : decodeOrder(finalExit),
    lastExitMs: lastExitMs ?? Number.NEGATIVE_INFINITY,
    venueMargin: venueMargin ?? Number.POSITIVE_INFINITY,
  };
}

function encodeOrder(order: WorkingOrder): OrderState {
  return { ...order, submitMid2: finiteOrNull(order.submitMid2) };
}

function decodeOrder(order: OrderState): WorkingOrder {
  return { ...order, submitMid2: order.submitMid2 ?? Number.NaN };
}

function encodeEntry(entry: WorkingEntry): EntryState {
  const deadlineMs = finiteOrNull(entry.deadlineMs);
  return { ...entry, ...encodeOrder(entry), deadlineMs, exitLeg: entry.exitLeg ?? '' };
}

function decodeEntry(entry: EntryState): WorkingEntry {
  const deadlineMs = entry.deadlineMs ?? Number.POSITIVE_INFINITY;
  return { ...entry, ...decodeOrder(entry), deadlineMs, exitLeg: legOrNull(entry.exitLeg) };
}

function legOrNull(name: string): Leg | null {
  return LEGS.find((leg) => leg === name) ?? null;
}

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
