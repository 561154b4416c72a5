import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BybitTransport } from '@auction-trader/bybit';
import type { FaultAction } from '@auction-trader/bybit-simulator';
import { createRedactor } from '@auction-trader/command-line';
import { type Clock, type Config, defaultConfig, MINUTE_MS } from '@auction-trader/core';
import { listRecordings, readJournal } from '@auction-trader/storage';
import { type Logger, pino } from 'pino';
import type { Alert } from '../alerts/alert.ts';
import type { Life } from '../simulation/life.ts';
import { SimulatedWorld, SYMBOL } from '../simulation/simulated-world.ts';
import { replayRecording } from '../trader/replay-recording.ts';
import { Trader } from '../trader/trader.ts';
import type { FaultRule } from './faults.ts';
import { InvariantWatch } from './invariants.ts';
import { type ScriptedMinute, ScriptedStrategy } from './scripted-strategy.ts';
import { SteadyMarket } from './steady-market.ts';

/** Minutes of the script count from here, unless another beginning is asked for. */
export const HOUR_START_MS = Date.UTC(2026, 0, 5, 22);
/** Best bid of the market at the start. */
export const START_TICKS = 500_000;
/** Minute at which the script may enter first: the trader is up, has closed a minute, and is switched on. */
export const FIRST_MINUTE = 3;

/** From the beginning until the market opens, and until entries are switched on. */
const OPEN_MS = 50_000;
const ACTIVE_MS = 2 * MINUTE_MS + 10_000;

/** Simulated and real time between two looks at real sockets. */
const SOCKET_STEP_MS = 20;
const SOCKET_WAIT_MS = 1;

/** How a {@link LiveWorld} is made. */
export interface LiveWorldOptions {
  /** What the strategy does. Default: long at {@link FIRST_MINUTE} with a stop 500 ticks away. */
  readonly script?: readonly ScriptedMinute[];
  /** Enters by limit orders; default: at market. */
  readonly limitEntry?: boolean;
  readonly useTradeSocket?: boolean;
  /** Start of the minute that the script counts from, epoch ms. */
  readonly beginMs?: number;
  /** Changes the configuration. */
  readonly change?: (config: Config) => Config;
  /** A clock that clients on real sockets sign by. */
  readonly alsoSignedBy?: Clock;
  /** Faults from the very start. */
  readonly faults?: readonly FaultRule[];
}

/** A live trader with a scripted strategy at a simulated venue in one process, watched at every event. */
export class LiveWorld {
  readonly world: SimulatedWorld;
  readonly market: SteadyMarket;
  readonly watch: InvariantWatch;
  /** What the next life is started with. */
  config: Config;
  readonly alerts: Alert[] = [];
  /** What the trader ended by; null while it has not failed. */
  failure: unknown = null;
  /** Set for a transport on real sockets; the world's network else. */
  transport: (() => BybitTransport) | null = null;
  /** Whether something on real sockets should be waited for before time goes on. */
  isWaiting: () => boolean = () => false;
  #folder = newFolder();
  #trader: Trader | null = null;
  #life: Life | null = null;
  #isUp = false;
  readonly #options: LiveWorldOptions;
  readonly #beginMs: number;
  readonly #log: Logger;

  constructor(options: LiveWorldOptions = {}) {
    this.#options = options;
    const { alsoSignedBy, beginMs = HOUR_START_MS } = options;
    const startMs = beginMs + OPEN_MS;
    this.#beginMs = beginMs;
    this.market = new SteadyMarket(startMs, START_TICKS);
    this.world = new SimulatedWorld({
      seed: 1,
      startMs,
      market: this.market,
      ...(alsoSignedBy === undefined ? {} : { alsoSignedBy }),
    });
    this.watch = new InvariantWatch(this.world);
    this.config = liveConfig(options);
    this.#log = pino(
      { level: process.env['LIVE_WORLD_LOG'] ?? 'silent' },
      { write: (line: string) => process.stderr.write(line) },
    );
    if (options.faults !== undefined) this.script(options.faults);
  }

  /** A world whose trader is up and switched on. */
  static async active(options: LiveWorldOptions = {}): Promise<LiveWorld> {
    const live = new LiveWorld(options);
    await live.start();
    await live.activate();
    return live;
  }

  /** A world whose trader holds its first position, protected by a stop. */
  static async holding(options: LiveWorldOptions = {}): Promise<LiveWorld> {
    const live = await LiveWorld.active(options);
    await live.until(() => live.watch.isProtected, 2 * MINUTE_MS, 'a protected position');
    // What is still on its way arrives.
    await live.run(3_000);
    return live;
  }

  get trader(): Trader {
    if (this.#trader === null) throw new Error('no trader is up');
    return this.#trader;
  }

  get state() {
    return this.trader.run.opened.session.state;
  }

  get folder(): string {
    return this.#folder;
  }

  get nowMs(): number {
    return this.world.clock.nowMs();
  }

  /** Begins a life of the trader, and waits until it is up. */
  async start(): Promise<void> {
    this.begin();
    await this.until(() => this.#isUp || this.failure !== null, 3 * MINUTE_MS, 'the trader to come up');
    if (this.failure !== null) throw this.failure;
  }

  /** Begins a life of the trader. */
  begin(): void {
    const life = this.world.life();
    const trader = this.#makeTrader(life);
    this.failure = null;
    this.#life = life;
    this.#trader = trader;
    const fail = (error: unknown) => {
      if (this.#trader === trader) this.failure = error;
    };
    trader.start().then(() => {
      this.#isUp = this.#trader === trader;
    }, fail);
    trader.failed.catch(fail);
    this.world.nudge();
  }

  get isUp(): boolean {
    return this.#isUp;
  }

  /** Waits for the first closed minute and switches entries on. */
  async activate(): Promise<void> {
    await this.run(Math.max(0, this.#beginMs + ACTIVE_MS - this.nowMs));
    await this.operate({ kind: 'activate', confirm: `${SYMBOL} live` });
  }

  async operate(request: Parameters<Trader['operator']>[0]): Promise<void> {
    await this.trader.operator(request, 'test');
    this.world.nudge();
  }

  /** Adds rules of faults; their times count from now. */
  script(rules: readonly FaultRule[]): void {
    this.world.protocol.faults.load({ seed: 1, rules });
  }

  /** Lets something happen at the venue now. */
  act(fault: FaultAction): void {
    this.world.protocol.act(fault);
  }

  /** No more faults. */
  calm(): void {
    this.world.protocol.faults.clear();
    this.world.protocol.conditions.clear();
    this.act({ kind: 'skew', offsetMs: 0 });
  }

  async run(forMs: number): Promise<void> {
    await this.#runUntil(this.nowMs + forMs, () => false);
  }

  /** Runs up to some seconds after the close of a minute of the script. */
  async runToMinute(minute: number, secondsAfter = 5): Promise<void> {
    await this.run(this.#beginMs + minute * MINUTE_MS + secondsAfter * 1_000 - this.nowMs);
  }

  async until(isSo: () => boolean, withinMs: number, what: string): Promise<void> {
    if (isSo()) return;
    let over = false;
    await this.#runUntil(this.nowMs + withinMs, () => {
      over = isSo();
      return over;
    });
    if (!over) throw new Error(`waited ${withinMs} ms for ${what}`);
  }

  async #runUntil(untilMs: number, isOver: () => boolean): Promise<void> {
    const afterEvent = () => {
      this.watch.afterEvent(this.#isUp ? this.#trader : null);
      return isOver();
    };
    if (this.transport === null) await this.world.runUntil(untilMs, afterEvent);
    else await this.#runOnSockets(untilMs, afterEvent);
  }

  /** At a pace that real sockets can follow. */
  async #runOnSockets(untilMs: number, afterEvent: () => boolean): Promise<void> {
    const { clock } = this.world;
    while (this.nowMs < untilMs) {
      clock.runUntil(Math.min(untilMs, this.nowMs + SOCKET_STEP_MS));
      do await new Promise((resolve) => setTimeout(resolve, SOCKET_WAIT_MS));
      while (this.isWaiting());
      if (afterEvent()) return;
    }
  }

  /** Nothing the trader sends leaves any more. */
  mute(): void {
    this.#life?.mute();
  }

  /**
   * Ends the trader's process at once. What it had handed to the operating system is there for the next
   * life, in a copy of its folder.
   */
  kill(change: (folder: string) => void = () => {}): void {
    const next = newFolder();
    cpSync(this.#folder, next, { recursive: true });
    this.#life?.kill();
    this.#trader?.abandon();
    rmSync(this.#folder, { recursive: true });
    this.#folder = next;
    this.#trader = null;
    this.#isUp = false;
    change(next);
  }

  /** Ends everything; then every recorded run gives the decisions and commands of the journal again. */
  async close(): Promise<void> {
    const trader = this.#trader;
    if (trader === null || this.failure !== null) trader?.abandon();
    else if (this.transport === null) await this.world.until(trader.stop());
    else await this.#stopOnSockets(trader);
    this.#trader = null;
    this.#isUp = false;
  }

  async #stopOnSockets(trader: Trader): Promise<void> {
    let over = false;
    const stopping = trader.stop().finally(() => {
      over = true;
    });
    await this.until(() => over, MINUTE_MS, 'the end of the trader');
    await stopping;
  }

  /** @returns the first difference between recordings and journal, null for none */
  async replay(): Promise<unknown> {
    const journal = readJournal(join(this.#folder, this.config.database.signals_db));
    for (const { dir } of listRecordings(this.#folder)) {
      const { difference } = await replayRecording(dir, {
        journal,
        fromMs: Number.NEGATIVE_INFINITY,
        toMs: Number.POSITIVE_INFINITY,
        signal: new AbortController().signal,
        onProgress: () => {},
        makeStrategy: () => this.#strategy(),
      });
      if (difference !== null) return difference;
    }
    return null;
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #strategy(): ScriptedStrategy {
    const { script = [{ minute: FIRST_MINUTE, side: 1 }] } = this.#options;
    return new ScriptedStrategy(this.#beginMs, script);
  }

  #makeTrader(life: Life): Trader {
    const { key, secret } = this.world.account;
    return new Trader(
      {
        mode: 'live',
        config: this.config,
        dataDir: this.#folder,
        venue: { testnet: true, baseUrl: null, wsUrl: null, credentials: { key, secret } },
        clock: life.clock,
        log: this.#log,
        redactor: createRedactor([secret]),
        sendAlert: (alert) => this.alerts.push(alert),
        instance: 'simulated',
        timing: { minuteClose: () => {}, frame: () => {} },
      },
      {
        transport: () => this.transport?.() ?? life.transport(true),
        durability: 'off',
        analysis: false,
        makeStrategy: () => this.#strategy(),
        useTradeSocket: this.#options.useTradeSocket ?? false,
      },
    );
  }
}

function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'fault-matrix-'));
}

function liveConfig({ limitEntry = false, change = (config) => config }: LiveWorldOptions): Config {
  const config = defaultConfig();
  return change({
    ...config,
    sizing: { ...config.sizing, risk_pct: 0.002 },
    risk: { ...config.risk, max_daily_loss: 5_000, cooldown_minutes: 0 },
    execution: { ...config.execution, use_limit_for_entry: limitEntry },
  });
}
