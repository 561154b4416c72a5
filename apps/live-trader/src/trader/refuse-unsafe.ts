import type { BybitFacts } from '@auction-trader/bybit';
import { refused } from './refused.ts';

/**
 * Live trading only with a key that may trade and nothing more.
 *
 * @throws AuctionTraderError exit code 2
 */
export function refuseUnsafe({ account, status }: BybitFacts): void {
  if (account === null) throw refused('live trading needs the key and secret of an account');
  if (account.mayWithdraw) throw refused('the key may withdraw: make one that may only trade');
  if (account.readOnlyKey || !account.mayTrade) throw refused('the key may not trade');
  if (status !== 'Trading') throw refused(`the venue takes no orders for the symbol: ${status}`);
}
