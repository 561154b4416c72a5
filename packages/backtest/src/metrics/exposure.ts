/**
 * Share of minutes with a position open at the minute's end.
 *
 * @param positionLots signed open lots at each minute's end
 * @param minutes number of minutes
 * @returns 0..1, null without a minute
 */
export function exposure(positionLots: ArrayLike<number>, minutes: number): number | null {
  if (minutes === 0) return null;
  let open = 0;
  for (let i = 0; i < minutes; i += 1) if (positionLots[i] !== 0) open += 1;
  return open / minutes;
}
