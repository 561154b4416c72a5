import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { SimulatedClock } from '@auction-trader/core';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { startReceiver } from '../testing/local-receiver.ts';
import { ALERT_TYPES, type Alert, type AlertType } from './alert.ts';
import { readWebhook } from './webhook-format.ts';
import { WebhookQueue } from './webhook-queue.ts';

const START = 1_750_528_800_000;
const PATH = '/hook/very-secret-path';

function newQueue(url: string, fetch = globalThis.fetch) {
  const clock = new SimulatedClock(START);
  const lines: string[] = [];
  const log = pino({ level: 'trace' }, { write: (line) => void lines.push(line) });
  const webhook = readWebhook({ ALERT_WEBHOOK_URL: `${url}${PATH}` })!;
  return { clock, lines, queue: new WebhookQueue({ clock, log, webhook, fetch }) };
}

const alert = (at: number, type: AlertType = 'FEED_STALE'): Alert => ({
  id: `a-${at}`,
  ts_ms: START,
  type,
  state: 'event',
  symbol: 'BTCUSDT',
  mode: 'paper',
  message: 'no quote',
  data: {},
  instance: 'desk-1',
});

/** Lets what is awaited settle, real sockets included, until something holds. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}

/** Moves the clock to the next timer once there is one. */
async function nextTimer(clock: SimulatedClock): Promise<void> {
  await until(() => clock.nextMs < Number.POSITIVE_INFINITY);
  clock.step(clock.nextMs);
}

describe('WebhookQueue', () => {
  it('sends each type in order', async () => {
    await using receiver = await startReceiver();
    const { queue } = newQueue(receiver.url);
    const alerts = ALERT_TYPES.map((type, at) => alert(at, type));
    for (const one of alerts) queue.push(one);
    await queue.close(60_000);
    expect(receiver.requests).toEqual(alerts.map((body) => ({ path: PATH, body })));
    expect(queue).toMatchObject({ sent: alerts.length, failed: 0, length: 0 });
  });

  it('tries a receiver that answers 500 three times, with growing pauses, and goes on', async () => {
    await using receiver = await startReceiver((response, request) => {
      response.statusCode = request <= 3 ? 500 : 200;
      response.end();
    });
    const { queue, clock, lines } = newQueue(receiver.url);
    queue.push(alert(1));
    queue.push(alert(2));
    for (const [tries, dueMs] of [
      [1, START + 1000],
      [2, START + 5000],
    ] as const) {
      await receiver.received(tries);
      await until(() => clock.nextMs === dueMs);
      clock.step(dueMs);
    }
    await queue.close(60_000);
    expect(receiver.requests.map(({ body }) => (body as Alert).id)).toEqual(['a-1', 'a-1', 'a-1', 'a-2']);
    expect(queue).toMatchObject({ sent: 1, failed: 1 });
    expect(lines.at(-1)).toContain('status 500');
  });

  it('gives a slow receiver five seconds', async () => {
    await using receiver = await startReceiver(() => {});
    const { queue, clock, lines } = newQueue(receiver.url);
    queue.push(alert(1));
    for (let attempt = 1; attempt <= 3; attempt++) {
      await receiver.received(attempt);
      const sentMs = clock.nowMs();
      expect(clock.nextMs).toBe(sentMs + 5000);
      await nextTimer(clock);
      if (attempt < 3) await nextTimer(clock);
    }
    await until(() => queue.length === 0);
    expect(queue.failed).toBe(1);
    expect(lines.at(-1)).toContain('no answer in time');
  });

  it('does not wait for a dead receiver, and never shows its address', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const { queue, clock, lines } = newQueue(`http://127.0.0.1:${port}`);
    queue.push(alert(1));
    expect(queue.length).toBe(1);
    await until(() => lines.length === 1);
    await nextTimer(clock);
    await until(() => lines.length === 2);
    await nextTimer(clock);
    await until(() => queue.length === 0);
    expect(queue.failed).toBe(1);
    expect(lines.join('')).toContain('ECONNREFUSED');
    expect(lines.join('')).not.toMatch(/very-secret-path/);
  });

  it('follows no redirect', async () => {
    await using elsewhere = await startReceiver();
    await using receiver = await startReceiver((response) => {
      response.writeHead(307, { location: elsewhere.url });
      response.end();
    });
    const { queue, clock } = newQueue(receiver.url);
    queue.push(alert(1));
    await receiver.received(1);
    await until(() => clock.nextMs === START + 1000);
    clock.step(START + 1000);
    await receiver.received(2);
    await until(() => clock.nextMs === START + 5000);
    clock.step(START + 5000);
    await until(() => queue.length === 0);
    expect(queue.failed).toBe(1);
    expect(elsewhere.requests).toEqual([]);
  });

  it('keeps at most 1,000, the newest', async () => {
    const never: typeof globalThis.fetch = () => new Promise(() => {});
    const { queue } = newQueue('http://127.0.0.1:1', never);
    for (let at = 0; at < 1005; at++) queue.push(alert(at));
    expect(queue).toMatchObject({ length: 1000, dropped: 5 });
  });

  it('ends in time at a shutdown, whatever the receiver does', async () => {
    await using receiver = await startReceiver(() => {});
    const { queue, clock } = newQueue(receiver.url);
    queue.push(alert(1));
    queue.push(alert(2));
    await receiver.received(1);
    const closed = queue.close(3000);
    clock.runUntil(START + 3000);
    await closed;
    queue.push(alert(3));
    expect(receiver.requests).toHaveLength(1);
  });
});
