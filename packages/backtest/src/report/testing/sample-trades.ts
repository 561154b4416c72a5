import { DAY_MS, type Leg, MINUTE_MS, NO_PRICE, Random } from '@auction-trader/core';
import type { FillRecord, FundingRecord, TradeRecord } from '@auction-trader/execution';
import type { MinuteTape } from '@auction-trader/ingestion';

const VALUE = 0.1 * 0.001;
const TAKER = 5.5 / 10_000;
const MAKER = 2 / 10_000;

export interface SampleTradeOptions {
  readonly seed: number;
  /** Mean minutes between an exit and the next entry. */
  readonly pauseMinutes: number;
  readonly maxTrades: number;
  readonly initialCapital: number;
  /** Leave the last position open at the end of the tape. */
  readonly leaveOpen: boolean;
  readonly syntheticQuotes: boolean;
}

export interface SampleTrades {
  readonly trades: readonly TradeRecord[];
  readonly openTrade: TradeRecord | null;
  readonly openResult: number;
  readonly finalEquity: number;
  readonly fills: readonly FillRecord[];
  readonly funding: readonly FundingRecord[];
  readonly equity: Float64Array;
  readonly positionLots: Float64Array;
}

const EXITS: readonly Leg[] = ['STOP', 'TP2', 'TIME', 'SOFT', 'FLIP'];
const SETUPS = ['breakin', 'breakout', 'failbreak'];

/** Trades at random times whose books balance: equity, fills, fees and funding agree. */
export function sampleTrades(tape: MinuteTape, options: SampleTradeOptions): SampleTrades {
  const books = new Books(tape, options);
  const random = new Random(options.seed + 1);
  let minute = 250;
  while (books.opened < options.maxTrades && minute + 2 < tape.length) {
    const hold = 3 + Math.floor(random.uniform() * 55);
    const last = options.leaveOpen && books.opened === options.maxTrades - 1;
    const exit = last ? tape.length : Math.min(minute + hold, tape.length - 1);
    books.trade(minute, exit, random);
    minute = exit + 3 + Math.floor(random.exponential() * options.pauseMinutes);
  }
  return books.close();
}

class Books {
  readonly trades: TradeRecord[] = [];
  readonly fills: FillRecord[] = [];
  readonly funding: FundingRecord[] = [];
  readonly equity: Float64Array;
  readonly positionLots: Float64Array;
  openTrade: TradeRecord | null = null;
  openResult = 0;
  opened = 0;
  cash: number;
  /** First minute whose equity is not marked yet. */
  unmarked = 0;
  readonly tape: MinuteTape;
  readonly options: SampleTradeOptions;

  constructor(tape: MinuteTape, options: SampleTradeOptions) {
    this.tape = tape;
    this.options = options;
    this.cash = options.initialCapital;
    this.equity = new Float64Array(tape.length);
    this.positionLots = new Float64Array(tape.length);
  }

  trade(entry: number, exit: number, random: Random): void {
    const { tape } = this;
    this.mark(entry, 0, 0);
    this.opened += 1;
    const tradeId = this.opened;
    const lots = 100 + Math.floor(random.uniform() * 200);
    const maker = random.uniform() < 0.6;
    const open = exit >= tape.length;
    const entryTicks = tape.closeTicks[entry - 1]!;
    // Right more often than not, or fees would eat every run.
    const ahead = tape.closeTicks[Math.min(exit, tape.length) - 1]! >= entryTicks ? 1 : -1;
    const side = random.uniform() < 0.68 ? ahead : -ahead;
    const stop = entryTicks - side * (120 + Math.floor(random.uniform() * 150));
    const openMs = tape.minuteMs(entry) + 900;
    const entryFee = this.fill(
      { tradeId, leg: 'ENTRY', side, lots, maker, timeMs: openMs, grossPnl: 0, slip: maker ? 0 : 1 },
      entryTicks,
    );
    let gross = 0;
    let fees = entryFee;
    const partial = !open && exit - entry > 20 && random.uniform() < 0.4 ? Math.floor(lots * 0.3) : 0;
    if (partial > 0) {
      const at = entry + 10;
      this.mark(at, side * lots, entryTicks);
      const result = this.leave(tradeId, 'TP1', side, partial, at, entryTicks);
      gross += result.gross;
      fees += result.fee;
    }
    const rest = lots - partial;
    const paid = this.payFunding(tradeId, side, lots, rest, partial > 0 ? entry + 10 : exit, entry, exit);
    this.mark(Math.min(exit, tape.length), side * rest, entryTicks);
    const reason = EXITS[Math.floor(random.uniform() * EXITS.length)]!;
    if (!open) {
      const result = this.leave(tradeId, reason, side, rest, exit, entryTicks);
      gross += result.gross;
      fees += result.fee;
    } else {
      const last = tape.closeTicks[tape.length - 1]!;
      this.openResult = side * (last - entryTicks) * rest * VALUE - Math.abs(last * rest * VALUE) * TAKER;
    }
    const [best, worst] = this.excursions(entry, Math.min(exit, tape.length - 1), side, entryTicks);
    const initialRisk = Math.abs(entryTicks - stop) * lots * VALUE;
    const record: TradeRecord = {
      tradeId,
      side,
      setup: SETUPS[Math.floor(random.uniform() * 3)]!,
      status: open ? 'OPEN' : reason === 'STOP' ? 'STOPPED' : 'CLOSED',
      exitReason: open ? null : reason,
      decisionMs: tape.minuteMs(entry),
      decisionIndex: entry - 1,
      openMs,
      closeMs: open ? Number.NaN : tape.minuteMs(exit) + 1500,
      timerStartMs: tape.minuteMs(entry) + MINUTE_MS,
      lots,
      lotsAtTp1: partial > 0 ? lots : Number.NaN,
      entryTicks,
      exitTicks: open ? Number.NaN : entryTicks + (side * gross) / (lots * VALUE),
      initialStopTicks: stop,
      finalStopTicks: partial > 0 ? entryTicks : stop,
      tp1Ticks: random.uniform() < 0.8 ? entryTicks + side * 100 : NO_PRICE,
      tp2Ticks: entryTicks + side * 260,
      lockTicks: NO_PRICE,
      grossPnl: gross,
      fees,
      funding: paid,
      netPnl: gross - fees - paid,
      initialRisk,
      leverageUsed: (lots * entryTicks * VALUE) / this.options.initialCapital,
      riskPctUsed: initialRisk / this.options.initialCapital,
      costRatio: 0.2 + random.uniform() * 0.3,
      maxFavourableTicks: best,
      maxAdverseTicks: worst,
    };
    if (open) this.openTrade = record;
    else this.trades.push(record);
  }

  close(): SampleTrades {
    if (this.openTrade === null) this.mark(this.tape.length, 0, 0);
    return this;
  }

  get finalEquity(): number {
    return this.cash + this.openResult;
  }

  /** Marks the minutes before `until` with what is held since the last mark. */
  private mark(until: number, heldLots: number, entryTicks: number): void {
    const { closeTicks } = this.tape;
    for (let i = this.unmarked; i < until; i += 1) {
      const exitFee = Math.abs(closeTicks[i]! * heldLots * VALUE) * TAKER;
      const open = heldLots === 0 ? 0 : (closeTicks[i]! - entryTicks) * heldLots * VALUE - exitFee;
      this.equity[i] = this.cash + open;
      this.positionLots[i] = heldLots;
    }
    this.unmarked = Math.max(this.unmarked, until);
  }

  private leave(id: number, leg: Leg, side: number, lots: number, minute: number, entryTicks: number) {
    const price = this.tape.closeTicks[minute - 1]! - side * 2;
    const gross = side * (price - entryTicks) * lots * VALUE;
    const timeMs = this.tape.minuteMs(minute) + 1500;
    const fee = this.fill(
      { tradeId: id, leg, side: -side, lots, maker: false, timeMs, grossPnl: gross, slip: 1 },
      price,
    );
    return { gross, fee };
  }

  private fill(
    of: {
      tradeId: number;
      leg: Leg;
      side: number;
      lots: number;
      maker: boolean;
      timeMs: number;
      grossPnl: number;
      slip: number;
    },
    priceTicks: number,
  ): number {
    const fee = Math.abs(priceTicks * of.lots * VALUE) * (of.maker ? MAKER : TAKER);
    this.cash += of.grossPnl - fee;
    this.fills.push({
      fillId: this.fills.length + 1,
      tradeId: of.tradeId,
      leg: of.leg,
      side: of.side,
      lots: of.lots,
      priceTicks,
      orderType: of.maker ? 'LMT' : 'MKT',
      liquidity: of.maker ? 'maker' : 'taker',
      submitMs: of.timeMs - 700,
      fillMs: of.timeMs,
      fee,
      slippageTicks: of.slip,
      submitMid2: 2 * priceTicks + of.side * (of.maker ? 1 : -5),
      fillMid2: 2 * priceTicks + of.side * (of.maker ? 1 : -3),
      displayedLots: this.options.syntheticQuotes ? Number.NaN : 300,
      grossPnl: of.grossPnl,
    });
    return fee;
  }

  private payFunding(
    tradeId: number,
    side: number,
    lots: number,
    rest: number,
    partialAt: number,
    entry: number,
    exit: number,
  ): number {
    const { tape } = this;
    let paid = 0;
    for (let i = entry + 1; i < Math.min(exit, tape.length); i += 1) {
      if (tape.minuteMs(i) % (DAY_MS / 3) !== 0) continue;
      const held = i > partialAt ? rest : lots;
      const amount = side * held * tape.closeTicks[i - 1]! * VALUE * 0.0001;
      this.funding.push({ tradeId, timeMs: tape.minuteMs(i), lots: held, amount });
      this.mark(i, side * held, Math.round(tape.closeTicks[entry - 1]!));
      this.cash -= amount;
      paid += amount;
    }
    return paid;
  }

  private excursions(from: number, to: number, side: number, entryTicks: number): [number, number] {
    let best = 0;
    let worst = 0;
    for (let i = from; i < to; i += 1) {
      const up = this.tape.highTicks[i]! - entryTicks;
      const down = entryTicks - this.tape.lowTicks[i]!;
      best = Math.max(best, side > 0 ? up : down);
      worst = Math.max(worst, side > 0 ? down : up);
    }
    return [best, worst];
  }
}
