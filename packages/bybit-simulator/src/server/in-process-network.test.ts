import { describe, expect, it } from 'vitest';
import { START_MS, signedRequest, stubProtocol } from '../testing/test-client.ts';
import { inProcessNetwork } from './in-process-network.ts';
import type { ClientSocket, VenueNetwork } from './venue-network.ts';

const TARGET = '/v5/public/linear';

function networkOf(latencyMs = { from: 10, to: 10 }, seed = 0) {
  const stub = stubProtocol();
  const network = inProcessNetwork({ protocol: stub.protocol, clock: stub.clock, latencyMs, seed });
  const wait = (ms: number) => stub.clock.runUntil(stub.clock.nowMs() + ms);
  return { ...stub, network, wait };
}

/** A client that writes down what happens to it. */
function connect(network: VenueNetwork, target = TARGET) {
  const heard: string[] = [];
  const socket: ClientSocket = network.connect(target, {
    onOpen: () => heard.push('open'),
    onText: (text) => heard.push(`text ${(JSON.parse(text) as { op: string }).op}`),
    onPong: () => heard.push('pong'),
    onClosed: (code) => heard.push(`closed ${code}`),
    onRefused: (status) => heard.push(`refused ${status}`),
  });
  return { heard, socket };
}

describe('inProcessNetwork', () => {
  it('carries a request there and its reply back, each in its time', () => {
    const { network, clock, venue, one } = networkOf();
    const request = signedRequest(one, 'GET', '/v5/position/list', 'category=linear', START_MS);
    const ends: unknown[] = [];
    network.rest(request, (outcome) => ends.push(outcome.kind));
    clock.runUntil(START_MS + 9);
    expect(venue.requests).toEqual([]);
    clock.runUntil(START_MS + 10);
    expect(venue.requests).toHaveLength(1);
    clock.runUntil(START_MS + 19);
    expect(ends).toEqual([]);
    clock.runUntil(START_MS + 20);
    expect(ends).toEqual(['reply']);
  });

  it('does not answer a request that was given up, which the venue carries out all the same', () => {
    const { network, wait, venue, one } = networkOf();
    const ends: unknown[] = [];
    const giveUp = network.rest(signedRequest(one, 'GET', '/v5/position/list', '', START_MS), (end) =>
      ends.push(end),
    );
    giveUp();
    wait(1_000);
    expect([venue.requests.length, ends]).toEqual([1, []]);
  });

  it('opens, talks and answers pings', () => {
    const { network, wait } = networkOf();
    const { heard, socket } = connect(network);
    socket.send('{"op":"ping"}');
    wait(20);
    expect(heard).toEqual(['open']);
    socket.send('{"op":"ping"}');
    socket.ping();
    wait(20);
    expect(heard).toEqual(['open', 'text ping', 'pong']);
  });

  it('says goodbye at both ends when the client leaves', () => {
    const { network, wait, protocol } = networkOf();
    const { heard, socket } = connect(network);
    wait(20);
    socket.close();
    socket.send('{"op":"ping"}');
    wait(20);
    expect([heard, protocol.connectionCount]).toEqual([['open', 'closed 1000'], 0]);
  });

  it('forgets a line that the client left before it was open', () => {
    const { network, wait, protocol } = networkOf();
    const { heard, socket } = connect(network);
    wait(15);
    socket.terminate();
    wait(100);
    expect([heard, protocol.connectionCount]).toEqual([['closed 1006'], 0]);
  });

  it('tells the client of a cut, a refusal, and nothing of an upgrade that hangs', () => {
    const { network, wait, protocol } = networkOf();
    const cut = connect(network);
    const unknown = connect(network, '/v5/nowhere');
    wait(20);
    protocol.act({ kind: 'terminate' });
    protocol.faults.load({ rules: [{ when: { upgrade: '*' }, what: { kind: 'hang' } }] });
    const hung = connect(network);
    wait(1_000);
    expect([cut.heard, unknown.heard, hung.heard]).toEqual([['open', 'closed 1006'], ['refused 404'], []]);
  });

  it('keeps the order of one line and is the same for the same seed', () => {
    const run = (seed: number) => {
      const { network, clock, venue } = networkOf({ from: 1, to: 50 }, seed);
      const times: string[] = [];
      const socket = network.connect(TARGET, {
        onOpen: () => socket.send('{"op":"subscribe","args":["publicTrade.BTCUSDT"]}'),
        onText: (text) => times.push(`${clock.nowMs()} ${(JSON.parse(text) as { ts?: number }).ts ?? 'ack'}`),
        onPong: () => {},
        onClosed: () => {},
        onRefused: () => {},
      });
      clock.runUntil(START_MS + 200);
      for (let ts = 1; ts <= 20; ts++) {
        clock.after(ts, () => venue.pushPublic({ topic: 'publicTrade.BTCUSDT', ts }));
      }
      clock.runUntil(START_MS + 400);
      return times;
    };
    const numbers = run(1).map((line) => line.split(' ')[1]);
    expect(numbers).toEqual(['ack', ...Array.from({ length: 20 }, (_, index) => String(index + 1))]);
    expect(run(1)).toEqual(run(1));
    expect(run(1)).not.toEqual(run(2));
  });
});
