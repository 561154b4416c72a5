import type { SimulatedClock } from '@auction-trader/core';

/** Lets everything that waits for promises happen. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Moves the clock, timer by timer, with what each timer's promises lead to. */
export async function advance(clock: SimulatedClock, ms: number): Promise<void> {
  const untilMs = clock.nowMs() + ms;
  await settle();
  while (clock.step(untilMs)) await settle();
}
