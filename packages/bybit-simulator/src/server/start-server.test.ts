import { type Clock, SimulatedClock } from '@auction-trader/core';
import { afterEach, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { StubVenue } from '../testing/stub-venue.ts';
import { START_MS } from '../testing/test-client.ts';
import { defaultAccounts } from './simulated-account.ts';
import { type RunningServer, startServer } from './start-server.ts';
import { VenueClock } from './venue-clock.ts';
import { VenueProtocol } from './venue-protocol.ts';

const servers: RunningServer[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function serve(clock: Clock = new SimulatedClock(START_MS)) {
  const venue = new StubVenue();
  const accounts = defaultAccounts(1);
  const protocol = new VenueProtocol({ venue, clock: new VenueClock(clock), accounts });
  const server = await startServer({ protocol });
  servers.push(server);
  return { protocol, server, venue };
}

async function post(url: string, body: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(body), headers });
  return { status: response.status, json: (await response.json()) as Record<string, unknown> };
}

/** Resolves with how a WebSocket fared: `open`, the status of its refusal, or its end. */
function fate(url: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url);
    socket.once('open', () => resolve('open'));
    socket.once('unexpected-response', (_, response) => resolve(String(response.statusCode)));
    socket.once('error', (error) => resolve(error.message));
  });
}

describe('startServer', () => {
  it('listens on loopback only', async () => {
    const { server } = await serve();
    expect(server.url).toBe(`http://127.0.0.1:${server.port}`);
    expect(server.address).toBe('127.0.0.1');
  });

  it('serves REST with its headers, and 404', async () => {
    const { server } = await serve();
    const response = await fetch(`${server.url}/v5/market/time`);
    expect(await response.json()).toMatchObject({ retCode: 0, time: START_MS });
    expect(response.headers.get('timenow')).toBe(String(START_MS));
    expect((await fetch(`${server.url}/v6`)).status).toBe(404);
  });

  it('breaks the connection where a fault says so', async () => {
    const { server, protocol } = await serve();
    protocol.faults.load({ rules: [{ when: { rest: '*', count: 1 }, what: { kind: 'destroy' } }] });
    await expect(fetch(`${server.url}/v5/market/time`)).rejects.toThrow('fetch failed');
    expect((await fetch(`${server.url}/v5/market/time`)).status).toBe(200);
  });

  it('answers JSON pings and WebSocket pings', async () => {
    const { server } = await serve();
    const socket = new WebSocket(`${server.webSocketUrl}/v5/public/linear`);
    await new Promise((resolve) => socket.once('open', resolve));
    socket.send('{"op":"ping","req_id":"7"}');
    const text = await new Promise<string>((resolve) =>
      socket.once('message', (data) => resolve(String(data))),
    );
    expect(JSON.parse(text)).toMatchObject({ ret_msg: 'pong', req_id: '7' });
    socket.ping('hello');
    const pong = await new Promise<string>((resolve) => socket.once('pong', (data) => resolve(String(data))));
    expect(pong).toBe('hello');
    socket.terminate();
  });

  it('refuses an upgrade with a status', async () => {
    const { server, protocol } = await serve();
    expect(await fate(`${server.webSocketUrl}/v5/nowhere`)).toBe('404');
    protocol.faults.load({
      rules: [{ when: { upgrade: '/v5/private' }, what: { kind: 'refuse', status: 401 } }],
    });
    expect(await fate(`${server.webSocketUrl}/v5/private`)).toBe('401');
  });

  it('leaves an upgrade without an answer, and closes all the same', async () => {
    const { server, protocol } = await serve();
    protocol.faults.load({ rules: [{ when: { upgrade: '*' }, what: { kind: 'hang' } }] });
    const socket = new WebSocket(`${server.webSocketUrl}/v5/private`, { handshakeTimeout: 100 });
    const error = await new Promise<Error>((resolve) => socket.once('error', resolve));
    expect(error.message).toMatch(/handshake has timed out/);
  });

  it('cuts lines without a word', async () => {
    const { server, protocol } = await serve();
    const socket = new WebSocket(`${server.webSocketUrl}/v5/private`);
    await new Promise((resolve) => socket.once('open', resolve));
    protocol.act({ kind: 'terminate' });
    expect(await new Promise<number>((resolve) => socket.once('close', resolve))).toBe(1006);
    expect(protocol.connectionCount).toBe(0);
  });

  it('says which port is taken', async () => {
    const { server, protocol } = await serve();
    await expect(startServer({ protocol, port: server.port })).rejects.toMatchObject({
      code: 'PORT_IN_USE',
      exitCode: 1,
    });
  });
});

describe('the control endpoints', () => {
  it('load faults, count them and forget them', async () => {
    const { server } = await serve();
    const rules = [{ when: { rest: 'GET /v5/market/time' }, what: { kind: 'status', status: 500 } }];
    expect((await post(`${server.url}/sim/faults`, { rules })).status).toBe(200);
    expect((await fetch(`${server.url}/v5/market/time`)).status).toBe(500);
    expect(await (await fetch(`${server.url}/sim/faults`)).json()).toMatchObject({
      rules: [{ matches: 1, hits: 1 }],
    });
    await fetch(`${server.url}/sim/faults`, { method: 'DELETE' });
    expect((await fetch(`${server.url}/v5/market/time`)).status).toBe(200);
  });

  it('show and clear the log, and tell the time', async () => {
    const { server } = await serve();
    await fetch(`${server.url}/v5/market/time`);
    expect(await (await fetch(`${server.url}/sim/log`)).json()).toMatchObject({
      calls: [{ operation: 'GET', path: '/v5/market/time', outcome: 'ok' }],
    });
    await fetch(`${server.url}/sim/log`, { method: 'DELETE' });
    expect(await (await fetch(`${server.url}/sim/log`)).json()).toEqual({ calls: [] });
    await post(`${server.url}/sim/skew`, { offsetMs: 250 });
    expect(await (await fetch(`${server.url}/sim/clock`)).json()).toEqual({
      timeMs: START_MS + 250,
      offsetMs: 250,
      scale: null,
    });
  });

  it('hand actions to the venue, and refuse what is none', async () => {
    const { server, venue } = await serve();
    expect((await post(`${server.url}/sim/liquidate`, { account: 'one', symbol: 'BTCUSDT' })).status).toBe(
      200,
    );
    expect(venue.events).toEqual([{ kind: 'liquidate', account: 'one', symbol: 'BTCUSDT', adl: false }]);
    expect(await post(`${server.url}/sim/explode`, {})).toMatchObject({ status: 400 });
    expect(await post(`${server.url}/sim/position`, { account: 'one' })).toMatchObject({ status: 400 });
    expect((await fetch(`${server.url}/sim/nothing`)).status).toBe(404);
  });

  it('are not for pages in a browser', async () => {
    const { server, venue } = await serve();
    const reply = await post(`${server.url}/sim/restart`, {}, { origin: 'http://evil.example' });
    expect([reply.status, venue.restarts]).toEqual([403, []]);
  });
});
