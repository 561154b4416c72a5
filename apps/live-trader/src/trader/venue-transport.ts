import { type BybitTransport, type SdkTransportOptions, sdkTransport } from '@auction-trader/bybit';
import { AuctionTraderError } from '@auction-trader/core';
import type { VenueAccess } from '../trader-options.ts';
import type { TradingMode } from '../trading-mode.ts';

/** Makes the way to the venue that a mode may have. */
export type TransportMaker = (access: VenueAccess, mode: TradingMode | 'collect') => BybitTransport;

/** The way over the network. */
export const networkTransport: TransportMaker = (access, mode) =>
  sdkTransport(transportOptions(access, mode));

/**
 * How far a mode may go: dry_run, paper and collect have no keys, shadow may only read, live may send.
 *
 * @throws AuctionTraderError (`NO_CREDENTIALS`, exit code 2)
 */
export function transportOptions(access: VenueAccess, mode: TradingMode | 'collect'): SdkTransportOptions {
  const { baseUrl, wsUrl, testnet, credentials } = access;
  const suffix = testnet ? '-testnet' : '';
  const own = baseUrl !== null && wsUrl !== null;
  const place = {
    baseUrl: own ? baseUrl : `https://api${suffix}.bybit.com`,
    wsUrl: own ? wsUrl : `wss://stream${suffix}.bybit.com`,
    // A venue of one's own is a simulator: it runs on this machine.
    allowRemote: !own,
  };
  if (mode !== 'live' && mode !== 'shadow') return { ...place, readOnly: true };
  if (credentials !== null) return { ...place, credentials, readOnly: mode === 'shadow' };
  if (mode === 'shadow') return { ...place, readOnly: true };
  throw new AuctionTraderError('live trading needs the key and secret of an account', {
    code: 'NO_CREDENTIALS',
    exitCode: 2,
    hint: 'Set BYBIT_API_KEY and BYBIT_API_SECRET.',
  });
}
