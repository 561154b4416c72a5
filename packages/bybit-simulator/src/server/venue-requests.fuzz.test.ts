// No request, however strange, may bring the real venue down: it is answered with a retCode.
import { SimulatedClock } from '@auction-trader/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { callRest, replyOf, START_MS, signedRequest } from '../testing/test-client.ts';
import { SimulatedVenue } from '../venue/simulated-venue.ts';
import { linearSymbol } from '../venue/symbol-facts.ts';
import { ENDPOINTS } from './endpoints.ts';
import { defaultAccounts } from './simulated-account.ts';
import { VenueClock } from './venue-clock.ts';
import { VenueProtocol } from './venue-protocol.ts';

const symbol = 'BTCUSDT';
const NAMES = [
  ...['symbol', 'settleCoin', 'side', 'orderType', 'qty', 'price', 'timeInForce', 'orderLinkId', 'orderId'],
  ...['triggerPrice', 'triggerDirection', 'reduceOnly', 'stopLoss', 'takeProfit', 'tpslMode', 'slSize'],
  ...['tpSize', 'limit', 'cursor', 'startTime', 'endTime', 'interval', 'orderFilter', 'openOnly'],
  ...['buyLeverage', 'sellLeverage', 'mode', 'timeWindow', 'positionIdx', 'trailingStop', 'closeOnTrigger'],
];

const strange = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom<unknown>({ toString: 1 }, [[]], null, '', '-1', '1e400', '0x10', 'NaN', '١', 7, true),
);
const usual = fc.constantFrom<unknown>(
  ...['linear', symbol, 'USDT', 'Buy', 'Sell', 'Limit', 'Market', 'Full', 'Partial', 'PostOnly'],
  ...['0.01', '60000', '1', '5', true, 2, 0],
);
const params = fc.record(
  {
    category: fc.oneof(
      { weight: 9, arbitrary: fc.constant<unknown>('linear') },
      { weight: 1, arbitrary: strange },
    ),
    ...Object.fromEntries(NAMES.map((name) => [name, fc.oneof(strange, usual)])),
  },
  { requiredKeys: ['category'] },
);

it('answers any parameters of any endpoint', () => {
  const clock = new SimulatedClock(START_MS);
  const accounts = defaultAccounts(1);
  const facts = linearSymbol({ symbol, tickSize: '0.1', lotSize: '0.001' });
  const venue = new SimulatedVenue({ clock, markets: [{ facts }], accounts });
  const limits = { accountFactor: 1_000_000, addressRequests: 1_000_000 };
  const protocol = new VenueProtocol({ venue, clock: new VenueClock(clock), accounts, limits });
  venue.start();
  venue.play(symbol).quote(600_000, 1_000, 600_001, 1_000);
  fc.assert(
    fc.property(fc.constantFrom(...ENDPOINTS), params, ({ method, path }, given) => {
      const texts = Object.entries(given).map(([name, value]) => [
        name,
        typeof value === 'string' ? value : JSON.stringify(value),
      ]);
      const payload =
        method === 'GET' ? String(new URLSearchParams(texts as [string, string][])) : JSON.stringify(given);
      const call = callRest(protocol, signedRequest(accounts[0]!, method, path, payload, clock.nowMs()));
      expect(replyOf(call).json()).toMatchObject({ retCode: expect.any(Number), result: expect.anything() });
      clock.runUntil(clock.nowMs() + 10);
    }),
    { numRuns: 1_500 },
  );
});
