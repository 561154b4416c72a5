import { countText } from '@auction-trader/command-line';

/**
 * `, 210 a second, 41 s left`; empty as long as nothing can be said.
 *
 * @param done pieces done in `elapsedMs`
 * @param left pieces still to do
 */
export function timeLeftText(done: number, elapsedMs: number, left: number): string {
  if (!(elapsedMs > 0) || done <= 0) return '';
  const perSecond = (done / elapsedMs) * 1_000;
  const rate = perSecond >= 10 ? countText(Math.round(perSecond)) : perSecond.toPrecision(2);
  return `, ${rate} a second, ${durationText(left / perSecond)} left`;
}

/** `41 s`, `3 min 20 s`, `2 h 5 min`. */
function durationText(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  return minutes < 60
    ? `${minutes} min ${whole % 60} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
