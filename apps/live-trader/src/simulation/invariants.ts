import type { Call, FaultAction } from '@auction-trader/bybit-simulator';
import { parseOrderLinkId } from '@auction-trader/execution';
import type { Trader } from '../trader/trader.ts';
import { ConditionTimer } from './condition-timer.ts';
import type { SimulatedWorld } from './simulated-world.ts';
import type { VenueWatch } from './venue-watch.ts';

/** A position may be without its stop for so long while nothing is wrong: one second, and what messages take. */
const CALM_UNPROTECTED_MS = 2_000;
/** The same while faults keep messages from arriving: retries take their time. */
const STORMY_UNPROTECTED_MS = 60_000;
/** After so long without a fault and with a trader that is up, the strict limit holds. */
const CALM_AFTER_MS = 60_000;
/** Trader and venue may see different positions, and orders may be orphaned, for so long. */
const SETTLE_MS = 90_000;

/** What must hold in every simulated world, checked after every event. */
export class Invariants {
  violation: string | null = null;
  orders = 0;
  fills = 0;
  trades = 0;
  readonly #world: SimulatedWorld;
  readonly #watch: VenueWatch;
  readonly #unprotected = new ConditionTimer();
  readonly #differs = new ConditionTimer();
  readonly #oversized = new ConditionTimer();
  readonly #orphaned = new ConditionTimer();
  readonly #accepted = new Set<string>();
  readonly #lossy: boolean;
  #lastCall = 0;
  #faultUntilMs = Number.NEGATIVE_INFINITY;
  #upSinceMs = Number.NaN;
  #foreign: 'none' | 'expected' | 'held' = 'none';

  /** @param lossy whether messages may be lost at any time */
  constructor(world: SimulatedWorld, watch: VenueWatch, lossy: boolean) {
    this.#lossy = lossy;
    this.#world = world;
    this.#watch = watch;
  }

  violate(what: string): void {
    this.violation ??= `${new Date(this.#world.clock.nowMs()).toISOString()}: ${what}`;
  }

  noteFault(fault: FaultAction, nowMs: number): void {
    if (fault.kind === 'position') {
      const { lots } = this.#watch.truth;
      const traded = Math.round(Number(fault.qty) * 1_000);
      // What somebody else has opened has no plan of ours and so no stop: it is for the operator.
      if (lots === 0 || Math.sign(lots + traded) !== Math.sign(lots)) this.#foreign = 'expected';
    }
    const lastsMs =
      'forMs' in fault ? (fault.forMs ?? 0) : fault.kind === 'restart' ? (fault.downMs ?? 0) : 0;
    // A fault that waits for an order hits later.
    const waits = fault.kind === 'next-order' || fault.kind === 'skew' ? 3_600_000 : 0;
    this.#faultUntilMs = Math.max(this.#faultUntilMs, nowMs + lastsMs + waits);
  }

  noteEnd(): void {
    this.#upSinceMs = Number.NaN;
  }

  /** @param trader null while none is up */
  afterStep(trader: Trader | null, nowMs: number): void {
    if (trader !== null && Number.isNaN(this.#upSinceMs)) this.#upSinceMs = nowMs;
    this.#checkCalls(trader);
    const { lots, orders } = this.#watch.truth;
    const isDown =
      trader === null || this.#world.protocol.conditions.isDown || this.#world.protocol.conditions.isBanned;
    this.#checkProtection(isDown, nowMs);
    if (trader === null) {
      this.#differs.note(false, true, nowMs);
      this.#orphaned.note(false, true, nowMs);
      this.#oversized.note(false, true, nowMs);
      return;
    }
    const oversized =
      lots !== 0 && orders.some(({ isStop, leftLots }) => isStop && leftLots !== Math.abs(lots));
    if (this.#oversized.note(oversized && this.#foreign === 'none', isDown, nowMs) > SETTLE_MS)
      this.violate(`the stop of ${lots} lots has another size: ${JSON.stringify(orders)}`);
    const entries = orders.filter(({ reduceOnly, linkId }) => !reduceOnly && linkId !== '');
    if (entries.length > 1) this.violate(`two entries are at work: ${JSON.stringify(entries)}`);
    const books = trader.run.heldLots;
    if (this.#differs.note(books !== lots, isDown, nowMs) > SETTLE_MS)
      this.violate(`the venue holds ${lots} lots, the trader thinks ${books}`);
    const orphans = orders.filter(({ linkId }) =>
      linkId === '' ? false : lots === 0 && !this.#isAtWork(trader, linkId),
    );
    if (this.#orphaned.note(orphans.length > 0, isDown, nowMs) > SETTLE_MS)
      this.violate(`orders remain while flat: ${JSON.stringify(orphans)}`);
  }

  #isAtWork(trader: Trader, linkId: string): boolean {
    return trader.run.opened.driver.orders.open.some((order) => order.linkId === linkId);
  }

  #checkProtection(isDown: boolean, nowMs: number): void {
    const { lots, orders } = this.#watch.truth;
    if (lots !== 0 && this.#foreign === 'expected') this.#foreign = 'held';
    if (lots === 0 && this.#foreign === 'held') this.#foreign = 'none';
    const stops = orders.filter(
      ({ isStop, reduceOnly, side }) => isStop && reduceOnly && side === -Math.sign(lots),
    );
    const covered = stops.length === 1 && stops[0]!.leftLots >= Math.abs(lots);
    const isCalm = !this.#lossy && nowMs - Math.max(this.#faultUntilMs, this.#upSinceMs) > CALM_AFTER_MS;
    const limitMs = isCalm ? CALM_UNPROTECTED_MS : STORMY_UNPROTECTED_MS;
    // An exit on its way needs no stop beside it.
    const exiting = orders.some(({ reduceOnly, isStop }) => reduceOnly && !isStop);
    const forMs = this.#unprotected.note(
      lots !== 0 && !covered && !exiting && this.#foreign === 'none',
      isDown,
      nowMs,
    );
    if (forMs > limitMs)
      this.violate(`${lots} lots without exactly one stop for ${forMs} ms: ${JSON.stringify(orders)}`);
  }

  /** Every order that reaches the venue stands in the journal before, and no id is taken twice. */
  #checkCalls(trader: Trader | null): void {
    const { calls } = this.#world.protocol.log;
    for (let at = calls.length - 1; at >= 0 && calls[at]!.number > this.#lastCall; at--) {
      if (calls[at]!.path === '/v5/order/create') this.#checkCreate(calls[at]!, trader);
    }
    this.#lastCall = calls.at(-1)?.number ?? 0;
  }

  #checkCreate(call: Call, trader: Trader | null): void {
    const linkId = String(call.params['orderLinkId']);
    if (parseOrderLinkId(linkId) === null) this.violate(`an order without an id of ours: ${linkId}`);
    this.orders++;
    if (trader !== null) {
      const { runId } = trader.run.opened.header;
      const journaled = trader.journal.read.orders({ runId, limit: 200 });
      if (!journaled.some((row) => row['client_order_id'] === linkId))
        this.violate(`the venue saw ${linkId}, which the journal does not know`);
    }
    if (call.outcome !== 'ok') return;
    if (this.#accepted.has(linkId)) this.violate(`the venue accepted ${linkId} twice`);
    this.#accepted.add(linkId);
  }

  /** After the faults have ended and everything had time to come to rest. */
  checkRest(trader: Trader | null): void {
    if (trader === null) {
      this.violate('the trader is not up at the end');
      return;
    }
    const { read } = trader.journal;
    this.trades = read.stats({ mode: 'live' }).total_trades;
    const { lots, orders } = this.#watch.truth;
    const { driver } = trader.run.opened;
    const { heldLots } = trader.run;
    if (heldLots !== lots) this.violate(`at rest: venue ${lots}, trader ${heldLots}`);
    const known = new Set(driver.orders.open.map(({ linkId }) => linkId));
    const strange = orders.filter(({ linkId }) => linkId !== '' && !known.has(linkId));
    if (strange.length > 0) this.violate(`at rest: orders nobody waits for: ${JSON.stringify(strange)}`);
    const { runId } = trader.run.opened.header;
    const taken = new Set(read.executionIds(runId));
    const ours = this.#world.executions().filter(({ linkId }) => parseOrderLinkId(linkId) !== null);
    this.fills = taken.size;
    const missing = ours.filter(({ id }) => !taken.has(id));
    if (missing.length > 0) this.violate(`at rest: executions never taken up: ${JSON.stringify(missing)}`);
    this.#checkBookedOnce(trader, ours);
  }

  /** No execution is booked twice, or with more than it had. */
  #checkBookedOnce(
    { journal, run }: Trader,
    ours: readonly { readonly id: string; readonly lots: number }[],
  ): void {
    const left = new Map(ours.map(({ id, lots }) => [id, lots]));
    const { runId } = run.opened.header;
    for (const row of journal.read.fills({ runId, limit: 10_000 })) {
      const id = String(row['trade_id']);
      const lots = left.get(id);
      if (lots === undefined) continue;
      left.set(id, lots - Number(row['lots']));
      if (left.get(id)! < 0) this.violate(`at rest: execution ${id} is booked for more than it had`);
    }
  }
}
