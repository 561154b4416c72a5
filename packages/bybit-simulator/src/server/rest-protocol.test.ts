import { describe, expect, it } from 'vitest';
import { callRest, replyOf, START_MS, signedRequest, stubProtocol } from '../testing/test-client.ts';
import { signature } from './signature.ts';

const LIST = '/v5/position/list';
const CREATE = '/v5/order/create';

function retCode(call: ReturnType<typeof callRest>) {
  return replyOf(call).json()['retCode'];
}

describe('signatures of REST', () => {
  it('signs by HMAC-SHA256 in hex', () => {
    // HMAC of RFC 4231, test case 2.
    expect(signature('Jefe', 'what do ya want for nothing?')).toBe(
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    );
  });

  it('takes a query signed as sent', () => {
    const { protocol, one, venue } = stubProtocol();
    const call = callRest(
      protocol,
      signedRequest(one, 'GET', LIST, 'category=linear&cursor=a%3Db', START_MS),
    );
    expect(retCode(call)).toBe(0);
    expect(venue.requests).toEqual([
      { account: 'one', path: LIST, params: { category: 'linear', cursor: 'a=b' } },
    ]);
  });

  it('takes a query signed as decoded', () => {
    const { protocol, one } = stubProtocol();
    const sign = signature(one.secret, `${START_MS}${one.key}5000cursor=a=b`);
    const request = signedRequest(one, 'GET', LIST, 'cursor=a%3Db', START_MS, { 'x-bapi-sign': sign });
    expect(retCode(callRest(protocol, request))).toBe(0);
  });

  it('takes a body with keys in any order and passes it on as parsed', () => {
    const { protocol, two, venue } = stubProtocol();
    const body = '{"symbol":"BTCUSDT","category":"linear","reduceOnly":true}';
    expect(retCode(callRest(protocol, signedRequest(two, 'POST', CREATE, body, START_MS)))).toBe(0);
    expect(venue.requests[0]).toEqual({ account: 'two', path: CREATE, params: JSON.parse(body) });
  });

  it('refuses an unknown key, a wrong signature and a missing header', () => {
    const { protocol, one, two, venue } = stubProtocol();
    const get = (changed: Record<string, string>) =>
      retCode(callRest(protocol, signedRequest(one, 'GET', LIST, 'category=linear', START_MS, changed)));
    expect(get({ 'x-bapi-api-key': 'nobody' })).toBe(10003);
    expect(get({ 'x-bapi-api-key': two.key })).toBe(10004);
    expect(get({ 'x-bapi-sign': 'ab' })).toBe(10004);
    expect(get({ 'x-bapi-timestamp': '' })).toBe(10001);
    expect(venue.requests).toEqual([]);
  });

  it('wants now - window <= timestamp < now + 1000', () => {
    const { protocol, one } = stubProtocol();
    const at = (timestampMs: number) =>
      retCode(callRest(protocol, signedRequest(one, 'GET', LIST, '', timestampMs)));
    expect(at(START_MS - 5_000)).toBe(0);
    expect(at(START_MS - 5_001)).toBe(10002);
    expect(at(START_MS + 999)).toBe(0);
    expect(at(START_MS + 1_000)).toBe(10002);
  });
});

describe('replies of REST', () => {
  it('wraps a result in the envelope and sends every header', () => {
    const { protocol } = stubProtocol();
    const request = {
      method: 'GET',
      path: '/v5/market/time',
      query: '',
      headers: {},
      body: '',
      address: 'a',
    };
    const { status, headers, json } = replyOf(callRest(protocol, request));
    expect(status).toBe(200);
    expect(json()).toEqual({
      retCode: 0,
      retMsg: 'OK',
      result: { timeSecond: String(START_MS / 1_000), timeNano: `${START_MS}000000` },
      retExtInfo: {},
      time: START_MS,
    });
    expect(headers).toMatchObject({
      'X-Bapi-Limit': '600',
      'X-Bapi-Limit-Status': '599',
      'X-Bapi-Limit-Reset-Timestamp': String(START_MS),
      Timenow: String(START_MS),
    });
    expect(headers['Traceid']).toMatch(/^[0-9a-f]{32}$/);
  });

  it('answers 404 to an unknown path and to the wrong method', () => {
    const { protocol, one } = stubProtocol();
    expect(replyOf(callRest(protocol, signedRequest(one, 'GET', '/v5/nothing', '', START_MS))).status).toBe(
      404,
    );
    expect(replyOf(callRest(protocol, signedRequest(one, 'GET', CREATE, '', START_MS))).status).toBe(404);
  });

  it('answers 10001 to a body that is no JSON object', () => {
    const { protocol, one, venue } = stubProtocol();
    for (const body of ['{', '[]', '7']) {
      expect(retCode(callRest(protocol, signedRequest(one, 'POST', CREATE, body, START_MS)))).toBe(10001);
    }
    expect(venue.requests).toEqual([]);
  });

  it('refuses to let a read-only key trade, and says what a key may do', () => {
    const { protocol, one, venue } = stubProtocol();
    Object.assign(one, { readOnly: true });
    expect(retCode(callRest(protocol, signedRequest(one, 'POST', CREATE, '{}', START_MS)))).toBe(10005);
    expect(venue.requests).toEqual([]);
    const facts = replyOf(callRest(protocol, signedRequest(one, 'GET', '/v5/user/query-api', '', START_MS)));
    expect(facts.json()['result']).toMatchObject({
      apiKey: one.key,
      readOnly: 1,
      permissions: { Wallet: [] },
    });
  });

  it('splits a batch into its orders', () => {
    const { protocol, one, venue } = stubProtocol();
    venue.reply = { retCode: 0, retMsg: 'OK', result: { orderId: 'x', orderLinkId: 'l' } };
    const body =
      '{"category":"linear","request":[{"symbol":"BTCUSDT","qty":"1"},{"symbol":"BTCUSDT","qty":"2"}]}';
    const { json } = replyOf(
      callRest(protocol, signedRequest(one, 'POST', '/v5/order/create-batch', body, START_MS)),
    );
    expect(venue.requests.map(({ path, params }) => [path, params['qty'], params['category']])).toEqual([
      [CREATE, '1', 'linear'],
      [CREATE, '2', 'linear'],
    ]);
    expect(json()['result']).toMatchObject({ list: [{ orderId: 'x' }, { orderId: 'x' }] });
    expect(json()['retExtInfo']).toEqual({
      list: [
        { code: 0, msg: 'OK' },
        { code: 0, msg: 'OK' },
      ],
    });
  });
});

describe('limits', () => {
  it('answers 10006 to the eleventh order of a second, and goes on in the next', () => {
    const { protocol, one, two, clock, venue } = stubProtocol();
    const create = (account = one) =>
      replyOf(callRest(protocol, signedRequest(account, 'POST', CREATE, '{}', clock.nowMs())));
    for (let count = 0; count < 10; count++) expect(create().json()['retCode']).toBe(0);
    const refused = create();
    expect(refused.json()['retCode']).toBe(10006);
    expect(refused.headers).toMatchObject({
      'X-Bapi-Limit': '10',
      'X-Bapi-Limit-Status': '0',
      'X-Bapi-Limit-Reset-Timestamp': String(START_MS + 1_000),
    });
    expect(create(two).json()['retCode']).toBe(0);
    expect(venue.requests).toHaveLength(11);
    clock.runUntil(START_MS + 1_000);
    expect(create().json()['retCode']).toBe(0);
  });

  it.each([
    [10_006, '0'],
    [10_016, '9'],
  ])('a scripted %i says that %s are left', (retCode, left) => {
    const { protocol, one, clock } = stubProtocol();
    protocol.faults.load({ rules: [{ when: { rest: `POST ${CREATE}` }, what: { kind: 'code', retCode } }] });
    const reply = replyOf(callRest(protocol, signedRequest(one, 'POST', CREATE, '{}', clock.nowMs())));
    expect(reply.headers).toMatchObject({ 'X-Bapi-Limit-Status': left });
  });

  it('bans an address after 600 requests in 5 s, for ten minutes', () => {
    const { protocol, clock } = stubProtocol();
    const get = () =>
      replyOf(
        callRest(protocol, {
          method: 'GET',
          path: '/v5/market/time',
          query: '',
          headers: {},
          body: '',
          address: 'a',
        }),
      ).status;
    for (let count = 0; count < 600; count++) expect(get()).toBe(200);
    expect(get()).toBe(403);
    clock.runUntil(START_MS + 599_999);
    expect(get()).toBe(403);
    clock.runUntil(START_MS + 600_000);
    expect(get()).toBe(200);
  });
});

describe('the call log', () => {
  it('keeps calls with account, parameters and outcome, and never a key or a signature', () => {
    const { protocol, one } = stubProtocol();
    callRest(protocol, signedRequest(one, 'POST', CREATE, '{"qty":"1"}', START_MS));
    callRest(protocol, signedRequest(one, 'POST', CREATE, '{"qty":"2"}', START_MS - 9_000));
    expect(protocol.log.calls).toEqual([
      {
        number: 1,
        timeMs: START_MS,
        lane: 'rest',
        operation: 'POST',
        path: CREATE,
        account: 'one',
        params: { qty: '1' },
        outcome: 'ok',
      },
      expect.objectContaining({ number: 2, params: { qty: '2' }, outcome: '10002' }),
    ]);
    const text = JSON.stringify(protocol.log.calls);
    expect(text).not.toContain(one.key);
    expect(text).not.toContain(one.secret);
  });
});

describe('disconnected-cancel-all', () => {
  it('is set, told, and refused outside 3 to 300 s', () => {
    const { protocol, one } = stubProtocol();
    const set = (timeWindow: number) => {
      const body = JSON.stringify({ product: 'DERIVATIVES', timeWindow });
      return replyOf(
        callRest(protocol, signedRequest(one, 'POST', '/v5/order/disconnected-cancel-all', body, START_MS)),
      ).json();
    };
    expect(set(2)['retCode']).toBe(10001);
    expect(set(301)['retCode']).toBe(10001);
    expect(set(10)).toMatchObject({ retCode: 0, retMsg: 'success' });
    const facts = callRest(protocol, signedRequest(one, 'GET', '/v5/account/query-dcp-info', '', START_MS));
    expect(replyOf(facts).json()['result']).toEqual({
      dcpInfos: [{ product: 'DERIVATIVES', dcpStatus: 'ON', timeWindow: '10' }],
    });
  });
});
