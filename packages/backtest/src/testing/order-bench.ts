import {
  ACTIONS,
  configSchema,
  DAY_MS,
  defineInstrument,
  MINUTE_MS,
  NO_PRICE,
  quotePerTickLot,
  REASONS,
} from '@auction-trader/core';
import { DecisionEngine, type EngineSettings, engineSettings } from '@auction-trader/engine';
import type { EntryPlan, FillRecord, TradeRecord } from '@auction-trader/execution';
import { FeatureColumns } from '@auction-trader/features';
import { type LevelRows, MINUTE_FLAG, MinuteTape } from '@auction-trader/ingestion';
import { riskSettings } from '@auction-trader/risk';
import { type FillModel, fillModel } from '../fill-model.ts';
import { RunRecorder } from '../run-recorder.ts';
import { SimulatedExchange } from '../simulated-exchange.ts';
import { ScriptedStrategy } from './scripted-strategy.ts';

/** The instrument of the specification's vectors: tick 0.1, lot 0.001. */
export const BTC = defineInstrument({
  venue: 'bybit',
  symbol: 'BTCUSDT',
  tickSize: '0.1',
  lotSize: '0.001',
  minNotional: 5,
});

/** Levels nobody asks for. */
export const NO_LEVELS: LevelRows = {
  priceTicks: new Int32Array(0),
  sizeLots: new Int32Array(0),
  from: 0,
  to: 0,
  locate() {},
};

/** A price as ticks of 0.1. */
export const ticks = (price: number) => Math.round(price * 10);

/** An entry as a vector writes it, in prices. */
export interface BenchEntry {
  readonly side?: 1 | -1;
  readonly limit: number;
  readonly lots: number;
  readonly stop: number;
  readonly tp1?: number;
  readonly tp2: number;
  readonly soft?: number;
}

/** A scripted decision as a vector writes it, in prices. */
export interface BenchDecision {
  readonly atMs: number;
  readonly side?: 1 | -1;
  readonly close?: number;
  readonly limit?: number;
  readonly stop?: number;
  readonly tp1?: number;
  readonly tp2?: number;
  readonly soft?: number;
  readonly exit?: boolean;
}

/** What an {@link OrderBench} is made of. */
export interface BenchOptions {
  /** Configuration sections that differ from the defaults. */
  readonly sections?: object;
  /** Start of the first minute, epoch ms. */
  readonly startMs?: number;
  readonly minutes?: number;
  readonly script?: readonly BenchDecision[];
  readonly model?: Partial<FillModel>;
  readonly settings?: Partial<EngineSettings>;
  /** Whether displayed sizes mean something; default true. */
  readonly sizesAreReal?: boolean;
}

/**
 * Engine and simulated exchange for tests: quotes and prints in, fills and trades out, in
 * prices. Minutes close before the first event behind them. Warm from the first minute.
 */
export class OrderBench {
  readonly log: RunRecorder;
  readonly exchange: SimulatedExchange;
  readonly strategy: ScriptedStrategy;
  readonly engine: DecisionEngine;
  readonly tape: MinuteTape;
  readonly features: FeatureColumns;
  #rows = 0;
  #closeTicks = 500_000;
  #prints = 0;
  #bid: number = NO_PRICE;
  #ask: number = NO_PRICE;
  #lastMs: number;

  constructor(options: BenchOptions = {}) {
    const { startMs = DAY_MS, minutes = 10, script = [], sections = {} } = options;
    const config = configSchema.parse(sections);
    const risk = riskSettings(config, BTC);
    const settings = { ...engineSettings(config), windowMinutes: 1, ...options.settings };
    this.log = new RunRecorder(minutes, true);
    this.tape = new MinuteTape(minutes, NO_LEVELS);
    this.tape.firstMinuteMs = startMs;
    this.features = new FeatureColumns(minutes);
    this.strategy = new ScriptedStrategy(script.map(inTicks));
    const model = { ...fillModel(config), ...options.model };
    this.exchange = new SimulatedExchange(model, quotePerTickLot(BTC), options.sizesAreReal ?? true);
    const { log, tape, features, strategy, exchange } = this;
    this.engine = new DecisionEngine({
      instrument: BTC,
      settings,
      risk,
      strategy,
      tape,
      features,
      port: exchange,
      log,
    });
    exchange.connect(this.manager);
    this.#lastMs = startMs;
  }

  get manager() {
    return this.engine.manager;
  }

  /** One quote; the ask is one tick above unless given, 1 BTC on each side unless given. */
  quote(timeMs: number, bid: number, ask = bid + 0.1, bidLots = 1_000, askLots = 1_000): this {
    this.closeUntil(timeMs);
    this.#lastMs = timeMs;
    if (bid < ask) {
      this.#bid = ticks(bid);
      this.#ask = ticks(ask);
    }
    this.exchange.processQuote(timeMs, ticks(bid), ticks(ask), bidLots, askLots);
    return this;
  }

  /** One print, of 0.1 BTC unless given. */
  print(timeMs: number, price: number, lots = 100): this {
    this.closeUntil(timeMs);
    this.#lastMs = timeMs;
    this.#closeTicks = ticks(price);
    this.#prints += 1;
    this.exchange.processPrint(timeMs, ticks(price), lots);
    return this;
  }

  /** Submits an entry past the engine's gates and sizing. */
  enter(timeMs: number, { side = 1, limit, lots, stop, tp1, tp2, soft }: BenchEntry): this {
    const plan: EntryPlan = {
      side,
      setup: 'scripted',
      limitTicks: ticks(limit),
      stopTicks: ticks(stop),
      tp1Ticks: optional(tp1),
      tp2Ticks: ticks(tp2),
      softStopTicks: optional(soft),
      lots,
      sizingEntryTicks: ticks(limit),
      margin: 10_000,
      costRatio: 0,
      decisionMs: timeMs,
      decisionIndex: 0,
    };
    this.manager.enter(plan, timeMs);
    return this;
  }

  /** Closes every minute that ends at or before a time. */
  closeUntil(timeMs: number): this {
    const { tape } = this;
    while (tape.minuteMs(this.#rows) + MINUTE_MS <= timeMs) this.#closeRow(this.#rows++);
    return this;
  }

  /** `LEG lots @price liquidity at+ms`, counted from `fromMs`. */
  fills(fromMs = 0): string[] {
    return this.log.fills.map(
      (fill: FillRecord) =>
        `${fill.leg} ${fill.lots} @${fill.priceTicks / 10} ${fill.liquidity} at ${fill.fillMs - fromMs}`,
    );
  }

  /** Why entries were dropped. */
  drops(): string[] {
    return this.log.droppedEntries.map(({ why }) => why);
  }

  /** The n-th closed trade. */
  trade(index = 0): TradeRecord {
    return this.log.trades[index]!;
  }

  /** `ACTION REASON lots` of the minute that ends at a time. */
  decision(decisionMs: number): string {
    const { signals } = this.log;
    const row = this.tape.indexOf(decisionMs - MINUTE_MS);
    const lots = signals.lots[row]!;
    const text = `${ACTIONS[signals.action[row]!]} ${REASONS[signals.reason[row]!]}`;
    return lots === 0 ? text : `${text} ${lots}`;
  }

  #closeRow(row: number): void {
    const { tape } = this;
    tape.closeTicks[row] = this.#closeTicks;
    tape.bidTicks[row] = this.#bid;
    tape.askTicks[row] = this.#ask;
    tape.lastLifeMs[row] = this.#lastMs;
    tape.flags[row] = this.#prints === 0 ? MINUTE_FLAG.SYNTHETIC : 0;
    tape.length = row + 1;
    this.features.length = row + 1;
    this.#prints = 0;
    this.engine.closeMinute(row);
  }
}

/** A decision with its prices in ticks. */
export function inTicks({ atMs, side, exit, ...prices }: BenchDecision) {
  return {
    atMs,
    side: side ?? 0,
    exit: exit ?? false,
    closeTicks: optional(prices.close),
    limitTicks: optional(prices.limit ?? prices.close),
    stopTicks: optional(prices.stop),
    tp1Ticks: optional(prices.tp1),
    tp2Ticks: optional(prices.tp2),
    softStopTicks: optional(prices.soft),
  };
}

function optional(price: number | undefined): number {
  return price === undefined ? NO_PRICE : ticks(price);
}
