import { ACTION, REASON } from '@auction-trader/core';
import { describe, expect, it } from 'vitest';
import { explainDecisions, explainFills, type RunOutcome, UNEXPLAINED } from './explain-fills.ts';
import type { LegOutcome } from './leg-outcome.ts';
import type { MinuteDecision } from './minute-decision.ts';

const MINUTE_MS = 60_000;
const AT = 100 * MINUTE_MS;

const entry: LegOutcome = {
  decisionMs: AT,
  leg: 'ENTRY',
  side: 1,
  lots: 10,
  priceTicks: 1_000,
  midTicks: 999.5,
  slippageTicks: 0,
  fills: 1,
  fillMs: AT + 50,
  liquidity: 'maker',
  fee: 1,
};
const stop: LegOutcome = { ...entry, leg: 'STOP', side: -1, priceTicks: 990, liquidity: 'taker' };

function decided(change: Partial<MinuteDecision> = {}): MinuteDecision {
  return {
    minuteMs: AT - MINUTE_MS,
    flags: 0,
    action: ACTION.ENTER_LONG,
    reason: REASON.ENTRY,
    setup: 1,
    side: 1,
    stopTicks: 990,
    tp1Ticks: 0,
    tp2Ticks: 0,
    lots: 10,
    strategyState: '',
    featureSnapshot: '{}',
    ...change,
  };
}

function run(legs: readonly LegOutcome[], change: Partial<RunOutcome> = {}, row = decided()): RunOutcome {
  return { legs, decisions: new Map([[row.minuteMs, row]]), dropped: new Map(), waitingMs: null, ...change };
}

const why = (live: RunOutcome, backtest: RunOutcome) =>
  explainFills(live, backtest).map(({ leg, reasons }) => [leg, ...reasons]);

describe('fills of both', () => {
  it('say nothing when they are the same', () => {
    expect(why(run([entry, stop]), run([entry, stop]))).toEqual([['ENTRY'], ['STOP']]);
  });

  it('differ by the way of the market, slippage of the model and the book, which add up', () => {
    const live = { ...stop, priceTicks: 985, midTicks: 987, fillMs: AT + 400 };
    const model = { ...stop, priceTicks: 990, midTicks: 992, slippageTicks: 1, fillMs: AT + 100 };
    expect(explainFills(run([live]), run([model]))[0]).toMatchObject({
      worseTicks: 5,
      marketTicks: 5,
      modelTicks: -1,
      bookTicks: 1,
      laterMs: 300,
      reasons: ['time', 'market moved', 'slippage of the model', 'real book'],
    });
  });

  it('of one time met one market', () => {
    const live = { ...entry, midTicks: 1_005 };
    expect(why(run([live]), run([entry]))).toEqual([['ENTRY']]);
  });

  it('name liquidity, parts and sizes', () => {
    const live = { ...entry, lots: 9, fills: 3, liquidity: 'mixed' } as const;
    expect(why(run([live], {}, decided({ lots: 9 })), run([entry]))).toEqual([
      ['ENTRY', 'size follows the money', 'mixed, not maker', 'in 3 parts, not 1'],
    ]);
    expect(why(run([{ ...entry, lots: 4 }]), run([entry]))).toEqual([['ENTRY', 'filled in part']]);
    const exits = [
      { ...entry, lots: 4 },
      { ...stop, lots: 4 },
    ];
    expect(why(run(exits), run([entry, stop]))[1]).toEqual(['STOP', 'size of the entry']);
    expect(why(run([entry, { ...stop, lots: 4 }]), run([entry, stop]))[1]).toEqual([
      'STOP',
      'left otherwise',
    ]);
  });
});

describe('a fill of one run only', () => {
  it('is missing because the entry was dropped, still waits, or was decided otherwise', () => {
    const dropped = new Map([[AT, 'RECHECK']]);
    expect(why(run([entry]), run([], { dropped }))).toEqual([['ENTRY', 'not filled: RECHECK']]);
    expect(why(run([], { waitingMs: AT }), run([entry]))).toEqual([['ENTRY', 'still waits']]);
    const held = decided({ action: ACTION.HOLD, reason: REASON.COOLDOWN });
    expect(why(run([], {}, held), run([entry, stop]))).toEqual([
      ['ENTRY', 'decided COOLDOWN'],
      ['STOP', 'was not entered'],
    ]);
  });

  it('is missing because the position was left otherwise, or is still open', () => {
    const time = { ...stop, leg: 'TIME' } as const;
    expect(why(run([entry, stop]), run([entry, time]))).toEqual([
      ['ENTRY'],
      ['STOP', 'left by TIME'],
      ['TIME', 'left by STOP'],
    ]);
    expect(why(run([entry]), run([entry, stop]))[1]).toEqual(['STOP', 'still open']);
  });

  it('is not explained when both have decided it and nothing became of it', () => {
    expect(why(run([entry]), run([]))).toEqual([['ENTRY', UNEXPLAINED]]);
  });
});

describe('decisions', () => {
  const differ = (one: Partial<MinuteDecision>, other: Partial<MinuteDecision>) =>
    explainDecisions(run([], {}, decided(one)), run([], {}, decided(other))).map((found) => found.why);
  const hold = (reason: number) => ({ action: ACTION.HOLD, reason });

  it('differ by position, money, and what a backtest knows nothing of', () => {
    expect(differ({}, {})).toEqual([]);
    expect(differ({ lots: 9 }, {})).toEqual(['money']);
    expect(differ(hold(REASON.SIZE_MIN), {})).toEqual(['money']);
    expect(differ({}, hold(REASON.SAME_SIDE))).toEqual(['position']);
    expect(differ(hold(REASON.HALTED), hold(REASON.COOLDOWN))).toEqual(['venue or operator']);
  });

  it('are not explained when they rest on other features, or want another trade', () => {
    expect(differ({ featureSnapshot: '{"a":1}' }, {})).toEqual([UNEXPLAINED]);
    expect(differ({ stopTicks: 991 }, {})).toEqual([UNEXPLAINED]);
    expect(differ(hold(REASON.NO_SETUP), {})).toEqual([UNEXPLAINED]);
  });
});
