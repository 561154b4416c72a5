import { defineInstrument, NO_PRICE } from '@auction-trader/core';
import type { MarketSink } from '@auction-trader/ingestion';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BybitFrameDecoder } from './bybit-frame-decoder.ts';
import { bookText, tickerText, tradeText } from './testing/frames.ts';

const instrument = defineInstrument({
  venue: 'bybit',
  symbol: 'BTCUSDT',
  tickSize: '0.1',
  lotSize: '0.001',
});
const T = 1_795_244_642_198;

class RecordingSink implements MarketSink {
  readonly events: unknown[][] = [];
  trade(...event: unknown[]): void {
    this.events.push(['trade', ...event]);
  }
  quote(...event: unknown[]): void {
    this.events.push(['quote', ...event]);
  }
  repeatedQuote(...event: unknown[]): void {
    this.events.push(['repeat', ...event]);
  }
  mark(...event: unknown[]): void {
    this.events.push(['mark', ...event]);
  }
  refused(...event: unknown[]): void {
    this.events.push(['refused', ...event]);
  }
}

function decodeAll(...texts: string[]): unknown[][] {
  const decoder = new BybitFrameDecoder(instrument);
  const sink = new RecordingSink();
  for (const text of texts) decoder.decode(text, T, sink);
  return sink.events;
}

describe('trades', () => {
  it('have their side from S, their own time, and integers', () => {
    const text = tradeText([
      { T: T + 1, S: 'Buy', v: '0.010', p: '60000.1', i: 'a' },
      { T: T + 2, S: 'Sell', v: '1', p: '60000', i: 'b' },
    ]);
    expect(decodeAll(text)).toEqual([
      ['trade', T + 1, 600_001, 10, 1],
      ['trade', T + 2, 600_000, 1_000, -1],
    ]);
  });

  it('of blocks are refused and nothing else of the message is lost', () => {
    const text = tradeText([{ i: 'a', BT: true }, { i: 'b' }]);
    expect(decodeAll(text).map(([kind, why]) => [kind, why])).toEqual([
      ['refused', 'block-trade'],
      ['trade', T],
    ]);
  });

  it('come once, also after a reconnect', () => {
    const decoder = new BybitFrameDecoder(instrument);
    const sink = new RecordingSink();
    decoder.decode(tradeText([{ i: 'a' }, { i: 'a' }]), T, sink);
    decoder.reset();
    decoder.decode(tradeText([{ i: 'a' }, { i: 'b' }]), T, sink);
    expect(sink.events.map(([kind]) => kind)).toEqual(['trade', 'refused', 'refused', 'trade']);
  });

  it.each([
    ['off-grid', { p: '60000.15' }],
    ['off-grid', { v: '0.0105' }],
    ['malformed', { p: 'sixty' }],
    ['out-of-range', { p: '999999999999' }],
    ['out-of-range', { p: '-60000' }],
    ['out-of-range', { v: '0' }],
    ['other-symbol', { s: 'ETHUSDT' }],
    ['out-of-range', { T: 1 }],
    ['out-of-range', { T: T + 0.5 }],
    ['missing-field', { p: 60_000 }],
    ['missing-field', { S: 'buy' }],
    ['missing-field', { i: null }],
  ])('are refused as %s: %j', (why, fault) => {
    const good = tradeText([{ i: 'first' }]);
    expect(decodeAll(good, tradeText([{ i: 'x', ...fault }]))[1]).toEqual(['refused', why]);
  });

  it('are refused until a first message has the right form', () => {
    const events = decodeAll(tradeText([{ p: 1 }]), tradeText([{}]));
    expect(events.map(([kind, why]) => [kind, why])).toEqual([
      ['refused', 'malformed'],
      ['trade', T],
    ]);
  });
});

describe('the book', () => {
  it('has the time of the matching engine, else of the message', () => {
    const { events } = run([
      bookText({ bid: '60000', ask: '60000.1', u: 5, ts: T, cts: T - 3 }),
      bookText({ bid: '60000', ask: '60000.2', u: 6, ts: T + 5 }),
    ]);
    expect(events).toEqual([
      ['quote', T - 3, 600_000, 1_500, 600_001, 2_500],
      ['quote', T + 5, 600_000, 1_500, 600_002, 2_500],
    ]);
  });

  it('shows a snapshot sent again as a repeat with its own time', () => {
    const same = { bid: '60000', ask: '60000.1' };
    const { events } = run([
      bookText({ ...same, u: 5, ts: T }),
      bookText({ ...same, u: 5, ts: T + 3_000 }),
      bookText({ ...same, u: 6, ts: T + 3_010 }),
    ]);
    expect(events.slice(1)).toEqual([
      ['repeat', T + 3_000],
      ['repeat', T + 3_010],
    ]);
  });

  it('is changed by a delta, whose sides may be empty', () => {
    const { events } = run([
      bookText({ bid: '60000', ask: '60000.1', u: 5, ts: T }),
      bookText({ type: 'delta', b: [['59999.9', '3']], a: [], u: 6, ts: T + 1 }),
      bookText({ type: 'delta', b: [], a: [], u: 6, ts: T + 2 }),
      bookText({
        type: 'delta',
        b: [],
        a: [
          ['60000.1', '0'],
          ['60000.3', '1'],
        ],
        u: 7,
        ts: T + 3,
      }),
      bookText({ type: 'delta', b: [['59999.9', '0']], a: [], u: 8, ts: T + 4 }),
    ]);
    expect(events.slice(1)).toEqual([
      ['quote', T + 1, 599_999, 3_000, 600_001, 2_500],
      ['repeat', T + 2],
      ['quote', T + 3, 599_999, 3_000, 600_003, 1_000],
      ['quote', T + 4, NO_PRICE, 0, 600_003, 1_000],
    ]);
  });

  it('is unknown after a gap, an off-grid price and a reset, until the next snapshot', () => {
    const delta = bookText({ type: 'delta', b: [['59999.9', '3']], a: [], u: 7, ts: T });
    const { events } = run([
      delta,
      bookText({ bid: '60000', ask: '60000.1', u: 5, ts: T }),
      delta,
      bookText({ bid: '60000.05', ask: '60000.1', u: 6, ts: T }),
      delta,
      bookText({ bid: '60000', ask: '60000.1', u: 6, ts: T }),
      delta,
    ]);
    expect(events.map(([kind, why]) => (kind === 'refused' ? why : kind))).toEqual([
      'missing-field',
      'quote',
      'missing-field',
      'off-grid',
      'missing-field',
      'quote',
      'quote',
    ]);
  });

  it('begins anew with update id 1, and goes on after it', () => {
    const { events } = run([
      bookText({ bid: '60000', ask: '60000.1', u: 500, ts: T }),
      bookText({ bid: '59000', ask: '59000.1', u: 1, ts: T - 10 }),
      bookText({ type: 'delta', b: [['59000', '9']], a: [], u: 2, ts: T + 1 }),
    ]);
    expect(events[2]).toEqual(['quote', T + 1, 590_000, 9_000, 590_001, 2_500]);
  });

  it('passes crossed and empty quotes on, to be counted', () => {
    const { events } = run([
      bookText({ bid: '60001', ask: '60000.1', u: 5, ts: T }),
      bookText({ b: [], a: [], u: 6, ts: T }),
    ]);
    expect(events).toEqual([
      ['quote', T, 600_010, 1_500, 600_001, 2_500],
      ['quote', T, NO_PRICE, 0, NO_PRICE, 0],
    ]);
  });

  it('does not become what a late frame says', () => {
    const { events } = run([
      bookText({ bid: '60000', ask: '60000.1', u: 9, ts: T }),
      bookText({ bid: '59000', ask: '59000.1', u: 8, ts: T - 10 }),
      bookText({ bid: '60000', ask: '60000.1', u: 9, ts: T + 3_000 }),
    ]);
    expect(events.slice(1)).toEqual([
      ['quote', T - 10, 590_000, 1_500, 590_001, 2_500],
      ['repeat', T + 3_000],
    ]);
  });
});

describe('the ticker', () => {
  it('is merged from snapshot and deltas; a new mark is shown once', () => {
    const { events, decoder } = run([
      tickerText('snapshot', {
        markPrice: '60000.12',
        fundingRate: '0.0001',
        nextFundingTime: '1795248241833',
      }),
      tickerText('delta', { bid1Price: '60000' }),
      tickerText('delta', { markPrice: '60000.12', fundingRate: '0.0002' }),
      tickerText('delta', { markPrice: '60000.37' }),
    ]);
    expect(events).toEqual([
      ['mark', T, '60000.12'],
      ['mark', T, '60000.37'],
    ]);
    expect(decoder.ticker).toEqual({
      markPrice: '60000.37',
      fundingRate: '0.0002',
      nextFundingTime: '1795248241833',
    });
  });

  it('refuses a mark that is no price', () => {
    const { events } = run([
      tickerText('snapshot', { markPrice: '1' }),
      tickerText('delta', { markPrice: '' }),
    ]);
    expect(events[1]).toEqual(['refused', 'malformed']);
  });
});

it('goes on from a snapshot as if it had never stopped', () => {
  const frames = [
    tradeText([{ i: 'a' }]),
    bookText({ bid: '60000', ask: '60000.1', u: 5, ts: T }),
    tickerText('snapshot', { markPrice: '60000.12' }),
  ];
  const { decoder } = run(frames);
  const next = new BybitFrameDecoder(instrument);
  next.restore(JSON.parse(JSON.stringify(decoder.snapshot())));
  const sink = new RecordingSink();
  for (const text of frames) next.decode(text, T, sink);
  expect(sink.events).toEqual([
    ['refused', 'duplicate'],
    ['repeat', T],
  ]);
  expect(next.snapshot()).toEqual(decoder.snapshot());
});

it.each(['', '[]', 'null', '1', '{', '{"topic":"orderbook.50.BTCUSDT"}', '{"op":"pong"}', '{"topic":{}}'])(
  'refuses %s',
  (text) => {
    expect(decodeAll(text)).toEqual([['refused', expect.stringMatching(/malformed|unknown-topic/)]]);
  },
);

describe('on any input', () => {
  const good = [
    tradeText([{ i: 'a' }, { i: 'b' }]),
    bookText({ bid: '60000', ask: '60000.1', u: 5, ts: T, cts: T }),
    bookText({ type: 'delta', b: [['59999.9', '3']], a: [['60000.1', '0']], u: 6, ts: T }),
    tickerText('snapshot', {
      markPrice: '60000.12',
      fundingRate: '0.0001',
      nextFundingTime: '1795248241833',
    }),
  ];
  const integers = (events: unknown[][]) =>
    events.every(
      ([kind, ...values]) => kind === 'refused' || kind === 'mark' || values.every(Number.isSafeInteger),
    );

  it('never throws and hands out only integers: frames with characters changed', () => {
    const edit = fc.record({ at: fc.nat(), cut: fc.nat(8), put: fc.string({ maxLength: 6 }) });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...good), fc.array(edit, { maxLength: 3 }))),
        (frames) => {
          const texts = frames.map(([text, edits]) =>
            edits.reduce((old, { at, cut, put }) => {
              const from = at % old.length;
              return old.slice(0, from) + put + old.slice(from + cut) || '{}';
            }, text),
          );
          expect(integers(decodeAll(...good, ...texts))).toBe(true);
        },
      ),
    );
  });

  it('never throws and hands out only integers: frames with values exchanged', () => {
    const value = fc.oneof(fc.jsonValue(), fc.constantFrom('0', '-1', '1e9', '60000.1', T, 0, null));
    fc.assert(
      fc.property(fc.constantFrom(...good), fc.nat(), value, (text, at, put) => {
        const parts = text.split(/("(?:[^"\\]|\\.)*"|\d+)/);
        const from = (at % (parts.length >> 1)) * 2 + 1;
        parts[from] = JSON.stringify(put);
        expect(integers(decodeAll(...good, parts.join('')))).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });
});

function run(texts: string[]): { events: unknown[][]; decoder: BybitFrameDecoder } {
  const decoder = new BybitFrameDecoder(instrument);
  const sink = new RecordingSink();
  for (const text of texts) decoder.decode(text, T, sink);
  return { events: sink.events, decoder };
}
