import {
  ACTIONS,
  configSchema,
  DAY_MS,
  defineInstrument,
  MINUTE_MS,
  NO_PRICE,
  REASONS,
} from '@auction-trader/core';
import type { OrderCommand } from '@auction-trader/execution';
import { FeatureColumns } from '@auction-trader/features';
import { type LevelRows, MinuteTape } from '@auction-trader/ingestion';
import { riskSettings } from '@auction-trader/risk';
import type { Decision, MinuteView, Strategy } from '@auction-trader/signals';
import { describe, expect, it } from 'vitest';
import { DecisionEngine } from './decision-engine.ts';
import { type EngineSettings, engineSettings } from './engine-settings.ts';

const BTC = defineInstrument({
  venue: 'bybit',
  symbol: 'BTCUSDT',
  tickSize: '0.1',
  lotSize: '0.001',
  minNotional: 5,
});
const NO_LEVELS: LevelRows = {
  priceTicks: new Int32Array(0),
  sizeLots: new Int32Array(0),
  from: 0,
  to: 0,
  locate() {},
};
/** 12:00 UTC: no day or funding boundary in the hours after it. */
const NOON = DAY_MS + 12 * 3_600_000;

/** An engine whose strategy does what the test says and whose venue is the test. */
class EngineBench {
  readonly commands: OrderCommand[] = [];
  readonly rows: string[] = [];
  readonly heard: string[] = [];
  readonly equity: Float64Array;
  readonly positionLots: Float64Array;
  readonly tape: MinuteTape;
  readonly features: FeatureColumns;
  readonly engine: DecisionEngine;
  /** What the strategy decides at the next minute; it holds again afterwards. */
  next: (decision: Decision, view: MinuteView) => void = () => {};
  #rows = 0;

  constructor(
    sections: object = {},
    settings: Partial<EngineSettings> = { windowMinutes: 1 },
    startMs = NOON,
  ) {
    const config = configSchema.parse(sections);
    const { heard, rows, commands } = this;
    this.equity = new Float64Array(600);
    this.positionLots = new Float64Array(600);
    this.tape = new MinuteTape(600, NO_LEVELS);
    this.tape.firstMinuteMs = startMs - MINUTE_MS;
    this.features = new FeatureColumns(600);
    const strategy: Strategy = {
      name: 'test',
      setups: ['', 'first'],
      onMinute: (view, decision) => {
        const decide = this.next;
        this.next = () => {};
        decide(decision, view);
      },
      onEntrySubmitted: (side) => void heard.push(`submitted ${side}`),
      onPositionClosed: (side, netPnl, exitMs, leg) =>
        void heard.push(`closed ${side} ${netPnl} at ${exitMs - NOON} by ${leg}`),
      state: () => null,
      restore: () => {},
    };
    this.engine = new DecisionEngine({
      instrument: BTC,
      settings: { ...engineSettings(config), ...settings },
      risk: riskSettings(config, BTC),
      strategy,
      tape: this.tape,
      features: this.features,
      port: { send: (command) => commands.push(command) },
      log: {
        equity: this.equity,
        positionLots: this.positionLots,
        keepsDecisions: true,
        onMinuteDecided: ({ action, reason, setup, side, stopTicks, lots, flags }) =>
          rows.push(
            `${ACTIONS[action]} ${REASONS[reason]} setup ${setup} side ${side} stop ${
              stopTicks === NO_PRICE ? 'none' : stopTicks / 10
            } lots ${lots} flags ${flags}`,
          ),
        onEntrySubmitted: () => {},
        onEntryDropped: (why) => heard.push(`dropped ${why}`),
        onFill: () => {},
        onFunding: ({ amount }) => heard.push(`funding ${amount}`),
        onTradeClosed: () => {},
        onKillSwitch: (timeMs) => heard.push(`killed at ${timeMs - NOON}`),
        onLeverageCap: (_, lots) => heard.push(`capped ${lots}`),
      },
    });
  }

  get manager() {
    return this.engine.manager;
  }

  /** Closes one minute; bid as given, ask one tick above, newest event `lifeAgoMs` before the end. */
  minute(options: { close?: number; bid?: number; lifeAgoMs?: number } = {}): string {
    const { close = 50_000, bid = close, lifeAgoMs = 10 } = options;
    const { tape } = this;
    const row = this.#rows++;
    tape.closeTicks[row] = Math.round(close * 10);
    tape.bidTicks[row] = Math.round(bid * 10);
    tape.askTicks[row] = Math.round(bid * 10) + 1;
    tape.lastLifeMs[row] = tape.minuteMs(row) + MINUTE_MS - lifeAgoMs;
    tape.length = row + 1;
    this.features.length = row + 1;
    this.engine.closeMinute(row);
    return this.rows.at(-1)!.split(' setup')[0]!;
  }

  /** Lets the strategy want an entry at the next minute: stop and TP2 100.0 away unless given. */
  want(side: number, changes: Partial<Decision> = {}): this {
    this.next = (decision) => {
      decision.side = side;
      decision.setup = 1;
      decision.closeTicks = 500_000;
      decision.limitTicks = 500_000;
      decision.stopTicks = 500_000 - side * 1_000;
      decision.tp2Ticks = 500_000 + side * 1_000;
      Object.assign(decision, changes);
    };
    return this;
  }

  /** Fills the newest order of a leg whole. */
  fill(leg: string, timeMs: number, price = 50_000, fee = 0): void {
    const order = this.commands.findLast((one) => one.kind === 'place' && one.leg === leg);
    if (order?.kind !== 'place') throw new Error(`no ${leg} order`);
    this.manager.onFill({
      orderId: order.orderId,
      lots: order.lots,
      priceTicks: Math.round(price * 10),
      liquidity: 'maker',
      timeMs,
      fee,
      slippageTicks: 0,
      displayedLots: Number.NaN,
    });
  }

  /** A long of 2,000 lots, entered at noon and filled 10 ms later. */
  long(changes: Partial<Decision> = {}, fee = 0): this {
    this.want(1, changes).minute();
    this.fill('ENTRY', NOON + 10, 50_000, fee);
    this.heard.length = 0;
    return this;
  }
}

describe('entries', () => {
  it('places what was decided, sized by risk, and writes the row', () => {
    const bench = new EngineBench();
    expect(bench.want(1, { flags: 5, tp1Ticks: 500_500 }).minute()).toBe('ENTER_LONG ENTRY');
    expect(bench.rows).toEqual(['ENTER_LONG ENTRY setup 1 side 1 stop 49900 lots 2000 flags 5']);
    expect(bench.commands).toEqual([
      expect.objectContaining({
        kind: 'place',
        leg: 'ENTRY',
        lots: 2_000,
        priceTicks: 500_000,
        submitMs: NOON,
      }),
    ]);
    expect(bench.manager.entry!.plan).toMatchObject({
      setup: 'first',
      decisionMs: NOON,
      decisionIndex: 0,
      margin: 10_000,
      tp1Ticks: 500_500,
    });
    expect(bench.heard).toEqual(['submitted 1']);
  });

  it('mirrors for a short', () => {
    const bench = new EngineBench();
    expect(bench.want(-1).minute()).toBe('ENTER_SHORT ENTRY');
    expect(bench.commands[0]).toMatchObject({ side: -1, lots: 2_000 });
  });

  it('sizes a market entry by its expected fill', () => {
    const bench = new EngineBench({ execution: { use_limit_for_entry: false } });
    bench.want(1).minute();
    // Ask 50,000.1 and one tick of slippage: 200 of risk over 100.2.
    expect(bench.commands[0]).toMatchObject({ type: 'market', lots: 1_996 });
  });

  it('alerts when the leverage cap cuts the size (S5)', () => {
    const bench = new EngineBench();
    bench.want(1, { stopTicks: 499_900 }).minute();
    expect(bench.heard).toEqual(['capped 2000', 'submitted 1']);
  });

  it('holds without a candidate, with the strategy’s reason', () => {
    const bench = new EngineBench();
    bench.next = (decision) => {
      decision.reason = REASONS.indexOf('VA_INVALID');
      decision.flags = 3;
    };
    expect(bench.minute()).toBe('HOLD VA_INVALID');
    expect(bench.rows[0]).toContain('setup 0 side 0 stop none lots 0 flags 3');
    expect(bench.minute()).toBe('HOLD NO_SETUP');
  });
});

describe('gates (8.6 rule 4), first failing one', () => {
  /** In the order of the rule: each test makes its gate and all behind it fail. */
  const GATES = [
    'WARMUP',
    'FEED_STALE',
    'KILL_SWITCH',
    'HALTED',
    'OBSERVE',
    'COOLDOWN',
    'PENDING_ORDER',
    'SAME_SIDE',
    'FLIP_DISABLED',
    'SIZE_MIN',
  ];

  it.each(GATES.map((gate, from) => [gate, from] as const))('%s', (gate, from) => {
    const fails = (name: string) => GATES.indexOf(name) >= from;
    const bench = new EngineBench({ signal: { enable_flip_on_signal: false } });
    const needsPosition = gate !== 'SIZE_MIN';
    if (needsPosition) bench.long();
    bench.features.missingMinutes.fill(fails('WARMUP') ? 3 : 2);
    bench.manager.account.daily.tripped = fails('KILL_SWITCH');
    bench.engine.halted = fails('HALTED');
    bench.engine.activated = !fails('OBSERVE');
    bench.manager.lastExitMs = fails('COOLDOWN') ? NOON - 1 : Number.NEGATIVE_INFINITY;
    if (fails('PENDING_ORDER') && needsPosition) bench.manager.exitAtMarket('MANUAL', NOON + 20);
    if (!needsPosition) bench.manager.account.cash = 1;
    const side = gate === 'FLIP_DISABLED' ? -1 : 1;
    const lifeAgoMs = fails('FEED_STALE') ? 5_000 : 4_999;
    expect(bench.want(side).minute({ lifeAgoMs })).toBe(`HOLD ${gate}`);
    expect(bench.rows.at(-1)).toContain(`setup 1 side ${side} stop`);
  });

  it('WARMUP until the window is full, and again after too many missing minutes', () => {
    const bench = new EngineBench({}, { windowMinutes: 30 });
    for (let row = 0; row < 29; row++) expect(bench.want(1).minute()).toBe('HOLD WARMUP');
    bench.features.missingMinutes[29] = 3;
    expect(bench.want(1).minute()).toBe('HOLD WARMUP');
    bench.features.missingMinutes[30] = 2;
    expect(bench.want(1).minute()).toBe('ENTER_LONG ENTRY');
  });

  it('COOLDOWN: 3 minutes from the final exit; exactly 3 are free (17.2)', () => {
    const after = (minutes: number) => {
      const bench = new EngineBench().long();
      bench.manager.exitAtMarket('MANUAL', NOON + 20);
      bench.fill('MANUAL', NOON + MINUTE_MS);
      for (let i = 1; i <= minutes; i++) bench.minute();
      return bench.want(1).minute();
    };
    expect([after(2), after(3), after(4)]).toEqual(['HOLD COOLDOWN', 'ENTER_LONG ENTRY', 'ENTER_LONG ENTRY']);
    expect(new EngineBench().want(1).minute()).toBe('ENTER_LONG ENTRY');
  });

  it('COOLDOWN is not started by TP1', () => {
    const bench = new EngineBench().long({ tp1Ticks: 500_500 });
    bench.manager.watchTargets(500_500, NOON + 20);
    bench.fill('TP1', NOON + 21);
    expect(bench.want(-1).minute()).toMatch('ENTER_SHORT ENTRY');
  });

  it('PENDING_ORDER while the entry works', () => {
    const bench = new EngineBench();
    bench.want(1).minute();
    expect(bench.want(-1).minute()).toBe('HOLD PENDING_ORDER');
  });

  it('SIZE_COST above the limit, not at it', () => {
    // (2.0 + 5.5) bps of 50,000 and one tick: 37.6 over a risk of 100.
    const held = new EngineBench({ risk: { max_cost_to_risk: 0.3759 } });
    expect(held.want(1).minute()).toBe('HOLD SIZE_COST');
    expect(held.rows[0]).toContain('lots 2000');
    const free = new EngineBench({ risk: { max_cost_to_risk: 0.376 } });
    expect(free.want(1).minute()).toBe('ENTER_LONG ENTRY');
  });

  it('BAD_STOP when the limit lies beyond the stop', () => {
    const bench = new EngineBench();
    expect(bench.want(1, { limitTicks: 498_999 }).minute()).toBe('HOLD BAD_STOP');
    expect(bench.want(1, { limitTicks: 499_000 }).minute()).toBe('HOLD BAD_STOP');
    expect(bench.want(1, { limitTicks: 499_001 }).minute()).toBe('ENTER_LONG ENTRY');
  });
});

describe('decisions of a strategy that is wrong', () => {
  it.each([
    ['no stop', { stopTicks: NO_PRICE }],
    ['no limit', { limitTicks: NO_PRICE }],
    ['a side that is none', { side: 2 }],
  ])('refuses %s', (_, changes) => {
    expect(() => new EngineBench().want(1, changes).minute()).toThrow(/the strategy test wants an entry/);
  });

  it('holds for a stop or a target on the wrong side', () => {
    const bench = new EngineBench();
    expect(bench.want(1, { stopTicks: 500_000 }).minute()).toBe('HOLD BAD_STOP');
    expect(bench.want(-1, { stopTicks: 499_999 }).minute()).toBe('HOLD BAD_STOP');
    expect(bench.want(1, { tp2Ticks: 500_000 }).minute()).toBe('HOLD NO_TARGET');
    expect(bench.want(1, { tp2Ticks: NO_PRICE }).minute()).toBe('ENTER_LONG ENTRY');
  });
});

describe('flips (8.7 rows 14 to 17)', () => {
  it('closes, opens the other side as a second trade, and tells the strategy of leg two only then', () => {
    const bench = new EngineBench().long();
    expect(bench.want(-1).minute({ bid: 50_010 })).toBe('ENTER_SHORT ENTRY');
    expect(bench.commands.at(-1)).toMatchObject({ leg: 'FLIP', lots: 2_000, reduceOnly: true });
    expect(bench.heard).toEqual([]);
    bench.fill('FLIP', NOON + MINUTE_MS + 5);
    expect(bench.heard).toEqual(['closed 1 0 at 60005 by FLIP', 'submitted -1']);
    expect(bench.manager.entry).toMatchObject({ side: -1, submitMs: NOON + MINUTE_MS + 5 });
  });

  it('sizes at the decision as if the position were closed', () => {
    const bench = new EngineBench().long({}, 0);
    bench.want(-1).minute({ bid: 50_100 });
    // 2 BTC marked at 50,100: 200 gained, exit fee 55.11; 2 % of 10,144.89 over 100.
    expect(bench.rows.at(-1)).toContain('lots 2028');
  });

  it('two flips cannot follow each other within the cooldown', () => {
    const bench = new EngineBench().long();
    bench.want(-1).minute();
    bench.fill('FLIP', NOON + MINUTE_MS + 5);
    bench.fill('ENTRY', NOON + MINUTE_MS + 10);
    expect(bench.want(1).minute()).toBe('HOLD COOLDOWN');
    bench.minute();
    bench.minute();
    expect(bench.want(1).minute()).toBe('ENTER_LONG ENTRY');
  });

  it('ignores the same side, and the other one when flips are off', () => {
    expect(new EngineBench().long().want(1).minute()).toBe('HOLD SAME_SIDE');
    const off = new EngineBench({ signal: { enable_flip_on_signal: false } }).long();
    expect(off.want(-1).minute()).toBe('HOLD FLIP_DISABLED');
    expect(off.commands.at(-1)).toMatchObject({ leg: 'STOP' });
  });
});

describe('exits at the decision (8.6 rule 6)', () => {
  it('SOFT_STOP comes before TIME_STOP, and both before an entry of the same minute', () => {
    const bench = new EngineBench({ risk: { max_hold_minutes: 1 } }).long({ softStopTicks: 499_900 });
    bench.minute({ close: 49_990.1 });
    bench.want(-1, { flags: 2 });
    expect(bench.minute({ close: 49_990 })).toBe('EXIT SOFT_STOP');
    expect(bench.rows.at(-1)).toBe('EXIT SOFT_STOP setup 0 side 0 stop none lots 0 flags 2');
    expect(bench.commands.at(-1)).toMatchObject({ leg: 'SOFT', reduceOnly: true });
  });

  it('TIME_STOP', () => {
    const bench = new EngineBench({ risk: { max_hold_minutes: 1 } }).long();
    expect(bench.minute()).toBe('HOLD NO_SETUP');
    expect(bench.want(-1).minute()).toBe('EXIT TIME_STOP');
    expect(bench.commands.at(-1)).toMatchObject({ leg: 'TIME' });
  });

  it('what the strategy wants to leave', () => {
    const bench = new EngineBench().long();
    bench.next = (decision) => {
      decision.exit = true;
    };
    expect(bench.minute()).toBe('EXIT STRATEGY_EXIT');
    expect(bench.commands.at(-1)).toMatchObject({ leg: 'STRATEGY' });
    bench.next = (decision) => {
      decision.exit = true;
    };
    expect(bench.minute()).toBe('HOLD NO_SETUP');
  });

  it('a tighter stop, in any minute that does not exit', () => {
    const bench = new EngineBench().long();
    const tighten = (stopTicks: number) => {
      bench.next = (decision) => {
        decision.tightenStopTicks = stopTicks;
      };
      bench.minute();
      return bench.manager.trade!.stopTicks;
    };
    expect([tighten(499_500), tighten(499_400), tighten(NO_PRICE)]).toEqual([499_500, 499_500, 499_500]);
    expect(bench.commands.at(-1)).toMatchObject({ kind: 'amend', priceTicks: 499_500 });
  });

  it('nothing to leave when flat', () => {
    const bench = new EngineBench();
    bench.next = (decision) => {
      decision.exit = true;
    };
    expect(bench.minute()).toBe('HOLD NO_SETUP');
  });
});

describe('one instant (9.9): date roll, funding, daily loss, decision', () => {
  const MIDNIGHT = 2 * DAY_MS;
  const overnight = (sections: object) => {
    const bench = new EngineBench(sections, { windowMinutes: 1 }, MIDNIGHT - MINUTE_MS);
    bench.want(1, { stopTicks: 490_000, tp2Ticks: NO_PRICE }).minute();
    bench.fill('ENTRY', MIDNIGHT - 50_000);
    bench.heard.length = 0;
    return bench;
  };

  it('funding at 00:00 belongs to the new day', () => {
    const bench = overnight({ risk: { max_daily_loss: 10_000 } });
    bench.minute({ close: 50_000.1, bid: 50_000 });
    const paid = (200 * 50_000.05 * 1e-4) / 1_000;
    const [heard] = bench.heard;
    expect(Number(heard!.slice('funding '.length))).toBeCloseTo(paid, 9);
    const { daily, cash } = bench.manager.account;
    expect(cash).toBeCloseTo(10_000 - paid, 9);
    expect(daily.baseCash).toBe(10_000);
    expect(daily.baseEquity).toBeCloseTo(10_000 - 0.2 * 50_000 * 5.5e-4, 8);
    expect(bench.equity[1]).toBeCloseTo(daily.baseEquity, 9);
  });

  it('a loss of the old day does not trip at 00:00, the funding of the new one may', () => {
    const old = overnight({ risk: { max_daily_loss: 50 }, backtest: { funding_rate_8h_bps: 0 } });
    expect(old.minute({ close: 49_600, bid: 49_600 })).toBe('HOLD NO_SETUP');
    expect(old.heard).toEqual(['funding 0']);
    const funded = overnight({ risk: { max_daily_loss: 1 } });
    expect(funded.minute()).toBe('HOLD NO_SETUP');
    expect(funded.heard[1]).toMatch(/^killed/);
    expect(funded.manager.finalExit!.leg).toBe('KILL');
  });

  it('a kill at the decision comes before the strategy’s entry', () => {
    const bench = overnight({ risk: { max_daily_loss: 1 } });
    expect(bench.want(-1).minute()).toBe('HOLD KILL_SWITCH');
  });

  it('pays no funding between boundaries, nor when flat', () => {
    const bench = new EngineBench().long();
    bench.minute();
    expect(bench.heard).toEqual([]);
    const flat = new EngineBench({}, { windowMinutes: 1 }, MIDNIGHT);
    flat.minute();
    expect(flat.heard).toEqual([]);
  });
});

describe('per-minute results', () => {
  it('equity marked at the exit-side quote and signed lots', () => {
    const bench = new EngineBench().long({}, 20);
    bench.minute({ bid: 50_050 });
    expect([...bench.positionLots.subarray(0, 2)]).toEqual([0, 2_000]);
    expect(bench.equity[0]).toBe(10_000);
    expect(bench.equity[1]).toBeCloseTo(10_000 - 20 + 100 - 2 * 50_050 * 5.5e-4, 8);
  });

  it('shows the position to the strategy', () => {
    const bench = new EngineBench().long();
    let seen: object = {};
    bench.next = (_, { position }) => {
      seen = { ...position };
    };
    bench.minute();
    expect(seen).toEqual({
      side: 1,
      lots: 2_000,
      entryTicks: 500_000,
      stopTicks: 499_000,
      openedMs: NOON + 10,
    });
  });
});
