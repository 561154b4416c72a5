import type { Clock } from '@auction-trader/core';

/**
 * Calls back again and again at a distance.
 *
 * @returns ends it
 */
export function repeat(clock: Clock, everyMs: number, callback: () => void): () => void {
  let disarm = () => {};
  let over = false;
  const arm = () => {
    disarm = clock.after(everyMs, () => {
      callback();
      if (!over) arm();
    });
  };
  arm();
  return () => {
    over = true;
    disarm();
  };
}
