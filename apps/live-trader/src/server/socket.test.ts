import { once } from 'node:events';
import { SimulatedClock } from '@auction-trader/core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { FakeTrader, NOW_MS } from '../testing/fake-trader.ts';
import { serverParts } from '../testing/test-server.ts';
import { type LocalServerOptions, startLocalServer } from './local-server.ts';
import { type ClientSocket, SocketHub } from './socket.ts';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

async function newServer(changes: Partial<LocalServerOptions> = {}) {
  const parts = serverParts(changes);
  const server = await startLocalServer(parts.options);
  open.push(server);
  return { ...parts, url: `${server.address.replace('http', 'ws')}/ws` };
}

/** A real client, with its messages in order. */
async function connect(url: string, options: ConstructorParameters<typeof WebSocket>[2] = {}) {
  const socket = new WebSocket(url, options);
  open.push(socket);
  const messages: { type: string; [name: string]: unknown }[] = [];
  const waiting: (() => void)[] = [];
  socket.on('message', (data) => {
    messages.push(JSON.parse(data.toString()));
    for (const resolve of waiting.splice(0)) resolve();
  });
  await once(socket, 'open');
  const until = async (count: number) => {
    while (messages.length < count) await new Promise<void>((resolve) => waiting.push(resolve));
  };
  return { socket, messages, until };
}

async function refusal(
  url: string,
  options: ConstructorParameters<typeof WebSocket>[2] = {},
): Promise<number> {
  const socket = new WebSocket(url, options);
  socket.on('error', () => {});
  const [, response] = await once(socket, 'unexpected-response');
  socket.terminate();
  return response.statusCode;
}

describe('/ws', () => {
  it('greets, then sends the state each second and what is new at once', async () => {
    const { url, trader, clock } = await newServer();
    const client = await connect(url);
    await client.until(2);
    expect(client.messages[0]).toEqual({ type: 'hello', schema: 1 });
    expect(client.messages[1]).toMatchObject({
      type: 'state',
      mode: 'paper',
      price: 50_123.4,
      va: { poc: 50_050 },
    });
    trader.change({ price: 50_200 });
    clock.runUntil(NOW_MS + 999);
    trader.emit({ type: 'alert', row: { type: 'FEED_STALE', message: '<b>x</b>' } });
    clock.runUntil(NOW_MS + 3000);
    await client.until(6);
    expect(client.messages.slice(2)).toMatchObject([
      { type: 'alert', data: { type: 'FEED_STALE', message: '<b>x</b>' } },
      { type: 'state', price: 50_200 },
      { type: 'state' },
      { type: 'state' },
    ]);
  });

  it.each(['bar', 'features', 'signal', 'order', 'fill', 'alert', 'mode'] as const)(
    'passes on a %s',
    async (type) => {
      const { url, trader } = await newServer();
      const client = await connect(url);
      await client.until(2);
      trader.emit({ type, row: { ts_ms: 1 } });
      await client.until(3);
      expect(client.messages[2]).toEqual({ type, data: { ts_ms: 1 } });
    },
  );

  it('answers a ping and ignores everything else', async () => {
    const { url, trader } = await newServer();
    const client = await connect(url);
    await client.until(2);
    for (const text of ['nonsense', 'null', '{"type":"activate"}', '[]', '{"type":"ping"}'])
      client.socket.send(text);
    await client.until(3);
    expect(client.messages.slice(2)).toEqual([{ type: 'pong' }]);
    expect(trader.requests).toEqual([]);
  });

  it('cuts off who sends too much', async () => {
    const { url } = await newServer();
    const { socket } = await connect(url);
    socket.on('error', () => {});
    socket.send('x'.repeat(10_000));
    const [code] = await once(socket, 'close');
    expect(code).toBe(1009);
  });

  it('refuses foreign pages and foreign names', async () => {
    const { url } = await newServer();
    expect(await refusal(url, { origin: 'https://evil.example' })).toBe(403);
    expect(await refusal(url, { origin: 'null' })).toBe(403);
    expect(await refusal(url, { headers: { host: 'evil.example' } })).toBe(403);
    const { host } = new URL(url);
    const own = await connect(url, { origin: `http://${host}` });
    await own.until(1);
  });

  it('needs the token, as a header or in the address', async () => {
    const { url } = await newServer({ token: 'the-token' });
    expect(await refusal(url)).toBe(401);
    expect(await refusal(`${url}?token=wrong`)).toBe(401);
    await (await connect(`${url}?token=the-token`)).until(1);
    await (await connect(url, { headers: { authorization: 'Bearer control-token' } })).until(1);
  });

  it('lets clients go and takes them back', async () => {
    const { url, clock } = await newServer();
    const first = await connect(url);
    await first.until(2);
    first.socket.close();
    await once(first.socket, 'close');
    clock.runUntil(NOW_MS + 600_000);
    const second = await connect(url);
    await second.until(2);
    clock.runUntil(NOW_MS + 602_000);
    await second.until(4);
    expect(second.messages.map(({ type }) => type)).toEqual(['hello', 'state', 'state', 'state']);
  });

  it('closes with the server', async () => {
    const parts = serverParts();
    const server = await startLocalServer(parts.options);
    const client = await connect(`${server.address.replace('http', 'ws')}/ws`);
    const closed = once(client.socket, 'close');
    await server.close();
    await closed;
    expect(parts.trader.listeners).toBe(0);
  });
});

describe('SocketHub', () => {
  function fakeSocket() {
    const sent: { type: string; [name: string]: unknown }[] = [];
    const socket = {
      bufferedAmount: 0,
      send: (text: string) => void sent.push(JSON.parse(text)),
      close: vi.fn(),
      terminate: vi.fn(),
      on: () => undefined,
    } satisfies ClientSocket;
    return { socket, sent };
  }

  function newHub() {
    const trader = new FakeTrader();
    const clock = new SimulatedClock(NOW_MS);
    return { trader, clock, hub: new SocketHub(trader, clock) };
  }

  it('leaves out a slow client, and begins again with the newest state', () => {
    const { trader, clock, hub } = newHub();
    const { socket, sent } = fakeSocket();
    const { sent: fast, socket: fastSocket } = fakeSocket();
    hub.add(socket);
    hub.add(fastSocket);
    sent.length = 0;
    fast.length = 0;
    socket.bufferedAmount = 1_000_000;
    for (let second = 1; second <= 5; second++) {
      trader.change({ price: 50_000 + second });
      trader.emit({ type: 'fill', row: { second } });
      clock.runUntil(NOW_MS + second * 1000);
    }
    expect(sent).toEqual([]);
    expect(fast).toHaveLength(10);
    socket.bufferedAmount = 0;
    trader.change({ price: 60_000 });
    clock.runUntil(NOW_MS + 6000);
    expect(sent).toMatchObject([{ type: 'state', price: 60_000 }]);
  });

  it('gives up a client that takes nothing for a minute', () => {
    const { clock, hub } = newHub();
    const { socket } = fakeSocket();
    hub.add(socket);
    socket.bufferedAmount = 1_000_000;
    clock.runUntil(NOW_MS + 59_000);
    expect(socket.terminate).not.toHaveBeenCalled();
    clock.runUntil(NOW_MS + 62_000);
    expect(socket.terminate).toHaveBeenCalledTimes(1);
    expect(hub.clients).toBe(0);
  });

  it('takes 32 clients', () => {
    const { hub } = newHub();
    for (let count = 0; count < 32; count++) hub.add(fakeSocket().socket);
    const { socket, sent } = fakeSocket();
    hub.add(socket);
    expect(hub.clients).toBe(32);
    expect(socket.close).toHaveBeenCalledWith(1013, expect.any(String));
    expect(sent).toEqual([]);
  });

  it('sets no timer while nobody listens', () => {
    const { clock, hub } = newHub();
    expect(clock.nextMs).toBe(Number.POSITIVE_INFINITY);
    hub.add(fakeSocket().socket);
    hub.close();
    expect(clock.nextMs).toBe(Number.POSITIVE_INFINITY);
  });
});
