import { AuctionTraderError } from '@auction-trader/core';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { NOW_MS, SAMPLE_STATE } from '../testing/fake-trader.ts';
import { serverParts } from '../testing/test-server.ts';
import { createLocalServer, type LocalServerOptions, startLocalServer } from './local-server.ts';

const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

async function newServer(changes: Partial<LocalServerOptions> = {}) {
  const parts = serverParts(changes);
  const server = await createLocalServer(parts.options);
  open.push(server);
  return { ...parts, server };
}

const LOCAL = { host: '127.0.0.1:8080' };

async function get(server: FastifyInstance, url: string, headers: Record<string, string> = {}) {
  const response = await server.inject({ url, headers: { ...LOCAL, ...headers } });
  return { status: response.statusCode, body: response.json(), headers: response.headers };
}

async function post(
  server: FastifyInstance,
  url: string,
  body?: unknown,
  headers: Record<string, string> = {},
) {
  const payload = body === undefined ? {} : { payload: body as NonNullable<InjectOptions['payload']> };
  const response = await server.inject({
    method: 'POST',
    url,
    headers: { ...LOCAL, ...headers },
    ...payload,
  });
  return { status: response.statusCode, body: response.json() };
}

const MINUTE = 60_000;

describe('reading', () => {
  it.each([
    ['/api/state', SAMPLE_STATE],
    ['/api/position', SAMPLE_STATE.position],
    ['/api/stats', { ...SAMPLE_STATE.stats, daily: SAMPLE_STATE.daily }],
  ])('%s shows the state', async (url, expected) => {
    const { server } = await newServer();
    expect(await get(server, url)).toMatchObject({ status: 200, body: expected });
  });

  it.each([
    ['bars', ''],
    ['features', ''],
    ['footprint', ''],
    ['equity', ''],
    ['bars', '?minutes=10080'],
    ['bars', '?minutes=1'],
  ])('/api/%s%s reads a range of minutes', async (name, query) => {
    const { server, trader } = await newServer();
    const { status, body } = await get(server, `/api/${name}${query}`);
    expect({ status, body }).toMatchObject({ status: 200, body: { [name]: [{ from: name }] } });
    const minutes = Number(query.split('=')[1] ?? 240);
    expect(trader.reads).toEqual([`${name} ${NOW_MS - (NOW_MS % MINUTE) - minutes * MINUTE}`]);
  });

  it('/api/history gives bars with their features', async () => {
    const { server, trader } = await newServer();
    expect((await get(server, '/api/history?minutes=60')).body).toMatchObject({
      bars: [{ from: 'bars' }],
      features: [{ from: 'features' }],
    });
    expect(trader.reads).toEqual([`bars ${NOW_MS - 60 * MINUTE}`, `features ${NOW_MS - 60 * MINUTE}`]);
  });

  it.each(['signals', 'orders', 'fills', 'trades', 'alerts'])(
    '/api/%s reads the newest rows',
    async (name) => {
      const { server, trader } = await newServer();
      expect((await get(server, `/api/${name}`)).body).toMatchObject({ [name]: [{ from: name }] });
      await get(server, `/api/${name}?limit=1000`);
      expect(trader.reads).toEqual([`${name} 50`, `${name} 1000`]);
    },
  );

  it('/api/profile reads the newest one, or that of the minute a time lies in', async () => {
    const { server, trader } = await newServer();
    await get(server, '/api/profile');
    await get(server, `/api/profile?ts=${NOW_MS + 59_999}`);
    expect(trader.reads).toEqual(['profile null', `profile ${NOW_MS}`]);
  });

  it('/api/config hides secrets', async () => {
    const { server } = await newServer();
    const { body } = await get(server, '/api/config');
    expect(body).toMatchObject({ 'value_area.va_fraction': 0.7, 'dashboard.token': '(hidden)' });
    expect(JSON.stringify(body)).not.toContain('config-token');
  });

  it.each([
    '/api/bars?minutes=0',
    '/api/bars?minutes=10081',
    '/api/bars?minutes=-1',
    '/api/bars?minutes=1.5',
    '/api/bars?minutes=1e2',
    '/api/bars?minutes=',
    '/api/bars?minutes=%20240',
    '/api/bars?minutes=240&minutes=241',
    '/api/bars?limit=5',
    '/api/signals?limit=0',
    '/api/signals?limit=1001',
    '/api/signals?limit=ten',
    '/api/profile?ts=99999999999999999',
    '/api/profile?ts=now',
    '/api/state?minutes=240',
  ])('%s is 400', async (url) => {
    const { server, trader } = await newServer();
    const { status, body } = await get(server, url);
    expect({ status, error: body.error.code }).toEqual({ status: 400, error: 'BAD_QUERY' });
    expect(trader.reads).toEqual([]);
  });

  it('says what does not exist', async () => {
    const { server } = await newServer();
    expect(await get(server, '/api/nonsense')).toMatchObject({ status: 404 });
    expect(await post(server, '/api/state')).toMatchObject({ status: 404 });
    expect((await server.inject({ method: 'DELETE', url: '/api/state', headers: LOCAL })).statusCode).toBe(
      404,
    );
  });

  it('changes nothing', async () => {
    const { server, trader } = await newServer();
    for (const path of ['activate', 'deactivate', 'mode', 'flatten', 'halt/resolve']) {
      expect((await get(server, `/api/${path}`)).status).toBe(404);
    }
    expect(trader.requests).toEqual([]);
  });

  it('hides why it failed from the reader, not from the log', async () => {
    const { server, trader, lines } = await newServer();
    trader.failure = new Error('deep inside');
    const { status, body } = await get(server, '/api/bars?minutes=5');
    expect({ status, text: JSON.stringify(body) }).toEqual({
      status: 500,
      text: expect.not.stringContaining('deep'),
    });
    expect(lines.join('')).toContain('deep inside');
  });
});

describe('health', () => {
  it('is 200 while the trader does its work', async () => {
    const { server, trader } = await newServer();
    trader.change({ activation: 'OBSERVE' });
    expect(await get(server, '/api/health')).toMatchObject({
      status: 200,
      body: { status: 'ok', problems: [] },
    });
  });

  it.each([
    [{ feed: { ...SAMPLE_STATE.feed, connected: false } }, 'the market feed is not connected'],
    [{ feed: { ...SAMPLE_STATE.feed, stale: true } }, 'the market feed is silent'],
    [
      { venue: { ...SAMPLE_STATE.venue, ready: false, reason: 'no login' } },
      'the venue is not ready: no login',
    ],
    [{ activation: 'HALTED', halt_reason: 'position differs' } as const, 'halted: position differs'],
    [{ daily: { ...SAMPLE_STATE.daily, kill_switch: true } }, 'the daily loss limit is reached'],
  ])('is 503 with %j', async (change, problem) => {
    const { server, trader } = await newServer();
    trader.change(change);
    expect(await get(server, '/api/health')).toMatchObject({
      status: 503,
      body: { status: 'degraded', problems: [problem] },
    });
  });
});

describe('metrics', () => {
  it('shows state and totals', async () => {
    const { server, options } = await newServer();
    options.metrics.timing.minuteClose(4);
    const response = await server.inject({ url: '/metrics', headers: LOCAL });
    expect(response.headers['content-type']).toMatch(/^text\/plain/);
    for (const line of [
      'auction_trader_active 1',
      'auction_trader_position_size 0.25',
      'auction_trader_feed_age_seconds 0.12',
      'auction_trader_frames_total 1000',
      'auction_trader_refused_total{reason="off-grid"} 1',
      'auction_trader_info{symbol="BTCUSDT",mode="paper",version="1.2.3",instance="desk-1"} 1',
      'auction_trader_minute_close_seconds_count 1',
    ]) {
      expect(response.body.split('\n')).toContain(line);
    }
    // Totals are read anew, not added up.
    expect((await server.inject({ url: '/metrics', headers: LOCAL })).body).toContain('_frames_total 1000\n');
  });

  it('shows a short position as negative and the unknown as NaN', async () => {
    const { server, trader } = await newServer();
    trader.change({ price: null, position: { ...SAMPLE_STATE.position, side: 'SHORT' } });
    const { body } = await server.inject({ url: '/metrics', headers: LOCAL });
    expect(body).toContain('auction_trader_position_size -0.25\n');
    expect(body).toContain('auction_trader_price Nan\n');
  });
});

describe('the operator', () => {
  it.each([
    ['activate', undefined, { kind: 'activate', confirm: null }],
    ['activate', {}, { kind: 'activate', confirm: null }],
    ['deactivate', undefined, { kind: 'deactivate' }],
    ['flatten', {}, { kind: 'flatten' }],
    ['halt/resolve', undefined, { kind: 'resolve' }],
    ['mode', { mode: 'shadow' }, { kind: 'mode', mode: 'shadow', confirm: null }],
    [
      'mode',
      { mode: 'live', confirm: 'BTCUSDT live' },
      { kind: 'mode', mode: 'live', confirm: 'BTCUSDT live' },
    ],
  ])('POST /api/%s %j', async (path, body, request) => {
    const { server, trader } = await newServer();
    expect(await post(server, `/api/${path}`, body)).toMatchObject({ status: 200, body: { ok: true } });
    expect(trader.requests).toEqual([{ request, actor: 'api 127.0.0.1' }]);
  });

  it('tells what came of it', async () => {
    const { server } = await newServer();
    expect((await post(server, '/api/deactivate')).body).toEqual({
      ok: true,
      mode: 'paper',
      activation: 'OBSERVE',
    });
  });

  it.each([undefined, {}, { confirm: 'BTCUSDT' }, { confirm: 'yes' }])(
    'must confirm live activation: %j',
    async (body) => {
      const { server, trader } = await newServer();
      trader.change({ mode: 'live', activation: 'OBSERVE' });
      const refused = await post(server, '/api/activate', body);
      expect(refused).toMatchObject({
        status: 409,
        body: { error: { hint: 'Type exactly "BTCUSDT live".' } },
      });
      expect(trader.requests).toEqual([]);
      expect(await post(server, '/api/activate', { confirm: 'BTCUSDT live' })).toMatchObject({ status: 200 });
    },
  );

  it('must confirm the change to live', async () => {
    const { server, trader } = await newServer();
    expect(await post(server, '/api/mode', { mode: 'live' })).toMatchObject({ status: 409 });
    expect(trader.requests).toEqual([]);
  });

  it('hears why something is refused', async () => {
    const { server, trader } = await newServer();
    trader.failure = new AuctionTraderError('there is a position', {
      code: 'NOT_FLAT',
      exitCode: 2,
      hint: 'Flatten first.',
    });
    expect(await post(server, '/api/mode', { mode: 'dry_run' })).toEqual({
      status: 409,
      body: { error: { code: 'NOT_FLAT', message: 'there is a position', hint: 'Flatten first.' } },
    });
  });

  it.each([
    ['mode', { mode: 'yolo' }],
    ['mode', {}],
    ['mode', undefined],
    ['activate', { confrim: 'BTCUSDT live' }],
    ['activate', { confirm: 7 }],
    ['flatten', { now: true }],
    ['flatten', []],
  ])('POST /api/%s %j is 400', async (path, body) => {
    const { server, trader } = await newServer();
    expect(await post(server, `/api/${path}`, body)).toMatchObject({ status: 400 });
    expect(trader.requests).toEqual([]);
  });

  it('sends JSON, and not too much of it', async () => {
    const { server, trader } = await newServer();
    expect((await post(server, '/api/activate', { confirm: 'x'.repeat(5000) })).status).toBe(413);
    const json = { 'content-type': 'application/json' };
    expect((await post(server, '/api/activate', '{"confirm":', json)).status).toBe(400);
    const text = { 'content-type': 'text/plain' };
    expect((await post(server, '/api/activate', '{}', text)).status).toBe(415);
    expect(trader.requests).toEqual([]);
  });
});

describe('who may', () => {
  it('is nobody from a foreign page', async () => {
    const { server, trader } = await newServer();
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: 'http://127.0.0.1:3000' },
      { host: 'evil.example:8080' },
    ]) {
      expect((await post(server, '/api/flatten', undefined, headers)).status).toBe(403);
      expect((await get(server, '/api/state', headers)).status).toBe(403);
    }
    expect(trader.requests).toEqual([]);
  });

  it('is the server’s own page', async () => {
    const { server } = await newServer();
    const headers = { origin: 'http://127.0.0.1:8080' };
    expect((await post(server, '/api/flatten', undefined, headers)).status).toBe(200);
  });

  it('lets no other page read an answer', async () => {
    const { server } = await newServer();
    const { headers } = await get(server, '/api/state');
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    expect(headers['content-type']).toContain('application/json');
    expect(headers['x-content-type-options']).toBe('nosniff');
  });

  it('needs the token where one is set, for everything', async () => {
    const { server } = await newServer({ token: 'the-token', host: '0.0.0.0' });
    for (const url of ['/api/state', '/api/health', '/metrics', '/nonsense']) {
      expect((await server.inject({ url, headers: LOCAL })).statusCode).toBe(401);
      const wrong = { ...LOCAL, authorization: 'Bearer the-tokem' };
      expect((await server.inject({ url, headers: wrong })).statusCode).toBe(401);
      // In an address it would end up in histories and logs.
      expect((await server.inject({ url: `${url}?token=the-token`, headers: LOCAL })).statusCode).toBe(401);
    }
    for (const token of ['the-token', 'control-token']) {
      expect((await get(server, '/api/state', { authorization: `Bearer ${token}` })).status).toBe(200);
    }
  });

  it('must have a token to listen where others reach it', async () => {
    const { options } = serverParts({ host: '0.0.0.0' });
    await expect(createLocalServer(options)).rejects.toMatchObject({ exitCode: 2, code: 'TOKEN_NEEDED' });
  });
});

describe('startLocalServer', () => {
  it('listens, answers, and ends', async () => {
    const { options } = serverParts();
    const server = await startLocalServer(options);
    expect(server.address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect((await fetch(`${server.address}/api/health`)).status).toBe(200);
    await server.close();
    await expect(fetch(`${server.address}/api/health`)).rejects.toThrow();
  });

  it('says that an address is taken', async () => {
    const first = await startLocalServer(serverParts().options);
    open.push(first);
    const port = Number(new URL(first.address).port);
    await expect(startLocalServer(serverParts({ port }).options)).rejects.toMatchObject({
      code: 'CANNOT_LISTEN',
      message: expect.stringContaining('another program listens there'),
    });
  });
});
