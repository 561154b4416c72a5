// Decoding public frames, beside a bare JSON.parse of the same texts.
import { defineInstrument } from '@auction-trader/core';
import type { MarketSink } from '@auction-trader/ingestion';
import { BybitFrameDecoder } from './bybit-frame-decoder.ts';
import { bookText, tickerText, tradeText } from './testing/frames.ts';

const FRAMES = 30_000;
const ROUNDS = 15;
const instrument = defineInstrument({
  venue: 'bybit',
  symbol: 'BTCUSDT',
  tickSize: '0.1',
  lotSize: '0.001',
});

let sum = 0;
const sink: MarketSink = {
  trade: (timeMs, priceTicks, sizeLots, side) => {
    sum += timeMs + priceTicks + sizeLots + side;
  },
  quote: (timeMs, bidTicks, bidLots, askTicks, askLots) => {
    sum += timeMs + bidTicks + bidLots + askTicks + askLots;
  },
  repeatedQuote: (timeMs) => {
    sum += timeMs;
  },
  mark: (timeMs) => {
    sum += timeMs;
  },
  refused: (why) => {
    if (why !== 'duplicate') throw new Error(`refused: ${why}`);
  },
};

/** Seven quotes, two trade messages of one to three rows, one ticker, again and again. */
function frameText(index: number): string {
  const ts = 1_795_244_642_198 + index;
  const cents = `${60_000 + (index % 97)}.${index % 10}`;
  if (index % 10 === 9) return tickerText('delta', { markPrice: `${cents}3`, bid1Size: '1.5' });
  if (index % 5 === 3) {
    const rows = Array.from({ length: 1 + (index % 3) }, (_, row) => ({
      i: `9f57f7ef-c4c8-4fbd-8a1f-${String(index * 4 + row).padStart(12, '0')}`,
      p: cents,
    }));
    return tradeText(rows);
  }
  return bookText({ bid: cents, ask: `${cents}0`, u: 1_000 + index, ts, cts: ts });
}

const texts = Array.from({ length: FRAMES }, (_, index) => frameText(index));
const contenders: Record<string, () => void> = {
  'bare JSON.parse': () => {
    for (const text of texts) if (JSON.parse(text) === null) sum++;
  },
  decode: () => {
    const decoder = new BybitFrameDecoder(instrument);
    for (const text of texts) decoder.decode(text, 0, sink);
  },
};
const median = (values: number[]) => values.sort((left, right) => left - right)[values.length >> 1]!;
const times = new Map(Object.keys(contenders).map((name) => [name, [] as number[]]));
for (let round = -3; round < ROUNDS; round++) {
  for (const [name, run] of Object.entries(contenders)) {
    const start = performance.now();
    run();
    if (round >= 0) times.get(name)!.push(performance.now() - start);
  }
}
const bare = median(times.get('bare JSON.parse')!);
for (const [name, values] of times) {
  const ms = median(values);
  console.log(`${name}: ${((ms * 1e6) / FRAMES).toFixed(0)} ns a message, ${(ms / bare).toFixed(2)} x`);
}
console.log(`(${sum})`);
