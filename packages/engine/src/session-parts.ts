import type { Config, Instrument } from '@auction-trader/core';
import type { OrderCommand, OrderPort, RemoteExchange } from '@auction-trader/execution';
import type { FrameDecoder } from '@auction-trader/ingestion';
import type { Strategy } from '@auction-trader/signals';
import type { LocalExchange } from './local-exchange.ts';
import type { SessionListener } from './session-listener.ts';
import type { SessionMode } from './session-state.ts';

/** What a `TradingSession` is made of. All of it belongs to the session from then on. */
export interface SessionParts {
  readonly instrument: Instrument;
  readonly config: Config;
  readonly mode: SessionMode;
  /** A new one: a strategy keeps state. */
  readonly strategy: Strategy;
  readonly decoder: FrameDecoder;
  /** Live: the remote one. Else one that fills by its model; in dry_run it is never sent anything. */
  readonly exchange: LocalExchange | RemoteExchange;
  readonly listener: SessionListener;
  /** Whether entries are switched on from the start (paper and shadow); in live and dry_run they never are. */
  readonly activated: boolean;
  /** The account's own rates where they are known; else those of the configuration. */
  readonly fees?: { readonly takerFeeBps: number; readonly makerFeeBps: number };
}

/** The configuration with the account's own rates. */
export function withFees(config: Config, fees: SessionParts['fees']): Config {
  if (fees === undefined) return config;
  const { takerFeeBps, makerFeeBps } = fees;
  const execution = { ...config.execution, taker_fee_bps: takerFeeBps, maker_fee_bps: makerFeeBps };
  return { ...config, execution };
}

/** Tells the listener of each command before the exchange carries it out. */
export function toldPort(exchange: LocalExchange, listener: SessionListener): OrderPort {
  return {
    send(command: OrderCommand): void {
      listener.onLocalCommand(command);
      exchange.send(command);
    },
  };
}
