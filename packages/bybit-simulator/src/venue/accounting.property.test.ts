import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMoney } from './money.ts';
import { VenueBench } from './testing/venue-bench.ts';

type Row = Readonly<Record<string, unknown>>;

const side = fc.constantFrom('Buy', 'Sell');
const qty = fc.integer({ min: 1, max: 60 }).map((lots) => (lots / 1_000).toFixed(3));
/** Prices around the start, in ticks of 0.1. */
const price = fc.integer({ min: 590_000, max: 610_000 }).map((ticks) => (ticks / 10).toFixed(1));
const flag = fc.boolean();
const trigger = fc.constantFrom('LastPrice', 'MarkPrice', 'IndexPrice');

const market = fc.record({ kind: fc.constant('market' as const), side, qty, reduceOnly: flag });
const limit = fc.record({
  kind: fc.constant('limit' as const),
  side,
  qty,
  price,
  reduceOnly: flag,
  timeInForce: fc.constantFrom('GTC', 'IOC', 'FOK', 'PostOnly'),
  stopLoss: fc.option(price, { nil: undefined }),
  tpslMode: fc.constantFrom('Full', 'Partial'),
});
const stop = fc.record({
  kind: fc.constant('stop' as const),
  side,
  qty,
  triggerPrice: price,
  triggerDirection: fc.constantFrom(1, 2),
  triggerBy: trigger,
  reduceOnly: flag,
});
const tradingStop = fc.record({
  kind: fc.constant('trading-stop' as const),
  tpslMode: fc.constantFrom('Full', 'Partial'),
  takeProfit: price,
  stopLoss: price,
  tpSize: qty,
});
const move = fc.record({
  kind: fc.constant('move' as const),
  to: fc.integer({ min: 590_000, max: 610_000 }),
  lots: fc.integer({ min: 1, max: 80 }),
  side: fc.constantFrom(1, -1),
});
const other = fc.record({
  kind: fc.constantFrom(
    'cancel',
    'amend',
    'cancel-all',
    'wait',
    'funding',
    'by-hand',
    'adl',
    'liquidate',
    'fault',
  ),
  pick: fc.nat({ max: 20 }),
  qty,
  price,
});
const step = fc.oneof(market, limit, stop, tradingStop, { arbitrary: move, weight: 3 }, other);
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never;

function act(bench: VenueBench, one: Step): void {
  switch (one.kind) {
    case 'market':
      bench.create({ ...one, orderType: 'Market' });
      break;
    case 'limit':
      bench.create({ ...one, orderType: 'Limit' });
      break;
    case 'stop':
      bench.create({ ...one, orderType: 'Market' });
      break;
    case 'trading-stop':
      bench.post('/v5/position/trading-stop', { ...one, slSize: one.tpSize });
      break;
    case 'move':
      bench.prices(one.to / 10).quote(one.to / 10, one.to / 10 + 0.1, one.lots, one.lots);
      bench.trade(one.to / 10, one.lots, one.side);
      break;
    default:
      actOtherwise(bench, one);
  }
}

function actOtherwise(bench: VenueBench, one: Extract<Step, { pick: number }>): void {
  const orders = bench.list('/v5/order/realtime', { limit: '50' });
  const orderId = orders[one.pick % Math.max(1, orders.length)]?.['orderId'];
  const event = { account: 'one', symbol: 'BTCUSDT' };
  if (one.kind === 'cancel') bench.post('/v5/order/cancel', { orderId });
  else if (one.kind === 'amend') bench.post('/v5/order/amend', { orderId, qty: one.qty, price: one.price });
  else if (one.kind === 'cancel-all') bench.post('/v5/order/cancel-all', { orderFilter: 'Order' });
  else if (one.kind === 'wait') bench.wait(one.pick);
  else if (one.kind === 'funding') bench.wait(3_600_000 * one.pick);
  else if (one.kind === 'by-hand')
    bench.venue.happen({ kind: 'position', ...event, qty: one.pick % 2 === 0 ? one.qty : `-${one.qty}` });
  else if (one.kind === 'fault')
    bench.venue.happen({ kind: 'next-order', account: 'one', fillShare: one.pick / 20 });
  else bench.venue.happen({ kind: 'liquidate', ...event, adl: one.kind === 'adl' });
}

/** A decimal as a whole number of lots. */
const lots = (text: unknown) => Math.round(Number(text) * 1_000);
const signed = (row: Row) => (row['side'] === 'Sell' ? -1 : 1) * lots(row['execQty'] ?? row['size']);

function checkMoney(bench: VenueBench): void {
  const { wallet, deposits, realised, fees, funding, insured } = bench.venue.money('one');
  expect(wallet).toBe(deposits + realised - fees - funding + insured);
  const row = bench.wallet();
  const equity = Number(row['totalWalletBalance']) + Number(row['totalPerpUPL']);
  expect(Number(row['totalEquity'])).toBeCloseTo(equity, 6);
}

/** What the private stream has said, order by order. */
class Watcher {
  readonly #bench: VenueBench;
  readonly #seen = new Map<unknown, Row>();
  readonly #filled = new Map<unknown, number>();
  #position = 0;
  #at = 0;
  /** Money that executions have brought (sold) and taken (bought, paid), 1e-12 USDT. */
  #cash = 0n;

  constructor(bench: VenueBench) {
    this.#bench = bench;
  }

  check(): void {
    const { pushes } = this.#bench;
    for (; this.#at < pushes.length; this.#at++) {
      const { topic, data } = pushes[this.#at]!;
      if (topic === 'execution') for (const row of data) this.#execution(row);
      if (topic === 'order') for (const row of data) this.#order(row);
      if (topic === 'position') expect(signed(data[0]!)).toBe(this.#position);
    }
    expect(signed(this.#bench.position())).toBe(this.#position);
    checkMoney(this.#bench);
    this.#checkEquity();
  }

  /** Equity is what went in, what trades brought and took, and what the position would bring now. */
  #checkEquity(): void {
    const { deposits, insured } = this.#bench.venue.money('one');
    const mark = parseMoney(String(this.#bench.position()['markPrice']));
    const worth = (BigInt(this.#position) * mark) / 1_000n;
    const equity = parseMoney(String(this.#bench.wallet()['totalEquity']));
    expect(equity).toBe(deposits + insured + this.#cash + worth);
  }

  #execution(row: Row): void {
    this.#cash -= parseMoney(String(row['execFee']));
    if (row['execType'] !== 'Funding')
      this.#cash -= (row['side'] === 'Sell' ? -1n : 1n) * parseMoney(String(row['execValue']));
    if (row['execType'] === 'Funding') return;
    const before = this.#position;
    this.#position += signed(row);
    const closes = Math.sign(before) * signed(row) < 0 ? Math.min(Math.abs(before), lots(row['execQty'])) : 0;
    expect(lots(row['closedSize'])).toBe(closes);
    const { orderId } = row as { orderId: unknown };
    this.#filled.set(orderId, (this.#filled.get(orderId) ?? 0) + lots(row['execQty']));
    expect(lots(row['leavesQty'])).toBe(lots(row['orderQty']) - this.#filled.get(orderId)!);
    expect(lots(row['leavesQty'])).toBeGreaterThanOrEqual(0);
  }

  #order(row: Row): void {
    const { orderId, orderStatus } = row as { orderId: unknown; orderStatus: string };
    const before = this.#seen.get(orderId)?.['orderStatus'];
    expect(['Filled', 'Cancelled', 'Rejected', 'Deactivated']).not.toContain(before);
    this.#seen.set(orderId, row);
    const filled = this.#filled.get(orderId) ?? 0;
    expect(lots(row['cumExecQty'])).toBe(filled);
    const done = ['Cancelled', 'Rejected', 'Deactivated'].includes(orderStatus);
    expect(lots(row['leavesQty'])).toBe(done ? 0 : lots(row['qty']) - filled);
    if (orderStatus === 'Filled') expect(filled).toBe(lots(row['qty']));
  }
}

describe('an account, whatever is done to it', () => {
  const runs = [
    ['by price', false],
    ['by size', true],
  ] as const;

  it.each(runs)('keeps its books in order (fills %s)', (_, fillBySize) => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const bench = new VenueBench({ fillBySize });
        const watcher = new Watcher(bench);
        for (const one of steps) {
          act(bench, one);
          bench.wait(1);
          watcher.check();
        }
        bench.wait(100);
        watcher.check();
      }),
      { numRuns: 150 },
    );
  });

  it('never has a position increased by a reduce-only order', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const bench = new VenueBench({ fillBySize: true });
        for (const one of steps) {
          act(bench, one);
          bench.wait(1);
        }
        const reducing = new Set<unknown>();
        for (const { topic, data } of bench.wait(100).pushes)
          if (topic === 'order') for (const row of data) if (row['reduceOnly']) reducing.add(row['orderId']);
        const fills = bench.pushes.filter(({ topic }) => topic === 'execution').flatMap(({ data }) => data);
        for (const row of fills)
          if (reducing.has(row['orderId'])) expect(lots(row['closedSize'])).toBe(lots(row['execQty']));
      }),
      { numRuns: 100 },
    );
  });

  it('is answered the same every time', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const run = () => {
          const bench = new VenueBench({ seed: 7 });
          for (const one of steps) act(bench, one);
          return bench.wait(100).pushes;
        };
        expect(run()).toEqual(run());
      }),
      { numRuns: 20 },
    );
  });
});
