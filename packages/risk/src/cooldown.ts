/**
 * Whether entries are still blocked after the last full exit (trading rules 8.8). The
 * minute that is exactly the cooldown later is free.
 *
 * @param decisionMs decision time, epoch ms
 * @param lastExitMs last fill that made the position flat; -Infinity when there was none
 */
export function coolingDown(decisionMs: number, lastExitMs: number, cooldownMs: number): boolean {
  return decisionMs - lastExitMs < cooldownMs;
}
