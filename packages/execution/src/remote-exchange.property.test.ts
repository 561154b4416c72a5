import { NO_PRICE } from '@auction-trader/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OrderCommand } from './order-command.ts';
import { entryPlan } from './testing/hand-venue.ts';
import { RandomVenue } from './testing/random-venue.ts';
import { RemoteBench } from './testing/remote-bench.ts';

/** What an intent may buy or sell, and the orders it was sent as. */
interface Intent {
  readonly lots: number;
  readonly orderIds: number[];
}

/** A session at a nasty venue, and its twin that is restarted now and then: both must do the same. */
class Trial {
  readonly venue: RandomVenue;
  readonly bench = new RemoteBench();
  twin = new RemoteBench();
  readonly intents: Intent[] = [];
  #nowMs = 0;
  #stopTicks = new Map<number, number>();

  constructor(seed: number) {
    this.venue = new RandomVenue(seed);
  }

  both(say: (bench: RemoteBench) => void): void {
    for (const bench of [this.bench, this.twin]) {
      bench.nowMs = this.#nowMs;
      bench.exchange.onTime(this.#nowMs);
      say(bench);
    }
    const commands = this.bench.exchange.takeCommands();
    expect(this.twin.exchange.takeCommands()).toEqual(commands);
    this.#note(commands);
    this.venue.take(commands);
    this.check();
  }

  restart(): void {
    const saved = JSON.stringify([this.twin.manager.snapshot(), this.twin.exchange.snapshot()]);
    const [manager, exchange] = JSON.parse(saved) as unknown[];
    this.twin = new RemoteBench();
    this.twin.manager.restore(manager);
    this.twin.exchange.restore(exchange);
  }

  step([kind, amount]: Step): void {
    const { venue, bench } = this;
    const { manager } = bench;
    const nowMs = this.#nowMs;
    if (kind === 'time') this.pass(amount < 80 ? amount * 4 : amount * 100);
    else if (kind === 'carry') venue.carryOut(nowMs);
    else if (kind === 'fill') venue.fillSome(nowMs);
    else if (kind === 'lose') venue.loseSome(nowMs);
    else if (kind === 'deliver') this.deliver();
    else if (kind === 'restart') this.restart();
    else if (kind === 'move') this.move(Math.trunc((amount - 50) / 2));
    else if (kind === 'enter' && !manager.active)
      this.both((one) => one.manager.enter(this.plan(amount), nowMs));
    else if (kind === 'flip' && manager.side !== 0 && !manager.orderInFlight)
      this.both((one) => one.manager.flip(this.plan(amount, -manager.side), nowMs));
    else if (kind === 'exit' && manager.trade !== null && !manager.exiting)
      this.both((one) => one.manager.exitAtMarket('TIME', nowMs));
    else if (kind === 'flatten') this.both((one) => one.manager.flatten(nowMs));
    else if (kind === 'take back') this.both((one) => one.manager.cancelEntries(nowMs));
    else if (kind === 'tighten' && manager.trade !== null)
      this.both((one) => one.manager.tightenStop(this.venue.priceTicks - manager.side * amount, nowMs));
  }

  plan(amount: number, side = amount % 2 === 0 ? 1 : -1) {
    const { priceTicks } = this.venue;
    return entryPlan({
      side,
      lots: 1 + amount,
      limitTicks: priceTicks - side * (amount % 5),
      stopTicks: priceTicks - side * (20 + amount),
      tp1Ticks: amount % 3 === 0 ? NO_PRICE : priceTicks + side * 40,
      tp2Ticks: priceTicks + side * 80,
      sizingEntryTicks: priceTicks,
      decisionMs: this.#nowMs,
    });
  }

  move(change: number): void {
    const priceTicks = this.venue.priceTicks + change;
    this.venue.move(priceTicks, this.#nowMs);
    this.both(({ exchange }) => {
      exchange.processQuote(this.#nowMs, priceTicks, priceTicks + 1, 5, 5);
      exchange.processPrint(this.#nowMs, priceTicks, 1);
    });
  }

  deliver(): boolean {
    const report = this.venue.deliver();
    if (report !== null) this.both(({ exchange }) => exchange.apply(report, this.#nowMs));
    return report !== null;
  }

  /** Time passes, deadline by deadline. */
  pass(durationMs: number): void {
    const endMs = this.#nowMs + durationMs;
    for (;;) {
      const nextMs = this.bench.exchange.nextDeadlineMs;
      if (nextMs > endMs) break;
      this.#nowMs = Math.max(this.#nowMs, nextMs);
      this.both(() => {});
    }
    this.#nowMs = endMs;
    this.both(() => {});
  }

  /** The venue turns kind, and everything under way comes to its end; the venue is read now and then. */
  quiet(readings = false): void {
    this.venue.nasty = false;
    for (let round = 0; round < 20; round++) {
      this.venue.settle(this.#nowMs);
      while (this.deliver());
      if (readings) this.read();
      this.pass(31_000);
    }
    this.venue.settle(this.#nowMs);
    while (this.deliver());
    expect(this.venue.idle).toBe(true);
  }

  read() {
    const truth = this.venue.truth(this.#nowMs);
    const found = this.bench.exchange.compare(truth, this.#nowMs);
    this.twin.exchange.compare(truth, this.#nowMs);
    if (found.verdict === 'mismatch') {
      this.both(({ manager, exchange }) => {
        manager.halted = true;
        exchange.repair(found, truth, this.#nowMs);
      });
    }
    return found;
  }

  /** What must hold after every step. */
  check(): void {
    const { manager, exchange } = this.bench;
    const { trade, stopOrderId } = manager;
    const entries = [...this.venue.live.values()].filter(({ place }) => !place.reduceOnly);
    expect(entries.length).toBeLessThanOrEqual(1);
    for (const { lots, orderIds } of this.intents) {
      const entered = orderIds.reduce((sum, id) => sum + (this.venue.entered.get(id) ?? 0), 0);
      expect(entered).toBeLessThanOrEqual(lots);
      expect(orderIds.length).toBeLessThanOrEqual(2);
    }
    if (trade !== null && !trade.foreign) expect(stopOrderId !== 0 || manager.exiting).toBe(true);
    if (stopOrderId !== 0) expect(exchange.books.orders.map(({ orderId }) => orderId)).toContain(stopOrderId);
    if (trade !== null) {
      const before = this.#stopTicks.get(trade.tradeId) ?? trade.stopTicks;
      expect(trade.plan.side * (trade.stopTicks - before)).toBeGreaterThanOrEqual(0);
      this.#stopTicks.set(trade.tradeId, trade.stopTicks);
    }
    expect(this.twin.manager.snapshot()).toEqual(manager.snapshot());
    expect(this.twin.exchange.snapshot()).toEqual(exchange.snapshot());
  }

  /** What must hold once everything has been carried out and heard of. */
  checkAgreement(): void {
    const { manager, exchange } = this.bench;
    const { side, lots, live } = this.venue;
    expect(manager.side).toBe(side);
    const booked = manager.trade?.lots ?? 0;
    // Somebody else's single lot is taken for a rounding.
    expect(Math.abs(booked - lots)).toBeLessThanOrEqual(this.venue.manualLots === 0 ? 0 : 1);
    expect([manager.entry, manager.exiting]).toEqual([null, false]);
    const orders = [...live.values()];
    if (manager.trade === null || manager.trade.foreign) {
      expect([orders, exchange.books.orders]).toEqual([[], []]);
      return;
    }
    expect(orders.map(({ place }) => [place.orderId, place.type])).toEqual([[manager.stopOrderId, 'stop']]);
    expect(orders[0]).toMatchObject({ lots: booked, priceTicks: manager.trade.stopTicks });
    expect(orders[0]!.place).toMatchObject({ reduceOnly: true, side: -side });
  }

  #note(commands: readonly OrderCommand[]): void {
    for (const command of commands) {
      if (command.kind !== 'place') continue;
      const { leg, reduceOnly, attempt, orderId, lots } = command;
      expect(reduceOnly).toBe(leg !== 'ENTRY');
      if (leg !== 'ENTRY') continue;
      if (attempt === 0) this.intents.push({ lots, orderIds: [orderId] });
      else this.intents.at(-1)!.orderIds.push(orderId);
    }
  }
}

/** How often each happens. */
const WEIGHTS = {
  carry: 24,
  deliver: 30,
  fill: 16,
  move: 10,
  time: 6,
  enter: 6,
  exit: 2,
  flip: 2,
  tighten: 2,
  lose: 2,
  restart: 2,
  flatten: 1,
  'take back': 1,
} as const;
type Kind = keyof typeof WEIGHTS;
type Step = [Kind, number];

const kinds = fc.oneof(
  ...Object.entries(WEIGHTS).map(([kind, weight]) => ({ weight, arbitrary: fc.constant(kind as Kind) })),
);
const steps: fc.Arbitrary<Step[]> = fc.array(fc.tuple(kinds, fc.integer({ min: 0, max: 100 })), {
  maxLength: 400,
  size: 'max',
});
const seeds = fc.integer({ min: 0, max: 2 ** 31 - 1 });
// Every run tests the same cases, `SEED` and `RUNS` look for others; `SHRINK` makes a counterexample small, in minutes.
const runs = {
  numRuns: Number(process.env['RUNS'] ?? 150),
  seed: Number(process.env['SEED'] ?? 1),
  endOnFailure: process.env['SHRINK'] === undefined,
};

describe('manager and remote exchange at a nasty venue', () => {
  it('agree with it in the end, protected all along, whatever it does, restarts included', () => {
    fc.assert(
      fc.property(seeds, steps, (seed, taken) => {
        const trial = new Trial(seed);
        for (const step of taken) trial.step(step);
        trial.quiet();
        expect(trial.read().verdict).toBe('clean');
        trial.checkAgreement();
        expect(trial.bench.problems.filter(({ kind }) => kind === 'BAD_REPORT')).toEqual([]);
        trial.step(['flatten', 0]);
        trial.quiet();
        expect(trial.read().verdict).toBe('clean');
        trial.checkAgreement();
        const { trades, manager } = trial.bench;
        expect(manager.trade).toBeNull();
        const net = trades.reduce((sum, { netPnl }) => sum + netPnl, 0);
        expect(manager.account.cash - 10_000).toBeCloseTo(net, 6);
      }),
      runs,
    );
  });

  it('follow its position when somebody else trades, and send nothing that changes it', () => {
    fc.assert(
      fc.property(seeds, steps, steps, fc.integer({ min: -150, max: 150 }), (seed, before, after, change) => {
        fc.pre(change !== 0);
        const trial = new Trial(seed);
        for (const step of before) trial.step(step);
        trial.venue.tradeByHand(change);
        for (const step of after.filter(([kind]) => ['carry', 'deliver', 'fill', 'time'].includes(kind)))
          trial.step(step);
        trial.quiet(true);
        trial.checkAgreement();
        expect(trial.read().verdict).toBe('clean');
      }),
      runs,
    );
  });
});
