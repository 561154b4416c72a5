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
      /** Epoch ms, null for all there is. */
      readonly fromMs: number | null;
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
  /** Epoch ms of its first event, or where it was asked to begin, by the data's own times. */
  readonly startMs: number;
  /** For the user. */
  readonly description: string;
}

const DAY_MS = 86_400_000;
const MADE_TICK = '0.1';
const MADE_LOT = '0.001';
/** 60,000.0 */
const MADE_START_TICKS = 600_000;

/**
 * Opens what the venue will play.
 *
 * @param madeStartMs epoch ms at which a made market begins
 * @param shiftMs added to the times of stored and recorded data
 * @throws AuctionTraderError `EMPTY_MARKET`, and what opening a tick store throws
 */
export function openMarket(origin: MarketOrigin, madeStartMs: number, shiftMs: number): OpenedMarket {
  const { symbol } = origin;
  switch (origin.kind) {
    case 'store':
      return openStore(origin, shiftMs);
    case 'recording': {
      const facts = linearSymbol({ symbol, tickSize: origin.tickSize, lotSize: origin.lotSize });
      const source = replayRecording(recordedFrames(origin.file), facts, shiftMs);
      if (source.nextMs === Number.POSITIVE_INFINITY) throw empty(symbol, origin.file);
      const description = `${symbol} of the recording ${origin.file}`;
      return { market: { facts, source }, startMs: source.nextMs - shiftMs, description };
    }
    case 'made': {
      const facts = linearSymbol({ symbol, tickSize: MADE_TICK, lotSize: MADE_LOT });
      const { seed } = origin;
      const startMs = madeStartMs;
      const source = randomMarket({ seed, startMs, startTicks: MADE_START_TICKS });
      return { market: { facts, source }, startMs, description: `${symbol}, made by seed ${seed}` };
    }
  }
}

function openStore(origin: Extract<MarketOrigin, { kind: 'store' }>, shiftMs: number): OpenedMarket {
  const { dir, symbol, fromMs, untilMs } = origin;
  const ticks = openTickStore(dir).source(symbol);
  const [firstMs = 0] = ticks.days;
  const lastMs = (ticks.days.at(-1) ?? 0) + DAY_MS;
  const startMs = fromMs ?? firstMs;
  const endMs = untilMs ?? lastMs;
  const { tick, lot, minOrderLots, minNotional } = ticks.instrument;
  const facts = linearSymbol({
    symbol,
    tickSize: tick.text,
    lotSize: lot.text,
    minOrderLots,
    ...(minNotional > 0 ? { minNotional } : {}),
  });
  const source = replayTicks(ticks, { fromMs: startMs, untilMs: endMs, shiftMs });
  if (source.nextMs === Number.POSITIVE_INFINITY) throw empty(symbol, dir);
  return { market: { facts, source }, startMs, description: `${symbol} of the tick store ${dir}` };
}

function empty(symbol: string, place: string): AuctionTraderError {
  return new AuctionTraderError(`there is nothing of ${symbol} to play in ${place}`, {
    code: 'EMPTY_MARKET',
    exitCode: 1,
    details: { file: place },
    hint: 'Check --symbol, --from and --to.',
  });
}
