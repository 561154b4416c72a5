import {
  ACTION,
  ACTIONS,
  AuctionTraderError,
  type Leg,
  MINUTE_MS,
  NO_PRICE,
  REASONS,
  type Step,
} from '@auction-trader/core';
import { SIGNAL_FLAG } from '@auction-trader/signals';
import type { ComparedRun, ComparedTrade } from './compared-run.ts';
import { type LegFill, legOutcomes } from './leg-outcome.ts';
import type { MinuteDecision } from './minute-decision.ts';

/** A row of a report's table or of a journal, by column names. */
export type RunRow = Readonly<Record<string, unknown>>;

/** A run's rows as report and journal have them in common. */
export interface ComparedRows {
  /** signals_1m, by minute. */
  readonly signals: Iterable<RunRow>;
  /** positions in the order of opening, an open one included. */
  readonly trades: readonly RunRow[];
  /** fills in the order of execution. */
  readonly fills: readonly RunRow[];
}

/** What a run is, beside its rows. */
export type RunFacts = Omit<ComparedRun, 'decisions' | 'legs' | 'trades'>;

/**
 * A run from its rows.
 *
 * @throws AuctionTraderError (`RUN_DAMAGED`) when a row holds what this version does not know
 */
export function runFromRows(facts: RunFacts, { signals, trades, fills }: ComparedRows): ComparedRun {
  const { tick, lot } = facts;
  const decisions = new Map<number, MinuteDecision>();
  for (const row of signals) {
    const decision = decisionOf(row, tick, lot, facts.name);
    decisions.set(decision.minuteMs, decision);
  }
  const legs = legOutcomes(
    fills.map((row) => fillOf(row, tick, lot)),
    trades.map((row) => ({ tradeId: number(row['id']), decisionMs: number(row['ts_ms_decision']) })),
  );
  return { ...facts, decisions, legs, trades: trades.map(tradeOf) };
}

function decisionOf(row: RunRow, tick: Step, lot: Step, name: string): MinuteDecision {
  const action = (ACTIONS as readonly unknown[]).indexOf(row['chosen_action']);
  const reason = (REASONS as readonly unknown[]).indexOf(row['reason_code']);
  if (action < 0 || reason < 0) throw unknownCode(name, row);
  return {
    minuteMs: number(row['ts_min']),
    flags: flagsOf(row),
    action,
    reason,
    setup: text(row['signal_type']),
    side: action === ACTION.ENTER_LONG ? 1 : action === ACTION.ENTER_SHORT ? -1 : 0,
    stopTicks: ticksOrNone(row['stop_price'], tick),
    tp1Ticks: ticksOrNone(row['tp1_price'], tick),
    tp2Ticks: ticksOrNone(row['tp2_price'], tick),
    lots: row['size'] === null ? 0 : Math.round(steps(number(row['size']), lot)),
    strategyState: text(row['acceptance_state']) ?? '',
    featureSnapshot: text(row['feature_snapshot']) ?? '{}',
  };
}

function flagsOf(row: RunRow): number {
  let flags = 0;
  for (const [name, bit] of Object.entries(SIGNAL_FLAG)) {
    if (number(row[`signal_${name.toLowerCase()}`]) === 1) flags |= bit;
  }
  return flags;
}

function fillOf(row: RunRow, tick: Step, lot: Step): LegFill {
  return {
    tradeId: number(row['position_id']),
    leg: row['leg'] as Leg,
    side: row['side'] === 'BUY' ? 1 : -1,
    lots: Math.round(steps(number(row['qty']), lot)),
    priceTicks: nearWhole(steps(number(row['fill_px']), tick)),
    // Neither tells where the market stood at the fill.
    fillMid2: Number.NaN,
    slippageTicks: number(row['slippage']),
    fillMs: number(row['ts_ms_fill']),
    liquidity: row['liquidity'] as LegFill['liquidity'],
    fee: number(row['fee']),
  };
}

function tradeOf(row: RunRow): ComparedTrade {
  return {
    decisionMs: number(row['ts_ms_decision']),
    side: row['side'] === 'LONG' ? 1 : -1,
    setup: text(row['strategy_tag']) ?? '',
    lots: number(row['qty_contracts']),
    openMs: number(row['ts_ms_open']),
    closeMs: number(row['ts_ms_close'] ?? Number.NaN),
    exitReason: text(row['exit_reason']) as Leg | null,
    grossPnl: number(row['gross_pnl']),
    fees: number(row['fees_paid']),
    funding: number(row['funding_paid']),
    netPnl: number(row['realized_pnl']),
    openResult: openResultOf(row),
  };
}

/** A journal does not tell what an open position is worth. */
function openResultOf(row: RunRow): number {
  if (row['ts_ms_close'] !== null) return 0;
  return number(row['open_result'] ?? Number.NaN);
}

/** Decision time of the trade that was open at a time: the newest entry decided before it. */
export function decisionBefore(signals: readonly RunRow[], openMs: number): number {
  const entry = signals.findLast(
    (row) => number(row['ts_min']) + MINUTE_MS <= openMs && String(row['chosen_action']).startsWith('ENTER'),
  );
  return entry === undefined ? Number.NaN : number(entry['ts_min']) + MINUTE_MS;
}

function ticksOrNone(price: unknown, tick: Step): number {
  return price === null || price === undefined ? NO_PRICE : Math.round(steps(number(price), tick));
}

function steps(decimal: number, { mantissa, decimals }: Step): number {
  return (decimal * 10 ** decimals) / mantissa;
}

/** Only averages lie between steps. */
function nearWhole(value: number): number {
  const whole = Math.round(value);
  return Math.abs(value - whole) < 1e-6 ? whole : value;
}

function number(value: unknown): number {
  return typeof value === 'bigint' ? Number(value) : (value as number);
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function unknownCode(name: string, row: RunRow): AuctionTraderError {
  return new AuctionTraderError(
    `${name} has the decision ${String(row['chosen_action'])} ${String(row['reason_code'])}, which is not known`,
    {
      code: 'RUN_DAMAGED',
      details: { file: name },
      hint: 'It is damaged or of another version of the program; run it again.',
    },
  );
}
