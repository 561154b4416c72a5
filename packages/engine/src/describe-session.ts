import { type Config, MINUTE_MS, NO_PRICE } from '@auction-trader/core';
import type { VenueAccount } from '@auction-trader/execution';
import type { FeatureColumns } from '@auction-trader/features';
import type { MinuteTape } from '@auction-trader/ingestion';
import { dailyPnl, heat, openRisk, type RiskSettings, reservedMargin } from '@auction-trader/risk';
import type { DecisionEngine } from './decision-engine.ts';
import type { SessionMarket } from './session-market.ts';
import type {
  OrderFlowFigures,
  SessionGate,
  SessionMode,
  SessionOrder,
  SessionState,
} from './session-state.ts';

/** What {@link describeSession} looks at. */
export interface DescribedSession {
  readonly timeMs: number;
  readonly mode: SessionMode;
  readonly config: Config;
  readonly risk: RiskSettings;
  readonly engine: DecisionEngine;
  readonly market: SessionMarket;
  readonly tape: MinuteTape;
  readonly features: FeatureColumns;
  readonly strategyState: string;
  readonly connected: boolean;
  readonly feedStale: boolean;
  readonly haltReason: string | null;
  readonly resolving: boolean;
  readonly account: VenueAccount | null;
}

/** A session as it stands, for display. */
export function describeSession(session: DescribedSession): SessionState {
  const { engine, market, tape, risk } = session;
  const { manager } = engine;
  const { daily, cash } = manager.account;
  const equity = manager.equity();
  const { counts } = market;
  return {
    timeMs: session.timeMs,
    mode: session.mode,
    activated: engine.activated,
    halted: engine.halted,
    haltReason: session.haltReason,
    resolving: session.resolving,
    gates: failingGates(session),
    connected: session.connected,
    venueReady: engine.venueReady,
    lastQuoteMs: knownNumber(market.lastQuoteMs),
    lastLifeMs: knownNumber(market.newestMs),
    feedStale: session.feedStale,
    lastPriceTicks: knownPrice(market.lastPriceTicks),
    bidTicks: knownPrice(market.bidTicks),
    askTicks: knownPrice(market.askTicks),
    lastMinuteMs: tape.length === 0 ? null : tape.minuteMs(tape.length - 1),
    warmup: warmup(session),
    valueArea: valueArea(session),
    orderFlow: tape.length === 0 ? null : closedFlow(session, tape.length - 1),
    openMinute: openFlow(market),
    strategyState: session.strategyState,
    position: position(session),
    orders: orders(session),
    account: {
      cash,
      equity,
      availableMargin: equity - reserved(session),
      venueEquity: session.account?.equity ?? null,
      venueAvailableMargin: session.account?.availableMargin ?? null,
    },
    daily: {
      dayStartMs: daily.dayStartMs,
      pnl: dailyPnl(daily, equity, cash, risk),
      realizedPnl: cash - daily.baseCash,
      limit: risk.maxDailyLoss,
      killSwitch: daily.tripped,
    },
    heat: heat(riskAtStops(session), equity - reserved(session), reserved(session)),
    quality: { ...counts, refused: { ...counts.refused } },
  };
}

function failingGates({ engine, feedStale, mode }: DescribedSession): SessionGate[] {
  const { manager } = engine;
  const gates: SessionGate[] = [];
  if (!engine.warm) gates.push('WARMUP');
  if (feedStale || !engine.venueReady) gates.push('FEED_STALE');
  if (manager.account.daily.tripped) gates.push('KILL_SWITCH');
  if (engine.halted) gates.push('HALTED');
  if (!engine.activated || mode === 'dry_run') gates.push('OBSERVE');
  if (manager.orderInFlight) gates.push('PENDING_ORDER');
  return gates;
}

function warmup({ engine, config, tape, features }: DescribedSession): SessionState['warmup'] {
  const minutesNeeded = config.instrument.rolling_window_minutes;
  return {
    ready: engine.warm,
    minutesDone: Math.min(tape.length, minutesNeeded),
    minutesNeeded,
    missingMinutes: tape.length === 0 ? 0 : features.missingMinutes[tape.length - 1]!,
  };
}

function valueArea({ tape, features }: DescribedSession): SessionState['valueArea'] {
  const index = tape.length - 1;
  if (index < 0) return null;
  const valid = features.valid[index] === 1;
  return {
    valid,
    pocHalfTicks: knownPrice(features.pocHalfTicks[index]!),
    vahTicks: knownPrice(features.vahTicks[index]!),
    valTicks: knownPrice(features.valTicks[index]!),
    coverage: valid ? features.valueAreaLots[index]! / features.windowLots[index]! : null,
    bins: valid ? features.valueAreaBins[index]! : 0,
    binWidthTicks: features.binWidthTicks[index]! === 0 ? null : features.binWidthTicks[index]!,
    sigma: knownNumber(features.sigma[index]!),
  };
}

function closedFlow({ tape, features }: DescribedSession, index: number): OrderFlowFigures {
  const bidLots = tape.bidLots[index]!;
  const askLots = tape.askLots[index]!;
  return {
    minuteMs: tape.minuteMs(index),
    volumeLots: tape.volumeLots[index]!,
    buyLots: tape.buyLots[index]!,
    sellLots: tape.sellLots[index]!,
    ambiguousFraction: features.ambiguousFraction[index]!,
    orderFlowLots: features.flowLots[index]!,
    imbalanceClose: bidLots + askLots === 0 ? null : (bidLots - askLots) / (bidLots + askLots),
    imbalanceEma: knownNumber(tape.quoteImbalanceEma[index]!),
    trades: tape.tradeCount[index]!,
  };
}

/** By the venue's sides alone: how prints are classified is known at the close. */
function openFlow({ openMinuteMs, buffer }: SessionMarket): OrderFlowFigures {
  const { length, sizeLots, side } = buffer.trades;
  const trades = Number.isNaN(openMinuteMs)
    ? 0
    : Math.min(length, buffer.tradesBefore(openMinuteMs + MINUTE_MS));
  let volumeLots = 0;
  let buyLots = 0;
  let sellLots = 0;
  for (let row = 0; row < trades; row++) {
    volumeLots += sizeLots[row]!;
    if (side[row]! > 0) buyLots += sizeLots[row]!;
    else if (side[row]! < 0) sellLots += sizeLots[row]!;
  }
  const unknownLots = volumeLots - buyLots - sellLots;
  return {
    minuteMs: knownNumber(openMinuteMs),
    volumeLots,
    buyLots,
    sellLots,
    ambiguousFraction: volumeLots === 0 ? 0 : unknownLots / volumeLots,
    orderFlowLots: buyLots - sellLots,
    imbalanceClose: null,
    imbalanceEma: null,
    trades,
  };
}

function position({ engine }: DescribedSession): SessionState['position'] {
  const { manager } = engine;
  const { trade } = manager;
  if (trade === null) return null;
  return {
    side: trade.plan.side,
    setup: trade.plan.setup,
    lots: trade.lots,
    entryTicks: trade.entryTicks,
    stopTicks: trade.stopTicks,
    tp1Ticks: knownPrice(trade.tp1Ticks),
    tp2Ticks: knownPrice(trade.plan.tp2Ticks),
    tp1Done: trade.tp1Done,
    openMs: trade.openMs,
    timerStartMs: trade.timerStartMs,
    openResult: manager.openResult(),
    exiting: manager.exiting,
  };
}

function orders({ engine }: DescribedSession): SessionOrder[] {
  const { entry, firstTarget, finalExit, stopOrderId, trade } = engine.manager;
  const list: SessionOrder[] = [];
  for (const order of [entry, firstTarget, finalExit]) {
    if (order === null) continue;
    const { orderId, leg, type, side, leftLots } = order;
    const priceTicks = type === 'limit' && order === entry ? entry.plan.limitTicks : null;
    list.push({ orderId, leg, type, side, leftLots, priceTicks });
  }
  if (stopOrderId !== 0 && trade !== null) {
    const side = -trade.plan.side;
    const priceTicks = knownPrice(trade.stopTicks);
    list.push({ orderId: stopOrderId, leg: 'STOP', type: 'stop', side, leftLots: trade.lots, priceTicks });
  }
  return list;
}

/** Margin that position and working entry reserve. */
function reserved({ engine, risk }: DescribedSession): number {
  const { trade, entry } = engine.manager;
  const held = trade === null ? 0 : reservedMargin(trade.entryTicks, trade.lots, risk);
  return held + (entry === null ? 0 : reservedMargin(entry.plan.sizingEntryTicks, entry.leftLots, risk));
}

function riskAtStops({ engine, risk }: DescribedSession): number {
  const { trade, entry } = engine.manager;
  const { quotePerTickLot } = risk;
  let sum = 0;
  if (trade !== null && trade.stopTicks !== NO_PRICE)
    sum += openRisk(trade.plan.side, trade.entryTicks, trade.stopTicks, trade.lots, quotePerTickLot);
  if (entry === null) return sum;
  const { side, sizingEntryTicks, stopTicks } = entry.plan;
  return sum + openRisk(side, sizingEntryTicks, stopTicks, entry.leftLots, quotePerTickLot);
}

function knownNumber(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

function knownPrice(ticks: number): number | null {
  return ticks === NO_PRICE ? null : ticks;
}
