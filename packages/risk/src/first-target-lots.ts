import { BASIS_POINTS } from '@auction-trader/core';

/**
 * Lots that leave at the first target (trading rules 9.5): the share rounded half up, at
 * least 1 and at most all but one. A single lot has no first target.
 *
 * @param lots held when the target triggers, at least 1
 * @param tp1BasisPoints share in 1/10000
 * @returns lots for the first target; the rest is the second's
 * @example
 * firstTargetLots(400, 3000) // 120
 * firstTargetLots(1, 3000) // 0
 */
export function firstTargetLots(lots: number, tp1BasisPoints: number): number {
  if (lots <= 1) return 0;
  const share = Math.floor((lots * tp1BasisPoints + BASIS_POINTS / 2) / BASIS_POINTS);
  return Math.min(Math.max(share, 1), lots - 1);
}
