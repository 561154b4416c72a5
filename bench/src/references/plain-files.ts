import { closeSync, mkdirSync, openSync, readSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TickSource } from '@auction-trader/core';

/** Bytes of a trade in its four columns. */
const TRADE_BYTES = 13;

/** Writes each day's trade columns, one behind the other, into a file with nothing else in it. */
export function writePlainFiles(source: TickSource, folder: string): string[] {
  mkdirSync(folder, { recursive: true });
  return source.days.map((start) => {
    const { trades } = source.readDay(start);
    const { timeMs, priceTicks, sizeLots, side, length } = trades;
    const bytes = new Uint8Array(length * TRADE_BYTES);
    let at = 0;
    for (const column of [timeMs, priceTicks, sizeLots, side]) {
      const body = column.subarray(0, length);
      bytes.set(new Uint8Array(body.buffer, body.byteOffset, body.byteLength), at);
      at += body.byteLength;
    }
    const path = join(folder, `${start}.bin`);
    writeFileSync(path, bytes);
    return path;
  });
}

/** Reads the files one after another into the same memory, and returns their bytes. */
export function readPlainFiles(paths: readonly string[], memory: Uint8Array): number {
  let bytes = 0;
  for (const path of paths) {
    const file = openSync(path, 'r');
    let at = 0;
    for (;;) {
      const read = readSync(file, memory, at, memory.length - at, at);
      if (read === 0) break;
      at += read;
    }
    closeSync(file);
    bytes += at;
  }
  return bytes;
}

/** Memory that holds any one of the files, and one byte, so that a read sees the end. */
export function memoryForFiles(paths: readonly string[]): Uint8Array {
  return new Uint8Array(new SharedArrayBuffer(Math.max(...paths.map((path) => statSync(path).size)) + 1));
}
