import { ScaledClock } from '@auction-trader/bybit-simulator';
import type { Clock } from '@auction-trader/core';
import { z } from 'zod';
import type { VenueAccess } from './trader-options.ts';

const clockPage = z.object({
  scale: z.object({ originMs: z.number(), startMs: z.number(), speed: z.number().positive() }).nullable(),
});

/**
 * The time of the market a trader works on: the machine's, unless a simulated venue on this machine
 * shows another day or runs faster. That one says so on `/sim/clock`.
 */
export async function marketClock(venue: VenueAccess, machineClock: Clock): Promise<Clock> {
  if (venue.baseUrl === null) return machineClock;
  const page = await readPage(`${venue.baseUrl}/sim/clock`);
  return page?.scale ? new ScaledClock(machineClock, page.scale) : machineClock;
}

/** Null where the venue has no such page. */
async function readPage(url: string): Promise<z.infer<typeof clockPage> | null> {
  try {
    const response = await fetch(url, { redirect: 'error' });
    return response.ok ? (clockPage.safeParse(await response.json()).data ?? null) : null;
  } catch {
    return null;
  }
}
