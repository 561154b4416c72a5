import { MINUTE_MS } from '@auction-trader/core';
import type { SessionInput, TradingSession } from '@auction-trader/engine';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type RunResult, runBacktest } from './index.ts';
import { paperSession } from './testing/paper-session.ts';
import { randomMarket } from './testing/random-market.ts';
import { configs, shapes } from './testing/random-runs.ts';
import { RandomStrategy } from './testing/random-strategy.ts';
import { recordedInputs, withHeartbeats } from './testing/recorded-inputs.ts';
import { exactText, rowOf, type SessionRecord } from './testing/session-record.ts';

/** What a session must have told of a run: minute by minute, then everything else by kind. */
function expectSameRun(listener: SessionRecord, run: RunResult) {
  const { tape, features, signals } = run;
  const minutes = listener.lines.filter((line) => line.startsWith('minute '));
  // The run leaves the minute of the last event open, the session has closed it.
  expect(minutes.length).toBe(tape.length + 1);
  for (let row = 0; row < tape.length; row++) {
    const { rows, equity, positionLots, ...told } = JSON.parse(minutes[row]!.slice(7));
    const expected = {
      rows: [rowOf(tape, row), rowOf(features, row)],
      equity: run.equity[row],
      positionLots: run.positionLots[row],
    };
    expect(exactText({ rows, equity, positionLots })).toBe(exactText(JSON.parse(exactText(expected))));
    const { lots: _lots, strategyState, ...decided } = rowOf(signals, row);
    expect(told).toMatchObject(decided);
    expect(told.strategyState).toBe(signals.strategyState[row]);
    expect(strategyState).toBeUndefined();
  }
  const text = (records: readonly object[]) => exactText(records);
  const kind = (name: string) =>
    `[${listener.lines.filter(isOf(name)).map((line) => line.slice(name.length + 1))}]`;
  expect(kind('fill')).toBe(text(run.fills));
  const unmeasured = { maxFavourableTicks: Number.NaN, maxAdverseTicks: Number.NaN };
  expect(kind('trade')).toBe(text(run.trades.map((trade) => ({ ...trade, ...unmeasured }))));
  const endMs = tape.minuteMs(tape.length);
  expect(exactText(listener.of('funding').filter(({ timeMs }) => Number(timeMs) <= endMs))).toBe(
    text(run.funding),
  );
  expect(exactText(listener.of('dropped').filter(({ timeMs }) => Number(timeMs) !== endMs + MINUTE_MS))).toBe(
    text(run.droppedEntries.map(({ why, timeMs }) => ({ why, timeMs }))),
  );
}

const isOf = (name: string) => (line: string) => line.startsWith(`${name} `);

function play(session: TradingSession, inputs: readonly SessionInput[]) {
  for (const input of inputs) session.apply(input);
}

describe('a paper session', () => {
  it('gives what a backtest of the same ticks gives, to the byte, on random markets and parameters', () => {
    const runs = Number(process.env['RUNS'] ?? 40);
    let trades = 0;
    fc.assert(
      fc.property(shapes, configs, fc.constantFrom(0, 250, 2_000), (shape, config, graceMs) => {
        const startup = { ...config.startup, late_grace_ms: graceMs };
        const settings = { ...config, startup };
        const source = withHeartbeats(randomMarket({ ...shape, quotes: true }));
        const run = runBacktest(source, settings);
        const { session, listener } = paperSession(source, settings);
        play(session, recordedInputs(source, shape.seed, graceMs));
        expectSameRun(listener, run);
        trades += run.trades.length;
      }),
      { numRuns: runs },
    );
    expect(trades).toBeGreaterThan(runs / 2);
  }, 120_000);

  it('does so with a strategy that trades at any minute and watches every print', () => {
    const runs = Number(process.env['RUNS'] ?? 40);
    let trades = 0;
    fc.assert(
      fc.property(shapes, configs, fc.integer(), (shape, config, seed) => {
        const source = withHeartbeats(randomMarket({ ...shape, minutes: 300, quotes: true }));
        const strategy = () => new RandomStrategy({ seed, entries: 0.3, reach: 60, onTicks: seed % 2 === 0 });
        const run = runBacktest(source, config, { strategy: strategy() });
        const { session, listener } = paperSession(source, config, { strategy: strategy() });
        play(session, recordedInputs(source, seed, config.startup.late_grace_ms));
        expectSameRun(listener, run);
        trades += run.trades.length;
      }),
      { numRuns: runs },
    );
    expect(trades).toBeGreaterThan(runs * 3);
  }, 120_000);
});
