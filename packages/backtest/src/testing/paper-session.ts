import { type Config, type Instrument, quotePerTickLot } from '@auction-trader/core';
import { type SessionMode, TradingSession } from '@auction-trader/engine';
import { AuctionStrategy, type Strategy, signalSettings } from '@auction-trader/signals';
import { fillModel } from '../fill-model.ts';
import { SimulatedExchange } from '../simulated-exchange.ts';
import { ListDecoder } from './list-decoder.ts';
import { SessionRecord } from './session-record.ts';

/** What a {@link paperSession} may have otherwise. */
export interface PaperOptions {
  /** Default: the auction strategy. */
  readonly strategy?: Strategy;
  readonly mode?: SessionMode;
  /** Default true. */
  readonly activated?: boolean;
}

/** A session on paper, with a record of what it tells. */
export function paperSession(
  { instrument }: { readonly instrument: Instrument },
  config: Config,
  { strategy, mode = 'paper', activated = true }: PaperOptions = {},
) {
  const listener = new SessionRecord();
  const decoder = new ListDecoder();
  const session = new TradingSession({
    instrument,
    config,
    mode,
    strategy: strategy ?? new AuctionStrategy(signalSettings(config, instrument)),
    decoder,
    exchange: new SimulatedExchange(fillModel(config), quotePerTickLot(instrument), true),
    listener,
    activated,
  });
  listener.session = session;
  return { session, listener, decoder };
}
