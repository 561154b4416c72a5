import { fillModel, SimulatedExchange } from '@auction-trader/backtest';
import { BybitFrameDecoder } from '@auction-trader/bybit';
import {
  type Config,
  defineInstrument,
  type Instrument,
  invariant,
  quotePerTickLot,
} from '@auction-trader/core';
import {
  type SessionListener,
  type SessionMode,
  type SessionParts,
  type SessionSnapshot,
  TradingSession,
} from '@auction-trader/engine';
import { type OrderOwner, RemoteExchange } from '@auction-trader/execution';
import { AuctionStrategy, type Strategy, signalSettings } from '@auction-trader/signals';
import type { RecordingHeader } from '@auction-trader/storage';
import { runToken } from './run-identity.ts';

/** Version of the state that is saved: a snapshot of another version is not taken up. */
export const STATE_VERSION = 1;

/** What a session is made from beside instrument, configuration and mode; stands in the recording's header. */
export interface SessionSeed {
  readonly activated: boolean;
  /** The account's own rates, null where they are not known. */
  readonly fees: { readonly takerFeeBps: number; readonly makerFeeBps: number } | null;
  /** State after the warm-up from stored ticks, null for a cold start. */
  readonly start: SessionSnapshot | null;
}

/** Makes the strategy of a session: a new one each time, for a strategy keeps state. */
export type StrategyMaker = (config: Config, instrument: Instrument) => Strategy;

/** The strategy that is traded. */
export const auctionStrategy: StrategyMaker = (config, instrument) =>
  new AuctionStrategy(signalSettings(config, instrument));

/** Whose orders a run's orders are. */
export function orderOwner(header: RecordingHeader): OrderOwner {
  return { mode: header.mode, instance: runToken(header.startedMs) };
}

/** Setup names by their codes, as the journal wants them. */
export function setupNames(strategy: Strategy): readonly (string | null)[] {
  return strategy.setups.map((name, code) => (code === 0 ? null : name));
}

/** A cold session as the header of its recording describes it. */
export function buildSession(
  header: RecordingHeader,
  listener: SessionListener,
  makeStrategy: StrategyMaker = auctionStrategy,
): TradingSession {
  const { config, mode } = header;
  invariant(mode !== 'collect', 'a recording of the market alone has no session');
  const instrument = defineInstrument(header.instrument);
  const { activated, fees } = sessionSeed(header);
  return new TradingSession({
    instrument,
    config,
    mode,
    strategy: makeStrategy(config, instrument),
    decoder: new BybitFrameDecoder(instrument),
    exchange: exchangeFor(mode, instrument, header, fees),
    listener,
    activated,
    ...(fees === null ? {} : { fees }),
  });
}

/** The session's part of a header. */
export function sessionSeed(header: RecordingHeader): SessionSeed {
  return header.session as SessionSeed;
}

function exchangeFor(
  mode: SessionMode,
  instrument: Instrument,
  header: RecordingHeader,
  fees: SessionSeed['fees'],
): SessionParts['exchange'] {
  if (mode === 'live') return new RemoteExchange(orderOwner(header));
  const model = { ...fillModel(header.config), ...fees };
  return new SimulatedExchange(model, quotePerTickLot(instrument), true);
}
