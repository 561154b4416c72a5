import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { fillColumns, readColumnFile, writeColumnFile } from './column-file.ts';
import { DISK } from './store-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'column-file-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('fillColumns', () => {
  const path = join(folder, 'columns.arrow');
  const columns = { price: Int32Array.of(1, 2, 3), volume: Float64Array.of(0.5, 1.5, 2.5) };
  writeColumnFile(path, 3, columns, new Map(), DISK);
  const file = readColumnFile(path);

  it('fills arrays that are as long or longer', () => {
    const owner = { price: new Int32Array(5), volume: new Float64Array(3) };
    expect(fillColumns(owner, file)).toBe(true);
    expect(owner.price).toEqual(Int32Array.of(1, 2, 3, 0, 0));
    expect(owner.volume).toEqual(columns.volume);
  });

  it.each([
    ['a column more', { price: new Int32Array(3), volume: new Float64Array(3), added: new Uint8Array(3) }],
    ['a column of another type', { price: new Float64Array(3), volume: new Float64Array(3) }],
    ['too little room', { price: new Int32Array(2), volume: new Float64Array(3) }],
  ])('takes a file for one of another version when there is %s', (_, owner) => {
    expect(fillColumns(owner, file)).toBe(false);
  });
});
