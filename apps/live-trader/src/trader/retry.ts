import { AuctionTraderError, type Clock, errorText } from '@auction-trader/core';
import type { Logger } from 'pino';

const PAUSES_MS = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000, 30_000, 30_000];

/** Does what may fail for reasons that pass (a venue that is away), again and again for two minutes. */
export async function retry<Result>(clock: Clock, log: Logger, work: () => Promise<Result>): Promise<Result> {
  for (const pauseMs of PAUSES_MS) {
    try {
      return await work();
    } catch (error) {
      // What is refused for safety or by its form will be refused again.
      if (error instanceof AuctionTraderError && error.exitCode !== 3) throw error;
      log.warn({ error: errorText(error), pauseMs }, 'trying again');
    }
    await new Promise<void>((resolve) => clock.after(pauseMs, resolve));
  }
  return work();
}
