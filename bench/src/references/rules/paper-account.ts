import { ACTION, type Config, type Instrument, MINUTE_MS, NO_PRICE, REASON } from '@auction-trader/core';
import {
  breakEvenStopTicks,
  coolingDown,
  firstTargetLots,
  fundingPayment,
  fundingRate,
  isTradableSize,
  leverageCapLots,
  type RiskSettings,
  remainingNet,
  riskLots,
  riskSettings,
  sizeEntry,
  timerStartMs,
  tradingFee,
} from '@auction-trader/risk';
import type { WantedEntry } from './auction-rules.ts';

type ExitLeg = 'TP1' | 'TP2' | 'STOP' | 'SOFT' | 'TIME' | 'FLIP';

interface ExitOrder {
  readonly leg: ExitLeg;
  readonly lots: number;
  readonly sentMs: number;
}

interface EntryOrder {
  readonly wanted: WantedEntry;
  readonly lots: number;
  readonly margin: number;
  readonly sentMs: number;
  readonly deadlineMs: number;
  /** It has seen a quote and rests in the book. */
  resting: boolean;
}

interface Position {
  readonly wanted: WantedEntry;
  readonly entryTicks: number;
  readonly entryLots: number;
  readonly entryFee: number;
  readonly openMs: number;
  lots: number;
  stop: number;
  tp1: number;
  tp1Done: boolean;
  gross: number;
  exitFees: number;
  funding: number;
  fundingPerLot: number;
}

/** A closed trade. Prices in ticks, money in quote currency. */
export interface PaperTrade {
  readonly side: number;
  readonly setup: string;
  readonly openMs: number;
  readonly closeMs: number;
  readonly lots: number;
  readonly entryTicks: number;
  readonly exitReason: string;
  readonly netPnl: number;
}

/** What was done at a minute's close: ACTION and REASON codes. */
export interface MinuteAction {
  readonly action: number;
  readonly reason: number;
}

const NOTHING = Number.POSITIVE_INFINITY;

/**
 * One account with default options (limit entry with a market order after a minute,
 * protective stop, two targets, time stop, no daily limit), told of every quote and print.
 */
export class PaperAccount {
  readonly trades: PaperTrade[] = [];
  cash: number;
  readonly #config: Config;
  readonly #risk: RiskSettings;
  readonly #onEntrySubmitted: () => void;
  #bid = 0;
  #ask = 0;
  #warm = false;
  #entry: EntryOrder | null = null;
  #position: Position | null = null;
  #tp1Exit: ExitOrder | null = null;
  #exit: ExitOrder | null = null;
  #flip: WantedEntry | null = null;
  #lastExitMs = Number.NEGATIVE_INFINITY;

  constructor(config: Config, instrument: Instrument, onEntrySubmitted: () => void) {
    this.#config = config;
    this.#risk = riskSettings(config, instrument);
    this.#onEntrySubmitted = onEntrySubmitted;
    this.cash = config.backtest.initial_capital;
  }

  /** Whether a quote or print could change anything but the newest quote. */
  get active(): boolean {
    return this.#entry !== null || this.#position !== null;
  }

  /** Cash plus the open position at the exit side of the newest quote, less the exit fee. */
  get equity(): number {
    const position = this.#position;
    if (position === null) return this.cash;
    const mark = this.#exitQuote(position);
    const fee = this.#fee(mark, position.lots, this.#risk.takerFeeBps);
    return this.cash + this.#gross(position, mark, position.lots) - fee;
  }

  onQuote(timeMs: number, bid: number, ask: number): void {
    this.#bid = bid;
    this.#ask = ask;
    if (!this.active) return;
    if (this.#tp1Exit !== null && timeMs > this.#tp1Exit.sentMs) this.#fillExit(this.#tp1Exit, timeMs);
    if (this.#exit !== null && timeMs > this.#exit.sentMs) this.#fillExit(this.#exit, timeMs);
    if (this.#entry !== null && timeMs > this.#entry.sentMs) this.#workEntry(this.#entry, timeMs);
    this.#watchStop(this.#position === null ? 0 : this.#exitQuote(this.#position), timeMs);
    this.#watchTargets(timeMs);
  }

  onPrint(timeMs: number, price: number): void {
    if (!this.active) return;
    const entry = this.#entry;
    if (entry !== null) {
      const { side, limit, stop } = entry.wanted;
      const through = side * (limit - price) > 0;
      if (entry.resting && timeMs < entry.deadlineMs && through) this.#fillEntry(entry, timeMs, limit, true);
      else if (side * (price - stop) <= 0) this.#entry = null;
    }
    this.#watchStop(price, timeMs);
  }

  /** The newest quote before a minute's close, when quotes were left out because nothing was active. */
  showQuote(bid: number, ask: number): void {
    this.#bid = bid;
    this.#ask = ask;
  }

  /**
   * Lowest and highest price, and earliest time, at which the next quote or print could
   * matter, written to `watch`; infinite where there is none.
   */
  writeWatch(watch: { low: number; high: number; fromMs: number }): void {
    watch.low = -NOTHING;
    watch.high = NOTHING;
    watch.fromMs = NOTHING;
    const reach = (price: number, side: number) => {
      if (price === NO_PRICE) return;
      if (side > 0) watch.high = Math.min(watch.high, price);
      else watch.low = Math.max(watch.low, price);
    };
    const entry = this.#entry;
    if (entry !== null) {
      const { side, limit, stop } = entry.wanted;
      watch.fromMs = entry.resting ? entry.deadlineMs : entry.sentMs + 1;
      reach(limit, -side);
      reach(stop, -side);
    }
    for (const exit of [this.#tp1Exit, this.#exit]) {
      if (exit !== null) watch.fromMs = Math.min(watch.fromMs, exit.sentMs + 1);
    }
    const position = this.#position;
    if (position === null) return;
    const { side, tp2 } = position.wanted;
    reach(position.stop, -side);
    reach(tp2, side);
    if (!position.tp1Done) reach(position.tp1, side);
  }

  /** Funding, then exits, then a gated and sized entry. */
  onMinuteClose(
    decisionMs: number,
    lastEventMs: number,
    close: number,
    warm: boolean,
    entry: WantedEntry | null,
    reason: number,
  ): MinuteAction {
    this.#warm = warm;
    this.#payFunding(decisionMs);
    const exit = this.#exitReason(decisionMs, close);
    if (exit !== null) {
      this.#leave(exit === REASON.SOFT_STOP ? 'SOFT' : 'TIME', decisionMs);
      return { action: ACTION.EXIT, reason: exit };
    }
    if (entry === null) return { action: ACTION.HOLD, reason };
    const gate = this.#gate(decisionMs, lastEventMs, entry.side);
    if (gate !== REASON.ENTRY) return { action: ACTION.HOLD, reason: gate };
    const { lots, reason: size } = sizeEntry(this.equity, entry.limit, entry.stop, this.#risk);
    if (lots === 0) {
      return { action: ACTION.HOLD, reason: size === 'BAD_STOP' ? REASON.BAD_STOP : REASON.SIZE_MIN };
    }
    if (this.#position === null) this.#submit(entry, lots, this.equity, decisionMs);
    else {
      this.#leave('FLIP', decisionMs);
      this.#flip = entry;
    }
    return { action: entry.side > 0 ? ACTION.ENTER_LONG : ACTION.ENTER_SHORT, reason: REASON.ENTRY };
  }

  #gate(decisionMs: number, lastEventMs: number, side: number): number {
    if (!this.#warm) return REASON.WARMUP;
    if (decisionMs - lastEventMs >= this.#config.monitoring.feed_stale_seconds * 1_000)
      return REASON.FEED_STALE;
    if (coolingDown(decisionMs, this.#lastExitMs, this.#risk.cooldownMs)) return REASON.COOLDOWN;
    if (this.#entry !== null || this.#tp1Exit !== null || this.#exit !== null) return REASON.PENDING_ORDER;
    return this.#position?.wanted.side === side ? REASON.SAME_SIDE : REASON.ENTRY;
  }

  #exitReason(decisionMs: number, close: number): number | null {
    const position = this.#position;
    if (position === null || this.#exit !== null) return null;
    const { side, softStop } = position.wanted;
    if (softStop !== NO_PRICE && side * (close - softStop) <= 0) return REASON.SOFT_STOP;
    const heldMs = decisionMs - timerStartMs(position.openMs);
    if (heldMs < this.#config.risk.max_hold_minutes * MINUTE_MS) return null;
    const net = remainingNet({
      side,
      lots: position.lots,
      entryTicks: position.entryTicks,
      exitQuoteTicks: this.#exitQuote(position),
      entryFee: (position.entryFee * position.lots) / position.entryLots,
      fundingPerLot: position.fundingPerLot,
      takerFeeBps: this.#risk.takerFeeBps,
      slippageTicksExit: this.#risk.slippageTicksExit,
      quotePerTickLot: this.#risk.quotePerTickLot,
    });
    return net > 0 ? null : REASON.TIME_STOP;
  }

  #payFunding(timeMs: number): void {
    const { funding_interval_hours, funding_rate_8h_bps } = this.#config.backtest;
    const position = this.#position;
    if (position === null || timeMs % (funding_interval_hours * 3_600_000) !== 0) return;
    const rate = fundingRate(funding_rate_8h_bps, funding_interval_hours);
    const { side } = position.wanted;
    const mid2 = this.#bid + this.#ask;
    const amount = fundingPayment(side, position.lots, mid2, rate, this.#risk.quotePerTickLot);
    position.funding += amount;
    position.fundingPerLot += amount / position.lots;
    this.cash -= amount;
  }

  #submit(wanted: WantedEntry, lots: number, margin: number, sentMs: number): void {
    const deadlineMs = sentMs + this.#config.execution.limit_order_timeout_minutes * MINUTE_MS;
    this.#entry = { wanted, lots, margin, sentMs, deadlineMs, resting: false };
    this.#onEntrySubmitted();
  }

  #leave(leg: ExitLeg, sentMs: number): void {
    const lots = this.#position!.lots - (this.#tp1Exit?.lots ?? 0);
    this.#exit = { leg, lots, sentMs };
  }

  #workEntry(entry: EntryOrder, timeMs: number): void {
    const { side, limit } = entry.wanted;
    const opposite = side > 0 ? this.#ask : this.#bid;
    if (timeMs >= entry.deadlineMs) this.#goToMarket(entry, timeMs, opposite + side);
    else if (side * (limit - opposite) < 0) entry.resting = true;
    else if (entry.resting) this.#fillEntry(entry, timeMs, limit, true);
    else this.#fillEntry(entry, timeMs, opposite, false);
  }

  /** The market order for an entry whose limit has timed out, at `price`, if it still makes sense. */
  #goToMarket(entry: EntryOrder, timeMs: number, price: number): void {
    this.#entry = null;
    const { side, stop, tp1, tp2 } = entry.wanted;
    if (!this.#warm || side * (price - stop) < this.#risk.minStopTicks || side * (tp2 - price) < 1) return;
    const byRisk = riskLots(entry.margin, Math.abs(price - stop), this.#risk);
    const lots = Math.min(entry.lots, byRisk, leverageCapLots(this.equity, price, this.#risk));
    if (!isTradableSize(lots, price, this.#risk)) return;
    const reached = tp1 !== NO_PRICE && side * (price - tp1) >= 0;
    const wanted = reached ? { ...entry.wanted, tp1: NO_PRICE } : entry.wanted;
    this.#fillEntry({ ...entry, wanted, lots }, timeMs, price, false);
  }

  #fillEntry(entry: EntryOrder, timeMs: number, price: number, maker: boolean): void {
    const { wanted, lots } = entry;
    const fee = this.#fee(price, lots, maker ? this.#risk.makerFeeBps : this.#risk.takerFeeBps);
    this.#entry = null;
    this.cash -= fee;
    this.#position = {
      wanted,
      entryTicks: price,
      entryLots: lots,
      entryFee: fee,
      openMs: timeMs,
      lots,
      stop: wanted.stop,
      tp1: wanted.tp1,
      tp1Done: firstTargetLots(lots, this.#config.sizing.tp1_pct * 10_000) === 0,
      gross: 0,
      exitFees: 0,
      funding: 0,
      fundingPerLot: 0,
    };
  }

  #watchStop(price: number, timeMs: number): void {
    const position = this.#position;
    if (position === null || this.#exit !== null) return;
    const { wanted, lots, stop } = position;
    if (wanted.side * (price - stop) <= 0) this.#exit = { leg: 'STOP', lots, sentMs: timeMs };
  }

  #watchTargets(timeMs: number): void {
    const position = this.#position;
    if (position === null || this.#exit !== null) return;
    const { side, tp2 } = position.wanted;
    const price = this.#exitQuote(position);
    const waits = !position.tp1Done && this.#tp1Exit === null && position.tp1 !== NO_PRICE;
    if (waits && side * (price - position.tp1) >= 0) {
      const lots = firstTargetLots(position.lots, this.#config.sizing.tp1_pct * 10_000);
      this.#tp1Exit = { leg: 'TP1', lots, sentMs: timeMs };
    }
    if (side * (price - tp2) >= 0) this.#leave('TP2', timeMs);
  }

  #fillExit(order: ExitOrder, timeMs: number): void {
    const position = this.#position!;
    const { side } = position.wanted;
    const price = this.#exitQuote(position) - side * this.#risk.slippageTicksExit;
    const lots = Math.min(order.lots, position.lots);
    const fee = this.#fee(price, lots, this.#risk.takerFeeBps);
    const gross = this.#gross(position, price, lots);
    position.lots -= lots;
    position.gross += gross;
    position.exitFees += fee;
    this.cash += gross - fee;
    if (order.leg === 'TP1') {
      this.#tp1Exit = null;
      position.tp1Done = true;
      position.stop = breakEvenStopTicks(position.entryTicks, side, 0, position.stop);
    } else this.#exit = null;
    if (position.lots === 0) this.#close(position, order.leg, timeMs);
  }

  #close(position: Position, exitReason: ExitLeg, closeMs: number): void {
    const { wanted, openMs, entryLots, entryTicks, gross, entryFee, exitFees, funding } = position;
    const { side, setup } = wanted;
    const netPnl = gross - (entryFee + exitFees) - funding;
    this.trades.push({ side, setup, openMs, closeMs, lots: entryLots, entryTicks, exitReason, netPnl });
    this.#position = null;
    this.#lastExitMs = closeMs;
    const flip = this.#flip;
    this.#flip = null;
    if (flip === null) return;
    const { lots } = sizeEntry(this.cash, flip.limit, flip.stop, this.#risk);
    if (lots > 0) this.#submit(flip, lots, this.cash, closeMs);
  }

  #exitQuote(position: Position): number {
    return position.wanted.side > 0 ? this.#bid : this.#ask;
  }

  #gross(position: Position, price: number, lots: number): number {
    return position.wanted.side * (price - position.entryTicks) * lots * this.#risk.quotePerTickLot;
  }

  #fee(price: number, lots: number, bps: number): number {
    return tradingFee(price, lots, bps, this.#risk.quotePerTickLot);
  }
}
