import type { Call } from '@auction-trader/bybit-simulator';
import { parseOrderLinkId } from '@auction-trader/execution';
import type { AccountTruth, SimulatedWorld } from '../simulation/simulated-world.ts';
import type { Trader } from '../trader/trader.ts';

/** For how long something that should not be was so without a break, ms. */
export interface Stretches {
  /** A position without exactly one reduce-only stop that covers it. */
  unprotected: number;
  /** Venue and trader held different positions. */
  differs: number;
  /** Orders that may only reduce were live while there was nothing to reduce. */
  orphaned: number;
}

type Condition = keyof Stretches;

/**
 * Watches an account at the venue and a trader's books at every event: how long protection, agreement and
 * order were broken at most, and at once what must never happen.
 */
export class InvariantWatch {
  /** The longest stretches so far; those of a time without a trader do not count. */
  readonly longest: Stretches = { unprotected: 0, differs: 0, orphaned: 0 };
  /** What must never happen and did. */
  readonly violations: string[] = [];
  readonly #world: SimulatedWorld;
  readonly #since = new Map<Condition, number>();
  /** Ids that the venue gave to the orders of a link id. */
  readonly #venueIds = new Map<string, Set<string>>();
  #truth: AccountTruth | null = null;

  constructor(world: SimulatedWorld) {
    this.#world = world;
    world.venue.listen({
      onPrivate: ({ topic, data }) => {
        this.#truth = null;
        if (topic === 'order') for (const row of data) this.#noteOrder(row);
      },
      onPublic: () => {},
    });
  }

  /** What the venue holds for the account. */
  get truth(): AccountTruth {
    this.#truth ??= this.#world.truth();
    return this.#truth;
  }

  /** Whether the venue holds a position, covered by exactly one stop. */
  get isProtected(): boolean {
    return this.truth.lots !== 0 && isCovered(this.truth);
  }

  /** Entry orders that the venue took. */
  get acceptedEntries(): string[] {
    return [...this.#venueIds.keys()].filter((linkId) => parseOrderLinkId(linkId)?.leg === 'ENTRY');
  }

  /** @param trader null while none is up */
  afterEvent(trader: Trader | null): void {
    const { truth } = this;
    const { lots, orders } = truth;
    this.#note('unprotected', trader !== null && lots !== 0 && !isCovered(truth));
    this.#note('differs', trader !== null && trader.run.heldLots !== lots);
    this.#note('orphaned', trader !== null && lots === 0 && orders.some(({ reduceOnly }) => reduceOnly));
    const entries = orders.filter(({ linkId, reduceOnly }) => isOurs(linkId) && !reduceOnly);
    if (entries.length > 1) this.#violate(`two entries are live: ${JSON.stringify(entries)}`);
  }

  /** What is wrong now that everything had time to come to rest. */
  restProblems(trader: Trader): string[] {
    const { lots, orders } = this.truth;
    const problems = [...this.violations];
    const { heldLots } = trader.run;
    if (heldLots !== lots) problems.push(`the venue holds ${lots} lots, the trader ${heldLots}`);
    if (lots !== 0 && !isCovered(this.truth)) problems.push(`${lots} lots, stops: ${JSON.stringify(orders)}`);
    const reducing = orders.filter(({ reduceOnly }) => reduceOnly);
    if (lots === 0 && reducing.length > 0) problems.push(`orders while flat: ${JSON.stringify(reducing)}`);
    const waiting = new Set(trader.run.opened.driver.orders.open.map(({ linkId }) => linkId));
    const strange = orders.filter(({ linkId }) => isOurs(linkId) && !waiting.has(linkId));
    if (strange.length > 0) problems.push(`orders nobody waits for: ${JSON.stringify(strange)}`);
    return [...problems, ...this.#journalProblems(trader), ...this.#doubled()];
  }

  /** Every order the venue was asked for, and every execution of ours, stands in the journal. */
  #journalProblems({ journal }: Trader): string[] {
    const rows = journal.read.orders({ mode: 'live', limit: 1_000 });
    const journaled = new Set(rows.map((row) => String(row['client_order_id'])));
    const asked = this.#world.protocol.log.calls.filter(isCreate).map(linkIdOf);
    const runs = journal.read.runs({ mode: 'live' });
    const taken = new Set(runs.flatMap(({ runId }) => journal.read.executionIds(runId)));
    const executions = this.#world.executions().filter(({ linkId }) => isOurs(linkId));
    return [
      ...asked.filter((id) => !journaled.has(id)).map((id) => `order ${id} is not in the journal`),
      ...executions
        .filter(({ id }) => !taken.has(id))
        .map(({ id, linkId }) => `execution ${id} of ${linkId} was never taken up`),
    ];
  }

  /** One order for one id, and one entry for one intent. */
  #doubled(): string[] {
    const doubled = [...this.#venueIds]
      .filter(([, ids]) => ids.size > 1)
      .map(([linkId]) => `the venue took ${linkId} more than once`);
    const intents = this.acceptedEntries.map((linkId) => {
      const { minuteMs, attempt } = parseOrderLinkId(linkId)!;
      return `${minuteMs}/${attempt}`;
    });
    const repeated = intents.filter((intent, at) => intents.indexOf(intent) !== at);
    return [...doubled, ...repeated.map((intent) => `two entries for one intent: ${intent}`)];
  }

  #noteOrder(row: Readonly<Record<string, unknown>>): void {
    const linkId = String(row['orderLinkId']);
    if (!isOurs(linkId)) return;
    const ids = this.#venueIds.get(linkId) ?? new Set();
    this.#venueIds.set(linkId, ids.add(String(row['orderId'])));
  }

  #note(condition: Condition, holds: boolean): void {
    if (!holds) {
      this.#since.delete(condition);
      return;
    }
    const nowMs = this.#world.clock.nowMs();
    const sinceMs = this.#since.get(condition) ?? nowMs;
    this.#since.set(condition, sinceMs);
    this.longest[condition] = Math.max(this.longest[condition], nowMs - sinceMs);
  }

  #violate(what: string): void {
    if (this.violations.length < 5) this.violations.push(`${this.#world.clock.nowMs()}: ${what}`);
  }
}

function isCovered({ lots, orders }: AccountTruth): boolean {
  const stops = orders.filter(({ isStop }) => isStop);
  const [stop] = stops;
  if (stops.length !== 1 || stop === undefined) return false;
  return stop.reduceOnly && stop.side === -Math.sign(lots) && stop.leftLots >= Math.abs(lots);
}

function isOurs(linkId: string): boolean {
  return parseOrderLinkId(linkId) !== null;
}

function isCreate({ path, operation }: Call): boolean {
  return path === '/v5/order/create' || operation === 'order.create';
}

function linkIdOf({ params }: Call): string {
  const [first] = (params['args'] as Readonly<Record<string, unknown>>[] | undefined) ?? [params];
  return String(first?.['orderLinkId']);
}
