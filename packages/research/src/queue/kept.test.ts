import { expect, it } from 'vitest';
import { Kept } from './kept.ts';

it('makes a thing once for all who ask, and keeps the newest', async () => {
  const kept = new Kept<string, string>(2);
  const made: string[] = [];
  const get = (key: string) =>
    kept.get(key, async () => {
      made.push(key);
      return key.toUpperCase();
    });
  expect(await Promise.all([get('a'), get('a'), get('b')])).toEqual(['A', 'A', 'B']);
  await get('a');
  await get('c');
  await get('a');
  expect(made).toEqual(['a', 'b', 'c']);
  await get('b');
  expect(made).toEqual(['a', 'b', 'c', 'b']);
  kept.drop((key) => key === 'b');
  await get('b');
  await get('a');
  expect(made).toEqual(['a', 'b', 'c', 'b', 'b']);
});

it('forgets what could not be made', async () => {
  const kept = new Kept<string, number>(2);
  await expect(kept.get('a', () => Promise.reject(new Error('no disk')))).rejects.toThrow('no disk');
  expect(await kept.get('a', async () => 1)).toBe(1);
});
