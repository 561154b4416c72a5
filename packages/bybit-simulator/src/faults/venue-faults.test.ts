// Faults that happen inside the venue, seen by a client of the protocol.
import { SimulatedClock } from '@auction-trader/core';
import { describe, expect, it } from 'vitest';
import { defaultAccounts } from '../server/simulated-account.ts';
import { VenueClock } from '../server/venue-clock.ts';
import { VenueProtocol } from '../server/venue-protocol.ts';
import { authArgs, callRest, replyOf, START_MS, signedRequest, TestPeer } from '../testing/test-client.ts';
import { SimulatedVenue } from '../venue/simulated-venue.ts';
import { linearSymbol } from '../venue/symbol-facts.ts';
import type { FaultScript } from './fault-rule.ts';

type Row = Record<string, unknown>;
const symbol = 'BTCUSDT';
const CREATE = 'POST /v5/order/create';

/** A venue with bid 60,000.0 and ask 60,000.1, faults, and an account that listens. */
function venueWith(...rules: FaultScript['rules']) {
  const clock = new SimulatedClock(START_MS);
  const accounts = defaultAccounts(2);
  const one = accounts[0]!;
  const facts = linearSymbol({ symbol, tickSize: '0.1', lotSize: '0.001' });
  const venue = new SimulatedVenue({ clock, markets: [{ facts }], accounts });
  const protocol = new VenueProtocol({ venue, clock: new VenueClock(clock), accounts, faults: { rules } });
  venue.start();
  venue.play(symbol).quote(600_000, 10_000, 600_001, 10_000);
  venue.play(symbol).trade(600_001, 1, 1);
  const peer = new TestPeer(protocol, '/v5/private');
  peer.say({ op: 'auth', args: authArgs(one, START_MS + 5_000) });
  peer.say({ op: 'subscribe', args: ['order', 'execution', 'position'] });
  const wait = (ms = 100) => clock.runUntil(clock.nowMs() + ms);
  const get = (path: string, query: string) => {
    const call = callRest(protocol, signedRequest(one, 'GET', path, query, clock.nowMs()));
    const { result } = replyOf(call).json() as { result: { list: Row[] } };
    return result.list;
  };
  const create = (order: Row) => {
    const body = JSON.stringify({ category: 'linear', symbol, ...order });
    const call = callRest(protocol, signedRequest(one, 'POST', '/v5/order/create', body, clock.nowMs()));
    wait();
    return replyOf(call).json()['retCode'];
  };
  const position = () => get('/v5/position/list', `category=linear&symbol=${symbol}`)[0];
  const pushed = (topic: string) =>
    peer
      .take()
      .filter((frame) => frame['topic'] === topic)
      .flatMap((frame) => frame['data'] as Row[]);
  return { venue, protocol, wait, get, create, position, pushed };
}

const buy = { side: 'Buy', orderType: 'Market', qty: '0.100' };

describe('faults inside the venue', () => {
  it('an order is acknowledged and then rejected', () => {
    const { create, pushed, position } = venueWith({
      when: { rest: CREATE },
      what: { kind: 'next-order', account: 'one', reject: 'EC_NoEnoughQtyToFill' },
    });
    expect(create(buy)).toBe(0);
    const last = pushed('order').at(-1);
    expect(['Rejected', 'Cancelled']).toContain(last?.['orderStatus']);
    expect(last).toMatchObject({ rejectReason: 'EC_NoEnoughQtyToFill', cumExecQty: '0.000' });
    expect(position()).toMatchObject({ size: '0' });
  });

  it('an order fills in part, and its rest is cancelled', () => {
    const { create, pushed, position } = venueWith({
      when: { rest: CREATE },
      what: { kind: 'next-order', account: 'one', fillShare: 0.3 },
    });
    expect(create(buy)).toBe(0);
    expect(pushed('order').at(-1)).toMatchObject({ orderStatus: 'Cancelled', cumExecQty: '0.030' });
    expect(position()).toMatchObject({ size: '0.030' });
  });

  it('only the order that matches is hit', () => {
    const { create, position, protocol } = venueWith();
    protocol.act({ kind: 'next-order', account: 'one', match: { orderLinkId: 'b' }, reject: 'EC_Other' });
    create({ ...buy, orderLinkId: 'a' });
    create({ ...buy, orderLinkId: 'b' });
    create({ ...buy, orderLinkId: 'c' });
    expect(position()).toMatchObject({ size: '0.200' });
  });

  it('somebody trades on the account by hand', () => {
    const { protocol, wait, pushed, position } = venueWith();
    protocol.act({ kind: 'position', account: 'one', symbol, qty: '-0.05' });
    wait();
    expect(pushed('execution')).toMatchObject([{ side: 'Sell', execQty: '0.050', orderLinkId: '' }]);
    expect(position()).toMatchObject({ side: 'Sell', size: '0.050' });
  });

  it.each([
    [false, 'BustTrade'],
    [true, 'AdlTrade'],
  ])('a position is taken over (adl %j)', (adl, execType) => {
    const { create, protocol, wait, pushed, position } = venueWith();
    create(buy);
    pushed('execution');
    protocol.act({ kind: 'liquidate', account: 'one', symbol, adl });
    wait();
    expect(pushed('execution')).toMatchObject([{ execType, side: 'Sell', execQty: '0.100' }]);
    expect(position()).toMatchObject({ side: '', size: '0' });
  });

  it('a restart wipes the closed orders of order/realtime, and keeps them in order/history', () => {
    const { create, protocol, wait, get } = venueWith();
    create({ ...buy, orderLinkId: 'gone' });
    const query = `category=linear&symbol=${symbol}&orderLinkId=gone`;
    expect(get('/v5/order/realtime', query)).toHaveLength(1);
    protocol.act({ kind: 'restart', downMs: 1_000, wipeHistory: true });
    wait(1_000);
    expect(get('/v5/order/realtime', query)).toEqual([]);
    expect(get('/v5/order/history', query)).toHaveLength(1);
  });

  it('a restart begins books anew with u = 1', () => {
    const { protocol, venue, wait } = venueWith();
    const peer = new TestPeer(protocol, '/v5/public/linear');
    peer.say({ op: 'subscribe', args: ['orderbook.1.BTCUSDT'] });
    protocol.act({ kind: 'restart', downMs: 0, wipeHistory: false });
    wait(0);
    const again = new TestPeer(protocol, '/v5/public/linear');
    again.say({ op: 'subscribe', args: ['orderbook.1.BTCUSDT'] });
    venue.play(symbol).quote(600_010, 1_000, 600_011, 1_000);
    wait();
    const frames = [...again.take()].filter((frame) => frame['type'] === 'snapshot');
    expect(frames.at(-1)?.['data']).toMatchObject({ s: symbol });
  });
});
