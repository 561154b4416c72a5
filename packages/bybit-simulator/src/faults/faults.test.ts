import { describe, expect, it } from 'vitest';
import { bookFrame } from '../testing/stub-venue.ts';
import {
  authArgs,
  callRest,
  replyOf,
  START_MS,
  signedRequest,
  stubProtocol,
  TestPeer,
} from '../testing/test-client.ts';
import type { FaultScript } from './fault-rule.ts';
import { parseAction, parseFaultScript } from './parse-fault-script.ts';

type Rules = FaultScript['rules'];
const CREATE = '/v5/order/create';
const ON_CREATE = { rest: `POST ${CREATE}` };
const BOOK = 'orderbook.1.BTCUSDT';
const TRADES = 'publicTrade.BTCUSDT';

function withRules(...rules: Rules) {
  const stub = stubProtocol({ faults: { rules } });
  const create = (body = '{"qty":"1"}') =>
    callRest(stub.protocol, signedRequest(stub.one, 'POST', CREATE, body, stub.clock.nowMs()));
  const connect = () => new TestPeer(stub.protocol, '/v5/public/linear');
  const connectPrivate = () => {
    const peer = new TestPeer(stub.protocol, '/v5/private');
    peer.say({ op: 'auth', args: authArgs(stub.one, stub.clock.nowMs() + 5_000) });
    return peer;
  };
  const wait = (ms: number) => stub.clock.runUntil(stub.clock.nowMs() + ms);
  return { ...stub, create, connect, connectPrivate, wait };
}

function watchBook(stub: ReturnType<typeof withRules>) {
  const peer = stub.connect();
  peer.say({ op: 'subscribe', args: [BOOK, TRADES] });
  const push = (u: number) => {
    stub.venue.pushPublic(bookFrame(BOOK, 'delta', u));
    return peer.take();
  };
  return { peer, push };
}

function updates(frames: Record<string, unknown>[]) {
  return frames.map((frame) => (frame['data'] as { u: number }).u);
}

describe('faults of requests', () => {
  it('destroy: the venue never sees it and the line breaks', () => {
    const { create, venue } = withRules({ when: ON_CREATE, what: { kind: 'destroy' } });
    expect(create().outcome).toEqual({ kind: 'reset' });
    expect(venue.requests).toEqual([]);
  });

  it('hang: the venue never sees it and nobody answers', () => {
    const { create, venue, wait } = withRules({ when: ON_CREATE, what: { kind: 'hang' } });
    const call = create();
    wait(3_600_000);
    expect(call.outcome).toBeNull();
    expect(venue.requests).toEqual([]);
  });

  it.each([
    ['hang', null],
    ['destroy', { kind: 'reset' }],
  ] as const)('lose-reply by %s: carried out all the same', (by, outcome) => {
    const { create, venue, protocol } = withRules({ when: ON_CREATE, what: { kind: 'lose-reply', by } });
    expect(create().outcome).toEqual(outcome);
    expect(venue.requests).toHaveLength(1);
    expect(protocol.log.calls[0]?.outcome).toBe(`lost ${by}`);
  });

  it('late: carried out only after a while', () => {
    const { create, venue, wait } = withRules({ when: ON_CREATE, what: { kind: 'late', ms: 3_000 } });
    const call = create();
    wait(2_999);
    expect(venue.requests).toEqual([]);
    wait(1);
    expect(venue.requests).toHaveLength(1);
    expect(replyOf(call).json()['retCode']).toBe(0);
  });

  it('delay: carried out at once, answered later', () => {
    const { create, venue, wait } = withRules({ when: ON_CREATE, what: { kind: 'delay', ms: 3_000 } });
    const call = create();
    expect(venue.requests).toHaveLength(1);
    expect(call.outcome).toBeNull();
    wait(3_000);
    expect(replyOf(call).status).toBe(200);
  });

  it.each([
    [false, 0],
    [true, 1],
  ])('status with accept %j: carried out %d times', (accept, times) => {
    const { create, venue } = withRules({
      when: ON_CREATE,
      what: { kind: 'status', status: 502, body: 'bad', headers: { 'Retry-After': '7' }, accept },
    });
    const reply = replyOf(create());
    expect([reply.status, reply.body, reply.headers['Retry-After']]).toEqual([502, 'bad', '7']);
    expect(venue.requests).toHaveLength(times);
  });

  it('html: a page with status 200', () => {
    const { create, venue } = withRules({ when: ON_CREATE, what: { kind: 'html' } });
    const reply = replyOf(create());
    expect(reply.status).toBe(200);
    expect(reply.body).toMatch(/^<html>/);
    expect(venue.requests).toEqual([]);
  });

  it('code: any retCode', () => {
    const { create, venue } = withRules({ when: ON_CREATE, what: { kind: 'code', retCode: 10016 } });
    expect(replyOf(create()).json()).toMatchObject({ retCode: 10016, result: {} });
    expect(venue.requests).toEqual([]);
  });

  it('malformed: a reply cut in half', () => {
    const { create } = withRules({ when: ON_CREATE, what: { kind: 'malformed' } });
    expect(() => replyOf(create()).json()).toThrow(SyntaxError);
  });

  it('edit: other fields, fewer fields', () => {
    const { create, venue } = withRules({
      when: ON_CREATE,
      what: { kind: 'edit', set: { 'result.list.*.qty': '9', retMsg: 'hm' }, remove: ['result.list.*.side'] },
    });
    venue.reply = {
      retCode: 0,
      retMsg: 'OK',
      result: {
        list: [
          { qty: '1', side: 'Buy' },
          { qty: '2', side: 'Sell' },
        ],
      },
    };
    expect(replyOf(create()).json()).toMatchObject({
      retMsg: 'hm',
      result: { list: [{ qty: '9' }, { qty: '9' }] },
    });
    expect(replyOf(create()).body).not.toContain('side');
  });
});

describe('when a rule applies', () => {
  const busy = { kind: 'code', retCode: 10016 } as const;
  const hitsOf = (stub: ReturnType<typeof withRules>, bodies: string[]) =>
    bodies.map((body) => replyOf(stub.create(body)).json()['retCode'] === 10016);

  it('from the nth match on, so many times', () => {
    const stub = withRules({ when: { ...ON_CREATE, nth: 2, count: 2 }, what: busy });
    expect(hitsOf(stub, ['{}', '{}', '{}', '{}'])).toEqual([false, true, true, false]);
    expect(stub.protocol.faults.tallies[0]).toMatchObject({ matches: 4, hits: 2 });
  });

  it('for requests with these fields', () => {
    const stub = withRules({ when: { ...ON_CREATE, match: { reduceOnly: true, side: 'Sell' } }, what: busy });
    expect(
      hitsOf(stub, [
        '{"reduceOnly":true,"side":"Buy"}',
        '{"reduceOnly":true,"side":"Sell"}',
        '{"side":"Sell"}',
      ]),
    ).toEqual([false, true, false]);
  });

  it('for paths by pattern, and for one account', () => {
    const stub = withRules({ when: { rest: '* /v5/order/*', account: 'two' }, what: busy });
    const ask = (account: typeof stub.one) =>
      replyOf(
        callRest(stub.protocol, signedRequest(account, 'GET', '/v5/order/realtime', '', START_MS)),
      ).json();
    expect(ask(stub.one)['retCode']).toBe(0);
    expect(ask(stub.two)['retCode']).toBe(10016);
  });

  it('between two times', () => {
    const stub = withRules({ when: { ...ON_CREATE, fromMs: 100, untilMs: 200 }, what: busy });
    const hits: boolean[] = [];
    for (let count = 0; count < 3; count++) {
      hits.push(...hitsOf(stub, ['{}']));
      stub.wait(100);
    }
    expect(hits).toEqual([false, true, false]);
  });

  it('by chance, the same chance for the same seed', () => {
    const run = (seed: number) => {
      const stub = stubProtocol({
        faults: { seed, rules: [{ when: { ...ON_CREATE, probability: 0.5 }, what: busy }] },
        limits: { accountFactor: 100 },
      });
      return Array.from({ length: 64 }, () =>
        String(
          replyOf(callRest(stub.protocol, signedRequest(stub.one, 'POST', CREATE, '{}', START_MS))).json()[
            'retCode'
          ],
        ),
      );
    };
    expect(run(1)).toEqual(run(1));
    expect(run(1)).not.toEqual(run(2));
    const hits = run(1).filter((code) => code === '10016').length;
    expect(hits).toBeGreaterThan(16);
    expect(hits).toBeLessThan(48);
  });

  it('at a time, again and again', () => {
    const stub = withRules({ when: { atMs: 1_000, everyMs: 500, count: 3 }, what: { kind: 'terminate' } });
    const ends: (string | null)[] = [];
    for (const ms of [999, 1, 500, 500, 500]) {
      const peer = stub.connect();
      stub.wait(ms);
      ends.push(peer.ended);
    }
    expect(ends).toEqual([null, 'terminate', 'terminate', 'terminate', null]);
  });

  it('no longer after clear', () => {
    const stub = withRules(
      { when: ON_CREATE, what: busy },
      { when: { atMs: 1_000 }, what: { kind: 'terminate' } },
    );
    stub.protocol.faults.clear();
    const peer = stub.connect();
    stub.wait(2_000);
    expect(hitsOf(stub, ['{}'])).toEqual([false]);
    expect(peer.ended).toBeNull();
  });
});

describe('faults of frames', () => {
  it('drop: one topic is suppressed, others are not', () => {
    const stub = withRules({ when: { frame: 'orderbook.*' }, what: { kind: 'drop' } });
    const { push, peer } = watchBook(stub);
    expect(push(1001)).toEqual([]);
    stub.venue.pushPublic({ topic: TRADES, data: [] });
    expect(peer.take()).toHaveLength(1);
  });

  it('delay: what follows waits as well', () => {
    const stub = withRules({
      when: { frame: 'orderbook.*', nth: 2, count: 1 },
      what: { kind: 'delay', ms: 500 },
    });
    const { push, peer } = watchBook(stub);
    expect(push(1001)).toEqual([]);
    expect(push(1002)).toEqual([]);
    stub.wait(499);
    expect(peer.take()).toEqual([]);
    stub.wait(1);
    expect(updates(peer.take())).toEqual([1001, 1002]);
    expect(updates(push(1003))).toEqual([1003]);
  });

  it('duplicate: arrives so many times more', () => {
    const stub = withRules({ when: { frame: BOOK, nth: 2 }, what: { kind: 'duplicate', times: 2 } });
    expect(updates(watchBook(stub).push(1001))).toEqual([1001, 1001, 1001]);
  });

  it('reorder: arrives after the next frames', () => {
    const stub = withRules({ when: { frame: BOOK, nth: 2, count: 1 }, what: { kind: 'reorder', after: 2 } });
    const { push } = watchBook(stub);
    expect(updates([...push(1001), ...push(1002), ...push(1003), ...push(1004)])).toEqual([
      1002, 1003, 1001, 1004,
    ]);
  });

  it('malformed: half of the text', () => {
    const stub = withRules({ when: { frame: BOOK, nth: 2 }, what: { kind: 'malformed' } });
    const { peer } = watchBook(stub);
    stub.venue.pushPublic(bookFrame(BOOK, 'delta', 1001));
    expect(() => JSON.parse(peer.texts[0]!)).toThrow(SyntaxError);
  });

  it('edit: a field is missing', () => {
    const stub = withRules({
      when: { frame: BOOK, nth: 2 },
      what: { kind: 'edit', remove: ['cts', 'data.b'] },
    });
    const [frame] = watchBook(stub).push(1001);
    expect(frame).not.toHaveProperty('cts');
    expect(frame?.['data']).not.toHaveProperty('b');
    expect(frame?.['data']).toHaveProperty('a');
  });

  it('shift: u, seq and all times', () => {
    const stub = withRules(
      { when: { frame: BOOK, nth: 2 }, what: { kind: 'shift', field: 'u', by: 5 } },
      { when: { frame: BOOK, nth: 2 }, what: { kind: 'shift', field: 'seq', by: -100 } },
      { when: { frame: BOOK, nth: 2 }, what: { kind: 'shift', field: 'time', by: -60_000 } },
    );
    const plain = bookFrame(BOOK, 'delta', 1001) as unknown as {
      ts: number;
      cts: number;
      data: { seq: number };
    };
    expect(watchBook(stub).push(1001)[0]).toMatchObject({
      ts: plain.ts - 60_000,
      cts: plain.cts - 60_000,
      data: { u: 1006, seq: plain.data.seq - 100 },
    });
  });

  it('cross-book, off-grid, reset-book', () => {
    const stub = withRules(
      { when: { frame: BOOK, nth: 2, count: 1 }, what: { kind: 'cross-book' } },
      { when: { frame: BOOK, nth: 3, count: 1 }, what: { kind: 'off-grid' } },
      { when: { frame: BOOK, nth: 4, count: 1 }, what: { kind: 'reset-book' } },
      { when: { frame: TRADES }, what: { kind: 'off-grid' } },
    );
    const { push, peer } = watchBook(stub);
    expect(push(1001)[0]).toMatchObject({ data: { b: [['60000.1', '2.5']], a: [['60000', '1.5']] } });
    expect(push(1002)[0]).toMatchObject({
      data: { b: [['60000.0000037', '1.5']], a: [['60000.10000037', '2.5']] },
    });
    expect(push(1003)[0]).toMatchObject({ type: 'snapshot', data: { u: 1 } });
    stub.venue.pushPublic({ topic: TRADES, data: [{ p: '60000.1', v: '0.001' }] });
    expect(peer.take()[0]).toMatchObject({ data: [{ p: '60000.10000037', v: '0.001' }] });
  });

  it('match: frames with such a row', () => {
    const stub = withRules({
      when: { frame: 'order', match: { orderStatus: 'Filled' } },
      what: { kind: 'drop' },
    });
    const peer = stub.connectPrivate();
    peer.say({ op: 'subscribe', args: ['order'] });
    for (const orderStatus of ['New', 'Filled']) {
      stub.venue.pushPrivate({ account: 'one', topic: 'order', timeMs: 1, data: [{ orderStatus }] });
    }
    expect(peer.take()).toMatchObject([{ data: [{ orderStatus: 'New' }] }]);
  });
});

describe('faults of auth and subscription', () => {
  const auth = (stub: ReturnType<typeof stubProtocol>) => ({
    op: 'auth',
    args: authArgs(stub.one, START_MS + 5_000),
  });

  it('refuses auth', () => {
    const stub = withRules({ when: { operation: 'auth' }, what: { kind: 'code', retCode: 10003 } });
    const peer = new TestPeer(stub.protocol, '/v5/private');
    expect(peer.say(auth(stub))[0]).toMatchObject({
      success: false,
      op: 'auth',
      ret_msg: 'API key is invalid.',
    });
    expect(peer.say({ op: 'subscribe', args: ['order'] })[0]).toMatchObject({ success: false });
    const trade = new TestPeer(stub.protocol, '/v5/trade');
    expect(trade.say(auth(stub))[0]).toMatchObject({ retCode: 10003 });
  });

  it('loses the answer to auth, or to subscribe, while both have happened', () => {
    const stub = withRules(
      { when: { frame: 'op:auth' }, what: { kind: 'drop' } },
      { when: { frame: 'op:subscribe' }, what: { kind: 'drop' } },
    );
    const peer = new TestPeer(stub.protocol, '/v5/private');
    expect(peer.say(auth(stub))).toEqual([]);
    expect(peer.say({ op: 'subscribe', args: ['order'] })).toEqual([]);
    stub.venue.pushPrivate({ account: 'one', topic: 'order', timeMs: 1, data: [{}] });
    expect(peer.take()).toHaveLength(1);
  });

  it('swallows a subscription', () => {
    const stub = withRules({
      when: { operation: 'subscribe', path: '/v5/private', match: { topic: 'execution' } },
      what: { kind: 'hang' },
    });
    const peer = stub.connectPrivate();
    peer.take();
    expect(peer.say({ op: 'subscribe', args: ['execution'] })).toEqual([]);
    expect(peer.say({ op: 'subscribe', args: ['order'] })).toHaveLength(1);
    stub.venue.pushPrivate({ account: 'one', topic: 'execution', timeMs: 1, data: [{}] });
    expect(peer.take()).toEqual([]);
  });

  it('loses the answer to an order on the trade line', () => {
    const stub = withRules({ when: { operation: 'order.create' }, what: { kind: 'lose-reply' } });
    const peer = new TestPeer(stub.protocol, '/v5/trade');
    peer.say(auth(stub));
    const header = { 'X-BAPI-TIMESTAMP': String(START_MS) };
    expect(peer.say({ op: 'order.create', header, args: [{ qty: '1' }], reqId: '1' })).toEqual([]);
    expect(stub.venue.requests).toHaveLength(1);
  });

  it('cuts the line at an operation', () => {
    const stub = withRules({ when: { operation: 'subscribe' }, what: { kind: 'destroy' } });
    const peer = stub.connect();
    peer.say({ op: 'subscribe', args: [BOOK] });
    expect(peer.ended).toBe('terminate');
  });
});

describe('faults of upgrades', () => {
  it('refuses or hangs', () => {
    const { protocol } = withRules(
      { when: { upgrade: '/v5/private', count: 1 }, what: { kind: 'refuse', status: 401, body: 'no' } },
      { when: { upgrade: '/v5/private', nth: 2, count: 1 }, what: { kind: 'hang' } },
    );
    const open = (path: string) => protocol.openConnection(path, 'test');
    expect(open('/v5/private')).toEqual({ kind: 'refuse', status: 401, body: 'no' });
    expect(open('/v5/private')).toEqual({ kind: 'hang' });
    expect(open('/v5/private').kind).toBe('accept');
    expect(open('/v5/public/linear').kind).toBe('accept');
  });
});

describe('what happens to the venue', () => {
  it('terminate: only the lines that are meant', () => {
    const stub = withRules();
    const [market, account] = [stub.connect(), stub.connectPrivate()];
    stub.protocol.act(parseAction({ kind: 'terminate', path: '/v5/private', account: 'two' }));
    expect([market.ended, account.ended]).toEqual([null, null]);
    stub.protocol.act(parseAction({ kind: 'terminate', path: '/v5/private', account: 'one' }));
    expect([market.ended, account.ended]).toEqual([null, 'terminate']);
    stub.protocol.act(parseAction({ kind: 'terminate' }));
    expect(market.ended).toBe('terminate');
  });

  it('terminate in front of a fill', () => {
    const stub = withRules({
      when: { frame: 'execution' },
      what: { kind: 'terminate', path: '/v5/private' },
    });
    const peer = stub.connectPrivate();
    peer.say({ op: 'subscribe', args: ['execution'] });
    stub.venue.pushPrivate({ account: 'one', topic: 'execution', timeMs: 1, data: [{}] });
    expect([peer.ended, peer.take()]).toEqual(['terminate', []]);
  });

  it('quiet: pongs go on, topics do not', () => {
    const stub = withRules({ when: { atMs: 0 }, what: { kind: 'quiet', forMs: 1_000 } });
    const { push, peer } = watchBook(stub);
    stub.wait(0);
    expect(push(1001)).toEqual([]);
    expect(peer.say({ op: 'ping' })).toHaveLength(1);
    stub.wait(1_000);
    expect(push(1002)).toHaveLength(1);
  });

  it('freeze: the line stays open and says nothing at all', () => {
    const stub = withRules({ when: { atMs: 0 }, what: { kind: 'freeze', forMs: 1_000 } });
    const { push, peer } = watchBook(stub);
    stub.wait(0);
    expect(push(1001)).toEqual([]);
    expect(peer.say({ op: 'ping' })).toEqual([]);
    peer.ping();
    expect([peer.pongs, peer.ended]).toEqual([0, null]);
    stub.wait(1_000);
    expect(peer.say({ op: 'ping' })).toHaveLength(1);
  });

  it('skew: the clock is off, and requests with the true time are refused', () => {
    const stub = withRules({ when: { atMs: 1_000 }, what: { kind: 'skew', offsetMs: -2_000 } });
    expect(replyOf(stub.create()).json()).toMatchObject({ retCode: 0, time: START_MS });
    stub.wait(1_000);
    expect(replyOf(stub.create()).json()).toMatchObject({ retCode: 10002, time: START_MS - 1_000 });
  });

  it('skew: what the venue says is dated by its wrong clock', () => {
    const stub = withRules();
    const { push } = watchBook(stub);
    stub.protocol.act(parseAction({ kind: 'skew', offsetMs: 2_000 }));
    const { ts, cts } = bookFrame(BOOK, 'delta') as unknown as { ts: number; cts: number };
    expect(push(1001)[0]).toMatchObject({ ts: ts + 2_000, cts: cts + 2_000 });
    stub.venue.reply = {
      retCode: 0,
      retMsg: 'OK',
      result: { list: [{ updatedTime: '1700000000000', qty: '1' }] },
    };
    const ahead = signedRequest(stub.one, 'GET', '/v5/order/realtime', '', START_MS + 2_000);
    expect(replyOf(callRest(stub.protocol, ahead)).json()).toMatchObject({
      retCode: 0,
      time: START_MS + 2_000,
      result: { list: [{ updatedTime: '1700000002000', qty: '1' }] },
    });
  });

  it('slow: replies and frames take longer', () => {
    const stub = withRules({ when: { atMs: 0 }, what: { kind: 'slow', ms: 300, forMs: 1_000 } });
    const { push, peer } = watchBook(stub);
    stub.wait(0);
    const call = stub.create();
    expect([push(1001), call.outcome]).toEqual([[], null]);
    stub.wait(300);
    expect([peer.take().length, replyOf(call).status]).toEqual([1, 200]);
    stub.wait(700);
    expect(push(1002)).toHaveLength(1);
  });

  it('ban: HTTP 403 for everything', () => {
    const stub = withRules({ when: { atMs: 0 }, what: { kind: 'ban', forMs: 1_000 } });
    stub.wait(0);
    expect(replyOf(stub.create()).status).toBe(403);
    expect(stub.protocol.openConnection('/v5/private', 'x')).toMatchObject({ kind: 'refuse', status: 403 });
    stub.wait(1_000);
    expect(replyOf(stub.create()).status).toBe(200);
  });

  it('restart: lines are cut, nothing is reachable for a while, history is gone', () => {
    const stub = withRules();
    const peer = stub.connect();
    stub.protocol.act(parseAction({ kind: 'restart', downMs: 2_000 }));
    expect([peer.ended, stub.venue.restarts]).toEqual(['terminate', [true]]);
    expect(stub.create().outcome).toEqual({ kind: 'reset' });
    expect(stub.protocol.openConnection('/v5/private', 'x')).toMatchObject({ kind: 'refuse', status: 503 });
    stub.wait(2_000);
    expect(replyOf(stub.create()).status).toBe(200);
  });

  it('hands what happens inside the venue to the venue', () => {
    const stub = withRules({
      when: ON_CREATE,
      what: { kind: 'liquidate', account: 'one', symbol: 'BTCUSDT' },
    });
    stub.create();
    stub.protocol.act(parseAction({ kind: 'position', account: 'one', symbol: 'BTCUSDT', qty: '-0.01' }));
    expect(stub.venue.events).toEqual([
      { kind: 'liquidate', account: 'one', symbol: 'BTCUSDT', adl: false },
      { kind: 'position', account: 'one', symbol: 'BTCUSDT', qty: '-0.01' },
    ]);
  });
});

describe('scripts that are none', () => {
  it.each([
    [{ rules: [{ when: { rest: 'GET *' }, what: { kind: 'explode' } }] }],
    [{ rules: [{ when: { rest: 'GET *', frame: 'x' }, what: { kind: 'drop' } }] }],
    [{ rules: [{ when: { frame: 'order' }, what: { kind: 'html' } }] }],
    [{ rules: [{ when: { atMs: 5 }, what: { kind: 'drop' } }] }],
    [{ rules: [{ when: { rest: 'GET *' } }] }],
    [{}],
    ['text'],
  ])('refuses %j', (script) => {
    expect(() => parseFaultScript(script)).toThrow(expect.objectContaining({ code: 'FAULT_SCRIPT' }));
  });
});
