import { NO_PRICE } from '@auction-trader/core';
import { FeatureColumns } from '@auction-trader/features';
import { MINUTE_FLAG, MinuteTape } from '@auction-trader/ingestion';
import { RangeLevels } from './range-levels.ts';

/**
 * A tape as bar mode sees it (trading rules 9.10): the same bars, but of a minute's quotes
 * only a bid and an ask about its close, half its closing spread away (one tick where no
 * quote was known), of its levels only the range, and of feed gaps nothing.
 *
 * @returns a tape that shares all other columns with `tape`
 */
export function barTape(tape: MinuteTape): MinuteTape {
  const { length } = tape;
  const bidTicks = new Int32Array(length);
  const askTicks = new Int32Array(length);
  const flags = new Uint8Array(length);
  for (let index = 0; index < length; index++) {
    const bid = tape.bidTicks[index]!;
    const half = bid === NO_PRICE ? 1 : Math.ceil((tape.askTicks[index]! - bid) / 2);
    bidTicks[index] = tape.closeTicks[index]! - half;
    askTicks[index] = tape.closeTicks[index]! + half;
    flags[index] = tape.flags[index]! & MINUTE_FLAG.SYNTHETIC;
  }
  const levels = new RangeLevels(tape);
  return Object.assign(new MinuteTape(0, levels), { ...tape, bidTicks, askTicks, flags, levels });
}

/**
 * Features as bar mode sees them: a minute without trades counts as missing (trading rules 9.10).
 *
 * @param windowMinutes minutes in which missing ones are counted
 * @returns columns that share all others with `features`
 */
export function barFeatures(
  features: FeatureColumns,
  tape: MinuteTape,
  windowMinutes: number,
): FeatureColumns {
  const missingMinutes = new Int32Array(tape.length);
  const missing = (index: number) => (index >= 0 ? tape.flags[index]! & MINUTE_FLAG.SYNTHETIC : 0);
  let count = 0;
  for (let index = 0; index < tape.length; index++) {
    count += missing(index) - missing(index - windowMinutes);
    missingMinutes[index] = count;
  }
  return Object.assign(new FeatureColumns(0), { ...features, missingMinutes });
}
