import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Config, Random } from '@auction-trader/core';
import { FOREIGN_SETUP } from '@auction-trader/execution';
import type { Logger } from 'pino';
import { repeat } from '../trader/repeat.ts';
import { replayRuns } from '../trader/replay-runs.ts';
import type { Trader } from '../trader/trader.ts';
import { Invariants } from './invariants.ts';
import type { Life } from './life.ts';
import { randomConfig } from './random-config.ts';
import { messageFaults, randomFault, randomWeather, type Weather } from './random-faults.ts';
import { simulatedTrader } from './simulated-trader.ts';
import { SimulatedWorld, SYMBOL } from './simulated-world.ts';
import { VenueWatch } from './venue-watch.ts';

const HOUR_MS = 3_600_000;
const START_MS = Date.UTC(2026, 0, 5, 22);
/** Quiet time at the end, in which everything has to come to rest. */
const REST_MS = 4 * 60_000;
/** How long the operator takes. */
const OPERATOR_MS = 20_000;

/** How a seed is run. */
export interface SeedOptions {
  readonly hours: number;
  /** Folder for the stores; best in memory. */
  readonly folder: string;
  readonly log?: Logger;
}

/** What came of a seed. */
export interface SeedReport {
  readonly seed: number;
  /** Null when everything held. */
  readonly violation: string | null;
  readonly simulatedHours: number;
  readonly weather: Weather;
  readonly faults: number;
  readonly kills: number;
  readonly orders: number;
  readonly fills: number;
  readonly trades: number;
}

/**
 * One world by its seed: a live trader, a random market, random faults and kills. The invariants are
 * checked after every event; the same seed gives the same world to the millisecond.
 */
export async function simulateSeed(seed: number, options: SeedOptions): Promise<SeedReport> {
  const folder = mkdtempSync(join(options.folder, `seed-${seed}-`));
  try {
    return await new SeedRun(seed, { ...options, folder }).run();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

class SeedRun {
  readonly #seed: number;
  readonly #options: SeedOptions;
  readonly #random: Random;
  readonly #world: SimulatedWorld;
  readonly #watch: VenueWatch;
  readonly #weather: Weather;
  readonly #config: Config;
  readonly #invariants: Invariants;
  #trader: Trader | null = null;
  #life: Life | null = null;
  #isUp = false;
  #faults = 0;
  #kills = 0;
  #ending = false;
  #nextFaultMs: number;
  #nextKillMs: number;
  #restartMs = START_MS;
  #operatorMs = START_MS;
  /** Set when the next order event is to be followed by a kill. */
  #killAtEvent = Number.POSITIVE_INFINITY;
  #stepsToLive = Number.POSITIVE_INFINITY;

  constructor(seed: number, options: SeedOptions) {
    this.#seed = seed;
    this.#options = options;
    this.#random = new Random(seed);
    this.#weather = randomWeather(this.#random);
    this.#config = randomConfig(this.#random);
    const faults = messageFaults(seed, this.#weather.messageChance);
    const fillBySize = this.#random.uniform() < 0.5;
    this.#world = new SimulatedWorld({ seed, startMs: START_MS, faults, fillBySize });
    this.#watch = new VenueWatch(this.#world);
    this.#invariants = new Invariants(this.#world, this.#watch, this.#weather.messageChance > 0);
    this.#nextFaultMs = START_MS + this.#wait(this.#weather.faultMs);
    this.#nextKillMs = START_MS + this.#wait(this.#weather.killMs);
  }

  async run(): Promise<SeedReport> {
    const endMs = START_MS + this.#options.hours * HOUR_MS;
    const isOver = () => this.#invariants.violation !== null;
    // Something happens also while no trader is up and nobody listens to the market.
    repeat(this.#world.clock, 500, () => {});
    await this.#world.runUntil(endMs - REST_MS, () => this.#afterStep() || isOver());
    this.#ending = true;
    if (!isOver()) this.#calm();
    if (!isOver()) await this.#world.runUntil(endMs, () => this.#afterStep() || isOver());
    if (!isOver()) this.#invariants.checkRest(this.#trader);
    await this.#close();
    if (!isOver()) await this.#replay();
    return this.#report();
  }

  #wait(meanMs: number): number {
    return meanMs === Number.POSITIVE_INFINITY ? meanMs : meanMs * this.#random.exponential();
  }

  #afterStep(): boolean {
    const nowMs = this.#world.clock.nowMs();
    this.#maybeStart(nowMs);
    this.#maybeFault(nowMs);
    this.#maybeKill(nowMs);
    if (this.#isUp && nowMs >= this.#operatorMs) this.#operate(nowMs);
    this.#invariants.afterStep(this.#isUp ? this.#trader : null, nowMs);
    return false;
  }

  #maybeStart(nowMs: number): void {
    if (this.#trader !== null || nowMs < this.#restartMs) return;
    const life = this.#world.life();
    this.#life = life;
    const { log } = this.#options;
    const trader = simulatedTrader({
      world: this.#world,
      mode: 'live',
      config: this.#config,
      dataDir: this.#options.folder,
      life,
      ...(log === undefined ? {} : { log }),
    });
    this.#trader = trader;
    this.#world.nudge();
    trader.start().then(
      () => {
        if (this.#trader !== trader) return;
        this.#isUp = true;
        this.#operatorMs = this.#world.clock.nowMs() + OPERATOR_MS;
      },
      (error) => this.#died(trader, error, 'at its start'),
    );
    trader.failed.catch((error) => this.#died(trader, error, 'while it ran'));
  }

  /** A trader may give up when the venue is away for long; it is started again. A fault of the program is none. */
  #died(trader: Trader, error: unknown, when: string): void {
    if (this.#trader !== trader) return;
    const { code = 'UNKNOWN', message } = error as { code?: string; message: string };
    const isVenue = code.startsWith('VENUE') || code === 'CLOCK_UNKNOWN';
    if (!isVenue)
      this.#invariants.violate(`the trader died ${when}: ${code} ${message}\n${(error as Error).stack}`);
    this.#end(10_000);
  }

  #maybeFault(nowMs: number): void {
    if (nowMs < this.#nextFaultMs || this.#ending) return;
    this.#nextFaultMs = nowMs + this.#wait(this.#weather.faultMs);
    const fault = randomFault(this.#random, this.#world.account.name, this.#weather.foreign);
    this.#options.log?.info({ fault }, 'FAULT');
    this.#faults++;
    this.#invariants.noteFault(fault, nowMs);
    this.#world.protocol.act(fault);
  }

  /** At a random time, or a few events after something happened to an order. */
  #maybeKill(nowMs: number): void {
    if (this.#trader === null || this.#ending) return;
    if (nowMs >= this.#nextKillMs) {
      this.#nextKillMs = nowMs + this.#wait(this.#weather.killMs);
      const atOnce = this.#random.uniform() < 0.3;
      this.#killAtEvent = atOnce
        ? this.#watch.events
        : this.#watch.events + 1 + Math.floor(this.#random.uniform() * 4);
    }
    if (this.#watch.events >= this.#killAtEvent && this.#stepsToLive === Number.POSITIVE_INFINITY) {
      this.#killAtEvent = Number.POSITIVE_INFINITY;
      this.#stepsToLive = Math.floor(this.#random.uniform() * 12);
      // As if the end came between the books and the sending.
      if (this.#random.uniform() < 0.5) this.#life?.mute();
    }
    if (this.#stepsToLive-- <= 0) {
      this.#kills++;
      this.#options.log?.info('KILL');
      this.#end(this.#random.uniform() * 60_000);
    }
  }

  #end(downMs: number): void {
    this.#life?.kill();
    this.#trader?.abandon();
    this.#life = null;
    this.#trader = null;
    this.#isUp = false;
    this.#stepsToLive = Number.POSITIVE_INFINITY;
    this.#restartMs = this.#world.clock.nowMs() + downMs;
    this.#invariants.noteEnd();
  }

  /** Switches on, resolves halts, and flattens when that does not help. */
  #operate(nowMs: number): void {
    this.#operatorMs = nowMs + OPERATOR_MS * (0.5 + this.#random.uniform());
    const trader = this.#trader!;
    const { halted, activated, position } = trader.run.opened.session.state;
    const chance = this.#random.uniform();
    if (position?.setup === FOREIGN_SETUP) this.#ask(trader, { kind: 'flatten' });
    else if (halted) this.#ask(trader, chance < 0.3 ? { kind: 'flatten' } : { kind: 'resolve' });
    else if (!activated) this.#ask(trader, { kind: 'activate', confirm: `${SYMBOL} live` });
    else if (chance < 0.002) this.#ask(trader, { kind: 'flatten' });
  }

  #ask(trader: Trader, request: Parameters<Trader['operator']>[0]): void {
    // What is refused now is asked again later.
    trader.operator(request, 'simulation').catch(() => {});
    this.#world.nudge();
  }

  /** No more faults and kills: what was broken is whole again. */
  #calm(): void {
    const { protocol } = this.#world;
    protocol.faults.load({ seed: 0, rules: [] });
    protocol.conditions.clear();
    protocol.act({ kind: 'skew', offsetMs: 0 });
    this.#restartMs = Math.min(this.#restartMs, this.#world.clock.nowMs());
  }

  async #close(): Promise<void> {
    const trader = this.#trader;
    if (this.#isUp && trader !== null) {
      const reasons: Record<string, number> = {};
      for (const { reason_code: reason } of trader.journal.read.signals({ limit: 1_000 }))
        reasons[String(reason)] = (reasons[String(reason)] ?? 0) + 1;
      this.#options.log?.info({ reasons }, 'reasons of the decisions');
    }
    this.#life?.kill();
    this.#trader = null;
    trader?.abandon();
  }

  async #replay(): Promise<void> {
    const { log } = this.#options;
    const report = await replayRuns({
      config: this.#config,
      dataDir: this.#options.folder,
      fromMs: null,
      toMs: null,
      verify: true,
      log: log as Logger,
      signal: new AbortController().signal,
      onProgress: () => {},
    });
    if (report.difference !== null) this.#invariants.violate(`replay: ${JSON.stringify(report.difference)}`);
  }

  #report(): SeedReport {
    const { orders, fills, trades, violation } = this.#invariants;
    return {
      seed: this.#seed,
      violation,
      simulatedHours: (this.#world.clock.nowMs() - START_MS) / HOUR_MS,
      weather: this.#weather,
      faults: this.#faults,
      kills: this.#kills,
      orders,
      fills,
      trades,
    };
  }
}
