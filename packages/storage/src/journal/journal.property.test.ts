import { join } from 'node:path';
import { DAY_MS, SimulatedClock } from '@auction-trader/core';
import type { FillRecord, FundingRecord, TradeRecord } from '@auction-trader/execution';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { exampleFill, examplePlace, exampleRun, exampleTrade, NOON } from '../testing/example-rows.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import type { OrderStatus } from './journal-rows.ts';
import { openJournal } from './open-journal.ts';

const ENDED = ['FILLED', 'CANCELLED', 'REJECTED', 'EXPIRED'];
/** Value of a tick times a lot. */
const UNIT = 0.0001;

function open() {
  const file = join(temporaryFolder(), 'journal.db');
  const journal = openJournal(file, { clock: new SimulatedClock(NOON), durability: 'off' });
  onTestFinished(() => journal.close());
  return { journal, run: journal.run(exampleRun()) };
}

interface MadeUpTrade {
  readonly trade: TradeRecord;
  readonly fills: readonly FillRecord[];
  readonly funding: FundingRecord | null;
}

/** Closed trades of one to three exits, some over midnight, some with funding. */
function anyTrades(): fc.Arbitrary<MadeUpTrade[]> {
  const plan = fc.record({
    exits: fc.array(
      fc.record({ lots: fc.integer({ min: 1, max: 50 }), ticks: fc.integer({ min: -900, max: 900 }) }),
      {
        minLength: 1,
        maxLength: 3,
      },
    ),
    side: fc.constantFrom(1, -1),
    minutes: fc.integer({ min: 1, max: 900 }),
    paid: fc.constantFrom(0, 0, 0.25, -0.125),
  });
  return fc.array(plan, { maxLength: 6 }).map((plans) => {
    let fillId = 0;
    let openMs = NOON;
    return plans.map(({ exits, side, minutes, paid }, index): MadeUpTrade => {
      const tradeId = index + 1;
      const lots = exits.reduce((sum, exit) => sum + exit.lots, 0);
      const entry = exampleFill({ fillId: ++fillId, tradeId, side, lots, fillMs: openMs, fee: lots / 64 });
      const closeMs = openMs + minutes * 60_000;
      const out = exits.map((exit) =>
        exampleFill({
          fillId: ++fillId,
          tradeId,
          leg: 'TP2',
          side: -side,
          lots: exit.lots,
          fillMs: closeMs,
          fee: exit.lots / 32,
          grossPnl: exit.lots * exit.ticks * UNIT,
        }),
      );
      const funding = paid === 0 ? null : { tradeId, timeMs: openMs + 1, lots, amount: paid };
      const fills = [entry, ...out];
      const fees = fills.reduce((sum, fill) => sum + fill.fee, 0);
      const grossPnl = fills.reduce((sum, fill) => sum + fill.grossPnl, 0);
      openMs = closeMs + 60_000;
      const netPnl = grossPnl - fees - paid;
      const sums = { lots, fees, grossPnl, funding: paid, netPnl };
      const times = { openMs: entry.fillMs, closeMs, decisionMs: entry.fillMs };
      const trade = exampleTrade({ tradeId, side, status: 'CLOSED', exitReason: 'TP2', ...sums, ...times });
      return { trade, fills, funding };
    });
  });
}

const sumOf = (rows: readonly Readonly<Record<string, unknown>>[], ...names: string[]) =>
  rows.reduce((sum, row) => sum + names.reduce((own, name) => own + (row[name] as number), 0), 0);

describe('the sums of the journal', () => {
  it('fills are equal to positions, and both to the days, in whatever order they are written', () => {
    fc.assert(
      fc.property(anyTrades(), fc.infiniteStream(fc.nat()), (trades, random) => {
        const { journal, run } = open();
        const writes = trades
          .flatMap(({ trade, fills, funding }) => [
            ...(funding === null ? [] : [() => run.saveFunding(funding)]),
            ...fills.map((fill) => () => run.saveFill(fill, { setup: 'breakin' })),
            () => run.saveTrade(trade),
          ])
          .map((write) => ({ write, at: random.next().value }));
        // Funding comes before the exits that carry it; the rest in any order, some of it twice.
        for (const { funding } of trades) if (funding !== null) run.saveFunding(funding);
        for (const { write, at } of writes.sort((left, right) => left.at - right.at)) {
          write();
          if (at % 3 === 0) write();
        }
        const all = { limit: 1_000 };
        const positions = journal.read.positions(all);
        const fills = journal.read.fills(all);
        for (const position of positions) {
          const own = fills.filter((fill) => fill['position_id'] === position['id']);
          const net = sumOf(own, 'pnl_realized') - sumOf(own, 'fee', 'funding_cost');
          expect(net).toBeCloseTo(position['realized_pnl'] as number, 7);
        }
        const days = journal.read.daily(all);
        expect(sumOf(days, 'realized_pnl')).toBeCloseTo(sumOf(positions, 'realized_pnl'), 6);
        expect(sumOf(days, 'fees_total')).toBeCloseTo(sumOf(positions, 'fees_paid'), 6);
        expect(sumOf(days, 'funding_total')).toBeCloseTo(sumOf(positions, 'funding_paid'), 6);
        expect(sumOf(days, 'trades_count')).toBe(trades.length);
        expect(journal.read.stats().total_pnl).toBeCloseTo(sumOf(positions, 'realized_pnl'), 6);
        for (const { date } of days) {
          const from = Date.parse(date as string);
          const filled = fills.filter(
            ({ ts_ms_fill: at }) => (at as number) >= from && (at as number) < from + DAY_MS,
          );
          const paid = trades
            .map(({ funding }) => funding)
            .filter((one) => one !== null && one.timeMs >= from && one.timeMs < from + DAY_MS)
            .reduce((sum, one) => sum + one!.amount, 0);
          const net = sumOf(filled, 'pnl_realized') - sumOf(filled, 'fee') - paid;
          expect(days.find((day) => day['date'] === date)!['realized_pnl']).toBeCloseTo(net, 7);
        }
      }),
      { numRuns: 30 },
    );
  });
});

describe('an order in the journal', () => {
  it('never comes back to life and never loses a fill, whatever is told of it', () => {
    const status = fc.constantFrom<OrderStatus>('NEW', 'PARTIALLY_FILLED', 'FILLED', 'CANCELLED', 'REJECTED');
    const update = fc.record({ status, filledLots: fc.integer({ min: 0, max: 10 }) });
    fc.assert(
      fc.property(fc.array(update, { maxLength: 12 }), (updates) => {
        const { journal, run } = open();
        const command = examplePlace();
        run.beforeSend({ decisions: [], commands: [{ inputSeq: 1, index: 0, linkId: 'a', command }] });
        let expected = { status: 'PENDING', filledLots: 0 };
        for (const told of updates) {
          run.updateOrder({ orderId: 1, timeMs: NOON, averageTicks: 500_000, ...told });
          const isOld = told.filledLots < expected.filledLots;
          const isOver = ENDED.includes(expected.status) && told.status !== expected.status;
          if (!isOld && !isOver) expected = told;
          const [order] = journal.read.orders();
          expect({ status: order!['status'], filledLots: order!['filled_lots'] }).toEqual(expected);
        }
        const [known] = journal.read.knownOrders('run-1', NOON);
        expect(known!.open).toBe(!ENDED.includes(expected.status));
      }),
      { numRuns: 40 },
    );
  });
});
