import { describe, expect, it } from 'vitest';
import { linearSymbol } from '../venue/symbol-facts.ts';
import { replayRecording } from './replay-recording.ts';
import { playAll } from './testing/play-all.ts';

const facts = linearSymbol({ symbol: 'BTCUSDT', tickSize: '0.10', lotSize: '0.001' });

const book = (type: string, cts: number, b: string[][], a: string[][]) =>
  JSON.stringify({
    topic: 'orderbook.50.BTCUSDT',
    type,
    ts: cts + 1,
    cts,
    data: { s: 'BTCUSDT', b, a, u: 1, seq: 1 },
  });
const trade = (T: number, p: string, S: string, others: object = {}) =>
  JSON.stringify({
    topic: 'publicTrade.BTCUSDT',
    type: 'snapshot',
    ts: T,
    data: [{ T, s: 'BTCUSDT', S, v: '0.002', p, ...others }],
  });
const ticker = (ts: number, data: object) =>
  JSON.stringify({
    topic: 'tickers.BTCUSDT',
    type: 'delta',
    ts,
    cs: 1,
    data: { symbol: 'BTCUSDT', ...data },
  });

describe('replayRecording', () => {
  it('plays trades, the best of the book, and prices', () => {
    const frames = [
      book(
        'snapshot',
        1_000,
        [
          ['60000.0', '1'],
          ['59999.9', '2'],
        ],
        [
          ['60000.1', '3'],
          ['60000.2', '4'],
        ],
      ),
      trade(1_005, '60000.10', 'Buy'),
      ticker(1_006, { markPrice: '60000.05', indexPrice: '60001', fundingRate: '0.0001' }),
      book('delta', 1_010, [['60000', '0']], [['60000.1', '5']]),
      ticker(1_011, { indexPrice: '60002' }),
      trade(1_020, '59999.90', 'Sell'),
    ];
    expect(playAll(replayRecording(frames, facts))).toEqual([
      '1000 quote 600000 1000 600001 3000',
      '1005 trade 600001 2 1',
      '1006 prices 60000050 60001000',
      '1006 funding 10000',
      '1010 quote 599999 2000 600001 5000',
      '1011 prices 60000050 60002000',
      '1020 trade 599999 2 -1',
    ]);
  });

  it('passes over what is not the market’s or cannot be read', () => {
    const frames = [
      '{"success":true,"op":"subscribe"}',
      'not json',
      '[]',
      'null',
      trade(1_000, '60000', 'Buy').replaceAll('BTCUSDT', 'ETHUSDT'),
      trade(1_000, '60000', 'Buy', { BT: true }),
      trade(1_000, 'x', 'Buy'),
      '{"topic":"orderbook.1.BTCUSDT"}',
      '{"topic":"kline.1.BTCUSDT","data":[]}',
    ];
    expect(playAll(replayRecording(frames, facts))).toEqual([]);
  });

  it('never goes back in time, and can be shifted', () => {
    const frames = [trade(1_000, '60000', 'Buy'), trade(990, '60001', 'Buy')];
    expect(playAll(replayRecording(frames, facts, 50))).toEqual([
      '1050 trade 600000 2 1',
      '1050 trade 600010 2 1',
    ]);
  });

  it('has an empty side while nobody stands there', () => {
    const frames = [book('snapshot', 1_000, [['60000', '1']], [])];
    expect(playAll(replayRecording(frames, facts))).toEqual(['1000 quote 600000 1000 0 0']);
  });
});
