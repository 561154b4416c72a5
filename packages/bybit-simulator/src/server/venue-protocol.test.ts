import { describe, expect, it } from 'vitest';
import { bookFrame } from '../testing/stub-venue.ts';
import {
  authArgs,
  callRest,
  START_MS,
  signedRequest,
  stubProtocol,
  TestPeer,
} from '../testing/test-client.ts';

const BOOK = 'orderbook.1.BTCUSDT';

function privatePeer({ protocol, one }: ReturnType<typeof stubProtocol>) {
  const peer = new TestPeer(protocol, '/v5/private');
  peer.say({ op: 'auth', args: authArgs(one, START_MS + 5_000) });
  return peer;
}

describe('public connections', () => {
  it('acknowledges with the req_id, then sends the snapshot, then frames', () => {
    const { protocol, venue } = stubProtocol();
    const peer = new TestPeer(protocol, '/v5/public/linear');
    const [ack, snapshot] = peer.say({ op: 'subscribe', args: [BOOK], req_id: 's' });
    expect(ack).toEqual({
      success: true,
      ret_msg: '',
      conn_id: expect.any(String),
      req_id: 's',
      op: 'subscribe',
    });
    expect(snapshot).toMatchObject({ topic: BOOK, type: 'snapshot' });
    venue.pushPublic(bookFrame(BOOK, 'delta', 1001));
    venue.pushPublic(bookFrame('orderbook.50.BTCUSDT', 'delta', 7));
    expect(peer.take()).toEqual([bookFrame(BOOK, 'delta', 1001)]);
  });

  it('tells the venue which topics somebody wants', () => {
    const { protocol, venue } = stubProtocol();
    const first = new TestPeer(protocol, '/v5/public/linear');
    const second = new TestPeer(protocol, '/v5/public/linear');
    first.say({ op: 'subscribe', args: [BOOK] });
    second.say({ op: 'subscribe', args: [BOOK] });
    first.say({ op: 'unsubscribe', args: [BOOK] });
    expect([...venue.wanted]).toEqual([BOOK]);
    second.leave();
    expect([...venue.wanted]).toEqual([]);
  });

  it('answers ping, WebSocket pings, bad JSON, unknown operations and topics', () => {
    const { protocol } = stubProtocol();
    const peer = new TestPeer(protocol, '/v5/public/linear');
    expect(peer.say({ op: 'ping' })[0]).toEqual({
      success: true,
      ret_msg: 'pong',
      conn_id: expect.any(String),
      req_id: '',
      op: 'ping',
    });
    peer.ping();
    expect(peer.pongs).toBe(1);
    expect(peer.say('{')[0]).toMatchObject({ success: false });
    expect(peer.say('7')[0]).toMatchObject({ success: false });
    expect(peer.say({ op: 'fly' })[0]).toMatchObject({ success: false, op: 'fly' });
    expect(peer.say({ op: 'subscribe', args: ['publicTrade.NOPE'], req_id: 'x' })).toEqual([
      {
        success: false,
        ret_msg: 'error:handler not found,topic:publicTrade.NOPE',
        conn_id: expect.any(String),
        req_id: 'x',
        op: 'subscribe',
      },
    ]);
  });
});

describe('private connections', () => {
  it('refuses topics before auth', () => {
    const { protocol } = stubProtocol();
    const peer = new TestPeer(protocol, '/v5/private');
    expect(peer.say({ op: 'subscribe', args: ['order'] })[0]).toMatchObject({
      success: false,
      ret_msg: 'Request not authorized',
    });
  });

  it.each([START_MS + 1, String(START_MS + 1)])('takes expires %j, a moment ahead', (expires) => {
    const { protocol, one } = stubProtocol();
    const peer = new TestPeer(protocol, '/v5/private');
    expect(peer.say({ op: 'auth', args: authArgs(one, expires), req_id: 'a' })).toEqual([
      { success: true, ret_msg: '', conn_id: expect.any(String), req_id: 'a', op: 'auth' },
    ]);
  });

  it('refuses auth that has expired, of a wrong key, of a wrong signature', () => {
    const { protocol, one, two } = stubProtocol();
    const peer = new TestPeer(protocol, '/v5/private');
    const auth = (args: unknown[]) => peer.say({ op: 'auth', args })[0]?.['success'];
    expect(auth(authArgs(one, START_MS))).toBe(false);
    expect(auth(['nobody', START_MS + 5_000, 'x'])).toBe(false);
    expect(auth([two.key, ...authArgs(one, START_MS + 5_000).slice(1)])).toBe(false);
    expect(peer.ended).toBeNull();
  });

  it('answers ping with op pong', () => {
    const peer = privatePeer(stubProtocol());
    expect(peer.say({ op: 'ping', req_id: 'p' })[0]).toEqual({
      req_id: 'p',
      op: 'pong',
      args: [String(START_MS)],
      conn_id: expect.any(String),
    });
  });

  it('pushes only what was subscribed to, also by category, and only to its account', () => {
    const stub = stubProtocol();
    const peer = privatePeer(stub);
    const stranger = new TestPeer(stub.protocol, '/v5/private');
    stranger.say({ op: 'auth', args: authArgs(stub.two, START_MS + 5_000) });
    stranger.say({ op: 'subscribe', args: ['order', 'wallet'] });
    peer.say({ op: 'subscribe', args: ['order.linear', 'wallet'] });
    stranger.take();
    const data = [{ category: 'linear', orderId: 'x' }];
    stub.venue.pushPrivate({ account: 'one', topic: 'order', timeMs: 5, data });
    stub.venue.pushPrivate({ account: 'one', topic: 'execution', timeMs: 5, data });
    stub.venue.pushPrivate({ account: 'one', topic: 'wallet', timeMs: 6, data: [{ totalEquity: '1' }] });
    const id = expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);
    expect(peer.take()).toEqual([
      { id, topic: 'order.linear', creationTime: 5, data },
      { id, topic: 'wallet', creationTime: 6, data: [{ totalEquity: '1' }] },
    ]);
    expect(stranger.take()).toEqual([]);
  });

  it('refuses one topic with and without its category in one request', () => {
    const peer = privatePeer(stubProtocol());
    expect(peer.say({ op: 'subscribe', args: ['order', 'order.linear'] })[0]).toMatchObject({
      success: false,
    });
    expect(peer.say({ op: 'subscribe', args: ['nonsense'] })[0]).toMatchObject({
      success: false,
      ret_msg: 'error:handler not found,topic:nonsense',
    });
  });

  it('cancels working orders when the last connection with dcp.future has been gone for the window', () => {
    const stub = stubProtocol();
    const { protocol, one, clock, venue } = stub;
    callRest(
      protocol,
      signedRequest(one, 'POST', '/v5/order/disconnected-cancel-all', '{"timeWindow":10}', START_MS),
    );
    const peer = privatePeer(stub);
    peer.say({ op: 'subscribe', args: ['dcp.future'] });
    clock.runUntil(START_MS + 60_000);
    expect(venue.requests).toEqual([]);
    peer.leave();
    clock.runUntil(START_MS + 69_999);
    expect(venue.requests).toEqual([]);
    clock.runUntil(START_MS + 70_000);
    expect(venue.requests).toEqual([
      {
        account: 'one',
        path: '/v5/order/cancel-all',
        params: { category: 'linear', settleCoin: 'USDT', orderFilter: 'Order' },
      },
    ]);
  });
});

describe('trade connections', () => {
  const header = { 'X-BAPI-TIMESTAMP': String(START_MS), 'X-BAPI-RECV-WINDOW': '5000' };
  const create = { op: 'order.create', header, args: [{ symbol: 'BTCUSDT', qty: '1' }] };

  function tradePeer({ protocol, one }: ReturnType<typeof stubProtocol>) {
    const peer = new TestPeer(protocol, '/v5/trade');
    expect(peer.say({ op: 'auth', args: authArgs(one, START_MS + 5_000) })[0]).toEqual({
      retCode: 0,
      retMsg: 'OK',
      op: 'auth',
      connId: expect.any(String),
    });
    return peer;
  }

  it('answers a second auth with 20001 and a bad one with 10004, without a success field', () => {
    const stub = stubProtocol();
    const peer = tradePeer(stub);
    expect(peer.say({ op: 'auth', args: authArgs(stub.one, START_MS + 5_000) })[0]).toMatchObject({
      retCode: 20001,
    });
    const other = new TestPeer(stub.protocol, '/v5/trade');
    const [refused] = other.say({ op: 'auth', args: [stub.one.key, START_MS + 5_000, 'bad'] });
    expect(refused).toMatchObject({ retCode: 10004 });
    expect(refused).not.toHaveProperty('success');
  });

  it('answers ping', () => {
    expect(tradePeer(stubProtocol()).say({ op: 'ping' })[0]).toEqual({
      retCode: 0,
      retMsg: 'OK',
      op: 'pong',
      data: [String(START_MS)],
      connId: expect.any(String),
    });
  });

  it('carries out an order and echoes the reqId with all headers', () => {
    const stub = stubProtocol();
    stub.venue.reply = { retCode: 0, retMsg: 'OK', result: { orderId: 'o', orderLinkId: 'w-1' } };
    const [reply] = tradePeer(stub).say({ ...create, reqId: 'r-1' });
    expect(reply).toEqual({
      reqId: 'r-1',
      retCode: 0,
      retMsg: 'OK',
      op: 'order.create',
      data: { orderId: 'o', orderLinkId: 'w-1' },
      retExtInfo: {},
      header: {
        'X-Bapi-Limit': '10',
        'X-Bapi-Limit-Status': '9',
        'X-Bapi-Limit-Reset-Timestamp': String(START_MS),
        Traceid: expect.stringMatching(/^[0-9a-f]{32}$/),
        Timenow: String(START_MS),
      },
      connId: expect.any(String),
    });
    expect(stub.venue.requests).toEqual([
      { account: 'one', path: '/v5/order/create', params: { symbol: 'BTCUSDT', qty: '1' } },
    ]);
  });

  it('refuses what it must', () => {
    const stub = stubProtocol();
    const peer = tradePeer(stub);
    const code = (message: object) => peer.say(message)[0]?.['retCode'];
    expect(code({ ...create, reqId: 'r' })).toBe(0);
    expect(code({ ...create, reqId: 'r' })).toBe(20006);
    expect(code({ ...create, reqId: 'x'.repeat(37) })).toBe(10001);
    expect(code({ ...create, header: {} })).toBe(10001);
    expect(code({ ...create, header: { 'X-BAPI-TIMESTAMP': String(START_MS - 5_001) } })).toBe(10002);
    expect(code({ ...create, args: [{}, {}] })).toBe(10001);
    expect(code({ ...create, op: 'order.fly' })).toBe(10404);
    const stranger = new TestPeer(stub.protocol, '/v5/trade');
    expect(stranger.say(create)[0]).toMatchObject({ retCode: 10005 });
    expect(stub.venue.requests).toHaveLength(1);
  });

  it('gives a push that the request causes before its answer', () => {
    const stub = stubProtocol();
    const watcher = privatePeer(stub);
    watcher.say({ op: 'subscribe', args: ['order'] });
    stub.venue.onRequest = () =>
      stub.venue.pushPrivate({
        account: 'one',
        topic: 'order',
        timeMs: START_MS,
        data: [{ category: 'linear' }],
      });
    tradePeer(stub).say(create);
    expect(watcher.take()).toHaveLength(1);
  });
});

describe('lines', () => {
  it('knows three paths', () => {
    const { protocol } = stubProtocol();
    expect(protocol.openConnection('/v5/public/spot', 'test')).toMatchObject({ kind: 'refuse', status: 404 });
  });

  it.each([
    ['', 600_000],
    ['?max_active_time=45s', 45_000],
    ['?max_active_time=2m', 120_000],
    ['?max_active_time=1s', 30_000],
    ['?max_active_time=60m', 600_000],
    ['?max_active_time=soon', 600_000],
  ])('cuts an idle line%s after %d ms', (query, idleMs) => {
    const { protocol, clock } = stubProtocol();
    const peer = new TestPeer(protocol, `/v5/public/linear${query}`);
    clock.runUntil(START_MS + 10_000);
    peer.say({ op: 'ping' });
    clock.runUntil(START_MS + 10_000 + idleMs - 1);
    expect(peer.ended).toBeNull();
    clock.runUntil(START_MS + 10_000 + idleMs);
    expect(peer.ended).toBe('close 1000');
    expect(protocol.connectionCount).toBe(0);
  });

  it('lets an address open 500 lines in 5 minutes', () => {
    const { protocol } = stubProtocol();
    for (let count = 0; count < 500; count++) new TestPeer(protocol, '/v5/private');
    expect(protocol.openConnection('/v5/private', 'test')).toMatchObject({ kind: 'refuse', status: 403 });
    expect(protocol.openConnection('/v5/private', 'elsewhere')).toMatchObject({ kind: 'accept' });
  });
});
