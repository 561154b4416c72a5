import { type Instrument, MINUTE_MS, NO_PRICE } from '@auction-trader/core';
import type { SessionState } from '@auction-trader/engine';
import type { OpenOrderState, PositionState, TraderState, ValueAreaState } from '../server/trader-state.ts';
import type { OrderState } from './orders-at-work.ts';

/** What the state of a trader is shown from, beside the session's. */
export interface ShownFacts
  extends Pick<
    TraderState,
    | 'instance'
    | 'version'
    | 'change_today'
    | 'recent_signals'
    | 'recent_trades'
    | 'stats'
    | 'price_history'
    | 'venue'
  > {
  readonly instrument: Instrument;
  readonly nowMs: number;
  readonly orders: readonly OrderState[];
  readonly reconnects: number;
  readonly aggressorSource: string;
  readonly maxHoldMinutes: number;
}

/** The state of a trader as server and terminal show it. */
export function showState(session: SessionState, facts: ShownFacts): TraderState {
  const { instrument, nowMs } = facts;
  const price = (ticks: number | null) => shownPrice(ticks, instrument);
  const { quality, daily, account, lastQuoteMs, orderFlow } = session;
  return {
    timestamp: nowMs,
    symbol: instrument.symbol,
    instance: facts.instance,
    version: facts.version,
    mode: session.mode,
    activation: session.halted ? 'HALTED' : session.activated ? 'ACTIVE' : 'OBSERVE',
    halt_reason: session.haltReason,
    price: price(session.lastPriceTicks),
    bid: price(session.bidTicks),
    ask: price(session.askTicks),
    change_today: facts.change_today,
    va: showValueArea(session, instrument),
    order_flow: {
      of_1m: size(orderFlow?.orderFlowLots ?? null, instrument),
      of_norm_1m:
        orderFlow === null
          ? null
          : orderFlow.volumeLots === 0
            ? 0
            : orderFlow.orderFlowLots / orderFlow.volumeLots,
      buy_volume: size(orderFlow?.buyLots ?? null, instrument),
      sell_volume: size(orderFlow?.sellLots ?? null, instrument),
      qimb_close: orderFlow?.imbalanceClose ?? null,
      qimb_ema_60s: orderFlow?.imbalanceEma ?? null,
    },
    position: showPosition(session, facts),
    open_orders: facts.orders.map((order) => showOrder(order, instrument)),
    recent_signals: facts.recent_signals,
    recent_trades: facts.recent_trades,
    stats: facts.stats,
    price_history: facts.price_history,
    warmup: {
      ready: session.warmup.ready,
      minutes_done: session.warmup.minutesDone,
      minutes_needed: session.warmup.minutesNeeded,
      missing_minutes: session.warmup.missingMinutes,
    },
    heat: { fraction: session.heat },
    quality: {
      ambiguous_trade_frac_1m: orderFlow?.ambiguousFraction ?? null,
      late_trades: quality.lateTrades,
      refused: Object.values(quality.refused).reduce((sum, count) => sum + count, 0),
      aggressor_source: facts.aggressorSource,
    },
    trackers: session.strategyState === '' ? null : JSON.parse(session.strategyState),
    daily: {
      date: new Date(daily.dayStartMs).toISOString().slice(0, 10),
      pnl: daily.pnl,
      realized_pnl: daily.realizedPnl,
      limit: daily.limit,
      kill_switch: daily.killSwitch,
    },
    feed: {
      connected: session.connected,
      age_ms: lastQuoteMs === null ? null : Math.max(0, nowMs - lastQuoteMs),
      last_ts: lastQuoteMs,
      stale: session.feedStale,
      reconnects: facts.reconnects,
    },
    venue: facts.venue,
    account: { equity: account.equity, available_margin: account.availableMargin },
  };
}

/** A price in quote currency; may come from between ticks. */
export function shownPrice(ticks: number | null, { tick }: Instrument): number | null {
  if (ticks === null || ticks === NO_PRICE || Number.isNaN(ticks)) return null;
  return Number(((ticks * tick.mantissa) / 10 ** tick.decimals).toFixed(8));
}

function size(lots: number | null, { lot }: Instrument): number | null {
  return lots === null ? null : Number(((lots * lot.mantissa) / 10 ** lot.decimals).toFixed(8));
}

function showValueArea({ valueArea }: SessionState, instrument: Instrument): ValueAreaState {
  const half = valueArea?.pocHalfTicks ?? null;
  return {
    poc: shownPrice(half === null ? null : half / 2, instrument),
    vah: shownPrice(valueArea?.vahTicks ?? null, instrument),
    val: shownPrice(valueArea?.valTicks ?? null, instrument),
    coverage: valueArea?.coverage ?? null,
    is_valid: valueArea?.valid ?? false,
    bin_count: valueArea?.bins ?? 0,
    bin_width: shownPrice(valueArea?.binWidthTicks ?? null, instrument),
  };
}

function showPosition({ position }: SessionState, facts: ShownFacts): PositionState {
  const { instrument, nowMs, maxHoldMinutes } = facts;
  if (position === null) {
    return {
      side: 'FLAT',
      setup: null,
      entry_price: null,
      size: 0,
      unrealized_pnl: 0,
      stop_price: null,
      tp1_price: null,
      tp2_price: null,
      opened_ts: null,
      minutes_held: null,
      minutes_left: null,
    };
  }
  const dueMs = position.timerStartMs + maxHoldMinutes * MINUTE_MS;
  return {
    side: position.side > 0 ? 'LONG' : 'SHORT',
    setup: position.setup,
    entry_price: shownPrice(position.entryTicks, instrument),
    size: size(position.lots, instrument)!,
    unrealized_pnl: position.openResult,
    stop_price: shownPrice(position.stopTicks, instrument),
    tp1_price: position.tp1Done ? null : shownPrice(position.tp1Ticks, instrument),
    tp2_price: shownPrice(position.tp2Ticks, instrument),
    opened_ts: position.openMs,
    minutes_held: Math.floor((nowMs - position.openMs) / MINUTE_MS),
    minutes_left: Math.max(0, Math.ceil((dueMs - nowMs) / MINUTE_MS)),
  };
}

function showOrder(
  { command, linkId, status, lots, filledLots }: OrderState,
  instrument: Instrument,
): OpenOrderState {
  return {
    client_order_id: linkId,
    leg: command.leg,
    side: command.side > 0 ? 'BUY' : 'SELL',
    type: command.type,
    price: shownPrice(command.priceTicks, instrument),
    qty: size(lots, instrument)!,
    filled_qty: size(filledLots, instrument)!,
    status,
  };
}
