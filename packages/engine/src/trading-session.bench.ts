// A paper session on one busy day: time for each message beside a bare JSON.parse of the same text, of the
// closes of its minutes, of a snapshot; and the heap over a simulated week.
import { configSchema, DAY_MS, defineInstrument, MINUTE_MS, type TickSource } from '@auction-trader/core';
import { daySource, syntheticDays } from '@auction-trader/ingestion';
import type { SessionInput } from './session-input.ts';
import { EagerStrategy, EventDecoder } from './testing/session-bench.ts';
import { TradingSession } from './trading-session.ts';

const instrument = defineInstrument({ venue: 'bybit', symbol: 'TEST', tickSize: '0.1', lotSize: '0.001' });
const config = configSchema.parse({});
const QUIET = new Proxy({}, { get: () => () => {} });

function newSession(): TradingSession {
  return new TradingSession({
    instrument,
    config,
    mode: 'paper',
    strategy: new EagerStrategy(false),
    decoder: new EventDecoder(),
    exchange: QUIET as never,
    listener: QUIET as never,
    activated: false,
  });
}

/** One message for each print, with a quote before it. */
function* inputsOf(source: TickSource): Generator<SessionInput> {
  for (const start of source.days) {
    const { trades } = source.readDay(start);
    let endMs = start + MINUTE_MS;
    for (let row = 0; row < trades.length; row++) {
      const timeMs = start + trades.timeMs[row]!;
      for (; endMs <= timeMs; endMs += MINUTE_MS)
        yield { kind: 'minute', timeMs: endMs + 250, minuteMs: endMs - MINUTE_MS };
      const price = trades.priceTicks[row]!;
      const events = [
        ['q', timeMs, price - 1, price],
        ['t', timeMs, price, trades.sizeLots[row]!, trades.side[row]!],
      ];
      yield { kind: 'frame', timeMs, text: JSON.stringify(events) };
    }
    yield { kind: 'minute', timeMs: start + DAY_MS + 250, minuteMs: start + DAY_MS - MINUTE_MS };
  }
}

function daysOf(days: number, tradesPerDay: number): TickSource {
  return daySource(instrument, [...syntheticDays({ symbol: 'TEST', days, tradesPerDay, seed: 1 })]);
}

const quantile = (sorted: readonly number[], share: number) =>
  sorted[Math.floor(share * (sorted.length - 1))]!;
const micro = (ms: number) => `${(ms * 1_000).toFixed(1)} us`;

const inputs = [...inputsOf(daysOf(1, 1_000_000))];
const frames = inputs.filter((input) => input.kind === 'frame');
let started = performance.now();
for (const { text } of frames) JSON.parse(text);
const parseMs = (performance.now() - started) / frames.length;

const session = newSession();
const closes: number[] = [];
started = performance.now();
for (const input of inputs) {
  if (input.kind === 'frame') session.apply(input);
  else {
    const at = performance.now();
    session.apply(input);
    closes.push(performance.now() - at);
  }
}
const closedMs = closes.reduce((sum, ms) => sum + ms, 0);
const frameMs = (performance.now() - started - closedMs) / frames.length;
closes.sort((left, right) => left - right);
console.log(`messages ${frames.length}: JSON.parse ${micro(parseMs)}, applied ${micro(frameMs)} each`);
console.log(`${(frameMs / parseMs).toFixed(2)} times JSON.parse`);
console.log(
  `minute close p50 ${micro(quantile(closes, 0.5))}, p99 ${micro(quantile(closes, 0.99))}, most ${micro(quantile(closes, 1))}`,
);
started = performance.now();
const text = JSON.stringify(session.snapshot());
console.log(`snapshot ${micro(performance.now() - started)}, ${(text.length / 1e6).toFixed(2)} MB`);
started = performance.now();
newSession().restore(JSON.parse(text));
console.log(`restore ${micro(performance.now() - started)}`);

const week = newSession();
let day = 0;
for (const input of inputsOf(daysOf(7, 200_000))) {
  week.apply(input);
  if (input.kind !== 'minute' || (input.minuteMs + MINUTE_MS) % DAY_MS !== 0) continue;
  globalThis.gc?.();
  console.log(`day ${++day}: heap ${(process.memoryUsage().heapUsed / 1e6).toFixed(1)} MB`);
}
