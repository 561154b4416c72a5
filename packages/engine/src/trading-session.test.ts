import { MINUTE_MS } from '@auction-trader/core';
import { describe, expect, it } from 'vitest';
import { NOON, SessionBench } from './testing/session-bench.ts';

const LIMITED = { risk: { max_daily_loss: 500 } };

/** A live bench that is ready and activated. */
function liveBench(config: object = LIMITED): SessionBench {
  const bench = new SessionBench({ mode: 'live', config });
  bench.apply(-500, { kind: 'venue-ready', ready: true });
  // One minute before: with its own warm-up the strategy is ready from the first row on.
  bench.frame(-400, ['q', -400, 499_999, 500_001], ['t', -400, 500_000, 5, 1]);
  bench.apply(250, { kind: 'minute', minuteMs: NOON - MINUTE_MS });
  bench.apply(300, { kind: 'operator', command: 'activate' });
  return bench;
}

describe('gates of a session', () => {
  it('WARMUP: until the window is full', () => {
    const bench = new SessionBench({ warmsUpItself: false });
    for (let minute = 0; minute < 31; minute++) bench.minute(minute);
    expect(bench.decisions.slice(0, 29)).toEqual(Array(29).fill('HOLD WARMUP'));
    expect(bench.decisions[29]).toBe('ENTER_LONG ENTRY');
    expect(bench.session.state.warmup).toMatchObject({ ready: true, minutesDone: 30, minutesNeeded: 30 });
  });

  it('WARMUP: again after an outage', () => {
    const bench = new SessionBench({ warmsUpItself: false });
    for (let minute = 0; minute < 29; minute++) bench.minute(minute);
    for (let minute = 29; minute < 32; minute++) bench.endMinute(minute);
    bench.minute(32);
    expect(bench.decisions.at(-1)).toBe('HOLD WARMUP');
    expect(bench.session.state.gates[0]).toBe('WARMUP');
  });

  it('FEED_STALE: no quote message in the last 5 seconds, though trades go on', () => {
    const bench = new SessionBench();
    bench.frame(0, ['q', 0, 499_999, 500_001], ['t', 0, 500_000, 5, 1]);
    bench.frame(55_000, ['again', 55_000]);
    bench.frame(59_900, ['t', 59_900, 500_000, 5, 1]);
    bench.endMinute(0);
    expect(bench.decisions).toEqual(['HOLD FEED_STALE']);
  });

  it('FEED_STALE: a quote 4,999 ms before the decision is fresh enough', () => {
    const bench = new SessionBench();
    bench.frame(0, ['q', 0, 499_999, 500_001], ['t', 0, 500_000, 5, 1]);
    bench.frame(55_001, ['again', 55_001]);
    bench.endMinute(0);
    expect(bench.decisions).toEqual(['ENTER_LONG ENTRY']);
  });

  it('FEED_STALE: crossed quotes are no quotes', () => {
    const bench = new SessionBench();
    bench.frame(0, ['q', 0, 499_999, 500_001], ['t', 0, 500_000, 5, 1]);
    for (let at = 1_000; at < 60_000; at += 1_000) bench.frame(at, ['q', at, 500_002, 500_001]);
    bench.endMinute(0);
    expect(bench.decisions).toEqual(['HOLD FEED_STALE']);
    expect(bench.session.state.quality.invalidQuotes).toBe(59);
  });

  it('FEED_STALE: no quote at all', () => {
    const bench = new SessionBench();
    bench.frame(0, ['t', 0, 500_000, 5, 1]);
    bench.frame(59_900, ['t', 59_900, 500_000, 5, 1]);
    bench.endMinute(0);
    expect(bench.decisions).toEqual(['HOLD FEED_STALE']);
  });

  it('FEED_STALE: the venue is not ready', () => {
    const bench = liveBench();
    bench.apply(400, { kind: 'venue-ready', ready: false });
    bench.minute(0);
    expect(bench.decisions.at(-1)).toBe('HOLD FEED_STALE');
    bench.apply(61_000, { kind: 'venue-ready', ready: true });
    bench.minute(1);
    expect(bench.decisions.at(-1)).toBe('ENTER_LONG ENTRY');
    expect(bench.changes.filter((change) => change === 'venue')).toHaveLength(3);
  });

  it('KILL_SWITCH: the limit of the daily loss', () => {
    const bench = liveBench();
    bench.apply(1_000, { kind: 'funding', executionId: 'f1', amount: 500 });
    bench.minute(0);
    expect(bench.decisions.at(-1)).toBe('HOLD KILL_SWITCH');
    expect(bench.alerts.find(({ type }) => type === 'KILL_SWITCH')?.data).toEqual({
      daily_pnl: -500,
      limit: 500,
      position: 0,
    });
    expect(bench.session.state.daily).toMatchObject({ pnl: -500, limit: 500, killSwitch: true });
  });

  it('HALTED: something happened that nobody ordered', () => {
    const bench = liveBench();
    bench.apply(1_000, { kind: 'foreign', text: 'somebody traded by hand' });
    bench.minute(0);
    expect(bench.decisions.at(-1)).toBe('HOLD HALTED');
    expect(bench.session.state).toMatchObject({
      halted: true,
      activated: false,
      haltReason: 'somebody traded by hand',
    });
  });

  it.each(['paper', 'shadow', 'live'] as const)('OBSERVE: %s that was not activated', (mode) => {
    const bench = new SessionBench({ mode, activated: false });
    bench.apply(-1, { kind: 'venue-ready', ready: true });
    bench.minute(0);
    expect(bench.decisions).toEqual(['HOLD OBSERVE']);
    expect(bench.commands).toEqual([]);
    expect(bench.silent.commands).toEqual([]);
  });

  it('OBSERVE: live starts observing whatever it was told, and a dry run cannot be activated', () => {
    for (const mode of ['live', 'dry_run'] as const) {
      const bench = new SessionBench({ mode, activated: true, config: LIMITED });
      bench.apply(-1, { kind: 'venue-ready', ready: true });
      bench.minute(0);
      expect(bench.decisions).toEqual(['HOLD OBSERVE']);
      bench.apply(61_000, { kind: 'operator', command: 'activate' });
      bench.minute(1);
      expect(bench.decisions[1]).toBe(mode === 'live' ? 'ENTER_LONG ENTRY' : 'HOLD OBSERVE');
    }
  });

  it('PENDING_ORDER: the entry before is still at work', () => {
    const bench = new SessionBench();
    bench.minute(0);
    bench.minute(1);
    expect(bench.decisions).toEqual(['ENTER_LONG ENTRY', 'HOLD PENDING_ORDER']);
    expect(bench.session.state.gates).toEqual(['PENDING_ORDER']);
  });
});

describe('an operator', () => {
  it('cannot activate before the warm-up is complete', () => {
    const bench = new SessionBench({ activated: false, warmsUpItself: false });
    bench.minute(0);
    bench.apply(61_000, { kind: 'operator', command: 'activate' });
    expect(bench.refusals).toEqual(['activate: The warm-up is not complete.']);
    expect(bench.session.state.activated).toBe(false);
  });

  it('cannot activate live without a limit of the daily loss, a venue, or a feed', () => {
    const bench = new SessionBench({ mode: 'live' });
    bench.minute(0);
    expect(bench.session.refusal('activate')).toContain('max_daily_loss');
    const other = new SessionBench({ mode: 'live', config: LIMITED });
    other.minute(0);
    expect(other.session.refusal('activate')).toContain('venue');
    other.apply(60_300, { kind: 'venue-ready', ready: true });
    expect(other.session.refusal('activate')).toBeNull();
    other.apply(66_000, { kind: 'time' });
    expect(other.session.refusal('activate')).toContain('stale');
  });

  it('switches entries off at once and takes the working one back', () => {
    const bench = new SessionBench();
    bench.minute(0);
    bench.apply(60_300, { kind: 'operator', command: 'deactivate' });
    expect(bench.silent.commands.map(({ kind }) => kind)).toEqual(['place', 'cancel']);
    expect(bench.alertTexts).toContain('ACTIVATION_CHANGED event');
    expect(bench.changes).toContain('activation');
    expect(bench.drops).toEqual(['CANCELLED']);
  });

  it('cancels entries, and stays active', () => {
    const bench = new SessionBench();
    bench.minute(0);
    bench.apply(60_300, { kind: 'operator', command: 'cancel-entries' });
    expect(bench.silent.commands.map(({ kind }) => kind)).toEqual(['place', 'cancel']);
    expect(bench.session.state.activated).toBe(true);
  });
});

describe('the market of a session', () => {
  it('shows events to an exchange inside the session in the order of their times, behind the grace', () => {
    const bench = new SessionBench();
    bench.frame(0, ['q', 0, 499_999, 500_001]);
    bench.frame(300, ['t', 300, 500_000, 1, 1]);
    // 100 is earlier than 300, and arrives later: within the grace of 250 ms nothing of 50 on was shown.
    bench.frame(340, ['t', 100, 500_010, 1, 1]);
    expect(bench.silent.seen).toEqual(['q 0 499999']);
    bench.frame(700, ['q', 700, 500_005, 500_006]);
    expect(bench.silent.seen).toEqual(['q 0 499999', 't 100 500010', 't 300 500000']);
    bench.endMinute(0);
    expect(bench.silent.seen.at(-1)).toBe('q 700 500005');
  });

  it('keeps events after the end of the minute for the next one, and from the exchange until then', () => {
    const bench = new SessionBench();
    bench.frame(0, ['q', 0, 499_999, 500_001], ['t', 0, 500_000, 5, 1]);
    bench.frame(60_100, ['q', 60_100, 500_099, 500_101], ['t', 60_100, 500_100, 7, -1]);
    bench.frame(61_000, ['again', 61_000]);
    expect(bench.silent.seen).toEqual(['q 0 499999', 't 0 500000']);
    bench.endMinute(0);
    expect(bench.session.tape.closeTicks[0]).toBe(500_000);
    expect(bench.session.tape.bidTicks[0]).toBe(499_999);
    bench.frame(61_500, ['again', 61_500]);
    expect(bench.silent.seen.slice(2)).toEqual(['q 60100 500099', 't 60100 500100', 'q 61000 500099']);
    bench.endMinute(1);
    expect(bench.session.tape.volumeLots[1]).toBe(7);
  });

  it('counts a trade that comes after its minute, tells of it, and leaves the bar as it is', () => {
    const bench = new SessionBench();
    bench.minute(0);
    const seen = bench.silent.seen.length;
    bench.frame(60_300, ['t', 59_000, 500_500, 9, 1], ['t', 59_001, 500_500, 1, 1]);
    bench.minute(1);
    expect(bench.session.tape.lateTrades[0]).toBe(2);
    expect(bench.session.tape.highTicks[0]).toBe(500_000);
    expect(bench.session.features.windowLots[1]).toBe(5 + 5 + 10);
    expect(bench.silent.seen.slice(seen).join()).not.toContain('500500');
    expect(bench.alerts).toMatchObject([
      { type: 'LATE_DATA', state: 'event', data: { minute: NOON, count: 2 } },
    ]);
    expect(bench.session.state.quality.lateTrades).toBe(2);
  });

  it('drops quotes older than the newest, and those of a closed minute', () => {
    const bench = new SessionBench();
    bench.frame(100, ['q', 100, 499_999, 500_001], ['q', 99, 400_000, 400_001], ['t', 100, 500_000, 5, 1]);
    bench.endMinute(0);
    expect(bench.session.tape.bidTicks[0]).toBe(499_999);
    bench.frame(60_300, ['q', 59_999, 499_000, 499_001]);
    bench.endMinute(1);
    expect(bench.session.tape.bidTicks[1]).toBe(499_999);
    expect(bench.session.state.quality.outdatedQuotes).toBe(2);
  });

  it('takes a repeated quote as a sign of life that is no new quote', () => {
    const bench = new SessionBench();
    bench.frame(100, ['q', 100, 499_999, 500_001], ['t', 100, 500_000, 5, 1]);
    bench.frame(50_000, ['again', 50_000]);
    bench.endMinute(0);
    expect(bench.session.tape.quoteAgeMs[0]).toBe(59_899);
    expect(bench.session.tape.lastLifeMs[0]).toBe(NOON + 50_000);
    expect(bench.silent.seen).toContain('q 50000 499999');
  });

  it('leaves out what is stamped ahead of the clock, has no price of the market, or is no number', () => {
    const bench = new SessionBench();
    bench.frame(100, ['q', 100, 499_999, 500_001], ['t', 100, 500_000, 5, 1]);
    bench.frame(200, ['t', 20_000, 500_000, 5, 1], ['q', 20_000, 1, 2], ['t', 150, 2_000_000, 5, 1]);
    bench.frame(300, ['t', Number.NaN, 500_000, 5, 1], ['t', 300, -5, 5, 1], ['t', 300, 500_000, 3e9, 1]);
    bench.frame(400, ['q', 400, 1e10, 2e10], ['q', 401, 1.5, 2.5]);
    bench.endMinute(0);
    expect(bench.session.tape.volumeLots[0]).toBe(5);
    expect(bench.session.tape.bidTicks[0]).toBe(499_999);
    const { aheadOfClock, refused, trades, quotes } = bench.session.state.quality;
    expect({ aheadOfClock, refused: refused['out-of-range'], trades, quotes }).toEqual({
      aheadOfClock: 3,
      refused: 5,
      trades: 1,
      quotes: 1,
    });
  });

  it('begins with the first minute in which something was heard, also one that a straggler opens', () => {
    const bench = new SessionBench();
    bench.frame(60_100, ['q', 60_090, 499_999, 500_001], ['t', 60_100, 500_000, 5, 1]);
    bench.frame(60_120, ['t', 59_990, 500_010, 5, 1]);
    bench.endMinute(0);
    bench.endMinute(1);
    expect(bench.decisions).toHaveLength(2);
    expect(bench.session.tape.minuteMs(0)).toBe(NOON);
  });

  it('closes each minute once, and those that were missed', () => {
    const bench = new SessionBench();
    bench.minute(0);
    bench.endMinute(0);
    expect(bench.decisions).toHaveLength(1);
    bench.endMinute(4);
    expect(bench.decisions).toHaveLength(5);
    expect(bench.session.state.warmup.missingMinutes).toBe(4);
    expect(bench.session.state.lastMinuteMs).toBe(NOON + 4 * MINUTE_MS);
  });

  it('makes the decoder forget the book with each connection', () => {
    const bench = new SessionBench();
    bench.apply(0, { kind: 'connected' });
    expect(bench.decoder.resets).toBe(1);
    expect(bench.session.state.connected).toBe(true);
    bench.apply(1, { kind: 'disconnected' });
    expect(bench.session.state.connected).toBe(false);
  });
});

describe('alerts of a session', () => {
  it('FEED_STALE when no quote came for 5 seconds, at the deadline it names, until one comes', () => {
    const bench = new SessionBench();
    bench.frame(0, ['q', 0, 499_999, 500_001]);
    bench.frame(3_000, ['again', 3_000]);
    expect(bench.session.nextDeadlineMs).toBe(NOON + 8_000);
    bench.apply(7_999, { kind: 'time' });
    expect(bench.alerts).toEqual([]);
    bench.apply(8_000, { kind: 'time' });
    expect(bench.alerts).toMatchObject([
      { type: 'FEED_STALE', state: 'raised', data: { age_ms: 5_000, last_ts: NOON + 3_000 } },
    ]);
    expect(bench.session.nextDeadlineMs).toBe(Number.POSITIVE_INFINITY);
    bench.apply(9_000, { kind: 'time' });
    bench.frame(9_500, ['again', 9_500]);
    expect(bench.alertTexts).toEqual(['FEED_STALE raised', 'FEED_STALE cleared']);
  });

  it('FEED_STALE when no quote ever came', () => {
    const bench = new SessionBench();
    bench.apply(0, { kind: 'connected' });
    bench.apply(5_000, { kind: 'time' });
    expect(bench.alerts[0]?.data).toEqual({ age_ms: 5_000, last_ts: null });
  });

  it('VA_INVALID after the warm-up, until it is valid', () => {
    const bench = new SessionBench({ activated: false, warmsUpItself: false });
    for (let minute = 0; minute < 31; minute++) bench.minute(minute);
    expect(bench.alerts).toMatchObject([
      { type: 'VA_INVALID', state: 'raised', data: { bins: 1, min: 20, reason: 'too few bins' } },
    ]);
    const at = 31 * MINUTE_MS;
    const spread = Array.from(
      { length: 30 },
      (_, step) => ['t', at + 1, 500_000 + 300 * step, 1, 1] as const,
    );
    bench.frame(at + 10, ['q', at, 499_999, 500_001], ...spread);
    bench.endMinute(31);
    expect(bench.alertTexts.slice(0, 2)).toEqual(['VA_INVALID raised', 'VA_INVALID cleared']);
  });

  it('HIGH_AMBIGUOUS while too much volume has no side', () => {
    const bench = new SessionBench({ activated: false });
    bench.frame(0, ['t', 0, 500_000, 10, 0], ['t', 1, 500_000, 10, 1]);
    bench.endMinute(0);
    bench.endMinute(1);
    bench.minute(2);
    const ambiguous = bench.alerts.filter(({ type }) => type === 'HIGH_AMBIGUOUS');
    expect(ambiguous.map(({ state, timeMs }) => [state, timeMs])).toEqual([
      ['raised', NOON + MINUTE_MS],
      ['cleared', NOON + 3 * MINUTE_MS],
    ]);
    expect(ambiguous[0]?.data).toEqual({ frac: 0.5, max: 0.35 });
  });

  it('LEVERAGE_CAP says what was wanted', () => {
    const bench = new SessionBench({ config: { sizing: { risk_pct: 0.05 } } });
    bench.minute(0);
    const [cap] = bench.alerts.filter(({ type }) => type === 'LEVERAGE_CAP');
    expect(bench.silent.commands[0]).toMatchObject({ kind: 'place', lots: 2_000 });
    expect(cap?.data).toEqual({ wanted: 5_000, used: 2_000 });
  });
});

describe('a live session', () => {
  it('sends nothing by itself: commands are taken, once', () => {
    const bench = liveBench();
    bench.minute(0);
    expect(bench.commands).toMatchObject([
      { kind: 'place', leg: 'ENTRY', type: 'limit', side: 1, priceTicks: 500_000 },
    ]);
    expect(bench.session.takeCommands()).toEqual([]);
  });

  it('covers the first fill with a stop, and takes a target as soon as its quote arrives', () => {
    const bench = liveBench();
    bench.minute(0);
    const entry = bench.commands[0]!;
    const lots = entry.kind === 'place' ? entry.lots : 0;
    fill(bench, 61_000, 1, lots, 500_000);
    accept(bench, 61_010, 2);
    expect(bench.commands[1]).toMatchObject({ leg: 'STOP', type: 'stop', lots, priceTicks: 499_000 });
    expect(bench.session.state.position).toMatchObject({ side: 1, lots, stopTicks: 499_000, setup: 'eager' });
    expect(bench.session.state.orders).toMatchObject([
      { leg: 'STOP', type: 'stop', side: -1, leftLots: lots },
    ]);
    expect(bench.session.state.heat).toBeCloseTo(0.02, 3);
    bench.frame(62_000, ['q', 62_000, 505_000, 505_001]);
    expect(bench.commands[2]).toMatchObject({ kind: 'place', leg: 'TP2', type: 'market', side: -1, lots });
    expect(bench.changes).toEqual(expect.arrayContaining(['fill', 'position', 'order']));
  });

  it('decides by the quote at the close, and goes on from the newest', () => {
    const bench = liveBench({ ...LIMITED, execution: { use_limit_for_entry: false } });
    bench.frame(100, ['q', 100, 499_999, 500_001], ['t', 100, 500_000, 5, 1]);
    bench.frame(59_000, ['again', 59_000]);
    bench.frame(60_100, ['q', 60_100, 600_000, 600_001]);
    bench.endMinute(0);
    // 2 % of 10,000 over the distance from the expected fill 500,002 to the stop 499,000.
    expect(bench.commands[0]).toMatchObject({ type: 'market', lots: Math.floor(200 / (1_002 * 0.0001)) });
    expect(bench.session.state).toMatchObject({ bidTicks: 600_000, askTicks: 600_001 });
  });

  it('books funding as charged, each payment once, and none by the clock', () => {
    const bench = new SessionBench({ mode: 'live', config: LIMITED });
    bench.apply(0, { kind: 'funding', executionId: 'a', amount: 1.5 });
    bench.apply(1, { kind: 'funding', executionId: 'a', amount: 1.5 });
    bench.apply(2, { kind: 'funding', executionId: 'b', amount: -0.5 });
    expect(bench.funding.map(({ amount }) => amount)).toEqual([1.5, -0.5]);
    expect(bench.session.state.account.cash).toBe(9_999);
  });

  it('sizes by what is available at the venue', () => {
    const bench = liveBench();
    expect(bench.session.state.account.availableMargin).toBe(10_000);
    bench.apply(500, {
      kind: 'account',
      account: { timeMs: NOON + 500, availableMargin: 1_000, equity: 1_200 },
    });
    expect(bench.session.state.account).toMatchObject({ venueEquity: 1_200, venueAvailableMargin: 1_000 });
    bench.minute(0);
    // Ten times the 1,000 there are make 200 lots; their margin with the taker fee on top fits for 198.
    expect(bench.commands[0]).toMatchObject({ lots: 198 });
  });

  it('halts when the venue holds something else, takes it into the books, and sends nothing that changes it', () => {
    const bench = liveBench();
    bench.minute(0);
    bench.truth(70_000, { side: 1, lots: 50, entryTicks: 500_000 });
    bench.truth(76_000, { side: 1, lots: 50, entryTicks: 500_000 });
    const { halted, activated, position } = bench.session.state;
    expect({ halted, activated, lots: position?.lots }).toEqual({ halted: true, activated: false, lots: 50 });
    expect(bench.alertTexts).toContain('POSITION_MISMATCH raised');
    for (const command of bench.commands.slice(1)) {
      const harmless = command.kind !== 'place' || command.type === 'stop';
      expect(harmless, JSON.stringify(command)).toBe(true);
    }
    const mismatch = bench.alerts.find(({ type }) => type === 'POSITION_MISMATCH');
    expect(mismatch?.data).toMatchObject({ internal: 0, venue: 50 });
  });

  it('ends a halt only by a clean reading after the operator asked, and then observes', () => {
    const bench = liveBench();
    bench.apply(1_000, { kind: 'foreign', text: 'by hand' });
    bench.truth(2_000);
    expect(bench.session.state.halted).toBe(true);
    bench.apply(3_000, { kind: 'operator', command: 'resolve' });
    expect(bench.session.state).toMatchObject({ halted: true, resolving: true });
    bench.truth(4_000, { readMs: NOON + 2_500 });
    expect(bench.session.state.halted).toBe(true);
    bench.truth(5_000);
    expect(bench.session.state).toMatchObject({ halted: false, activated: false, resolving: false });
    expect(bench.alertTexts).toContain('POSITION_MISMATCH cleared');
    bench.minute(0);
    expect(bench.decisions.at(-1)).toBe('HOLD OBSERVE');
  });

  it('refuses to activate while halted, to resolve what is not halted', () => {
    const bench = liveBench();
    expect(bench.session.refusal('resolve')).toBe('Trading is not halted.');
    bench.apply(1_000, { kind: 'foreign', text: 'by hand' });
    expect(bench.session.refusal('activate')).toContain('halted');
    expect(bench.session.refusal('flatten')).toBeNull();
    expect(bench.session.refusal('deactivate')).toBeNull();
  });

  it('leaves a position when the operator says so, also while halted', () => {
    const bench = liveBench();
    bench.minute(0);
    const entry = bench.commands[0]!;
    const lots = entry.kind === 'place' ? entry.lots : 0;
    fill(bench, 61_000, 1, lots, 500_000);
    bench.apply(61_100, { kind: 'foreign', text: 'by hand' });
    bench.apply(61_200, { kind: 'operator', command: 'flatten' });
    expect(bench.commands.at(-1)).toMatchObject({ leg: 'MANUAL', type: 'market', reduceOnly: true, lots });
  });

  it('does not exit by itself while halted', () => {
    const bench = liveBench({ ...LIMITED, risk: { ...LIMITED.risk, max_hold_minutes: 1 } });
    bench.minute(0);
    const entry = bench.commands[0]!;
    fill(bench, 61_000, 1, entry.kind === 'place' ? entry.lots : 0, 500_000);
    accept(bench, 61_010, 2);
    bench.apply(61_100, { kind: 'foreign', text: 'by hand' });
    const before = bench.commands.length;
    for (let minute = 1; minute < 5; minute++) bench.minute(minute, 499_950);
    expect(bench.commands.slice(before)).toEqual([]);
  });
});

describe('a snapshot', () => {
  const saved = () => {
    const bench = new SessionBench();
    for (let minute = 0; minute < 3; minute++) bench.minute(minute);
    return JSON.parse(JSON.stringify(bench.session.snapshot()));
  };
  const restoring = (snapshot: unknown, bench = new SessionBench()) => {
    return () => bench.session.restore(snapshot as never);
  };

  it('is taken up by a session of the same parts', () => {
    expect(restoring(saved())).not.toThrow();
  });

  it('is refused without any of its fields', () => {
    const { minutes, market } = saved();
    for (const key of Object.keys(saved())) {
      const { [key]: _left, ...rest } = saved();
      expect(restoring(rest), key).toThrow(`snapshot.${key} is missing`);
    }
    for (const key of Object.keys(market)) {
      const { [key]: _left, ...rest } = market;
      expect(restoring({ ...saved(), market: rest }), key).toThrow(`${key} is missing`);
    }
    for (const key of Object.keys(minutes)) {
      const { [key]: _left, ...rest } = minutes;
      expect(restoring({ ...saved(), minutes: rest }), key).toThrow(`${key} is missing`);
    }
  });

  it('is refused when a field is of another kind, or it is of another version or mode', () => {
    expect(restoring({ ...saved(), halted: 'no' })).toThrow('snapshot.halted is no boolean');
    expect(restoring({ ...saved(), fundingIds: {} })).toThrow('snapshot.fundingIds is no list');
    expect(restoring({ ...saved(), schema: 2 })).toThrow('its schema is 2, not 1');
    expect(restoring(saved(), new SessionBench({ mode: 'shadow' }))).toThrow('of mode paper, not shadow');
    expect(restoring({ ...saved(), halted: null })).toThrow('snapshot.halted is null');
    expect(restoring(null)).toThrow('snapshot is null');
    expect(restoring('text')).toThrow('snapshot is no object');
  });
});

function accept(bench: SessionBench, afterMs: number, orderId: number): void {
  bench.apply(afterMs, { kind: 'report', report: { kind: 'accepted', orderId, timeMs: NOON + afterMs } });
}

/** The venue accepts and fills an order. */
function fill(bench: SessionBench, afterMs: number, orderId: number, lots: number, priceTicks: number): void {
  const timeMs = NOON + afterMs;
  accept(bench, afterMs, orderId);
  bench.apply(afterMs, {
    kind: 'report',
    report: {
      kind: 'fill',
      executionId: `e${orderId}`,
      fill: {
        orderId,
        lots,
        priceTicks,
        liquidity: 'maker',
        timeMs,
        fee: 1,
        slippageTicks: 0,
        displayedLots: Number.NaN,
      },
    },
  });
}
