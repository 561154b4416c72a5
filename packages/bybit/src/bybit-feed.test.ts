import { SimulatedClock } from '@auction-trader/core';
import type { FeedListener } from '@auction-trader/ingestion';
import { describe, expect, it } from 'vitest';
import { BybitFeed } from './bybit-feed.ts';
import { advance } from './testing/advance.ts';
import { FakeBybit } from './testing/fake-bybit.ts';
import { bookText, tickerText, tradeText } from './testing/frames.ts';

const START_MS = 1_795_244_640_000;
const TOPICS = ['publicTrade.BTCUSDT', 'orderbook.1.BTCUSDT', 'tickers.BTCUSDT'];

function start(change: (fake: FakeBybit) => void = () => {}) {
  const clock = new SimulatedClock(START_MS);
  const fake = new FakeBybit(clock);
  change(fake);
  const events: string[] = [];
  const frames: string[] = [];
  const listener: FeedListener = {
    onFrame: (text) => {
      events.push('frame');
      frames.push(text);
    },
    onConnected: () => events.push('connected'),
    onDisconnected: (_nowMs, reason) => events.push(`disconnected: ${reason}`),
    onProblem: (reason, tries) => events.push(`problem ${tries}: ${reason}`),
  };
  const feed = new BybitFeed({ transport: fake, clock, symbol: 'BTCUSDT', seed: 1 });
  feed.start(listener);
  return { clock, fake, feed, events, frames };
}

const book = (u: number, type: 'snapshot' | 'delta' = 'snapshot') =>
  bookText({ type, bid: '60000', ask: '60000.1', u, ts: START_MS });

/** Quotes every second, as a live book sends them. */
async function quoteFor(fake: FakeBybit, clock: SimulatedClock, seconds: number, other?: () => void) {
  for (let second = 0; second < seconds; second++) {
    fake.say('public', book(5));
    other?.();
    await advance(clock, 1_000);
  }
}

const problems = (events: readonly string[]) => events.filter((event) => event.startsWith('problem'));

describe('the feed', () => {
  it('is connected when every topic is confirmed; frames from before come after', async () => {
    const { clock, fake, events, frames } = start((one) => one.muted.add('ack tickers.BTCUSDT'));
    await advance(clock, 100);
    const sent = fake.socket('public').sent.map((text) => JSON.parse(text));
    expect(sent.map(({ op, args }) => [op, ...args])).toEqual(TOPICS.map((topic) => ['subscribe', topic]));
    fake.say('public', book(5));
    expect(events).toEqual([]);
    fake.say('public', { success: true, ret_msg: '', req_id: 'tickers.BTCUSDT', op: 'subscribe' });
    fake.say('public', 'not json');
    expect(events).toEqual(['connected', 'frame', 'frame']);
    expect(frames).toEqual([book(5), 'not json']);
  });

  it('treats a refused subscription as an error', async () => {
    const { clock, fake, events } = start((one) => {
      one.subscriptions = 'refuse';
    });
    await advance(clock, 3);
    expect(events[0]).toBe('problem 1: subscription of publicTrade.BTCUSDT refused: handler not found');
    fake.subscriptions = 'ok';
    await advance(clock, 5_000);
    expect(events.at(-1)).toBe('connected');
  });

  it('gives up a connection on which an acknowledgement is lost', async () => {
    const { clock, fake, events } = start((one) => one.muted.add('ack tickers.BTCUSDT'));
    await advance(clock, 10_000);
    expect(events).toEqual(['problem 1: login or subscription was not confirmed in time']);
    fake.muted.clear();
    await advance(clock, 100);
    expect(events.at(-1)).toBe('connected');
  });

  it('gives up a handshake that never answers', async () => {
    const { clock, fake, events } = start((one) => {
      one.connects = 'hang';
    });
    await advance(clock, 10_000);
    expect(events).toEqual(['problem 1: no connection in time']);
    fake.connects = 'ok';
    await advance(clock, 100);
    expect(events.at(-1)).toBe('connected');
  });

  it('reconnects after 0, 1, 2, 4 .. 60 s less some jitter, and from 0 again after a success', async () => {
    const { clock, fake, events } = start();
    await advance(clock, 30_000);
    fake.connects = 'refuse';
    fake.cut('public');
    const cutMs = clock.nowMs();
    await advance(clock, 300_000);
    const attempts = fake.sockets.filter(({ openedMs }) => openedMs >= cutMs).map(({ openedMs }) => openedMs);
    expect(attempts[0]).toBe(cutMs);
    const gaps = attempts.slice(1).map((at, index) => (at - attempts[index]!) / 1_000);
    [1, 2, 4, 8, 16, 32, 60, 60].forEach((wait, index) => {
      expect(gaps[index]).toBeGreaterThanOrEqual(wait * 0.8);
      expect(gaps[index]).toBeLessThanOrEqual(wait + 0.01);
    });
    expect(events.filter((event) => /^problem [1-9]/.test(event)).length).toBe(attempts.length);
    fake.connects = 'ok';
    await advance(clock, 70_000);
    expect(events.at(-1)).toBe('connected');
    const before = fake.sockets.length;
    fake.cut('public');
    await advance(clock, 100);
    expect(fake.sockets.length).toBe(before + 1);
    expect(events.slice(-2)).toEqual(['disconnected: the connection was lost', 'connected']);
  });

  it('does not storm when every connection is lost as soon as it is confirmed', async () => {
    const { clock, fake } = start();
    for (let round = 0; round < 1_000; round++) {
      await advance(clock, 10);
      fake.cut('public');
    }
    expect(fake.sockets.length).toBeLessThanOrEqual(12);
  });

  it('pings every 20 s and gives up a connection that answers nothing', async () => {
    const { clock, fake, events } = start();
    await quoteFor(fake, clock, 55);
    fake.say('public', tickerText('delta', { bid1Size: '1' }));
    await quoteFor(fake, clock, 3);
    expect(fake.socket('public').sent.filter((text) => text === '{"op":"ping"}').length).toBe(2);
    expect(events).not.toContain('disconnected: no answer to a ping');
    fake.pongs = false;
    await advance(clock, 8_000);
    expect(events).toContain('disconnected: no answer to a ping');
  });

  it('asks for a silent book again, then makes a new connection', async () => {
    const { clock, fake, events } = start();
    await advance(clock, 15_100);
    expect(events).toEqual(['connected', 'problem 0: orderbook is silent']);
    const sent = fake
      .socket('public')
      .sent.slice(3)
      .map((text) => JSON.parse(text));
    expect(sent.map(({ op, args }) => [op, ...args])).toEqual([
      ['unsubscribe', 'orderbook.1.BTCUSDT'],
      ['subscribe', 'orderbook.1.BTCUSDT'],
    ]);
    await advance(clock, 15_000);
    expect(events[2]).toBe('disconnected: orderbook stays silent');
  });

  it('takes a ticker that says what the trades have said for no sign of a lost trade', async () => {
    const { clock, fake, events } = start();
    await advance(clock, 100);
    fake.say('public', tickerText('snapshot', { lastPrice: '60000' }));
    await quoteFor(fake, clock, 30);
    // The trade first, then the ticker, then no trade for a minute: a thin market.
    fake.say('public', tradeText([{ p: '60001.0' }, { p: '60002' }]));
    fake.say('public', tickerText('delta', { lastPrice: '60001' }));
    fake.say('public', tickerText('delta', { lastPrice: '60002.00' }));
    await quoteFor(fake, clock, 60, () => fake.say('public', tickerText('delta', { bid1Size: '1' })));
    expect(problems(events)).toEqual([]);
    expect(fake.callsTo('/v5/market/recent-trade')).toEqual([]);
  });

  it('asks for the trades again when the venue lists one that did not come', async () => {
    const { clock, fake, events } = start();
    await advance(clock, 100);
    fake.say('public', tickerText('snapshot', { lastPrice: '60000' }));
    fake.say('public', tradeText([{ T: clock.nowMs() }]));
    const loseOne = () => {
      fake.say('public', tickerText('delta', { lastPrice: `${clock.nowMs() % 100_000}.5` }));
      fake.recentTradeMs = clock.nowMs();
    };
    await quoteFor(fake, clock, 1);
    loseOne();
    await quoteFor(fake, clock, 12);
    expect(problems(events)).toEqual(['problem 0: publicTrade is silent']);
    const sent = fake.socket('public').sent.map((text) => JSON.parse(text));
    expect(sent.at(-1)).toMatchObject({ op: 'subscribe', args: ['publicTrade.BTCUSDT'] });
    // It stays silent: the connection is made anew.
    loseOne();
    await quoteFor(fake, clock, 12);
    expect(events).toContain('disconnected: publicTrade stays silent');
  });

  it('leaves trades alone that the venue knows no newer one of, or does not tell of', async () => {
    const { clock, fake, events } = start();
    await advance(clock, 100);
    fake.say('public', tickerText('snapshot', { lastPrice: '60000' }));
    const newest = clock.nowMs();
    fake.say('public', tradeText([{ T: newest }]));
    fake.recentTradeMs = newest;
    fake.say('public', tickerText('delta', { lastPrice: '60007' }));
    await quoteFor(fake, clock, 60);
    expect(fake.callsTo('/v5/market/recent-trade').length).toBe(1);
    fake.faults.push({ path: '/v5/market/recent-trade', times: 3, how: { retCode: 10_006 } });
    fake.recentTradeMs = clock.nowMs() - 60_000;
    fake.say('public', tickerText('delta', { lastPrice: '60008' }));
    await quoteFor(fake, clock, 14);
    expect(problems(events)).toEqual([]);
    expect(fake.sockets.length).toBe(1);
  });

  it('asks for the book again when updates are missing', async () => {
    const { clock, fake, events } = start();
    await advance(clock, 100);
    fake.say('public', book(5));
    fake.say('public', book(6, 'delta'));
    fake.say('public', book(9));
    fake.say('public', book(11, 'delta'));
    expect(events.filter((event) => event.startsWith('problem'))).toEqual([
      'problem 0: updates of the book are missing',
    ]);
    expect(fake.socket('public').sent.length).toBe(5);
  });

  it('says nothing more after stop', async () => {
    const { clock, fake, feed, events } = start();
    await advance(clock, 100);
    await feed.stop();
    await advance(clock, 100_000);
    expect(events).toEqual(['connected']);
    expect(fake.sockets.some((socket) => socket.isOpen)).toBe(false);
  });
});
