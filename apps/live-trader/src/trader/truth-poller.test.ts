import { SimulatedClock } from '@auction-trader/core';
import type { Venue, VenueTruth } from '@auction-trader/execution';
import { describe, expect, it } from 'vitest';
import { TruthPoller } from './truth-poller.ts';

const TRUTH: VenueTruth = {
  readMs: 0,
  side: 0,
  lots: 0,
  entryTicks: Number.NaN,
  orders: [],
  leverage: 10,
  availableMargin: 1,
  equity: 1,
};

/** Runs the clock event by event and lets promises settle in between. */
async function run(clock: SimulatedClock, untilMs: number): Promise<void> {
  do await new Promise(setImmediate);
  while (clock.step(untilMs));
}

function setUp(latencyMs: number, fails: (reading: number) => boolean = () => false) {
  const clock = new SimulatedClock(0);
  const began: number[] = [];
  const results: string[] = [];
  const truth = () =>
    new Promise<VenueTruth>((resolve, reject) => {
      began.push(clock.nowMs());
      const reading = began.length;
      clock.after(latencyMs, () => (fails(reading) ? reject(new Error('no')) : resolve(TRUTH)));
    });
  const poller = new TruthPoller(clock, { truth } as Venue, {
    onTruth: () => results.push(`read ${clock.nowMs()}`),
    onTruthFailed: (_error, tries) => results.push(`failed ${tries}`),
  });
  return { clock, began, results, poller };
}

describe('TruthPoller', () => {
  it('reads every 30 s', async () => {
    const { clock, began, poller } = setUp(100);
    poller.start();
    await run(clock, 91_000);
    expect(began).toEqual([30_000, 60_100, 90_200]);
  });

  it('reads soon after it was asked, once for several asks, not too often, and again for an ask while reading', async () => {
    const { clock, began, poller } = setUp(100);
    poller.start();
    await run(clock, 5_000);
    poller.soon();
    poller.soon();
    await run(clock, 5_550);
    expect(began).toEqual([5_500]);
    poller.soon();
    await run(clock, 9_000);
    expect(began).toEqual([5_500, 7_500]);
  });

  it('tries again after a failure and counts until it succeeds', async () => {
    const { clock, began, results, poller } = setUp(0, (reading) => reading < 3);
    poller.start();
    await run(clock, 45_000);
    expect(began).toEqual([30_000, 35_000, 40_000]);
    expect(results).toEqual(['failed 1', 'failed 2', 'read 40000']);
  });

  it('says nothing after the stop', async () => {
    const { clock, results, poller } = setUp(100);
    poller.start();
    await run(clock, 30_050);
    poller.stop();
    await run(clock, 99_000);
    expect(results).toEqual([]);
  });
});
