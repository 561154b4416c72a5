import { AuctionTraderError, defineInstrument } from '@auction-trader/core';
import type { SessionInput, TradingSession } from '@auction-trader/engine';
import type { OrderCommand, PlaceOrder } from '@auction-trader/execution';
import type { Journal, Recorder, RunJournal, SendBatch } from '@auction-trader/storage';
import { describe, expect, it } from 'vitest';
import { type DriverListener, SessionDriver } from './session-driver.ts';

const ENTRY: PlaceOrder = {
  kind: 'place',
  orderId: 1,
  leg: 'ENTRY',
  attempt: 0,
  type: 'limit',
  side: 1,
  lots: 10,
  priceTicks: 500_000,
  reduceOnly: false,
  submitMs: 60_000,
  deadlineMs: 120_000,
};
const EXIT: PlaceOrder = { ...ENTRY, orderId: 2, leg: 'TIME', type: 'market', side: -1, reduceOnly: true };
const instrument = defineInstrument({ venue: 'bybit', symbol: 'BTCUSDT', tickSize: '0.1', lotSize: '0.001' });

function setUp(answer: (input: SessionInput) => OrderCommand[]) {
  const log: string[] = [];
  const journaled: SendBatch[] = [];
  const disk = { isFull: false };
  const full = () => new AuctionTraderError('the disk is full', { code: 'STORE_ERROR' });
  let commands: OrderCommand[] = [];
  const session = {
    tape: null,
    features: null,
    openTrade: null,
    apply(input: SessionInput) {
      log.push(`apply ${input.kind === 'report' ? input.report.kind : input.kind}`);
      commands = answer(input);
    },
    takeCommands: () => commands.splice(0),
  } as unknown as TradingSession;
  const recorder = {
    position: { seq: 7, segment: '' },
    append: () => {
      if (disk.isFull) throw full();
      return 8;
    },
    flush: () => log.push('flush'),
  } as unknown as Recorder;
  const journal = {
    transaction(work: () => unknown) {
      if (disk.isFull) throw full();
      const result = work();
      log.push('commit');
      return result;
    },
  } as unknown as Journal;
  const run = {
    beforeSend(batch: SendBatch) {
      journaled.push(batch);
      return batch.commands;
    },
    updateOrder: () => {},
  } as unknown as RunJournal;
  const nothing = () => {};
  const listener: DriverListener = {
    onMinute: nothing,
    onAlert: nothing,
    onEntryDropped: nothing,
    onOperatorRefused: nothing,
    onHandled: nothing,
    onStoreFailed: () => log.push('stores failed'),
    onStoreWorks: () => log.push('stores work'),
    onFailed: (error) => log.push(`failed: ${(error as Error).message}`),
  };
  const venue = {
    send: ({ command, linkId }: { command: OrderCommand; linkId: string }) => {
      log.push(`send ${command.kind} ${command.orderId}`);
      expect(linkId).toMatch(/^at-l-test-/);
    },
  };
  const owner = { mode: 'live', instance: 'test' };
  const driver = new SessionDriver({ instrument, owner, recorder, journal, run, venue, listener });
  // Only the form of the tape is asked for when it is connected.
  Object.assign(session, { tape: EMPTY, features: EMPTY });
  driver.connect(session);
  return { driver, log, journaled, disk };
}

/** Stands for columns that nobody reads here. */
const EMPTY = new Proxy({}, { get: () => new Int32Array(1) }) as never;

const TIME: SessionInput = { kind: 'time', timeMs: 60_000 };

describe('SessionDriver', () => {
  it('records, applies, hands the recording over, journals, and only then sends', () => {
    const { driver, log, journaled } = setUp(() => [ENTRY]);
    driver.push(TIME);
    expect(log).toEqual(['apply time', 'flush', 'commit', 'send place 1']);
    expect(journaled[0]?.commands).toMatchObject([{ inputSeq: 8, index: 0, command: ENTRY }]);
  });

  it('sends exits while the journal cannot be written, refuses entries, and writes both later', () => {
    const { driver, log, journaled, disk } = setUp((input) => (input.kind === 'time' ? [ENTRY, EXIT] : []));
    disk.isFull = true;
    driver.push(TIME);
    expect(log).toContain('stores failed');
    expect(log).toContain('send place 2');
    expect(log).not.toContain('send place 1');
    expect(log).toContain('apply rejected');
    disk.isFull = false;
    driver.flush();
    expect(log.at(-1)).toBe('stores work');
    expect(journaled[0]?.commands.map(({ command }) => command.orderId)).toEqual([1, 2]);
  });

  it('takes entries back when the session breaks, and does nothing any more', () => {
    const { driver, log } = setUp((input) => {
      if (input.kind === 'connected') throw new Error('broken');
      return [ENTRY, EXIT];
    });
    driver.push(TIME);
    log.length = 0;
    driver.push({ kind: 'connected', timeMs: 61_000 });
    expect(log).toEqual(['apply connected', 'send cancel 1', 'flush', 'failed: broken']);
    driver.push(TIME);
    expect(log).toHaveLength(4);
  });
});
