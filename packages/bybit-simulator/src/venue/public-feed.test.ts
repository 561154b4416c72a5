import { describe, expect, it } from 'vitest';
import { START_MS, SYMBOL, VenueBench } from './testing/venue-bench.ts';

function wanting(...kinds: string[]): VenueBench {
  const bench = new VenueBench();
  for (const kind of kinds) bench.venue.wantTopic(`${kind}.${SYMBOL}`, true);
  return bench;
}

type Levels = [string, string][];
interface Book {
  b: Levels;
  a: Levels;
  u: number;
  seq: number;
}

describe('public topics (reference 10)', () => {
  it('exist or do not', () => {
    const { venue } = new VenueBench();
    for (const kind of [
      'publicTrade',
      'orderbook.1',
      'orderbook.50',
      'orderbook.200',
      'tickers',
      'kline.1',
      'kline.D',
    ])
      expect(venue.hasTopic(`${kind}.${SYMBOL}`)).toBe(true);
    for (const topic of [
      'orderbook.2.BTCUSDT',
      'kline.7.BTCUSDT',
      'publicTrade.XYZUSDT',
      'publicTrade',
      'x.BTCUSDT',
      '',
    ])
      expect(venue.hasTopic(topic)).toBe(false);
  });

  it('say nothing that nobody wants', () => {
    const bench = new VenueBench();
    bench.quote(60_010).trade(60_010).wait(10_000);
    expect(bench.frames).toEqual([]);
    bench.venue.wantTopic('publicTrade.BTCUSDT', true);
    bench.trade(60_010);
    bench.venue.wantTopic('publicTrade.BTCUSDT', false);
    bench.trade(60_010);
    expect(bench.frames).toHaveLength(1);
  });

  it('publicTrade', () => {
    const bench = wanting('publicTrade').wait(5);
    bench.trade(60_000.1, 1).trade(60_000.1, 2).trade(60_000, 3, -1);
    expect(bench.frames[0]).toEqual({
      topic: 'publicTrade.BTCUSDT',
      type: 'snapshot',
      ts: START_MS + 5,
      data: [
        {
          T: START_MS + 5,
          s: 'BTCUSDT',
          S: 'Buy',
          v: '0.001',
          p: '60000.1',
          L: 'PlusTick',
          i: expect.stringMatching(/^[0-9a-f-]{36}$/),
          BT: false,
          RPI: false,
          seq: expect.any(Number),
        },
      ],
    });
    const rows = bench.frames.map((frame) => (frame['data'] as Record<string, unknown>[])[0]!);
    expect(rows.map((row) => [row['L'], row['S'], row['v']])).toEqual([
      ['PlusTick', 'Buy', '0.001'],
      ['ZeroPlusTick', 'Buy', '0.002'],
      ['MinusTick', 'Sell', '0.003'],
    ]);
    expect(new Set(rows.map(({ i }) => i)).size).toBe(3);
  });

  it('orderbook.1: snapshots with growing u, repeated with the same u after 3 s', () => {
    const bench = wanting('orderbook.1');
    const first = bench.venue.snapshot('orderbook.1.BTCUSDT')!;
    const snapshot = {
      s: 'BTCUSDT',
      b: [['60000', '1.5']],
      a: [['60000.1', '2.5']],
      u: 1_001,
      seq: expect.any(Number),
    };
    expect(first).toMatchObject({ type: 'snapshot', ts: START_MS, cts: START_MS, data: snapshot });
    bench.wait(1_000).quote(60_001);
    bench.wait(2_999);
    expect(bench.frames).toHaveLength(1);
    bench.wait(1);
    expect(bench.frames).toMatchObject([
      { type: 'snapshot', cts: START_MS + 1_000, data: { b: [['60001', '1.5']], u: 1_002 } },
      { type: 'snapshot', ts: START_MS + 4_000, data: { b: [['60001', '1.5']], u: 1_002 } },
    ]);
    bench.wait(3_000);
    expect(bench.frames).toHaveLength(3);
  });

  it('orderbook.50: deltas make the snapshot', () => {
    const bench = wanting('orderbook.50');
    const read = () => bench.venue.snapshot('orderbook.50.BTCUSDT')!['data'] as Book;
    const start = read();
    const bids = new Map(start.b);
    const asks = new Map(start.a);
    let u = start.u;
    for (const bid of [60_001, 60_000.5, 59_990, 60_020, 60_020])
      bench.quote(bid, bid + 0.2, 7, bid % 2 ? 0 : 9);
    for (const frame of bench.frames) {
      const data = frame['data'] as Book;
      expect(frame['type']).toBe('delta');
      expect(data.u).toBe(++u);
      for (const [side, levels] of [
        [bids, data.b],
        [asks, data.a],
      ] as const)
        for (const [price, size] of levels) size === '0' ? side.delete(price) : side.set(price, size);
    }
    expect(bench.frames).toHaveLength(4);
    const end = read();
    expect(end.u).toBe(u);
    expect(new Map(end.b)).toEqual(bids);
    expect(new Map(end.a)).toEqual(asks);
    expect(end.b).toHaveLength(50);
  });

  it('a restart begins the book again with u = 1', () => {
    const bench = wanting('orderbook.50');
    bench.venue.restart(false);
    expect(bench.frames).toMatchObject([{ type: 'snapshot', data: { u: 1 } }]);
    bench.quote(60_001);
    expect(bench.frames[1]).toMatchObject({ type: 'delta', data: { u: 2 } });
  });

  it('tickers: a snapshot, then what has changed', () => {
    const bench = wanting('tickers');
    expect(bench.venue.snapshot('tickers.BTCUSDT')).toMatchObject({
      type: 'snapshot',
      data: { symbol: 'BTCUSDT', lastPrice: '60000', markPrice: '60000', fundingRate: '0.0001' },
    });
    bench.wait(100).prices(60_001.5);
    bench.wait(50).prices(60_002);
    bench.wait(50).prices(60_002);
    expect(bench.frames.map(({ data }) => data)).toMatchObject([
      { symbol: 'BTCUSDT', markPrice: '60001.5', indexPrice: '60001.5' },
      { symbol: 'BTCUSDT', markPrice: '60002', indexPrice: '60002' },
    ]);
    expect(bench.frames[1]!['data']).not.toHaveProperty('lastPrice');
  });

  it('kline: the open bar once a second, and the closed one with the first of the next', () => {
    const bench = wanting('kline.1');
    bench.wait(1_000).trade(60_100, 5);
    bench.wait(500).trade(60_200);
    bench.wait(58_500).trade(60_300);
    const rows = bench.frames.map(({ data }) => data as Record<string, unknown>[]);
    expect(rows).toMatchObject([
      [
        {
          start: START_MS,
          end: START_MS + 59_999,
          interval: '1',
          open: '60000',
          close: '60100',
          volume: '0.006',
          confirm: false,
        },
      ],
      [
        { start: START_MS, high: '60200', close: '60200', volume: '0.007', confirm: true },
        { start: START_MS + 60_000, open: '60300', confirm: false },
      ],
    ]);
  });
});
