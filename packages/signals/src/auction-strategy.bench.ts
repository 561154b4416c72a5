// Cost of one minute in the auction strategy, beside a plain read of the columns it looks at.
import { configSchema, defineInstrument, MINUTE_MS, NO_PRICE, Random } from '@auction-trader/core';
import { FeatureColumns } from '@auction-trader/features';
import { type LevelRows, MinuteTape } from '@auction-trader/ingestion';
import { AuctionStrategy } from './auction-strategy.ts';
import { Decision } from './decision.ts';
import { signalSettings } from './signal-settings.ts';

const MINUTES = 10_080;
const ROUNDS = 400;

/** A drifting price with a value area that follows it slowly; every tick of a bar traded. */
function randomMarket(): { tape: MinuteTape; features: FeatureColumns } {
  const random = new Random(1);
  const priceTicks: number[] = [];
  const starts = [0];
  const levels: LevelRows = {
    priceTicks: new Int32Array(0),
    sizeLots: new Int32Array(0),
    from: 0,
    to: 0,
    locate(minuteMs) {
      levels.from = starts[minuteMs / MINUTE_MS]!;
      levels.to = starts[minuteMs / MINUTE_MS + 1]!;
    },
  };
  const tape = new MinuteTape(MINUTES, levels);
  const features = new FeatureColumns(MINUTES);
  let close = 500_000;
  let middle = close;
  for (let i = 0; i < MINUTES; i++) {
    const open = close;
    close += Math.round(random.normal() * 100);
    middle += (close - middle) / 120;
    const low = Math.min(open, close) - Math.round(random.exponential() * 60);
    const high = Math.max(open, close) + Math.round(random.exponential() * 60);
    for (let tick = low; tick <= high; tick++) priceTicks.push(tick);
    starts.push(priceTicks.length);
    tape.openTicks[i] = open;
    tape.highTicks[i] = high;
    tape.lowTicks[i] = low;
    tape.closeTicks[i] = close;
    tape.volumeLots[i] = 1_000;
    tape.quoteImbalanceEma[i] = random.normal() / 5;
    features.flowLots[i] = Math.round(random.normal() * 300);
    features.valid[i] = 1;
    features.vahTicks[i] = Math.round(middle) + 400;
    features.valTicks[i] = Math.round(middle) - 400;
    features.pocHalfTicks[i] = 2 * Math.round(middle);
    features.spreadSumTicks[i] = 60;
    features.spreadCount[i] = 60;
  }
  tape.length = MINUTES;
  features.length = MINUTES;
  levels.priceTicks = Int32Array.from(priceTicks);
  levels.sizeLots = new Int32Array(priceTicks.length).fill(1);
  return { tape, features };
}

const { tape, features } = randomMarket();
const instrument = defineInstrument({ venue: 'bybit', symbol: 'BTCUSDT', tickSize: '0.1', lotSize: '0.001' });
const settings = signalSettings(configSchema.parse({}), instrument);
const position = { side: 0, lots: 0, entryTicks: 0, stopTicks: NO_PRICE, openedMs: 0 };
const view = { instrument, tape, features, index: 0, decisionMs: 0, position };

function judgeAll(): number {
  const strategy = new AuctionStrategy(settings);
  const decision = new Decision();
  let entries = 0;
  for (let i = 0; i < MINUTES; i++) {
    view.index = i;
    view.decisionMs = tape.minuteMs(i) + MINUTE_MS;
    decision.reset();
    strategy.onMinute(view, decision);
    if (decision.side !== 0) entries += 1;
  }
  return entries;
}

function readAll(): number {
  let inside = 0;
  for (let i = 0; i < MINUTES; i++) {
    if (tape.lowTicks[i]! < features.valTicks[i]! || tape.highTicks[i]! > features.vahTicks[i]!) continue;
    if (tape.flags[i] === 0 && features.valid[i] === 1) inside += 1;
  }
  return inside;
}

function nanosecondsPerMinute(run: () => number): number {
  for (let round = 0; round < 50; round++) run();
  const start = performance.now();
  for (let round = 0; round < ROUNDS; round++) run();
  return ((performance.now() - start) * 1e6) / (ROUNDS * MINUTES);
}

const read = nanosecondsPerMinute(readAll);
const judged = nanosecondsPerMinute(judgeAll);
const share = (count: number) => `${((count / MINUTES) * 100).toFixed(1)} %`;
console.log(`entries ${share(judgeAll())}, minutes wholly inside value ${share(readAll())}`);
console.table({
  'plain read of the columns': { 'ns per minute': read.toFixed(1), ratio: '1.0' },
  'auction strategy': { 'ns per minute': judged.toFixed(1), ratio: (judged / read).toFixed(1) },
});
