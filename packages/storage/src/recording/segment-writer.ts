import { closeSync, fstatSync, ftruncateSync, openSync, writeSync } from 'node:fs';

/** Writes to a file descriptor; tests give one that fails. */
export type WriteBytes = (descriptor: number, bytes: Uint8Array, position: number) => number;

export const WRITE: WriteBytes = (descriptor, bytes, position) =>
  writeSync(descriptor, bytes, 0, bytes.length, position);

/** Appends whole lines to a file: what a failed write has left is written over by the next. */
export class SegmentWriter {
  readonly #descriptor: number;
  readonly #write: WriteBytes;
  #length: number;

  /** @param keptBytes what is behind them is cut off */
  constructor(path: string, write: WriteBytes, keptBytes: number) {
    this.#descriptor = openSync(path, keptBytes === 0 ? 'w' : 'r+');
    this.#write = write;
    this.#length = keptBytes;
    if (fstatSync(this.#descriptor).size > keptBytes) ftruncateSync(this.#descriptor, keptBytes);
  }

  /** Writes all of the bytes, or throws. */
  append(bytes: Uint8Array): void {
    let done = 0;
    while (done < bytes.length) {
      done += this.#write(this.#descriptor, bytes.subarray(done), this.#length + done);
    }
    this.#length += bytes.length;
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}
