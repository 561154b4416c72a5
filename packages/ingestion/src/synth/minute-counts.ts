import { MINUTES_PER_DAY, type Random } from '@auction-trader/core';

/** Hours (UTC) of the day's two peaks, their width in hours, and their height over the quiet level. */
const PEAKS = [
  { hour: 8, width: 2.5, height: 0.8 },
  { hour: 14.5, width: 2, height: 1.6 },
];

/** Share of a minute in a usual day's volume, on a scale of its own. */
const PATTERN = Float64Array.from({ length: MINUTES_PER_DAY }, (_, minute) =>
  PEAKS.reduce((sum, { hour, width, height }) => {
    const away = (minute / 60 - hour) / width;
    return sum + height * Math.exp(-0.5 * away * away);
  }, 1),
);

/**
 * Splits a day's trades into minutes: more of them at the day's peaks, and clusters.
 *
 * @param counts filled; 1440 elements that sum up to `trades`
 */
export function fillMinuteCounts(random: Random, trades: number, counts: Int32Array): void {
  let burst = 0;
  let total = 0;
  const weights = PATTERN.map((share) => {
    burst = 0.9 * burst + 0.35 * random.normal();
    const weight = share * Math.exp(burst);
    total += weight;
    return weight;
  });
  let sum = 0;
  let placed = 0;
  for (const [minute, weight] of weights.entries()) {
    sum += weight;
    const until = minute === MINUTES_PER_DAY - 1 ? trades : Math.round((trades * sum) / total);
    counts[minute] = until - placed;
    placed = until;
  }
}
