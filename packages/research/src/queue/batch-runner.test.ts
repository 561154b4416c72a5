import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { groupSets } from '../search/group-sets.ts';
import { plainOutcomes, smallSearch } from '../search/testing/small-search.ts';
import { BatchRunner, type BatchRunnerOptions } from './batch-runner.ts';

// Threads start slowly where many tests run at once.
vi.setConfig({ testTimeout: 120_000 });

const search = smallSearch();
const { plan, openSource } = search;
const plain = plainOutcomes(search);
const indexes = plan.sets.map(({ index }) => index);
const batches = plan.periods.flatMap((period, periodIndex) =>
  groupSets(plan, openSource(period), indexes).map(({ setIndexes }) => ({ periodIndex, setIndexes })),
);

function runnerWith(options: Partial<BatchRunnerOptions> = {}): BatchRunner {
  const folder = mkdtempSync(join(tmpdir(), 'auction-trader-'));
  const runner = new BatchRunner({
    threads: 2,
    openSource,
    cacheFolder: ({ symbol }) => join(folder, 'tape', symbol),
    storeFolder: folder,
    notice: () => {},
    ...options,
  });
  onTestFinished(async () => {
    await runner.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return runner;
}

const expectedOf = ({ periodIndex, setIndexes }: (typeof batches)[number]) =>
  setIndexes.map((setIndex) => plain[periodIndex * plan.sets.length + setIndex]);

it('gives what plain runs give, in whatever order batches of periods, tapes and profiles come', async () => {
  const runner = runnerWith();
  const order = [...batches, ...batches.toReversed(), ...batches];
  const lane = async (which: number) => {
    for (const batch of order.filter((_, at) => at % 2 === which)) {
      expect(await runner.run(plan, batch)).toStrictEqual(expectedOf(batch));
    }
  };
  await Promise.all([lane(0), lane(1)]);
  expect(batches.length).toBe(8);
});

it('tries again to open what could not be opened, and forgets a search', async () => {
  const opened: string[] = [];
  const runner = runnerWith({
    threads: 1,
    openSource: (period) => {
      opened.push(period.symbol);
      if (opened.length === 1) throw new Error('the disk is gone');
      return openSource(period);
    },
  });
  const [batch] = batches;
  await expect(runner.run(plan, batch!)).rejects.toThrow('the disk is gone');
  expect(await runner.run(plan, batch!)).toStrictEqual(expectedOf(batch!));
  await runner.run(plan, batch!);
  expect(opened).toEqual(['AAA', 'AAA']);
  const mixed = runner.run(plan, { periodIndex: 0, setIndexes: indexes });
  await expect(mixed).rejects.toThrow('a batch has sets of several groups');
  runner.forget(plan.planHash);
  const other = smallSearch(['stop_buffer_ticks:3,4'], ['AAA']);
  const outcomes = await runner.run(other.plan, { periodIndex: 0, setIndexes: [0, 1] });
  expect(outcomes).toStrictEqual(plainOutcomes(other));
});

it('records the set that ends its thread twice, and runs all others', async () => {
  const workerEntry = new URL('../search/testing/dying-worker.fixture.ts', import.meta.url);
  const runner = runnerWith({ workerEntry });
  const deadly = batches.find(({ setIndexes }) => setIndexes.includes(3))!;
  const error = 'a worker thread ended twice over it: it ended with exit code 7';
  expect(await runner.run(plan, deadly)).toStrictEqual(
    expectedOf(deadly).map((outcome) =>
      outcome!.setIndex === 3 ? { ...outcome, figures: null, error } : outcome,
    ),
  );
});
