import type { FrameRefusal } from '@auction-trader/ingestion';

/** Events and messages that were counted and not used, or used in part. */
export interface SessionQuality {
  /** Trades and quotes taken up, repeated quotes included. */
  readonly trades: number;
  readonly quotes: number;
  /** Trades of a minute already closed: only the histogram of that minute has them. */
  readonly lateTrades: number;
  /** Quotes older than the newest one: dropped. */
  readonly outdatedQuotes: number;
  /** Crossed or empty quotes: signs of life only. */
  readonly invalidQuotes: number;
  /** Trades or quotes stamped further ahead of the clock than can be: dropped. */
  readonly aheadOfClock: number;
  /** Trades that came when the simulated exchange was past their time: in the bar, but no order saw them. */
  readonly behindExchange: number;
  /** What the decoder refused, by reason. */
  readonly refused: Readonly<Record<FrameRefusal, number>>;
}

/** Gates that would hold an entry back now, in the order in which they are tested (trading rules 8.6 rule 4). */
export type SessionGate = 'WARMUP' | 'FEED_STALE' | 'KILL_SWITCH' | 'HALTED' | 'OBSERVE' | 'PENDING_ORDER';

/**
 * A session as it stands, for display: plain data, newly made at each reading. Prices in ticks, sizes in
 * lots, money in quote currency, times in epoch ms; null is not known or none.
 */
export interface SessionState {
  /** Time of the last input. */
  readonly timeMs: number;
  readonly mode: SessionMode;
  /** Whether entries are switched on; never in dry_run. */
  readonly activated: boolean;
  readonly halted: boolean;
  /** Why it is halted. */
  readonly haltReason: string | null;
  /** Whether an operator asked to end the halt and the next clean reading of the venue will. */
  readonly resolving: boolean;
  /** Failing gates as of now, the first is the reason code of a held entry. */
  readonly gates: readonly SessionGate[];
  readonly connected: boolean;
  /** Whether orders may be sent (always in paper and shadow). */
  readonly venueReady: boolean;
  /** Venue time of the newest quote message, repeats included; and of any sign of life. */
  readonly lastQuoteMs: number | null;
  readonly lastLifeMs: number | null;
  readonly feedStale: boolean;
  readonly lastPriceTicks: number | null;
  readonly bidTicks: number | null;
  readonly askTicks: number | null;
  /** Start of the last closed minute. */
  readonly lastMinuteMs: number | null;
  readonly warmup: {
    readonly ready: boolean;
    readonly minutesDone: number;
    readonly minutesNeeded: number;
    readonly missingMinutes: number;
  };
  readonly valueArea: {
    readonly valid: boolean;
    readonly pocHalfTicks: number | null;
    readonly vahTicks: number | null;
    readonly valTicks: number | null;
    readonly coverage: number | null;
    readonly bins: number;
    readonly binWidthTicks: number | null;
    /** The last minutes' width was chosen for this deviation. */
    readonly sigma: number | null;
  } | null;
  /** Order flow of the last closed minute, null before the first. */
  readonly orderFlow: OrderFlowFigures | null;
  /** The same of the open minute so far, by the venue's sides: provisional. */
  readonly openMinute: OrderFlowFigures;
  /** State of the strategy after the last minute, as JSON text. */
  readonly strategyState: string;
  readonly position: {
    readonly side: number;
    readonly setup: string;
    readonly lots: number;
    readonly entryTicks: number;
    readonly stopTicks: number;
    readonly tp1Ticks: number | null;
    readonly tp2Ticks: number | null;
    readonly tp1Done: boolean;
    readonly openMs: number;
    readonly timerStartMs: number;
    /** Closing it at the newest quote would give this, net of the exit fee. */
    readonly openResult: number;
    readonly exiting: boolean;
  } | null;
  readonly orders: readonly SessionOrder[];
  readonly account: {
    readonly cash: number;
    readonly equity: number;
    readonly availableMargin: number;
    /** The venue's own figures, once told. */
    readonly venueEquity: number | null;
    readonly venueAvailableMargin: number | null;
  };
  readonly daily: {
    readonly dayStartMs: number;
    readonly pnl: number;
    readonly realizedPnl: number;
    readonly limit: number | null;
    readonly killSwitch: boolean;
  };
  /** Loss at the stops over available margin (trading rules 9.8). */
  readonly heat: number;
  readonly quality: SessionQuality;
}

/** How a session trades. `dry_run` never submits, the rest as their names say. */
export type SessionMode = 'dry_run' | 'paper' | 'shadow' | 'live';

/** Order flow of a minute. Sizes in lots. */
export interface OrderFlowFigures {
  readonly minuteMs: number | null;
  readonly volumeLots: number;
  readonly buyLots: number;
  readonly sellLots: number;
  /** NaN-free: 0 where not known. */
  readonly ambiguousFraction: number;
  readonly orderFlowLots: number;
  readonly imbalanceClose: number | null;
  readonly imbalanceEma: number | null;
  readonly trades: number;
}

/** An order at work, the protective stop included. */
export interface SessionOrder {
  readonly orderId: number;
  readonly leg: string;
  readonly type: 'limit' | 'market' | 'stop';
  /** +1 buy, -1 sell. */
  readonly side: number;
  readonly leftLots: number;
  /** Limit price or trigger; null for a market order. */
  readonly priceTicks: number | null;
}
