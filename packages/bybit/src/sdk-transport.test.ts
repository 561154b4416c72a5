import { afterEach, describe, expect, it, vi } from 'vitest';
import { sdkTransport } from './sdk-transport.ts';
import { restSignature } from './sign.ts';
import { loopbackServer } from './testing/loopback-server.ts';
import type { BybitCall } from './transport.ts';

const credentials = { key: 'PLANTED-KEY-1', secret: 'PLANTED-SECRET-2' };
const GET: BybitCall = {
  method: 'GET',
  path: '/v5/order/realtime',
  params: { category: 'linear', symbol: 'BTCUSDT', orderLinkId: 'a b' },
  signed: true,
};
const POST: BybitCall = {
  method: 'POST',
  path: '/v5/order/create',
  params: { symbol: 'BTCUSDT', qty: '0.010', reduceOnly: false },
  signed: true,
};
const OK = JSON.stringify({
  retCode: 0,
  retMsg: 'OK',
  result: { a: 1 },
  retExtInfo: {},
  time: 1_795_244_641_826,
});

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

/** Everything a value shows when it is printed or serialised. */
const shown = (value: unknown) => JSON.stringify(value) + String((value as Error)?.stack ?? '');

describe('REST', () => {
  it('signs what it sends, with the offset that was set', async () => {
    await using server = await loopbackServer((_request, response) => {
      response.setHeader('X-Bapi-Limit', '20');
      response.setHeader('X-Bapi-Limit-Status', '19');
      response.setHeader('X-Bapi-Limit-Reset-Timestamp', '1795244642741');
      response.end(OK);
    });
    const transport = sdkTransport({ ...server, credentials });
    transport.setClockOffset(3_600_000);
    const reply = await transport.request(GET);
    await transport.request(POST);
    expect(reply).toEqual({
      status: 200,
      sent: true,
      retCode: 0,
      retMsg: 'OK',
      result: { a: 1 },
      timeMs: 1_795_244_641_826,
      limits: { limit: 20, left: 19, resetMs: 1_795_244_642_741 },
    });
    for (const { method, url, headers, body } of server.seen) {
      const timestamp = Number(headers['x-bapi-timestamp']);
      expect(timestamp - Date.now()).toBeGreaterThan(3_500_000);
      const payload = method === 'GET' ? url.slice(url.indexOf('?') + 1) : body;
      expect(headers['x-bapi-sign']).toBe(restSignature(credentials, timestamp, 5_000, payload));
    }
    expect(server.seen.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'GET /v5/order/realtime?category=linear&symbol=BTCUSDT&orderLinkId=a%20b',
      'POST /v5/order/create',
    ]);
    expect(server.seen[1]?.body).toBe('{"symbol":"BTCUSDT","qty":"0.010","reduceOnly":false}');
  });

  it('asks public questions without keys', async () => {
    await using server = await loopbackServer((_request, response) => response.end(OK));
    const transport = sdkTransport(server);
    await transport.request({ method: 'GET', path: '/v5/market/time', params: {}, signed: false });
    expect(server.seen[0]?.headers['x-bapi-api-key']).toBeUndefined();
  });

  it('never goes through a proxy', async () => {
    await using server = await loopbackServer((_request, response) => response.end(OK));
    await using proxy = await loopbackServer((_request, response) => response.end('{}'));
    vi.stubEnv('HTTP_PROXY', proxy.baseUrl);
    vi.stubEnv('http_proxy', proxy.baseUrl);
    expect((await sdkTransport({ ...server, credentials }).request(GET)).retCode).toBe(0);
    expect(proxy.seen).toEqual([]);
  });

  it.each([
    ['HTML with 200', (response: Answer) => response.end('<html>PLANTED-KEY-1</html>'), 200, true],
    ['502', (response: Answer) => response.writeHead(502).end('<html>'), 502, true],
    [
      '403 in JSON',
      (response: Answer) => response.writeHead(403).end('{"retCode":10018,"retMsg":"PLANTED-SECRET-2"}'),
      403,
      true,
    ],
    ['a cut connection', (response: Answer) => response.destroy(), 0, true],
    ['silence', () => {}, 0, true],
  ])('answers %s without a raw error, and shows no key', async (_name, answer, status, sent) => {
    const prints = (['log', 'info', 'warn', 'error'] as const).map((name) => vi.spyOn(console, name));
    await using server = await loopbackServer((_request, response) => void answer(response));
    const reply = await sdkTransport({ ...server, credentials, timeoutMs: 200 }).request(GET);
    expect(reply).toMatchObject({ status, sent });
    expect(shown(reply)).not.toMatch(/PLANTED/);
    for (const print of prints) expect(print).not.toHaveBeenCalled();
  });

  it('knows that a refused connection carried nothing', async () => {
    const server = await loopbackServer(() => {});
    await server[Symbol.asyncDispose]();
    expect(await sdkTransport({ ...server, credentials }).request(POST)).toMatchObject({
      status: 0,
      sent: false,
    });
  });

  it('takes the key out of what the venue says of a wrong signature', async () => {
    const retMsg = 'error sign! origin_string[1PLANTED-KEY-15000a=1]';
    await using server = await loopbackServer((_request, response) =>
      response.end(JSON.stringify({ retCode: 10_004, retMsg, result: {} })),
    );
    const reply = await sdkTransport({ ...server, credentials }).request(GET);
    expect(reply.retCode).toBe(10_004);
    expect(shown(reply)).not.toMatch(/PLANTED/);
  });
});

describe('reach', () => {
  const local = { baseUrl: 'http://127.0.0.1:1', wsUrl: 'ws://127.0.0.1:1' };

  it.each([
    [{ ...local, baseUrl: '' }, 'BAD_ADDRESS'],
    [{ ...local, wsUrl: 'localhost' }, 'BAD_ADDRESS'],
    [{ ...local, baseUrl: 'https://api.bybit.com' }, 'NOT_LOOPBACK'],
    [{ ...local, wsUrl: 'wss://stream.bybit.com' }, 'NOT_LOOPBACK'],
    [{ ...local, baseUrl: 'http://127.0.0.1.example.org' }, 'NOT_LOOPBACK'],
    [{ ...local, baseUrl: 'http://api.bybit.com', allowRemote: true }, 'NOT_LOOPBACK'],
    [{ ...local, baseUrl: 'ftp://127.0.0.1' }, 'NOT_LOOPBACK'],
  ])('%j is refused as %s', (options, code) => {
    expect(() => sdkTransport({ ...options, credentials })).toThrow(
      expect.objectContaining({ code, exitCode: 2 }) as Error,
    );
  });

  it('takes remote addresses when they are allowed and encrypted', () => {
    const remote = { baseUrl: 'https://api-testnet.bybit.com', wsUrl: 'wss://stream-testnet.bybit.com' };
    expect(() => sdkTransport({ ...remote, allowRemote: true })).not.toThrow();
  });

  it('refuses to work while the SDK would print what it sends', () => {
    vi.stubEnv('BYBITTRACE', 'true');
    expect(() => sdkTransport(local)).toThrow(expect.objectContaining({ code: 'SDK_TRACE' }) as Error);
  });

  it('without keys sends nothing signed and opens nothing private', async () => {
    await using server = await loopbackServer((_request, response) => response.end(OK));
    const transport = sdkTransport(server);
    await expect(transport.request(GET)).rejects.toMatchObject({ code: 'ORDERS_OUT_OF_REACH' });
    await expect(transport.request(POST)).rejects.toMatchObject({ code: 'ORDERS_OUT_OF_REACH' });
    const handlers = { onOpen: () => {}, onText: () => {}, onClose: () => {} };
    for (const kind of ['private', 'trade'] as const) {
      expect(() => transport.openSocket(kind, handlers)).toThrow(/may not use/);
    }
    expect(server.seen).toEqual([]);
  });

  it('read-only changes nothing and opens no trade socket', async () => {
    await using server = await loopbackServer((_request, response) => response.end(OK));
    const transport = sdkTransport({ ...server, credentials, readOnly: true });
    expect((await transport.request(GET)).retCode).toBe(0);
    await expect(transport.request(POST)).rejects.toMatchObject({ code: 'ORDERS_OUT_OF_REACH' });
    expect(() =>
      transport.openSocket('trade', { onOpen: () => {}, onText: () => {}, onClose: () => {} }),
    ).toThrow();
    expect(server.seen.length).toBe(1);
  });
});

describe('a socket', () => {
  it('carries frames as they are, both ways, on its own path', async () => {
    const heard: string[] = [];
    await using server = await loopbackServer(
      () => {},
      (socket, url) => {
        socket.on('message', (data) => {
          heard.push(`${url} ${String(data)}`);
          socket.send('{"op":"pong","args":["1"]}');
          socket.send('not json');
        });
      },
    );
    const transport = sdkTransport({ ...server, credentials });
    const frames = await new Promise<string[]>((resolve) => {
      const texts: string[] = [];
      const socket = transport.openSocket('private', {
        onOpen: () => socket.send('{"op":"ping"}'),
        onText: (text) => {
          texts.push(text);
          if (texts.length < 2) return;
          socket.close();
          resolve(texts);
        },
        onClose: () => resolve(['closed']),
      });
    });
    expect(frames).toEqual(['{"op":"pong","args":["1"]}', 'not json']);
    expect(heard).toEqual(['/v5/private {"op":"ping"}']);
  });

  it.each(['ok', 'refuse'] as const)('that ends is told once and stays gone (%s)', async (upgrade) => {
    await using server = await loopbackServer(
      () => {},
      (socket) => socket.close(),
      { upgrade },
    );
    const ends: string[] = [];
    const texts: string[] = [];
    await new Promise<void>((resolve) => {
      const socket = sdkTransport(server).openSocket('public', {
        onOpen: () => {},
        onText: (text) => texts.push(text),
        onClose: (reason) => {
          ends.push(reason);
          socket.send('late');
          socket.close();
          setImmediate(() => setImmediate(resolve));
        },
      });
    });
    expect(ends.length).toBe(1);
    expect(server.upgrades).toBe(1);
    expect(texts).toEqual([]);
  });

  it('that cannot connect is told, and closing one under way is silent', async () => {
    const server = await loopbackServer(() => {});
    await server[Symbol.asyncDispose]();
    const reason = await new Promise<string>((resolve) => {
      sdkTransport(server).openSocket('public', { onOpen: () => {}, onText: () => {}, onClose: resolve });
    });
    expect(reason).toMatch(/ECONNREFUSED/);
    await using hanging = await loopbackServer(() => {}, undefined, { upgrade: 'hang' });
    const heard: string[] = [];
    const socket = sdkTransport(hanging).openSocket('public', {
      onOpen: () => heard.push('open'),
      onText: () => heard.push('text'),
      onClose: () => heard.push('close'),
    });
    await vi.waitUntil(() => hanging.upgrades === 1);
    socket.close();
    await new Promise((resolve) => setImmediate(resolve));
    expect(heard).toEqual([]);
  });

  it('shows no key in what a venue sends back', async () => {
    await using server = await loopbackServer(
      () => {},
      (socket) => socket.send('{"success":false,"ret_msg":"bad PLANTED-KEY-1","op":"auth"}'),
    );
    const text = await new Promise<string>((resolve) => {
      const socket = sdkTransport({ ...server, credentials }).openSocket('private', {
        onOpen: () => {},
        onText: (frame) => {
          resolve(frame);
          socket.close();
        },
        onClose: resolve,
      });
    });
    expect(text).toBe('{"success":false,"ret_msg":"bad ***","op":"auth"}');
  });
});

type Answer = import('node:http').ServerResponse;
