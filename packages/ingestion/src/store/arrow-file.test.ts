import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tableFromIPC } from 'apache-arrow';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { encodeArrowFile, readArrowLayout } from './arrow-file.ts';

const dir = mkdtempSync(join(tmpdir(), 'arrow-file-'));
const path = join(dir, 'x.arrow');
afterAll(() => rmSync(dir, { recursive: true }));

function bytesOf(pieces: readonly ArrayBufferView[]): Buffer {
  return Buffer.concat(
    pieces.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength)),
  );
}

function encode(rows: number): Buffer {
  const column = (scale: number) => Int32Array.from({ length: rows }, (_, row) => row * scale);
  const pieces = encodeArrowFile(
    rows,
    [
      { name: 'time', type: 'time32', body: column(2) },
      { name: 'side', type: 'int8', body: Int8Array.from(column(1)) },
      { name: 'ticks', type: 'int32', body: column(-3).map((ticks) => ticks - 1) },
      {
        name: 'id',
        type: 'int64',
        body: BigInt64Array.from({ length: rows }, (_, row) => 2n ** 40n + BigInt(row)),
      },
      { name: 'sum', type: 'float64', body: Float64Array.from({ length: rows }, (_, row) => row / 8) },
      { name: 'flags', type: 'uint8', body: Uint8Array.from({ length: rows }, (_, row) => 200 + (row % 50)) },
    ],
    new Map([
      ['symbol', 'X'],
      ['note', 'ä €'],
    ]),
  );
  return bytesOf(pieces);
}

describe('encodeArrowFile', () => {
  it('is read by another reader of the format, for any number of rows', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 70 }), (rows) => {
        const table = tableFromIPC(encode(rows));
        expect(table.numRows).toBe(rows);
        expect(table.schema.metadata.get('note')).toBe('ä €');
        expect(table.schema.fields.map(String)).toEqual([
          'time: Time32<MILLISECOND>',
          'side: Int8',
          'ticks: Int32',
          'id: Int64',
          'sum: Float64',
          'flags: Uint8',
        ]);
        const last = rows - 1;
        if (rows === 0) return;
        expect(table.get(last)?.toJSON()).toEqual({
          time: last * 2,
          side: last,
          ticks: last * -3 - 1,
          id: 2n ** 40n + BigInt(last),
          sum: last / 8,
          flags: 200 + (last % 50),
        });
      }),
    );
  });
});

describe('readArrowLayout', () => {
  it('finds the columns in an own file, on places a multiple of 64', () => {
    writeFileSync(path, encode(5));
    const { rows, metadata, columns } = readArrowLayout(path);
    expect(rows).toBe(5);
    expect(metadata.get('symbol')).toBe('X');
    const ticks = columns.get('ticks')!;
    expect(ticks).toMatchObject({ type: 'int32', byteLength: 20 });
    for (const { offset } of columns.values()) expect(offset % 64).toBe(0);
    expect(readFileSync(path).readInt32LE(ticks.offset + 8)).toBe(-7);
  });

  it('refuses a file cut anywhere', () => {
    const whole = encode(3);
    for (let length = 0; length < whole.length; length += 7) {
      writeFileSync(path, whole.subarray(0, length));
      expect(() => readArrowLayout(path), String(length)).toThrow(/its/);
    }
  });

  it('refuses every change of its headers', () => {
    const whole = encode(3);
    writeFileSync(path, whole);
    const { columns } = readArrowLayout(path);
    const bodyEnd = Math.max(...[...columns.values()].map(({ offset }) => offset)) + 64;
    fc.assert(
      fc.property(
        fc.integer({ min: bodyEnd + 8, max: whole.length - 1 }),
        fc.integer({ min: 1, max: 255 }),
        (at, change) => {
          const damaged = Buffer.from(whole);
          damaged[at] = damaged[at]! ^ change;
          writeFileSync(path, damaged);
          expect(() => readArrowLayout(path)).toThrow(/^its /);
        },
      ),
      { numRuns: 500 },
    );
  });
});
