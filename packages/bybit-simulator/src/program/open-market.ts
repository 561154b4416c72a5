import { AuctionTraderError } from '@auction-trader/core';
import { openTickStore } from '@auction-trader/ingestion';
import { randomMarket } from '../market/random-market.ts';
import { replayRecording } from '../market/replay-recording.ts';
import { replayTicks } from '../market/replay-ticks.ts';
import type { VenueMarket } from '../venue/simulated-venue.ts';
import { linearSymbol } from '../venue/symbol-facts.ts';
import { recordedFrames } from './recorded-frames.ts';

/** Where the market comes from. */
export type MarketOrigin =
  | {
      readonly kind: 'store';
      readonly dir: string;
      readonly symbol: string;
      /** Epoch ms at which the venue opens; null for as soon as there is enough history. */
      readonly fromMs: number | null;
      /** Epoch ms, null for all there is. */
      readonly untilMs: number | null;
    }
  | {
      readonly kind: 'recording';
      readonly file: string;
      readonly symbol: string;
      readonly tickSize: string;
      readonly lotSize: string;
    }
  | { readonly kind: 'made'; readonly seed: number; readonly symbol: string };

/** A market with the time at which it begins. */
export interface OpenedMarket {
  readonly market: VenueMarket;
  /** Epoch ms of the venue at which it begins. */
  readonly startMs: number;
  /** For the user. */
  readonly description: string;
}

const MINUTE_MS = 60_000;
const MADE_TICK = '0.1';
const MADE_LOT = '0.001';
/** 60,000.0 */
const MADE_START_TICKS = 600_000;

/** When the market is played. */
export interface MarketTimes {
  /** Epoch ms at which playing should begin: the present, less the history. */
  readonly beginMs: number;
  /** How much is played before the venue opens, ms. */
  readonly historyMs: number;
  /** Whether stored or recorded data are moved to `beginMs`; else they keep their own times. */
  readonly shiftToNow: boolean;
}

/**
 * Opens what the venue will play.
 *
 * @throws AuctionTraderError `EMPTY_MARKET`, and what opening a tick store throws
 */
export function openMarket(origin: MarketOrigin, times: MarketTimes): OpenedMarket {
  switch (origin.kind) {
    case 'store':
      return openStore(origin, times);
    case 'recording':
      return openRecording(origin, times);
    case 'made': {
      const { symbol, seed } = origin;
      const startMs = times.beginMs;
      const facts = linearSymbol({ symbol, tickSize: MADE_TICK, lotSize: MADE_LOT });
      const source = randomMarket({ seed, startMs, startTicks: MADE_START_TICKS });
      return { market: { facts, source }, startMs, description: `${symbol}, made by seed ${seed}` };
    }
  }
}

function openStore(origin: Extract<MarketOrigin, { kind: 'store' }>, times: MarketTimes): OpenedMarket {
  const { dir, symbol, fromMs: openMs, untilMs } = origin;
  const ticks = openTickStore(dir).source(symbol);
  const fromMs = openMs === null ? (ticks.days[0] ?? 0) : openMs - times.historyMs;
  const shiftMs = shiftOf(fromMs, times);
  const { tick, lot, minOrderLots, minNotional } = ticks.instrument;
  const facts = linearSymbol({
    symbol,
    tickSize: tick.text,
    lotSize: lot.text,
    minOrderLots,
    ...(minNotional > 0 ? { minNotional } : {}),
  });
  const source = replayTicks(ticks, { fromMs, shiftMs, ...(untilMs === null ? {} : { untilMs }) });
  if (source.nextMs === Number.POSITIVE_INFINITY) throw empty(symbol, dir);
  return {
    market: { facts, source },
    startMs: fromMs + shiftMs,
    description: `${symbol} of the tick store ${dir}`,
  };
}

function openRecording(
  origin: Extract<MarketOrigin, { kind: 'recording' }>,
  times: MarketTimes,
): OpenedMarket {
  const { file, symbol, tickSize, lotSize } = origin;
  const facts = linearSymbol({ symbol, tickSize, lotSize });
  const firstMs = replayRecording(recordedFrames(file), facts).nextMs;
  if (firstMs === Number.POSITIVE_INFINITY) throw empty(symbol, file);
  const shiftMs = shiftOf(firstMs, times);
  const source = replayRecording(recordedFrames(file), facts, shiftMs);
  return {
    market: { facts, source },
    startMs: firstMs + shiftMs,
    description: `${symbol} of the recording ${file}`,
  };
}

/** Whole minutes, since profiles and decisions are made by them. */
function shiftOf(firstMs: number, { beginMs, shiftToNow }: MarketTimes): number {
  return shiftToNow ? Math.floor((beginMs - firstMs) / MINUTE_MS) * MINUTE_MS : 0;
}

function empty(symbol: string, place: string): AuctionTraderError {
  return new AuctionTraderError(`there is nothing of ${symbol} to play in ${place}`, {
    code: 'EMPTY_MARKET',
    exitCode: 1,
    details: { file: place },
    hint: 'Check --symbol, --from and --to.',
  });
}
