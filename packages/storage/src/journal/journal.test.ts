import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ACTION, NO_PRICE, REASON, SimulatedClock } from '@auction-trader/core';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  exampleDecision,
  exampleFill,
  examplePlace,
  exampleRun,
  exampleTrade,
  NOON,
} from '../testing/example-rows.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { Database } from './database.ts';
import type { Journal } from './journal.ts';
import { journalQueries } from './journal-queries.ts';
import { openJournal } from './open-journal.ts';
import { readJournal } from './read-journal.ts';
import { runJournal } from './run-journal.ts';
import { writeRun } from './write-run.ts';

const clock = new SimulatedClock(NOON);

function open(file = join(temporaryFolder(), 'journal.db')): Journal {
  const journal = openJournal(file, { clock });
  onTestFinished(() => journal.close());
  return journal;
}

const ENTRY = { inputSeq: 100, index: 0, linkId: 'p-1-entry', command: examplePlace() };

describe('a journal', () => {
  it('takes a decision and its order before it is sent, and tells what is new', () => {
    const journal = open();
    const run = journal.run(exampleRun());
    const decision = exampleDecision({
      flags: 0b000101,
      action: ACTION.ENTER_LONG,
      reason: REASON.ENTRY,
      setup: 1,
      side: 1,
      stopTicks: 499_000,
      tp2Ticks: 502_000,
      lots: 10,
    });
    const batch = { decisions: [decision], commands: [ENTRY] };
    expect(run.beforeSend(batch)).toEqual([ENTRY]);
    // After a restart the same comes out again: nothing is new, nothing doubled.
    expect(run.beforeSend(batch)).toEqual([]);
    expect(journal.read.signals()).toHaveLength(1);
    expect(journal.read.signals()[0]).toMatchObject({
      symbol: 'BTCUSDT',
      ts_min: NOON,
      signal_breakin_long: 1,
      signal_breakin_short: 0,
      signal_breakout_long: 1,
      chosen_action: 'ENTER_LONG',
      reason_code: 'ENTRY',
      signal_type: 'breakin',
      stop_price: 49_900,
      tp1_price: null,
      tp2_price: 50_200,
      size: 0.01,
      strategy_tag: 'breakin',
      acceptance_state: '{"up":null}',
    });
    expect(journal.read.orders()).toEqual([
      {
        order_id: 'run-1:1',
        client_order_id: 'p-1-entry',
        run_id: 'run-1',
        symbol: 'BTCUSDT',
        side: 'BUY',
        order_type: 'LIMIT',
        leg: 'ENTRY',
        reduce_only: 0,
        price: 50_000.3,
        qty: 0.01,
        lots: 10,
        status: 'PENDING',
        filled_qty: 0,
        filled_lots: 0,
        avg_price: null,
        created_at: NOON,
        updated_at: NOON,
        code: '',
      },
    ]);
    expect([...journal.read.decisionsOf('run-1')]).toEqual([decision]);
    expect([...journal.read.commandsOf('run-1')]).toEqual([{ ...ENTRY, timeMs: NOON }]);
  });

  it('refuses a decision or command that differs from what was done', () => {
    const run = open().run(exampleRun());
    run.beforeSend({ decisions: [exampleDecision()], commands: [ENTRY] });
    const other = exampleDecision({ reason: REASON.WARMUP });
    expect(() => run.beforeSend({ decisions: [other], commands: [] })).toThrow(
      /signals_1m for run_id run-1, ts_min \d+: its reason_code is NO_SETUP, now it is WARMUP/,
    );
    const command = { ...ENTRY, command: examplePlace({ lots: 11 }) };
    expect(() => run.beforeSend({ decisions: [], commands: [command] })).toThrow(
      expect.objectContaining({ code: 'JOURNAL_CONFLICT' }),
    );
  });

  it('writes a batch wholly or not at all', () => {
    const journal = open();
    const run = journal.run(exampleRun());
    run.beforeSend({ decisions: [], commands: [ENTRY] });
    const fresh = exampleDecision({ minuteMs: NOON + 60_000 });
    const clash = { ...ENTRY, inputSeq: 200 };
    expect(() => run.beforeSend({ decisions: [fresh], commands: [clash] })).toThrow(
      /table orders of the journal .* has such a row already/,
    );
    expect(journal.read.signals()).toEqual([]);
  });

  it('keeps the infinite deadline of a stop', () => {
    const journal = open();
    const run = journal.run(exampleRun());
    const stop = examplePlace({ orderId: 2, type: 'stop', leg: 'STOP', deadlineMs: Infinity });
    const row = { ...ENTRY, linkId: 'stop', command: stop };
    run.beforeSend({ decisions: [], commands: [row] });
    expect([...journal.read.commandsOf('run-1')][0]!.command).toEqual(stop);
    expect(journal.read.knownOrders('run-1')[0]!.command).toEqual(stop);
  });

  it('follows an order; an ended one stays ended', () => {
    const journal = open();
    const run = journal.run(exampleRun());
    run.beforeSend({ decisions: [], commands: [ENTRY] });
    const update = { orderId: 1, timeMs: NOON + 1, filledLots: 0, averageTicks: Number.NaN } as const;
    run.updateOrder({ ...update, status: 'NEW' });
    run.updateOrder({ ...update, status: 'PARTIALLY_FILLED', filledLots: 4, averageTicks: 500_002.5 });
    expect(journal.read.orders()[0]).toMatchObject({ filled_qty: 0.004, avg_price: 50_000.25 });
    expect(journal.read.knownOrders('run-1')).toEqual([
      { command: ENTRY.command, linkId: ENTRY.linkId, filledLots: 4, open: true },
    ]);
    run.updateOrder({ ...update, status: 'CANCELLED', filledLots: 4, averageTicks: 500_002.5, code: 'x' });
    run.updateOrder({ ...update, status: 'NEW' });
    expect(journal.read.orders()[0]).toMatchObject({ status: 'CANCELLED', filled_lots: 4, code: 'x' });
    expect(journal.read.knownOrders('run-1')).toEqual([]);
    expect(journal.read.knownOrders('run-1', NOON)).toHaveLength(1);
    expect(() => run.updateOrder({ ...update, orderId: 9, status: 'NEW' })).toThrow(/no order 9/);
  });

  it('knows a changed order by its newest size and price', () => {
    const journal = open();
    const run = journal.run(exampleRun());
    const amend = { kind: 'amend', orderId: 1, lots: 7, priceTicks: 499_500, timeMs: NOON } as const;
    run.beforeSend({ decisions: [], commands: [ENTRY, { ...ENTRY, index: 1, command: amend }] });
    expect(journal.read.orders()[0]).toMatchObject({ lots: 7, qty: 0.007, price: 49_950 });
    expect(journal.read.knownOrders('run-1')[0]!.command).toMatchObject({ lots: 7, priceTicks: 499_500 });
  });

  it('sums fills, funding and positions into the day', () => {
    const journal = open();
    const run = journal.run(exampleRun());
    const exit = exampleFill({
      fillId: 2,
      leg: 'TP2',
      side: -1,
      priceTicks: 502_000,
      fillMs: NOON + 600_000,
      fee: 0.27611,
      grossPnl: 1.997,
    });
    const closed = exampleTrade({
      status: 'CLOSED',
      exitReason: 'TP2',
      closeMs: exit.fillMs,
      exitTicks: 502_000,
      grossPnl: 1.997,
      fees: 0.37611,
      funding: 0.05,
      netPnl: 1.57089,
    });
    // A fill may come before its position is written.
    run.saveFill(exampleFill(), { setup: 'breakin', executionId: 'e-1', orderId: 1 });
    run.saveTrade(exampleTrade());
    expect(journal.read.openPosition({ symbol: 'BTCUSDT' })).toMatchObject({
      side: 'LONG',
      exit_price: null,
    });
    run.saveFunding({ tradeId: 1, timeMs: NOON + 120_000, lots: 10, amount: 0.05 });
    run.saveFill(exit, { setup: 'breakin' });
    run.saveTrade(closed);
    // All of it once more, as after a restart.
    run.saveFill(exampleFill(), { setup: 'breakin', executionId: 'e-1', orderId: 1 });
    run.saveFill(exit, { setup: 'breakin' });
    run.saveTrade(closed);
    run.saveUnrealized(NOON, -0.5);
    const fills = journal.read.fills();
    expect(fills.map(({ trade_id, position_id }) => [trade_id, position_id])).toEqual([
      ['run-1:2', 1],
      ['e-1', 1],
    ]);
    expect(fills[0]).toMatchObject({
      qty: 0.01,
      fill_px: 50_200,
      funding_cost: 0.05,
      mid_at_submit: 50_000.35,
    });
    expect(journal.read.openPosition({})).toBeNull();
    expect(journal.read.daily()).toEqual([
      {
        date: '2026-11-20',
        symbol: 'BTCUSDT',
        mode: 'paper',
        instance: 'test',
        realized_pnl: 1.57089,
        unrealized_pnl: -0.5,
        trades_count: 1,
        win_count: 1,
        loss_count: 0,
        fees_total: 0.37611,
        funding_total: 0.05,
      },
    ]);
    expect(journal.read.stats()).toMatchObject({ total_trades: 1, win_rate: 1, total_pnl: 1.57089 });
    expect(journal.read.equity()).toEqual([{ ts: exit.fillMs, pnl: 1.57089, equity: 1.57089 }]);
  });

  it('takes up an execution once', () => {
    const journal = open();
    const run = journal.run(exampleRun());
    expect(run.saveExecutionId('a', NOON)).toBe(true);
    expect(run.saveExecutionId('a', NOON + 5)).toBe(false);
    expect(run.saveExecutionId('b', NOON)).toBe(true);
    expect(journal.read.executionIds('run-1')).toEqual(['a', 'b']);
  });

  it('tells runs, modes and symbols apart', () => {
    const journal = open();
    const paper = journal.run(exampleRun());
    const live = journal.run(exampleRun({ runId: 'run-2', mode: 'live' }));
    paper.saveTrade(exampleTrade());
    live.saveTrade(exampleTrade());
    live.saveModeChange({
      timeMs: NOON,
      from: 'OBSERVE',
      to: 'ACTIVE',
      activation: 'ACTIVE',
      actor: 'operator',
      reason: '',
    });
    expect(journal.read.positions({ mode: 'live' }).map((row) => row['run_id'])).toEqual(['run-2']);
    expect(journal.read.positions({ runId: 'run-1' })).toHaveLength(1);
    expect(journal.read.positions({ symbol: 'ETHUSDT' })).toEqual([]);
    expect(journal.read.positions({ toMs: NOON })).toEqual([]);
    expect(journal.read.positions({ limit: 1 })).toHaveLength(1);
    expect(journal.read.modeLog({ mode: 'live' })[0]).toMatchObject({ from: 'OBSERVE', to: 'ACTIVE' });
    expect(journal.read.runs().map(({ runId }) => runId)).toEqual(['run-2', 'run-1']);
    expect(() => journal.run(exampleRun({ mode: 'live' }))).toThrow(/run run-1 stands .* mode paper/);
  });

  it('stores alerts, operator actions and search results', () => {
    const journal = open();
    const run = journal.run(exampleRun());
    const alert = {
      id: 'a-1',
      ts_ms: NOON,
      type: 'FEED_STALE',
      state: 'raised',
      symbol: 'BTCUSDT',
      mode: 'paper',
      message: 'no quotes for 6 s',
      data: { age_ms: 6_000, last_ts: null },
      instance: 'test',
    } as const;
    journal.saveAlert(alert);
    expect(journal.read.alerts({ mode: 'paper' })).toEqual([alert]);
    run.saveOperatorAction({ timeMs: NOON, command: 'flatten', actor: 'http', result: 'done' });
    expect(journal.read.operatorActions()[0]).toMatchObject({ command: 'flatten', result: 'done' });
    const result = {
      runId: 'grid-1',
      symbol: 'BTCUSDT',
      params: { alpha_bin: 0.2 },
      metrics: { total_pnl: 3 },
      createdMs: NOON,
      status: 'done',
      error: null,
      dataHash: 'd',
      configHash: 'c',
      durationMs: 12.5,
    };
    journal.saveGridResult(result);
    journal.saveGridResult(result);
    expect(journal.read.gridResults('grid-1')).toHaveLength(1);
    expect(journal.read.gridRuns()).toEqual([
      { run_id: 'grid-1', symbol: 'BTCUSDT', combinations: 1, created_at: NOON, failed: 0 },
    ]);
  });

  it('goes on with what is there, and is read while it is written', () => {
    const file = join(temporaryFolder(), 'deep', 'journal.db');
    const first = open(file);
    first.run(exampleRun()).saveTrade(exampleTrade());
    const reader = readJournal(file);
    onTestFinished(() => reader.close());
    expect(reader.positions()).toHaveLength(1);
    first.close();
    const second = open(file);
    second.run(exampleRun()).saveTrade(exampleTrade({ tradeId: 2 }));
    expect(second.read.positions()).toHaveLength(2);
    expect(reader.positions()).toHaveLength(2);
    expect(reader.problems()).toEqual([]);
  });

  it('has one writer', () => {
    const file = join(temporaryFolder(), 'journal.db');
    const journal = open(file);
    expect(() => openJournal(file, { clock })).toThrow(
      expect.objectContaining({
        code: 'STORE_LOCKED',
        exitCode: 2,
        message: expect.stringContaining('writing the journal'),
      }),
    );
    journal.close();
    open(file).close();
  });

  it('nests transactions; the outermost counts', () => {
    const journal = open();
    const run = journal.run(exampleRun());
    expect(() =>
      journal.transaction(() => {
        run.saveTrade(exampleTrade());
        throw new Error('stop');
      }),
    ).toThrow('stop');
    expect(journal.read.positions()).toEqual([]);
    journal.transaction(() => {
      run.saveTrade(exampleTrade());
      run.saveFill(exampleFill(), { setup: 'breakin' });
    });
    expect(journal.read.positions()).toHaveLength(1);
  });
});

describe('a journal in trouble', () => {
  it('says that the disk is full, loses nothing of before, and goes on when there is room', () => {
    const file = join(temporaryFolder(), 'journal.db');
    open(file).close();
    const database = new Database(file, false);
    onTestFinished(() => database.close());
    const facts = exampleRun();
    writeRun(database, facts);
    const run = runJournal({ database, facts, nowMs: () => NOON });
    run.saveTrade(exampleTrade());
    const pages = database.get('journal', 'PRAGMA page_count')!['page_count'] as number;
    database.execute(`PRAGMA max_page_count = ${pages + 2}`);
    const large = exampleDecision({ featureSnapshot: `"${'x'.repeat(2_000_000)}"` });
    expect(() => run.beforeSend({ decisions: [large], commands: [] })).toThrow(
      expect.objectContaining({
        code: 'STORE_ERROR',
        message: expect.stringMatching(/table signals_1m of the journal .*journal.db.*disk is full/),
        hint: expect.stringContaining('purge'),
      }),
    );
    run.saveTrade(exampleTrade({ tradeId: 2 }));
    expect(journalQueries(database).positions()).toHaveLength(2);
  });

  it('says that another process holds it', () => {
    const file = join(temporaryFolder(), 'journal.db');
    const journal = open(file);
    const run = journal.run(exampleRun());
    const other = new DatabaseSync(file);
    other.exec('BEGIN IMMEDIATE');
    onTestFinished(() => other.close());
    expect(() => run.saveTrade(exampleTrade())).toThrow(
      expect.objectContaining({ code: 'STORE_ERROR', message: expect.stringContaining('locked') }),
    );
    other.exec('COMMIT');
    run.saveTrade(exampleTrade());
  });

  it('says that it is damaged', () => {
    const file = join(temporaryFolder(), 'journal.db');
    const journal = open(file);
    const run = journal.run(exampleRun());
    for (let tradeId = 1; tradeId < 200; tradeId++) run.saveTrade(exampleTrade({ tradeId }));
    journal.close();
    const bytes = readFileSync(file);
    bytes.fill(0xa5, bytes.length / 2);
    writeFileSync(file, bytes);
    const reader = readJournal(file);
    expect(() => reader.positions({ limit: 1_000 })).toThrow(
      expect.objectContaining({ code: 'STORE_ERROR', message: expect.stringContaining('damaged') }),
    );
    reader.close();
  });

  it('says that a file is no journal', () => {
    const folder = temporaryFolder();
    const text = join(folder, 'text.db');
    writeFileSync(text, 'this is no database, but it is long enough to look like one. '.repeat(20));
    expect(() => openJournal(text, { clock })).toThrow(expect.objectContaining({ code: 'STORE_ERROR' }));
    const other = join(folder, 'other.db');
    const sqlite = new DatabaseSync(other);
    sqlite.exec('CREATE TABLE x (y)');
    sqlite.close();
    expect(() => openJournal(other, { clock })).toThrow(expect.objectContaining({ code: 'NO_JOURNAL' }));
    expect(() => readJournal(join(folder, 'none.db'))).toThrow(
      expect.objectContaining({ code: 'NO_JOURNAL' }),
    );
    expect(existsSync(join(folder, 'none.db'))).toBe(false);
    // A failed opening gives the lock back.
    expect(() => openJournal(other, { clock })).toThrow(expect.objectContaining({ code: 'NO_JOURNAL' }));
  });

  it('refuses rows without a time or price that a number is', () => {
    const run = open().run(exampleRun());
    expect(() => run.saveTrade(exampleTrade({ openMs: Number.NaN }))).toThrow(/needs its time/);
    run.saveTrade(exampleTrade({ entryTicks: NO_PRICE }));
  });
});
