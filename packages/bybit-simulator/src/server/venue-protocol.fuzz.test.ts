import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  authArgs,
  callRest,
  replyOf,
  START_MS,
  signedRequest,
  stubProtocol,
  TestPeer,
} from '../testing/test-client.ts';

/** What cannot become a text. */
const hostile = fc.constantFrom({ toString: 1 }, { valueOf: null, toString: null }, [[]], null, 'order', 7);

const anything = fc.oneof(
  fc.string(),
  fc.json(),
  fc
    .record(
      {
        op: fc.oneof(
          fc.constantFrom(
            'toString',
            '__proto__',
            'auth',
            'subscribe',
            'unsubscribe',
            'ping',
            'order.create',
            'order.cancel-batch',
          ),
          fc.anything(),
        ),
        args: fc.oneof(fc.anything(), fc.array(hostile)),
        req_id: fc.oneof(fc.anything(), hostile),
        reqId: fc.oneof(fc.anything(), hostile),
        header: fc.oneof(fc.anything(), fc.record({ 'X-BAPI-TIMESTAMP': hostile })),
      },
      { requiredKeys: [] },
    )
    .map((message) => JSON.stringify(message) ?? ''),
);

it.each(['/v5/public/linear', '/v5/private', '/v5/trade'])(
  'answers anything on %s with one JSON frame',
  (path) => {
    fc.assert(
      fc.property(anything, fc.boolean(), (text, withAuth) => {
        const { protocol, one } = stubProtocol();
        const peer = new TestPeer(protocol, path);
        if (withAuth) peer.say({ op: 'auth', args: authArgs(one, START_MS + 5_000) });
        const frames = peer.say(text);
        // A subscription is followed by its snapshots.
        expect(frames.length).toBeGreaterThanOrEqual(1);
        expect(peer.ended).toBeNull();
      }),
      { numRuns: 300 },
    );
  },
);

it('answers anything by REST with an envelope', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('/v5/order/create', '/v5/order/create-batch', '/v5/order/disconnected-cancel-all'),
      fc.oneof(
        fc.string(),
        fc.json(),
        fc.array(fc.jsonValue(), { maxLength: 3 }).map((request) => JSON.stringify({ request })),
      ),
      (path, body) => {
        const { protocol, one } = stubProtocol();
        const call = callRest(protocol, signedRequest(one, 'POST', path, body, START_MS));
        expect(replyOf(call).json()).toMatchObject({ retCode: expect.any(Number), time: START_MS });
      },
    ),
    { numRuns: 300 },
  );
});
