import { AuctionTraderError, type Instrument, parseStep } from '@auction-trader/core';
import type { BybitFacts } from './read-bybit-facts.ts';

/**
 * Refuses a venue or an account that must not be traded on.
 *
 * @throws AuctionTraderError, exit code 2
 */
export function checkFacts(facts: BybitFacts, instrument: Instrument, maxLeverage: number): void {
  const { account } = facts;
  const { symbol } = instrument;
  const tick = parseStep(facts.instrument.tickSize).text;
  const lot = parseStep(facts.instrument.lotSize).text;
  if (tick !== instrument.tick.text || lot !== instrument.lot.text) {
    refuse(
      'OTHER_GRID',
      `${symbol} has tick ${tick} and lot ${lot} at the venue, not ${instrument.tick.text} and ${instrument.lot.text}`,
      'Set instrument.tick_size and instrument.lot_size to what the venue says.',
    );
  }
  if (facts.status !== 'Trading') refuse('NOT_TRADING', `${symbol} is ${facts.status} at the venue`, '');
  if (maxLeverage > facts.maxLeverage) {
    refuse(
      'LEVERAGE',
      `the venue allows leverage ${facts.maxLeverage} at most for ${symbol}`,
      'Lower sizing.max_leverage.',
    );
  }
  if (account === null) return;
  if (account.mayWithdraw) {
    refuse('KEY_MAY_WITHDRAW', 'the API key may withdraw', 'Use a key without the permission to withdraw.');
  }
  if (account.readOnlyKey || !account.mayTrade) {
    refuse(
      'KEY_MAY_NOT_TRADE',
      'the API key may not trade contracts',
      'Give the key the permission for contract orders and positions.',
    );
  }
  if (account.positionMode !== 'one-way') {
    refuse('HEDGE_MODE', `the account holds ${symbol} in hedge mode`, 'Switch the account to one-way mode.');
  }
  if (!(account.takerFeeBps >= 0) || Number.isNaN(account.makerFeeBps)) {
    refuse('NO_FEES', `the venue did not say the fees of ${symbol}`, '');
  }
}

function refuse(code: string, message: string, hint: string): never {
  throw new AuctionTraderError(message, { code, exitCode: 2, ...(hint === '' ? {} : { hint }) });
}
