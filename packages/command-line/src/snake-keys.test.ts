import { expect, it } from 'vitest';
import { snakeKeys } from './snake-keys.ts';

it('renames keys at every depth and leaves values alone', () => {
  const value = {
    firstTimeMs: 1,
    files: [{ sha256: 'aB', refusedRows: null }],
    text: 'someText',
    days: [1, 2],
  };
  expect(snakeKeys(value)).toEqual({
    first_time_ms: 1,
    files: [{ sha256: 'aB', refused_rows: null }],
    text: 'someText',
    days: [1, 2],
  });
});
