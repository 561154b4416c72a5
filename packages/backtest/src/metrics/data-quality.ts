import { NO_PRICE } from '@auction-trader/core';
import type { FillRecord } from '@auction-trader/execution';
import type { FeatureColumns } from '@auction-trader/features';
import { MINUTE_FLAG, type MinuteTape } from '@auction-trader/ingestion';
import { type Distribution, distribution } from './quantile.ts';

/** A run of minutes without any sign of life. */
export interface DataGap {
  /** Epoch ms of the first missing minute. */
  readonly from_ms: number;
  readonly minutes: number;
}

/** How good the data was. Shares are 0..1, null where there is nothing to share. */
export interface DataQuality {
  readonly minutes: number;
  /** Minutes without a trade (missing ones included). */
  readonly synthetic_minutes: number;
  /** Minutes with neither a trade nor a quote. */
  readonly missing_minutes: number;
  /** Minutes in which a silence of more than 60 s ended. Not known without real quotes. */
  readonly feed_gaps: number;
  readonly gap_count: number;
  /** The longest gaps (at most {@link LISTED_GAPS}), in order of time. */
  readonly gaps: readonly DataGap[];
  readonly trades: number;
  readonly volume_lots: number;
  /** Share of the volume whose side was decided by each step. */
  readonly classification: {
    readonly venue: number | null;
    readonly quote_rule: number | null;
    readonly tick_rule: number | null;
    readonly undecided: number | null;
  };
  /** Volume where venue side and quote rule differ / volume where both decide. */
  readonly venue_quote_disagree_frac: number | null;
  /** Share of prints whose quote was older than `max_quote_staleness_ms`. */
  readonly stale_quote_share: number | null;
  readonly late_trades: number;
  /** Closing spreads of the minutes, in ticks. */
  readonly spread_ticks: Distribution | null;
  /** Minutes with a valid value area. */
  readonly valid_minutes: number;
  /** Fills whose displayed size is known, and the share of them that were larger. */
  readonly fills_with_displayed_size: number;
  readonly fills_larger_than_displayed: number | null;
}

/** Most gaps that are listed one by one. */
export const LISTED_GAPS = 100;

/** Data quality of the minutes and fills of a run. */
export function dataQuality(
  tape: MinuteTape,
  features: FeatureColumns,
  fills: readonly FillRecord[],
): DataQuality {
  const gaps = findGaps(tape);
  const volume = sumOf(tape.volumeLots, tape.length);
  const trades = sumOf(tape.tradeCount, tape.length);
  const venue = sumOf(tape.venueSideLots, tape.length);
  const quote = sumOf(tape.quoteRuleLots, tape.length);
  const tick = sumOf(tape.tickRuleLots, tape.length);
  const known = fills.filter((fill) => !Number.isNaN(fill.displayedLots));
  const larger = known.filter((fill) => fill.lots > fill.displayedLots).length;
  return {
    minutes: tape.length,
    synthetic_minutes: countFlag(tape, MINUTE_FLAG.SYNTHETIC),
    missing_minutes: countFlag(tape, MINUTE_FLAG.MISSING),
    feed_gaps: countFlag(tape, MINUTE_FLAG.FEED_GAP),
    gap_count: gaps.length,
    gaps: longest(gaps),
    trades,
    volume_lots: volume,
    classification: {
      venue: ratio(venue, volume),
      quote_rule: ratio(quote, volume),
      tick_rule: ratio(tick, volume),
      undecided: ratio(volume - venue - quote - tick, volume),
    },
    venue_quote_disagree_frac: ratio(
      sumOf(tape.sideDisagreedLots, tape.length),
      sumOf(tape.sideComparedLots, tape.length),
    ),
    stale_quote_share: ratio(sumOf(tape.staleQuoteTrades, tape.length), trades),
    late_trades: sumOf(tape.lateTrades, tape.length),
    spread_ticks: closingSpreads(tape),
    valid_minutes: sumOf(features.valid, tape.length),
    fills_with_displayed_size: known.length,
    fills_larger_than_displayed: ratio(larger, known.length),
  };
}

function findGaps(tape: MinuteTape): DataGap[] {
  const { flags, length } = tape;
  const gaps: DataGap[] = [];
  let start = -1;
  for (let i = 0; i <= length; i += 1) {
    const missing = i < length && (flags[i]! & MINUTE_FLAG.MISSING) !== 0;
    if (missing && start < 0) start = i;
    if (!missing && start >= 0) {
      gaps.push({ from_ms: tape.minuteMs(start), minutes: i - start });
      start = -1;
    }
  }
  return gaps;
}

function longest(gaps: readonly DataGap[]): DataGap[] {
  const bySize = gaps.toSorted((a, b) => b.minutes - a.minutes || a.from_ms - b.from_ms);
  return bySize.slice(0, LISTED_GAPS).sort((a, b) => a.from_ms - b.from_ms);
}

function closingSpreads({ bidTicks, askTicks, length }: MinuteTape): Distribution | null {
  const spreads = new Float64Array(length);
  let known = 0;
  for (let i = 0; i < length; i += 1) {
    if (bidTicks[i] === NO_PRICE || askTicks[i] === NO_PRICE) continue;
    spreads[known] = askTicks[i]! - bidTicks[i]!;
    known += 1;
  }
  return distribution(spreads.subarray(0, known));
}

function countFlag({ flags, length }: MinuteTape, flag: number): number {
  let count = 0;
  for (let i = 0; i < length; i += 1) if ((flags[i]! & flag) !== 0) count += 1;
  return count;
}

function sumOf(column: ArrayLike<number>, length: number): number {
  let sum = 0;
  for (let i = 0; i < length; i += 1) sum += column[i]!;
  return sum;
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
