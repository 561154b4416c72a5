import { expect, it } from 'vitest';
import type { SearchPlan } from '../search/search-plan.ts';
import { jobId, searchJobs, setsPerJob } from './search-jobs.ts';

const DAY = { fromDay: '2025-01-01', toDay: '2025-01-01' };
const plan = { planHash: 'abc', periods: [DAY, DAY] } as unknown as SearchPlan;
const upTo = (count: number) => Array.from({ length: count }, (_, at) => at);

const ALL = new Set(upTo(1200).flatMap((at) => [`${at}/0`, `${at}/1`]));

it('makes jobs of some hundred milliseconds, however long the period', () => {
  expect(setsPerJob(DAY)).toBe(150);
  expect(setsPerJob({ fromDay: '2025-01-01', toDay: '2025-01-30' })).toBe(125);
  expect(setsPerJob({ fromDay: '2024-01-01', toDay: '2024-12-31' })).toBe(13);
  expect(setsPerJob({ fromDay: '1970-01-01', toDay: '2069-12-31' })).toBe(1);
});

it('keeps groups apart and names every set of every period once', () => {
  const groups = [upTo(1200).filter((at) => at % 2 === 0), upTo(1200).filter((at) => at % 2 === 1)];
  const jobs = searchJobs(plan, () => groups, ALL);
  expect(jobs.map(({ setIndexes }) => setIndexes.length)).toEqual(Array(16).fill(150));
  for (const periodIndex of [0, 1]) {
    const own = jobs.filter((job) => job.periodIndex === periodIndex).flatMap(({ setIndexes }) => setIndexes);
    expect(own.toSorted((a, b) => a - b)).toEqual(upTo(1200));
  }
  for (const { setIndexes } of jobs) expect(new Set(setIndexes.map((at) => at % 2)).size).toBe(1);
});

it('leaves out what is done, and gives the rest the names it had before', () => {
  const all = searchJobs(plan, () => [upTo(1000)], ALL);
  const done = [...upTo(500).map((at) => `${at}/0`), '501/0'];
  const rest = searchJobs(plan, () => [upTo(1000)], new Set([...ALL].filter((key) => !done.includes(key))));
  expect(rest.map(({ periodIndex, setIndexes }) => [periodIndex, setIndexes.length])).toEqual([
    [0, 99],
    [0, 150],
    [0, 150],
    [0, 100],
    ...Array(6).fill([1, 150]),
    [1, 100],
  ]);
  expect(rest.slice(1).map(jobId)).toEqual(all.slice(4).map(jobId));
  expect(jobId(rest[0]!)).not.toBe(jobId(all[3]!));
});

it('names a job by all that it is', () => {
  const job = { planHash: 'abc', periodIndex: 0, setIndexes: [1, 2] };
  const names = [
    job,
    { ...job, planHash: 'abd' },
    { ...job, periodIndex: 1 },
    { ...job, setIndexes: [12] },
  ].map(jobId);
  expect(new Set(names).size).toBe(4);
  expect(jobId({ ...job })).toBe(names[0]);
});
