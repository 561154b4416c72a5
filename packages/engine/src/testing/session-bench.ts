import {
  ACTIONS,
  type Config,
  type ConfigSection,
  configSchema,
  defineInstrument,
  MINUTE_MS,
  NO_PRICE,
  REASONS,
} from '@auction-trader/core';
import {
  type FillRecord,
  type FundingRecord,
  type OrderCommand,
  RemoteExchange,
  type TradeRecord,
  type VenueTruth,
} from '@auction-trader/execution';
import type { FrameDecoder, FrameRefusal, MarketSink } from '@auction-trader/ingestion';
import type { Decision, MinuteView, Strategy } from '@auction-trader/signals';
import type { LocalExchange } from '../local-exchange.ts';
import type { SessionAlert } from '../session-alert.ts';
import type { SessionInput } from '../session-input.ts';
import type { ClosedMinute, SessionListener } from '../session-listener.ts';
import type { SessionMode } from '../session-state.ts';
import { TradingSession } from '../trading-session.ts';

const BTC = defineInstrument({
  venue: 'bybit',
  symbol: 'BTCUSDT',
  tickSize: '0.1',
  lotSize: '0.001',
  minNotional: 5,
});
/** 12:00 UTC: no day or funding boundary in the hours after it. */
export const NOON = 1_704_110_400_000;

type Event =
  | readonly ['t', timeMs: number, priceTicks: number, sizeLots: number, side: number]
  | readonly ['q', timeMs: number, bidTicks: number, askTicks: number]
  | readonly ['again', timeMs: number]
  | readonly ['bad', why: FrameRefusal];

/** Reads lists of events; a quote has 10 lots on each side. */
export class EventDecoder implements FrameDecoder {
  resets = 0;

  decode(text: string, _receivedMs: number, sink: MarketSink): void {
    for (const event of JSON.parse(text) as Event[]) {
      if (event[0] === 't') sink.trade(event[1], event[2], event[3], event[4]);
      else if (event[0] === 'q') sink.quote(event[1], event[2], 10, event[3], 10);
      else if (event[0] === 'again') sink.repeatedQuote(event[1]);
      else sink.refused(event[1]);
    }
  }

  reset(): void {
    this.resets++;
  }

  snapshot(): unknown {
    return this.resets;
  }

  restore(state: unknown): void {
    this.resets = state as number;
  }
}

/** Wants to buy at the close of every minute that traded: stop 100.0 below, second target 500.0 above. */
export class EagerStrategy implements Strategy {
  readonly name = 'eager';
  readonly setups = ['', 'eager'];
  readonly warmsUpItself: boolean;

  constructor(warmsUpItself: boolean) {
    this.warmsUpItself = warmsUpItself;
  }

  onMinute({ tape, index, position }: MinuteView, decision: Decision): void {
    if (tape.volumeLots[index] === 0 || position.side !== 0) return;
    const close = tape.closeTicks[index]!;
    decision.side = 1;
    decision.setup = 1;
    decision.closeTicks = close;
    decision.limitTicks = close;
    decision.stopTicks = close - 1_000;
    decision.tp1Ticks = NO_PRICE;
    decision.tp2Ticks = close + 5_000;
  }

  state(): unknown {
    return null;
  }

  restore(): void {}
}

/** Takes commands and never fills anything. */
class SilentExchange implements LocalExchange {
  readonly commands: OrderCommand[] = [];
  /** Quotes and prints it has seen: time and price, or bid. */
  readonly seen: string[] = [];

  connect(): void {}

  send(command: OrderCommand): void {
    this.commands.push(command);
  }

  processQuote(timeMs: number, bidTicks: number): void {
    this.seen.push(`q ${timeMs - NOON} ${bidTicks}`);
  }

  processPrint(timeMs: number, priceTicks: number): void {
    this.seen.push(`t ${timeMs - NOON} ${priceTicks}`);
  }

  snapshot(): unknown {
    return null;
  }

  restore(): void {}
}

/** Settings of a {@link SessionBench}. */
export interface BenchOptions {
  readonly mode?: SessionMode;
  readonly activated?: boolean;
  /** Default true: no gate WARMUP. */
  readonly warmsUpItself?: boolean;
  readonly config?: { readonly [Section in ConfigSection]?: object };
}

/** A session with a strategy that always wants to buy, and a record of what it does. Times are ms after {@link NOON}. */
export class SessionBench implements SessionListener {
  readonly session: TradingSession;
  readonly decoder = new EventDecoder();
  readonly silent = new SilentExchange();
  readonly config: Config;
  /** `ACTION REASON` of each decided minute. */
  readonly decisions: string[] = [];
  readonly alerts: SessionAlert[] = [];
  readonly changes: string[] = [];
  readonly refusals: string[] = [];
  readonly fills: FillRecord[] = [];
  readonly funding: FundingRecord[] = [];
  readonly trades: TradeRecord[] = [];
  readonly drops: string[] = [];
  readonly commands: OrderCommand[] = [];

  constructor({ mode = 'paper', activated = true, warmsUpItself = true, config = {} }: BenchOptions = {}) {
    this.config = configSchema.parse({
      ...config,
      instrument: { rolling_window_minutes: 30 },
      startup: { warmup_minutes: 30, ...config.startup },
    });
    this.session = new TradingSession({
      instrument: BTC,
      config: this.config,
      mode,
      strategy: new EagerStrategy(warmsUpItself),
      decoder: this.decoder,
      exchange: mode === 'live' ? new RemoteExchange({ mode, instance: 'bench' }) : this.silent,
      listener: this,
      activated,
    });
  }

  /** Applies an input and takes the commands. */
  apply(afterMs: number, input: WithoutTime<SessionInput>): void {
    this.session.apply({ ...input, timeMs: NOON + afterMs } as SessionInput);
    this.commands.push(...this.session.takeCommands());
  }

  /** A frame; times of its events are ms after {@link NOON} too. */
  frame(afterMs: number, ...events: Event[]): void {
    const shifted = events.map((event) =>
      event[0] === 'bad' ? event : [event[0], NOON + event[1], ...event.slice(2)],
    );
    this.apply(afterMs, { kind: 'frame', text: JSON.stringify(shifted) });
  }

  /** Ends the minute `minute` after {@link NOON}, 250 ms after its end. */
  endMinute(minute: number): void {
    this.apply((minute + 1) * MINUTE_MS + 250, { kind: 'minute', minuteMs: NOON + minute * MINUTE_MS });
  }

  /** A whole minute: a trade at 50,000.0 and quotes up to its end. */
  minute(minute: number, priceTicks = 500_000): void {
    const at = minute * MINUTE_MS;
    this.frame(at + 10, ['q', at, priceTicks - 1, priceTicks + 1], ['t', at + 10, priceTicks, 5, 1]);
    this.frame(at + 58_000, ['again', at + 58_000]);
    this.endMinute(minute);
  }

  /** What a venue without position and orders says. */
  truth(afterMs: number, found: Partial<VenueTruth> = {}): void {
    const flat = { side: 0, lots: 0, entryTicks: Number.NaN, orders: [] } as const;
    const money = { leverage: this.config.sizing.max_leverage, availableMargin: 10_000, equity: 10_000 };
    this.apply(afterMs, { kind: 'truth', truth: { readMs: NOON + afterMs, ...flat, ...money, ...found } });
  }

  /** Alerts as `TYPE state`. */
  get alertTexts(): string[] {
    return this.alerts.map(({ type, state }) => `${type} ${state}`);
  }

  onMinute({ decision }: ClosedMinute): void {
    this.decisions.push(`${ACTIONS[decision.action]} ${REASONS[decision.reason]}`);
  }

  onLocalCommand(): void {}

  onEntrySubmitted(): void {}

  onEntryDropped(why: string): void {
    this.drops.push(why);
  }

  onFill(fill: FillRecord): void {
    this.fills.push(fill);
  }

  onFunding(payment: FundingRecord): void {
    this.funding.push(payment);
  }

  onTradeClosed(trade: TradeRecord): void {
    this.trades.push(trade);
  }

  onAlert(alert: SessionAlert): void {
    this.alerts.push(alert);
  }

  onChange(change: string): void {
    this.changes.push(change);
  }

  onOperatorRefused(command: string, why: string): void {
    this.refusals.push(`${command}: ${why}`);
  }
}

type WithoutTime<T> = T extends unknown ? Omit<T, 'timeMs'> : never;
