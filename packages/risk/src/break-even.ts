/**
 * Stop after the first target (trading rules 9.4): the average entry price moved toward
 * profit by the offset. It never moves back, and break-even by price still loses fees.
 *
 * Between two ticks it is rounded away from the entry: without an offset to the losing
 * side, where a stop belongs, and with one to the far side of the offset.
 *
 * @param side +1 long, -1 short
 * @param entryTicks volume-weighted entry price, may lie between ticks
 * @param stopTicks the stop in force
 * @returns the stop from now on, whole ticks
 */
export function breakEvenStopTicks(
  entryTicks: number,
  side: number,
  offsetTicks: number,
  stopTicks: number,
): number {
  // Seen from the position, so that up is toward profit.
  const target = side * entryTicks + offsetTicks;
  const rounded = offsetTicks > 0 ? Math.ceil(target) : Math.floor(target);
  return side * Math.max(rounded, side * stopTicks);
}
