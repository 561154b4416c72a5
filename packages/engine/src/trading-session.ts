import type { Config, Instrument } from '@auction-trader/core';
import type { OrderCommand, RemoteExchange, TradeRecord } from '@auction-trader/execution';
import type { FeatureColumns } from '@auction-trader/features';
import type { FrameDecoder, MinuteTape } from '@auction-trader/ingestion';
import type { Strategy } from '@auction-trader/signals';
import type { LocalExchange } from './local-exchange.ts';
import type { OperatorCommand, SessionInput } from './session-input.ts';
import type { SessionListener } from './session-listener.ts';
import type { SessionMode, SessionState } from './session-state.ts';

/** What a {@link TradingSession} is made of. All of it belongs to the session from then on. */
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

/** A {@link TradingSession} as plain JSON data. */
export type SessionSnapshot = { readonly schema: 1 } & { readonly [key: string]: unknown };

/**
 * Everything between a venue's raw messages and the orders that follow from them, as a pure function of
 * its inputs: the same inputs in the same order give the same decisions, records and commands, live,
 * after a restart, and in replay. It has no clock and no I/O.
 *
 * For each input a driver records it, applies it, takes the commands, journals and sends them.
 */
export class TradingSession {
  /** Rows of the last minutes; the older ones are dropped as time goes by. Read only. */
  readonly tape!: MinuteTape;
  readonly features!: FeatureColumns;

  constructor(_parts: SessionParts) {}

  /** Takes up one input. Bad data from outside is counted and refused, never thrown. */
  apply(_input: SessionInput): void {
    throw new Error('not yet');
  }

  /** Commands for the venue since the last call, in order; always empty with an exchange inside the session. */
  takeCommands(): OrderCommand[] {
    return [];
  }

  /** Epoch ms at which a `time` input has something to do; Infinity for never. */
  get nextDeadlineMs(): number {
    return Number.POSITIVE_INFINITY;
  }

  /** Why an operator's command would be refused now; null when it would be carried out. */
  refusal(_command: OperatorCommand): string | null {
    return null;
  }

  /** The session as it stands; costs about as much as a small JSON document. */
  get state(): SessionState {
    throw new Error('not yet');
  }

  /** The open position as a record, what is left of it marked at the newest quote; null when flat. For the journal. */
  get openTrade(): TradeRecord | null {
    throw new Error('not yet');
  }

  /** Everything needed to go on after a restart: plain data that survives JSON. Take it between two inputs. */
  snapshot(): SessionSnapshot {
    throw new Error('not yet');
  }

  /**
   * Goes on where {@link snapshot} was taken. To be called on a new session of the same parts, before
   * anything else.
   *
   * @throws AuctionTraderError (`BAD_STATE`) when it is no snapshot of such a session
   */
  restore(_snapshot: SessionSnapshot): void {
    throw new Error('not yet');
  }
}
