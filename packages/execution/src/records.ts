import type { Leg } from '@auction-trader/core';

/** One execution. Prices in ticks (integers), sizes in lots, money in quote currency. */
export interface FillRecord {
  /** 1, 2, 3 ... in order of execution. */
  readonly fillId: number;
  /** The trade (position) it belongs to: {@link TradeRecord.tradeId}. */
  readonly tradeId: number;
  readonly leg: Leg;
  /** +1 bought, -1 sold. */
  readonly side: number;
  readonly lots: number;
  readonly priceTicks: number;
  readonly orderType: 'MKT' | 'LMT';
  readonly liquidity: 'maker' | 'taker';
  /** Epoch ms: the decision or trigger, and the execution; `fillMs > submitMs` always. */
  readonly submitMs: number;
  readonly fillMs: number;
  readonly fee: number;
  /** Ticks given away against the quote by the slippage model (0 for maker fills). */
  readonly slippageTicks: number;
  /** Sum of bid and ask when the order was submitted or triggered; NaN when no quote was known. */
  readonly submitMid2: number;
  /** The same at the execution. */
  readonly fillMid2: number;
  /** Size shown on the hit side at the fill, lots; NaN for synthetic quotes and bar mode. */
  readonly displayedLots: number;
  /** Price difference times quantity realised by this fill (0 for entries). */
  readonly grossPnl: number;
}

/** One position from open to flat (a trade), or the still open one. Prices in ticks, money in quote currency. */
export interface TradeRecord {
  /** 1, 2, 3 ... in order of opening. */
  readonly tradeId: number;
  readonly side: number;
  /** Setup name, e.g. `breakin`. */
  readonly setup: string;
  readonly status: 'OPEN' | 'CLOSED' | 'STOPPED';
  /** Leg of the last exit; null while open. */
  readonly exitReason: Leg | null;
  /** Minute-close time at which it was decided. */
  readonly decisionMs: number;
  /** Row of the decision's minute on the tape: its features are the trade's feature snapshot. */
  readonly decisionIndex: number;
  readonly openMs: number;
  /** Epoch ms of the last exit fill; NaN while open. */
  readonly closeMs: number;
  readonly timerStartMs: number;
  /** Filled lots, and lots held when TP1 triggered (NaN when it did not). */
  readonly lots: number;
  readonly lotsAtTp1: number;
  /** Volume-weighted; may lie between ticks. exit: NaN while open. */
  readonly entryTicks: number;
  readonly exitTicks: number;
  /** As decided; NO_PRICE for none. */
  readonly initialStopTicks: number;
  readonly finalStopTicks: number;
  readonly tp1Ticks: number;
  readonly tp2Ticks: number;
  /** Lock of a breakout, NO_PRICE for none. */
  readonly lockTicks: number;
  readonly grossPnl: number;
  readonly fees: number;
  readonly funding: number;
  readonly netPnl: number;
  /** Filled lots times the stop distance used for sizing, quote currency. */
  readonly initialRisk: number;
  readonly leverageUsed: number;
  readonly riskPctUsed: number;
  readonly costRatio: number;
  /** Best and worst excursion from the entry price while open, ticks, >= 0 each (by print). NaN while open and where nobody measured them (parameter sets in a search). */
  readonly maxFavourableTicks: number;
  readonly maxAdverseTicks: number;
  /** Set when size or price was taken from the venue after a mismatch: its results are estimates. */
  readonly adjusted?: true;
}

/** One funding payment. `amount` > 0 was paid, < 0 received, quote currency. */
export interface FundingRecord {
  readonly tradeId: number;
  readonly timeMs: number;
  readonly lots: number;
  readonly amount: number;
}
