import {
  ACTIONS,
  type Action,
  configSchema,
  defineInstrument,
  invariant,
  MINUTE_MS,
  NO_PRICE,
  REASONS,
  type Reason,
} from '@auction-trader/core';
import { FeatureColumns } from '@auction-trader/features';
import { MINUTE_FLAG, MinuteTape } from '@auction-trader/ingestion';
import { AuctionStrategy } from '../auction-strategy.ts';
import type { BreakoutTracker } from '../breakout-tracker.ts';
import { TRACKER_STATES } from '../breakout-tracker.ts';
import { Decision, SIGNAL_FLAG } from '../decision.ts';
import { type SignalSettings, signalSettings } from '../signal-settings.ts';
import type { MinuteView, PositionView } from '../strategy.ts';
import { MemoryLevels } from './memory-levels.ts';

/** The instrument of the specification's vectors: tick 0.1, lot 0.001. */
export const BTC = defineInstrument({
  venue: 'bybit',
  symbol: 'BTCUSDT',
  tickSize: '0.1',
  lotSize: '0.001',
});

/** Settings for {@link BTC} from configuration sections. */
export function btcSettings(sections: object = {}, options: { byRange?: boolean } = {}): SignalSettings {
  return signalSettings(configSchema.parse(sections), BTC, options);
}

/** One minute as the tests write it, everything in whole ticks and lots. */
export interface BenchMinute {
  readonly openTicks: number;
  readonly highTicks: number;
  readonly lowTicks: number;
  readonly closeTicks: number;
  readonly flowLots: number;
  readonly volumeLots: number;
  readonly imbalance: number;
  readonly valTicks: number;
  readonly pocHalfTicks: number;
  readonly vahTicks: number;
  readonly ambiguous: number;
  readonly spreadSum: number;
  readonly spreadCount: number;
  readonly kind: 'traded' | 'synthetic' | 'invalid' | 'synthetic-invalid';
  readonly gap: boolean;
  /** Traded ticks, ascending. */
  readonly tradedTicks: readonly number[];
}

/** A tracker after a minute. */
export interface BenchTracker {
  readonly state: (typeof TRACKER_STATES)[number];
  readonly count: number;
  readonly lockTicks: number;
  readonly pokeTicks: number;
}

/** What a strategy made of a minute; NO_PRICE for no price, prices reflected back for a mirrored bench. */
export interface BenchResult {
  readonly action: Action;
  readonly reason: Reason;
  readonly setup: string;
  readonly flags: readonly string[];
  readonly limitTicks: number;
  readonly stopTicks: number;
  readonly tp1Ticks: number;
  readonly tp2Ticks: number;
  readonly softStopTicks: number;
  readonly up: BenchTracker;
  readonly down: BenchTracker;
}

const START_MS = 1_704_067_200_000;
const FLAT: PositionView = { side: 0, lots: 0, entryTicks: 0, stopTicks: NO_PRICE, openedMs: 0 };

/** A bar's prices reflected about half of `sum`, its flow and imbalance negated. */
export function mirrored(minute: BenchMinute, sum: number): BenchMinute {
  return {
    ...minute,
    openTicks: sum - minute.openTicks,
    highTicks: sum - minute.lowTicks,
    lowTicks: sum - minute.highTicks,
    closeTicks: sum - minute.closeTicks,
    flowLots: 0 - minute.flowLots,
    imbalance: 0 - minute.imbalance,
    valTicks: sum - minute.vahTicks,
    pocHalfTicks: 2 * sum - minute.pocHalfTicks,
    vahTicks: sum - minute.valTicks,
    tradedTicks: minute.tradedTicks.map((tick) => sum - tick).reverse(),
  };
}

/** The mirror of a result: sides swapped, prices reflected. */
export function mirroredResult(result: BenchResult, sum: number): BenchResult {
  const price = (ticks: number) => (ticks === NO_PRICE ? NO_PRICE : sum - ticks);
  const tracker = (one: BenchTracker) => ({
    ...one,
    lockTicks: price(one.lockTicks),
    pokeTicks: price(one.pokeTicks),
  });
  const swap = { ENTER_LONG: 'ENTER_SHORT', ENTER_SHORT: 'ENTER_LONG', HOLD: 'HOLD', EXIT: 'EXIT' } as const;
  const flags = result.flags.map((flag) =>
    flag.endsWith('LONG') ? flag.replace('LONG', 'SHORT') : flag.replace('SHORT', 'LONG'),
  );
  return {
    action: swap[result.action],
    reason: result.reason,
    setup: result.setup,
    flags: Object.keys(SIGNAL_FLAG).filter((flag) => flags.includes(flag)),
    limitTicks: price(result.limitTicks),
    stopTicks: price(result.stopTicks),
    tp1Ticks: price(result.tp1Ticks),
    tp2Ticks: price(result.tp2Ticks),
    softStopTicks: price(result.softStopTicks),
    up: tracker(result.down),
    down: tracker(result.up),
  };
}

/**
 * Feeds a strategy minute by minute through a tape and feature rows written directly. The
 * rows move about on a short tape, as they do live, so nothing may keep an index.
 */
export class MinuteBench {
  readonly strategy: AuctionStrategy;
  readonly levels = new MemoryLevels();
  readonly tape: MinuteTape;
  readonly features: FeatureColumns;
  readonly #decision = new Decision();
  #minutes = 0;

  constructor(settings: SignalSettings = btcSettings(), rows = 3) {
    this.strategy = new AuctionStrategy(settings);
    this.tape = new MinuteTape(rows, this.levels);
    this.features = new FeatureColumns(rows);
  }

  /** Lets the strategy judge one more minute. */
  judge(minute: BenchMinute, position: PositionView = FLAT): BenchResult {
    const view = this.put(minute, position);
    this.#decision.reset();
    this.strategy.onMinute(view, this.#decision);
    return this.#result();
  }

  /** Stands in time where another bench stands. */
  skip(to: MinuteBench): void {
    this.#minutes = to.#minutes;
  }

  /** Writes one more minute and gives the view of it, without judging it. */
  put(minute: BenchMinute, position: PositionView = FLAT): MinuteView {
    const { tape, features } = this;
    const index = this.#minutes % tape.capacity;
    const minuteMs = START_MS + this.#minutes * MINUTE_MS;
    this.#minutes += 1;
    tape.firstMinuteMs = minuteMs - index * MINUTE_MS;
    tape.length = index + 1;
    this.#writeBar(minute, index, minuteMs);
    this.#writeFeatures(minute, index);
    features.length = index + 1;
    return { instrument: BTC, tape, features, index, decisionMs: minuteMs + MINUTE_MS, position };
  }

  #writeBar(minute: BenchMinute, index: number, minuteMs: number): void {
    const { tape, levels } = this;
    const { openTicks, highTicks, lowTicks, closeTicks } = minute;
    invariant(
      lowTicks <= Math.min(openTicks, closeTicks) && highTicks >= Math.max(openTicks, closeTicks),
      'open and close lie between low and high',
    );
    const synthetic = minute.kind.startsWith('synthetic');
    tape.openTicks[index] = openTicks;
    tape.highTicks[index] = highTicks;
    tape.lowTicks[index] = lowTicks;
    tape.closeTicks[index] = closeTicks;
    tape.volumeLots[index] = minute.volumeLots;
    tape.quoteImbalanceEma[index] = minute.imbalance;
    tape.bidTicks[index] = closeTicks;
    tape.askTicks[index] = closeTicks + 1;
    tape.flags[index] = (synthetic ? MINUTE_FLAG.SYNTHETIC : 0) | (minute.gap ? MINUTE_FLAG.FEED_GAP : 0);
    levels.set(minuteMs, minute.vahTicks, synthetic ? [] : minute.tradedTicks, minute.valTicks);
  }

  #writeFeatures(minute: BenchMinute, index: number): void {
    const { features } = this;
    const valid = !minute.kind.endsWith('invalid');
    features.valid[index] = valid ? 1 : 0;
    features.valTicks[index] = valid ? minute.valTicks : NO_PRICE;
    features.vahTicks[index] = valid ? minute.vahTicks : NO_PRICE;
    features.pocHalfTicks[index] = valid ? minute.pocHalfTicks : NO_PRICE;
    features.flowLots[index] = minute.flowLots;
    features.ambiguousFraction[index] = minute.ambiguous;
    features.spreadSumTicks[index] = minute.spreadSum;
    features.spreadCount[index] = minute.spreadCount;
  }

  #result(): BenchResult {
    const decision = this.#decision;
    const { up, down } = this.strategy.trackers;
    return {
      action: ACTIONS[decision.side === 0 ? 0 : decision.side > 0 ? 1 : 2],
      reason: decision.side === 0 ? REASONS[decision.reason]! : 'ENTRY',
      setup: this.strategy.setups[decision.setup]!,
      flags: Object.entries(SIGNAL_FLAG).flatMap(([name, bit]) => (decision.flags & bit ? [name] : [])),
      limitTicks: decision.limitTicks,
      stopTicks: decision.stopTicks,
      tp1Ticks: decision.tp1Ticks,
      tp2Ticks: decision.tp2Ticks,
      softStopTicks: decision.softStopTicks,
      up: trackerOf(up),
      down: trackerOf(down),
    };
  }
}

function trackerOf(tracker: BreakoutTracker): BenchTracker {
  const state = TRACKER_STATES[tracker.state]!;
  const idle = state === 'IDLE';
  return {
    state,
    count: tracker.count,
    lockTicks: idle ? NO_PRICE : tracker.lockTicks,
    pokeTicks: idle ? NO_PRICE : tracker.pokeTicks,
  };
}
