import { join } from 'node:path';
import { systemClock } from '@auction-trader/command-line';
import { listRecordings, type OpenedReader, readJournal } from '@auction-trader/storage';
import { findInstance, type InstanceClient } from '../instance-client.ts';
import { replayRecording } from '../trader/replay-recording.ts';
import { BUSY_STOP_TICKS, BUSY_TP1_TICKS, BUSY_TP2_TICKS, BusyStrategy } from './busy-strategy.ts';
import { describeKill, type PlannedKill } from './kill-plan.ts';
import { KILL_MAIN, KillWorld } from './kill-world.ts';
import { type RunningCli, startCli } from './run-cli.ts';

/** Seconds of the venue in one of the machine: slow enough for a second of the venue to be kept. */
const SPEED = 10;
/** Time of the machine until a killed trader is up again and agrees with the venue. */
const SETTLE_MS = 15_000;
/** Time of the machine until a point is reached, or the process dies wherever it is. */
const PATIENCE_MS = 30_000;
const LOOK_MS = 25;
/** Of the venue, on a machine that is busy with other things. */
const LONGEST_UNPROTECTED_MS = 10_000;
const TICK = 0.1;

/** What was killed, when, and how the next life began. */
export interface KillRecord {
  readonly kill: string;
  readonly reached: boolean;
  /** From the start of the process to its `started`, ms of the machine. */
  readonly startMs: number;
  /** From `started` until books and venue agreed and a position was covered, ms of the machine. */
  readonly settleMs: number;
}

/** One trader at one venue that is killed and started again, over and over. */
export class KillLane {
  readonly world = new KillWorld(SPEED);
  readonly records: KillRecord[] = [];
  /** What must not be and was. */
  readonly problems: string[] = [];
  readonly #folder: string;
  readonly #limitEntry: boolean;
  #child: RunningCli | null = null;
  #lives = 0;
  #positions = 0;
  #kill = '';
  /** A trader is up and agrees with the venue. */
  #settled = false;
  #wasFlat = true;
  #over = false;
  #journaled = new Set<string>();

  constructor(folder: string, limitEntry: boolean) {
    this.#folder = folder;
    this.#limitEntry = limitEntry;
  }

  async run(kills: readonly PlannedKill[]): Promise<void> {
    await this.world.open();
    const watches = Promise.all([this.#moveMarket(), this.#watchProtection()]);
    try {
      for (const kill of kills) {
        await this.#life(kill);
        // What comes after would only follow from it.
        if (this.problems.length > 0) return;
      }
      await this.#lastLife();
    } finally {
      this.#over = true;
      await watches;
      this.#child?.kill('SIGKILL');
      await this.#child?.ended;
      await this.world.close();
    }
  }

  get journalFile(): string {
    return join(this.#folder, 'data', 'journal.db');
  }

  async #life(kill: PlannedKill): Promise<void> {
    this.#lives++;
    const name = describeKill(kill);
    this.#kill = name;
    const startedMs = performance.now();
    const child = this.#start(kill.kind === 'before' ? kill.step : '');
    const dead = child.ended.then(() => true);
    const reached =
      kill.kind === 'before'
        ? dead
        : kill.kind === 'point'
          ? this.world.await(kill.point, () => this.#end(child)).then(() => true)
          : pause(kill.afterMs).then(() => true);
    const never = () => Number.NaN;
    const up = child.says('"started"').then(() => performance.now() - startedMs, never);
    // A point may lie in the start already.
    const startMs = await Promise.race([up, reached.then(never), dead.then(never)]);
    let settleMs = Number.NaN;
    let isReached = true;
    if (!Number.isNaN(startMs)) {
      settleMs = await this.#settle(name, reached);
      if (!Number.isNaN(settleMs)) void this.#activate(child);
      isReached = await Promise.race([reached, pause(PATIENCE_MS).then(() => false)]);
    }
    this.world.calm();
    this.#child = null;
    await this.#end(child);
    this.#checkChild(name, await child.ended);
    this.records.push({ kill: name, reached: isReached, startMs, settleMs });
    this.#checkJournal(name, await child.ended);
  }

  #start(killBefore: string): RunningCli {
    const set = [
      'max_daily_loss=500000',
      'risk_pct=0.0002',
      'cooldown_minutes=0',
      `use_limit_for_entry=${this.#limitEntry}`,
    ].flatMap((key) => ['--set', key]);
    const child = startCli(['run', '--mode', 'live', '--confirm-live', ...set], {
      cwd: this.#folder,
      main: KILL_MAIN,
      env: { ...this.world.environment, KILL_BEFORE: killBefore },
    });
    this.#child = child;
    return child;
  }

  async #end(child: RunningCli): Promise<void> {
    this.#settled = false;
    child.kill('SIGKILL');
    await child.ended;
  }

  /** Waits until the trader agrees with the venue and a position is covered. @returns how long that took, ms */
  async #settle(name: string, over: Promise<unknown>): Promise<number> {
    const beganMs = performance.now();
    let isOver = false;
    over.then(() => {
      isOver = true;
    });
    let why = 'it did not answer';
    while (performance.now() - beganMs < SETTLE_MS) {
      if (isOver) return Number.NaN;
      const client = await this.#client();
      const found = client === null ? why : await this.#difference(client);
      if (found === null) {
        this.#settled = true;
        return performance.now() - beganMs;
      }
      why = found;
      await pause(LOOK_MS);
    }
    this.problems.push(`${this.#lives} after ${name}: not settled: ${why}`);
    return Number.NaN;
  }

  async #client(): Promise<InstanceClient | null> {
    return findInstance(join(this.#folder, 'data'), systemClock).catch(() => null);
  }

  /** What is not as it should be now; null for nothing. */
  async #difference(client: InstanceClient): Promise<string | null> {
    const state = await client.state().catch(() => null);
    if (state === null) return 'no answer';
    const { lots, entryPrice, covering, orders } = this.world.holdings();
    const { side, size, entry_price } = state.position;
    const held = (side === 'SHORT' ? -1 : 1) * Math.round(size * 1_000);
    if (!state.venue.ready) return `not ready: ${state.venue.reason}`;
    if (state.activation === 'HALTED') return `halted: ${state.halt_reason}`;
    if (!state.feed.connected) return 'no market';
    if (held !== lots) return `the venue holds ${lots} lots, the trader ${held}`;
    if (lots !== 0 && Math.abs((entry_price ?? 0) - entryPrice) > 1e-6)
      return `the venue's entry price is ${entryPrice}, the trader's ${entry_price}`;
    if (lots !== 0 && covering.length !== 1)
      return `${lots} lots are covered by ${JSON.stringify(covering)} of ${JSON.stringify(orders)}`;
    if (lots === 0 && orders.length > 0) return `orders while flat: ${JSON.stringify(orders)}`;
    return null;
  }

  /** It is refused while the first minute is open. */
  async #activate(child: RunningCli): Promise<void> {
    const client = await this.#client();
    while (client !== null && this.#child === child && !this.#over) {
      const done = await client.post('activate', { confirm: 'BTCUSDT live' }).catch(() => null);
      if (done !== null) return;
      await pause(5 * LOOK_MS);
    }
  }

  /** A position may be without its stop for a moment only, while a trader is up. */
  async #watchProtection(): Promise<void> {
    let sinceMs = Number.NaN;
    while (!this.#over) {
      const { lots, covering } = this.world.holdings();
      const nowMs = this.world.clock.nowMs();
      if (lots === 0 || covering.length === 1 || !this.#settled) sinceMs = Number.NaN;
      else if (Number.isNaN(sinceMs)) sinceMs = nowMs;
      else if (nowMs - sinceMs > LONGEST_UNPROTECTED_MS) {
        this.problems.push(
          `${this.#lives} ${this.#kill}: ${lots} lots without a stop for ${nowMs - sinceMs} ms`,
        );
        sinceMs = Number.NaN;
      }
      await pause(LOOK_MS);
    }
  }

  /** Prices run to a position's targets, to its stop, or nowhere. */
  async #moveMarket(): Promise<void> {
    let looks = 0;
    while (!this.#over) {
      const { lots, entryPrice, covering } = this.world.holdings();
      if (lots === 0) {
        this.#wasFlat = true;
        // Limits are reached.
        this.world.moveTo(this.world.market.bidTicks + (looks++ % 2 === 0 ? 15 : -15));
      } else if (this.#wasFlat) {
        this.#wasFlat = false;
        this.#positions++;
      }
      if (lots !== 0 && covering.length === 1) {
        const entryTicks = Math.round(entryPrice / TICK);
        const side = Math.sign(lots);
        const orders = this.#wantedMove();
        if (orders === 1) this.world.moveTo(entryTicks + side * (BUSY_TP1_TICKS + 20));
        if (orders === 2) this.world.moveTo(entryTicks - side * (BUSY_STOP_TICKS + 20));
        if (orders === 3) this.world.moveTo(entryTicks + side * (BUSY_TP2_TICKS + 20));
      }
      await pause(150);
    }
  }

  /** To the first target, to the stop, to the second target, or nowhere (0): as the next kill needs it. */
  #wantedMove(): number {
    if (/TP1|amend/.test(this.#kill)) return 1;
    if (/STOP filled/.test(this.#kill)) return 2;
    if (/TP2/.test(this.#kill)) return 3;
    if (/FLIP|STRATEGY/.test(this.#kill)) return 0;
    return this.#positions % 4;
  }

  /** A process may be killed, and end itself in no other way. */
  #checkChild(name: string, { code, stderr }: Awaited<RunningCli['ended']>): void {
    if (code !== null)
      this.problems.push(`${this.#lives} ${name}: it ended with ${code}: ${stderr.slice(-600)}`);
  }

  /** What a process had said to be journaled, what the venue saw, and what was there before, is there. */
  #checkJournal(name: string, { stderr }: Awaited<RunningCli['ended']>): void {
    const journal = this.#openJournal();
    if (journal === null) return;
    const rows = journal.orders({ mode: 'live', limit: 100_000 });
    const [file] = journal.problems();
    journal.close();
    const journaled = new Set(rows.map((row) => String(row['client_order_id'])));
    const said = [...stderr.matchAll(/"linkId":"([^"]+)"/g)].map(([, linkId]) => linkId!);
    const note = (what: string, linkId: string) =>
      journaled.has(linkId) || this.problems.push(`${this.#lives} ${name}: ${what}: ${linkId}`);
    for (const linkId of this.world.asked) note('the venue saw an order that is not journaled', linkId);
    for (const linkId of said) note('a journaled order is gone', linkId);
    for (const linkId of this.#journaled) note('a row is gone', linkId);
    if (file !== undefined) this.problems.push(`${this.#lives} ${name}: the journal is damaged: ${file}`);
    this.#journaled = journaled;
  }

  #openJournal(): OpenedReader | null {
    try {
      return readJournal(this.journalFile);
    } catch (error) {
      // Killed before it had one.
      if ((error as { code?: string }).code === 'NO_JOURNAL' && this.#journaled.size === 0) return null;
      throw error;
    }
  }

  /** Comes up once more, is flattened and stopped in order; then all books are compared. */
  async #lastLife(): Promise<void> {
    const child = this.#start('');
    await child.says('"started"');
    await this.#settle('the last kill', new Promise(() => {}));
    const client = await this.#client();
    await client?.post('flatten', {});
    const untilMs = performance.now() + SETTLE_MS;
    while (this.world.holdings().lots !== 0 && performance.now() < untilMs) await pause(LOOK_MS);
    await this.#settle('being flattened', new Promise(() => {}));
    child.kill('SIGTERM');
    const { code } = await child.ended;
    if (code !== 0) this.problems.push(`an orderly end gave ${code}`);
    this.problems.push(...this.world.doubled.map((what) => `doubled: ${what}`));
    this.#compareFills();
    await this.#replay();
  }

  /** The recordings of all lives give every decision and command of the journal again. */
  async #replay(): Promise<void> {
    const journal = readJournal(this.journalFile);
    for (const { dir } of listRecordings(join(this.#folder, 'data'))) {
      const { difference } = await replayRecording(dir, {
        journal,
        fromMs: Number.NEGATIVE_INFINITY,
        toMs: Number.POSITIVE_INFINITY,
        signal: new AbortController().signal,
        onProgress: () => {},
        makeStrategy: () => new BusyStrategy(),
      });
      if (difference !== null) this.problems.push(`replayed: ${JSON.stringify(difference)}`);
    }
    journal.close();
  }

  /** Every execution of the venue stands in the journal once, as it was. */
  #compareFills(): void {
    const journal = readJournal(this.journalFile);
    const rows = journal.fills({ mode: 'live', limit: 100_000 });
    journal.close();
    const wanted = [...this.world.executions.values()];
    const found = rows.map((row) => ({
      id: String(row['trade_id']),
      lots: (row['side'] === 'BUY' ? 1 : -1) * Number(row['lots']),
      price: Number(row['fill_px']),
      fee: Number(row['fee']),
    }));
    for (const { id, lots, price, fee } of wanted) {
      const same = found.filter((fill) => fill.id === id);
      const [fill] = same;
      const isEqual =
        same.length === 1 &&
        fill!.lots === lots &&
        Math.abs(fill!.price - price) < 1e-6 &&
        Math.abs(fill!.fee - fee) < 1e-6;
      if (!isEqual)
        this.problems.push(`execution ${JSON.stringify({ id, lots, price, fee })}: ${JSON.stringify(same)}`);
    }
    const known = new Set(wanted.map(({ id }) => id));
    for (const fill of found)
      if (!known.has(fill.id)) this.problems.push(`a fill that never was: ${JSON.stringify(fill)}`);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => systemClock.after(ms, resolve));
}
