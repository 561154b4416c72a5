import type { Account } from './account.ts';
import type { Changes } from './changes.ts';
import type { ClosedTrade } from './closed-trade.ts';
import type { Execution, ExecutionType } from './execution.ts';
import type { Identities } from './identities.ts';
import type { MarketState } from './market-state.ts';
import { divideRounded, rateOf } from './money.ts';
import { leftLots, type Order } from './order.ts';
import type { PositionChange } from './position.ts';
import { executionRow } from './rows.ts';

/** Rows that are kept for queries; the older half goes when they are reached. */
const KEPT_ROWS = 20_000;

/** How a fill came about. */
export interface FillTerms {
  readonly lots: number;
  readonly ticks: number;
  readonly isMaker: boolean;
  readonly type: ExecutionType;
  readonly timeMs: number;
}

/** Books what happens to accounts: fills and funding, with their executions. */
export class Ledger {
  readonly #identities: Identities;
  #count = 0;

  constructor(identities: Identities) {
    this.#identities = identities;
  }

  /** Books a fill of an order. The caller keeps `lots` within what is left of it. */
  fill(changes: Changes, order: Order, terms: FillTerms): void {
    const { account } = changes;
    const { market, side } = order;
    const { lots, ticks, isMaker, type, timeMs } = terms;
    const feeE8 = feeRateE8(market, terms);
    const fee = rateOf(BigInt(ticks) * BigInt(lots) * market.tickLotMoney, feeE8);
    const position = account.position(market);
    if (position.lots === 0) position.createdMs = timeMs;
    const change = position.apply(side, lots, ticks, fee);
    account.wallet += change.pnl - fee;
    account.realised += change.pnl;
    account.fees += fee;
    order.filledLots += lots;
    order.filledTickLots += ticks * lots;
    order.fee += fee;
    order.closedPnl += change.pnl;
    order.updatedMs = position.updatedMs = timeMs;
    position.seq = ++market.seq;
    this.#bookClosed(account, order, terms, change, fee);
    this.#record(changes, {
      type,
      timeMs,
      order,
      orderId: order.id,
      side,
      lots,
      priceHundredths: ticks * 100,
      feeE8,
      fee,
      pnl: change.pnl,
      isMaker,
      closedLots: change.closedLots,
      leftLots: leftLots(order),
    });
  }

  /** Settles funding of one account: a long position pays a positive rate, a short one receives it. */
  funding(changes: Changes, timeMs: number): void {
    const { account, market } = changes;
    const position = account.position(market);
    const value = BigInt(position.side) * position.valueAt(market.markHundredths);
    const fee = rateOf(value, market.fundingRateE8);
    account.wallet -= fee;
    account.funding += fee;
    position.updatedMs = timeMs;
    position.seq = ++market.seq;
    this.#record(changes, {
      type: 'Funding',
      timeMs,
      order: null,
      orderId: this.#identities.next(),
      side: position.side,
      lots: position.size,
      priceHundredths: market.markHundredths,
      feeE8: market.fundingRateE8,
      fee,
      pnl: 0n,
      isMaker: false,
      closedLots: 0,
      leftLots: 0,
    });
  }

  #record(
    changes: Changes,
    facts: Omit<Execution, 'id' | 'number' | 'seq' | 'market' | 'markHundredths' | 'row'>,
  ): void {
    const { account, market } = changes;
    const { seq, markHundredths } = market;
    const number = this.#count++;
    const plain = { ...facts, id: this.#identities.next(), number, seq, market, markHundredths };
    const execution = { ...plain, row: executionRow(plain) };
    changes.executions.push(execution);
    account.executions.push(execution);
    if (account.executions.length >= KEPT_ROWS) account.executions.splice(0, KEPT_ROWS / 2);
  }

  #bookClosed(account: Account, order: Order, terms: FillTerms, change: PositionChange, fee: bigint): void {
    const { closedLots, entryValue, openFee, pnl } = change;
    if (closedLots === 0) return;
    const trade = closedTradeOf(account, order, terms.type, this.#count);
    trade.lots += closedLots;
    trade.fills++;
    trade.entryValue += entryValue;
    trade.exitValue += BigInt(closedLots) * BigInt(terms.ticks) * order.market.tickLotMoney;
    trade.openFee += openFee;
    trade.closeFee += divideRounded(fee * BigInt(closedLots), BigInt(terms.lots));
    trade.pnl += pnl;
    trade.updatedMs = terms.timeMs;
  }
}

/** The row of `closed-pnl` that an order's fills go to. */
function closedTradeOf(account: Account, order: Order, execType: string, number: number): ClosedTrade {
  const { closedTrades } = account;
  for (let at = closedTrades.length - 1; at >= 0 && order.filledLots > 0; at--) {
    if (closedTrades[at]!.order === order) return closedTrades[at]!;
    if (closedTrades[at]!.updatedMs < order.createdMs) break;
  }
  const none = { lots: 0, fills: 0, entryValue: 0n, exitValue: 0n, openFee: 0n, closeFee: 0n, pnl: 0n };
  const { leverageHundredths } = account.position(order.market);
  const trade = { order, number, execType, leverageHundredths, ...none, updatedMs: order.updatedMs };
  closedTrades.push(trade);
  if (closedTrades.length >= KEPT_ROWS) closedTrades.splice(0, KEPT_ROWS / 2);
  return trade;
}

function feeRateE8({ facts }: MarketState, { type, isMaker }: FillTerms): number {
  // Whoever is deleveraged did not ask for it.
  if (type === 'AdlTrade') return 0;
  return isMaker ? facts.makerFeeE8 : facts.takerFeeE8;
}
