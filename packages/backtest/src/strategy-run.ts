import { type Config, type Instrument, MINUTE_MS, quotePerTickLot } from '@auction-trader/core';
import { DecisionEngine, engineSettings, type RunLog } from '@auction-trader/engine';
import type { FeatureColumns } from '@auction-trader/features';
import type { MinuteTape } from '@auction-trader/ingestion';
import { riskSettings } from '@auction-trader/risk';
import type { Strategy } from '@auction-trader/signals';
import type { RowRange } from './day-index.ts';
import { fillModel } from './fill-model.ts';
import type { MarketDays } from './market-days.ts';
import { SimulatedExchange } from './simulated-exchange.ts';
import { TickPlayer } from './tick-player.ts';

/** What a {@link StrategyRun} runs on. */
export interface StrategyRunParts {
  readonly instrument: Instrument;
  readonly config: Config;
  readonly strategy: Strategy;
  readonly tape: MinuteTape;
  readonly features: FeatureColumns;
  readonly days: MarketDays;
  readonly log: RunLog;
}

/**
 * Stage 2: one parameter set over minutes whose tape and feature rows exist already. It
 * reads ticks only in minutes where an order or the position could be touched.
 */
export class StrategyRun {
  readonly engine: DecisionEngine;
  readonly #parts: StrategyRunParts;
  /** Plays ticks to the simulated exchange. */
  readonly player: TickPlayer;
  readonly #rows: RowRange = { tradeFrom: 0, tradeTo: 0, quoteFrom: 0, quoteTo: 0 };

  constructor(parts: StrategyRunParts) {
    const { instrument, config, strategy, tape, features, days, log } = parts;
    this.#parts = parts;
    const risk = riskSettings(config, instrument);
    const exchange = new SimulatedExchange(
      fillModel(config),
      quotePerTickLot(instrument),
      days.quotes === 'real',
    );
    const settings = engineSettings(config);
    this.engine = new DecisionEngine({
      instrument,
      settings,
      risk,
      strategy,
      tape,
      features,
      port: exchange,
      log,
    });
    exchange.connect(this.engine.manager);
    this.player = new TickPlayer(exchange, this.engine, strategy);
  }

  /** Runs the minutes of tape rows `from..to`; call it for consecutive ranges. */
  closeRows(from: number, to: number): void {
    const { tape, days, log } = this.#parts;
    for (let row = from; row < to; row++) {
      const index = log.keepsDecisions ? row : this.#passQuiet(row, to);
      if (index === to) return;
      row = index;
      const minuteMs = tape.minuteMs(index);
      if (this.player.concerns(tape, index, minuteMs + MINUTE_MS)) {
        const day = days.dayOf(minuteMs);
        day.minuteRows(minuteMs, this.#rows);
        this.player.playRelevant(day, this.#rows);
      }
      this.engine.closeMinute(index);
    }
  }

  /** First row of `from..to` that can matter: flat, a strategy may sleep through quiet minutes. */
  #passQuiet(from: number, to: number): number {
    const { strategy, tape, features, log } = this.#parts;
    const { manager } = this.engine;
    if (strategy.nextRow === undefined || manager.active) return from;
    const row = strategy.nextRow(tape, features, from, to);
    if (row > from) log.equity.fill(manager.account.cash, from, row);
    return row;
  }

  /** Plays what comes after the last closed minute, and leaves the newest quote for the last mark. */
  playUnclosed(): void {
    const { tape, days } = this.#parts;
    const day = days.last();
    if (day === null) return;
    day.rowsFrom(tape.length === 0 ? day.dayStartMs : tape.minuteMs(tape.length), this.#rows);
    this.player.playRelevant(day, this.#rows);
    this.player.showNewestQuote(day, this.#rows);
  }
}
