import {
  AuctionTraderError,
  type Clock,
  type InstrumentFacts,
  parseOnGrid,
  parseStep,
  Random,
} from '@auction-trader/core';
import { z } from 'zod';
import { BybitRest } from './rest.ts';
import { page, positionRow, walletRow } from './rows.ts';
import type { BybitTransport } from './transport.ts';

const MINUTE_MS = 60_000;

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
  /** Highest leverage that the venue allows. */
  readonly maxLeverage: number;
  /** venue - local, ms. */
  readonly clockOffsetMs: number;
  /** Null when it was not asked for. */
  readonly account: BybitAccountFacts | null;
}

/** The signed part of {@link BybitFacts}. */
export interface BybitAccountFacts {
  readonly takerFeeBps: number;
  readonly makerFeeBps: number;
  readonly readOnlyKey: boolean;
  /** Whether the key may withdraw: such a key must not be used. */
  readonly mayWithdraw: boolean;
  /** Whether the key may trade derivatives. */
  readonly mayTrade: boolean;
  /** Epoch ms, NaN when the key does not expire. */
  readonly keyExpiresMs: number;
  readonly marginMode: string;
  readonly positionMode: 'one-way' | 'hedge';
  readonly leverage: number;
  /** Quote currency. */
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

const text = z.string();
const instruments = page(
  z.looseObject({
    symbol: text,
    status: text,
    priceFilter: z.looseObject({ tickSize: text }),
    leverageFilter: z.looseObject({ maxLeverage: text }),
    lotSizeFilter: z.looseObject({
      qtyStep: text,
      minOrderQty: text,
      maxOrderQty: text,
      maxMktOrderQty: text.optional(),
      minNotionalValue: text.optional(),
    }),
    fundingInterval: z.number(),
  }),
);
const feeRates = z.looseObject({
  list: z.array(z.looseObject({ symbol: text, takerFeeRate: text, makerFeeRate: text })),
});
const accountInfo = z.looseObject({ marginMode: text });
const keyInfo = z.looseObject({
  readOnly: z.number(),
  permissions: z.record(z.string(), z.array(z.string()).nullish()),
  expiredAt: z.string().nullish(),
});
const positions = page(positionRow);
const wallets = z.looseObject({ list: z.array(walletRow).min(1) });

/**
 * Reads the facts, changing nothing.
 *
 * @throws AuctionTraderError (`VENUE_REFUSED`, `VENUE_UNREACHABLE` or `UNKNOWN_SYMBOL`)
 */
export async function readBybitFacts(options: BybitFactsOptions): Promise<BybitFacts> {
  const { transport, clock, symbol } = options;
  const rest = new BybitRest({ transport, clock, random: new Random(0) });
  await rest.resync();
  return readFacts(rest, symbol, options.account);
}

/** {@link readBybitFacts} on a client whose clock is set. */
export async function readFacts(rest: BybitRest, symbol: string, withAccount: boolean): Promise<BybitFacts> {
  const params = { category: 'linear', symbol };
  const { list } = await rest.get('/v5/market/instruments-info', params, instruments, false);
  const row = list.find((found) => found.symbol === symbol);
  if (row === undefined) {
    throw new AuctionTraderError(`the venue has no linear contract ${symbol}`, {
      code: 'UNKNOWN_SYMBOL',
      exitCode: 1,
      hint: 'Set instrument.symbol to a linear contract of the venue, e.g. BTCUSDT.',
    });
  }
  const { lotSizeFilter: sizes } = row;
  const lot = parseStep(sizes.qtyStep);
  const lots = (size: string) => {
    const found = parseOnGrid(size, lot);
    return typeof found === 'number' ? found : Math.floor(Number(size) / lot.value);
  };
  return {
    instrument: {
      venue: 'bybit',
      symbol,
      tickSize: row.priceFilter.tickSize,
      lotSize: sizes.qtyStep,
      minOrderLots: lots(sizes.minOrderQty),
      minNotional: Number(sizes.minNotionalValue ?? '0'),
      // Stops and exits are market orders.
      maxOrderLots: Math.min(lots(sizes.maxMktOrderQty ?? sizes.maxOrderQty), lots(sizes.maxOrderQty)),
    },
    status: row.status,
    fundingIntervalMs: row.fundingInterval * MINUTE_MS,
    maxMarketLots: lots(sizes.maxMktOrderQty ?? sizes.maxOrderQty),
    maxLimitLots: lots(sizes.maxOrderQty),
    maxLeverage: Number(row.leverageFilter.maxLeverage),
    clockOffsetMs: rest.offsetMs,
    account: withAccount ? await readAccount(rest, symbol) : null,
  };
}

async function readAccount(rest: BybitRest, symbol: string): Promise<BybitAccountFacts> {
  const params = { category: 'linear', symbol };
  const key = await rest.get('/v5/user/query-api', {}, keyInfo, true);
  const info = await rest.get('/v5/account/info', {}, accountInfo, true);
  const fees = await rest.get('/v5/account/fee-rate', params, feeRates, true);
  const held = await rest.get('/v5/position/list', params, positions, true);
  const wallet = await rest.get('/v5/account/wallet-balance', { accountType: 'UNIFIED' }, wallets, true);
  const fee = fees.list.find((row) => row.symbol === symbol);
  const rows = held.list.filter((row) => row.symbol === symbol);
  const { permissions } = key;
  const may = (group: string) => (permissions[group] ?? []).join(' ');
  return {
    takerFeeBps: bps(fee?.takerFeeRate),
    makerFeeBps: bps(fee?.makerFeeRate),
    readOnlyKey: key.readOnly !== 0,
    mayWithdraw: may('Wallet').includes('Withdraw'),
    mayTrade: may('ContractTrade').includes('Order') || may('Derivatives').includes('DerivativesTrade'),
    keyExpiresMs: key.expiredAt ? Date.parse(key.expiredAt) : Number.NaN,
    marginMode: info.marginMode,
    positionMode: rows.some((row) => row.positionIdx !== 0) ? 'hedge' : 'one-way',
    leverage: Number(rows[0]?.leverage || 'NaN'),
    equity: Number(wallet.list[0]!.totalEquity),
    availableMargin: Number(wallet.list[0]!.totalAvailableBalance),
  };
}

/** A rate as written, in basis points: 0.00055 is 5.5. NaN when it was not given. */
function bps(rate: string | undefined): number {
  return rate === undefined ? Number.NaN : Number((Number(rate) * 10_000).toFixed(6));
}
