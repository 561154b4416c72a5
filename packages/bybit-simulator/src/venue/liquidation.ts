import type { Account } from './account.ts';
import { Changes } from './changes.ts';
import { marginState } from './margin.ts';
import type { MarketState } from './market-state.ts';
import { marketTerms } from './market-terms.ts';
import type { MatchingEngine } from './matching-engine.ts';
import { isOpen } from './order.ts';

/** Takes over the positions of an account that no longer has the margin for them. True when it did. */
export function liquidateWhenDue(engine: MatchingEngine, account: Account): boolean {
  if (!account.hasPosition) return false;
  const { equity, maintenance } = marginState(account);
  if (equity > maintenance) return false;
  const markets = new Set<MarketState>();
  for (const order of account.orders.values()) markets.add(order.market);
  for (const { lots, market } of account.positions) if (lots !== 0) markets.add(market);
  for (const market of markets) liquidate(engine, account, market);
  return true;
}

/** Cancels an account's orders in a market and closes its position at the mark price. */
export function liquidate(engine: MatchingEngine, account: Account, market: MarketState): void {
  const changes = new Changes(account, market);
  for (const order of [...account.orders.values()]) {
    if (order.market === market && isOpen(order))
      engine.cancel(changes, order, 'CancelAllBeforeLiq', 'EC_NoError');
  }
  close(engine, changes, 'BustTrade', 'CreateByLiq');
  if (!account.hasPosition && account.wallet < 0n) {
    account.insured -= account.wallet;
    account.wallet = 0n;
  }
  engine.publish(changes);
}

/** The venue closes a position against a bankrupt one, at the mark price and without a fee. */
export function deleverage(engine: MatchingEngine, account: Account, market: MarketState): void {
  const changes = new Changes(account, market);
  close(engine, changes, 'AdlTrade', 'CreateByAdl_PassThrough');
  engine.publish(changes);
}

function close(
  engine: MatchingEngine,
  changes: Changes,
  type: 'BustTrade' | 'AdlTrade',
  createType: string,
): void {
  const { account, market } = changes;
  const position = account.position(market);
  if (position.lots === 0) return;
  const terms = marketTerms(-position.side, position.size, {
    priceTicks: Math.max(1, Math.round(market.markHundredths / 100)),
    reduceOnly: true,
    closeOnTrigger: true,
    createType,
  });
  const order = engine.make(account, market, terms);
  engine.fillAt(changes, order, order.priceTicks, type);
}
