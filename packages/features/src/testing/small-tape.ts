import { NO_PRICE } from '@auction-trader/core';
import { type LevelRows, MINUTE_FLAG, MinuteTape } from '@auction-trader/ingestion';

/** One minute of a {@link smallTape}. */
export interface SmallMinute {
  /** Lots by price in ticks; none for a minute without trades. */
  readonly levels?: Readonly<Record<number, number>>;
  /** Default: the highest price, or the close before. */
  readonly closeTicks?: number;
  /** Closing bid and ask in ticks; null when no quote was ever seen. */
  readonly quote: readonly [bid: number, ask: number] | null;
  /** No sign of life; default false. */
  readonly missing?: boolean;
  /** A venue side or a real quote was there; default false. */
  readonly realSide?: boolean;
  readonly flowLots?: number;
  readonly ambiguousLots?: number;
}

/** Start of the first minute of a {@link smallTape}: 2024-01-01, 05:00 UTC. */
export const FIRST_MINUTE_MS = 1_704_085_200_000;

/** A tape of minutes as a test writes them. */
export function smallTape(minutes: readonly SmallMinute[], firstMinuteMs = FIRST_MINUTE_MS): MinuteTape {
  const tape = new MinuteTape(minutes.length, levelRows(minutes, firstMinuteMs));
  tape.firstMinuteMs = firstMinuteMs;
  for (const [index, minute] of minutes.entries()) writeMinute(tape, index, minute);
  tape.length = minutes.length;
  return tape;
}

/** Prices of a minute, ascending. */
export function pricesOf({ levels = {} }: SmallMinute): number[] {
  return Object.keys(levels)
    .map(Number)
    .sort((left, right) => left - right);
}

function writeMinute(tape: MinuteTape, index: number, minute: SmallMinute): void {
  const { levels = {}, quote, missing = false, realSide = false } = minute;
  const prices = pricesOf(minute);
  const synthetic = prices.length === 0;
  const before = index === 0 ? 0 : tape.closeTicks[index - 1]!;
  tape.lowTicks[index] = prices[0] ?? before;
  tape.highTicks[index] = prices.at(-1) ?? before;
  tape.closeTicks[index] = synthetic ? before : (minute.closeTicks ?? prices.at(-1)!);
  tape.volumeLots[index] = prices.reduce((sum, price) => sum + levels[price]!, 0);
  tape.orderFlowLots[index] = minute.flowLots ?? 0;
  tape.ambiguousLots[index] = minute.ambiguousLots ?? 0;
  tape.bidTicks[index] = quote?.[0] ?? NO_PRICE;
  tape.askTicks[index] = quote?.[1] ?? NO_PRICE;
  tape.flags[index] =
    (synthetic ? MINUTE_FLAG.SYNTHETIC : 0) |
    (missing ? MINUTE_FLAG.MISSING : 0) |
    (realSide ? MINUTE_FLAG.REAL_SIDE : 0);
}

function levelRows(minutes: readonly SmallMinute[], firstMinuteMs: number): LevelRows {
  const starts = [0];
  const prices: number[] = [];
  const lots: number[] = [];
  for (const minute of minutes) {
    for (const price of pricesOf(minute)) {
      prices.push(price);
      lots.push(minute.levels![price]!);
    }
    starts.push(prices.length);
  }
  return {
    priceTicks: Int32Array.from(prices),
    sizeLots: Int32Array.from(lots),
    from: 0,
    to: 0,
    locate(minuteMs) {
      const minute = (minuteMs - firstMinuteMs) / 60_000;
      this.from = starts[minute]!;
      this.to = starts[minute + 1]!;
    },
  };
}
