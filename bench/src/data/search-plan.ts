import type { TickSource } from '@auction-trader/core';
import { formatUtcDay } from '@auction-trader/ingestion';
import { makeSearchPlan, parseSpace, type SearchPlan } from '@auction-trader/research';

/** Strategy parameters in their usual ranges; tape and profile are the same for all sets. */
const PARAMETERS = [
  'accept_outside_k:1..5',
  'stop_buffer_ticks:0,2,5,10,20',
  'max_hold_minutes:15,30,60,120',
  'cooldown_minutes:0,1,3,5,10',
  'qimb_entry_min:0..0.3/0.05',
  'of_breakout_min:0..5',
];

/** A search of some sets drawn from usual ranges, over all days of a source. */
export function searchPlan(source: TickSource, sets: number): SearchPlan {
  const { instrument, days, dataHash } = source;
  const { venue, symbol } = instrument;
  const period = {
    venue,
    symbol,
    fromDay: formatUtcDay(days[0]!),
    toDay: formatUtcDay(days.at(-1)!),
    dataHash,
  };
  const space = parseSpace({ params: PARAMETERS, sampling: 'latin-hypercube', sets, seed: 1 });
  return makeSearchPlan({ base: {}, space, strategy: 'auction', periods: [period], maxSets: 100_000 });
}
