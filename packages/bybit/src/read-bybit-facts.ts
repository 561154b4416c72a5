import type { Clock, InstrumentFacts } from '@auction-trader/core';
import type { BybitTransport } from './transport.ts';

/** What a venue and an account say of themselves, for `doctor` and before trading. */
export interface BybitFacts {
  /** As the venue has it: feed it to `defineInstrument`. */
  readonly instrument: InstrumentFacts;
  /** `Trading` when orders are taken. */
  readonly status: string;
  readonly fundingIntervalMs: number;
  /** Largest market and limit order, in lots. */
  readonly maxMarketLots: number;
  readonly maxLimitLots: number;
  /** venue - local, ms. */
  readonly clockOffsetMs: number;
  /** Null when the transport has no keys. */
  readonly account: BybitAccountFacts | null;
}

/** The signed part of {@link BybitFacts}. */
export interface BybitAccountFacts {
  readonly takerFeeBps: number;
  readonly makerFeeBps: number;
  readonly readOnlyKey: boolean;
  /** Whether the key may withdraw: such a key must not be used. */
  readonly mayWithdraw: boolean;
  readonly mayTrade: boolean;
  /** Epoch ms, NaN when the key does not expire. */
  readonly keyExpiresMs: number;
  readonly marginMode: string;
  readonly positionMode: 'one-way' | 'hedge';
  readonly leverage: number;
  readonly equity: number;
  readonly availableMargin: number;
}

/** Where {@link readBybitFacts} reads. */
export interface BybitFactsOptions {
  readonly transport: BybitTransport;
  readonly clock: Clock;
  readonly symbol: string;
  /** Whether to read the account too (needs keys). */
  readonly account: boolean;
}

/**
 * Reads the facts, changing nothing.
 *
 * @throws AuctionTraderError when the venue refuses or its answer cannot be used
 */
export async function readBybitFacts(_options: BybitFactsOptions): Promise<BybitFacts> {
  throw new Error('not yet');
}
