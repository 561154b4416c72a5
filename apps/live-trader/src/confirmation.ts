import { AuctionTraderError } from '@auction-trader/core';
import type { TradingMode } from './trading-mode.ts';

/** What an operator types to let live trading begin: `BTCUSDT live`. */
export function confirmationText(symbol: string): string {
  return `${symbol} live`;
}

/**
 * Refuses to begin live trading unless it was typed what is about to happen.
 *
 * @param confirm what the operator typed, null for nothing
 * @throws AuctionTraderError exit code 2
 */
export function requireConfirmation(mode: TradingMode, symbol: string, confirm: string | null): void {
  if (mode !== 'live' || confirm === confirmationText(symbol)) return;
  const typed = confirm === null ? 'nothing was typed' : `"${confirm}" was typed`;
  throw new AuctionTraderError(`live trading of ${symbol} was not confirmed: ${typed}`, {
    code: 'NOT_CONFIRMED',
    exitCode: 2,
    details: { key: '--confirm' },
    hint: `Type exactly "${confirmationText(symbol)}".`,
  });
}
