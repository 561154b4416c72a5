const NEWLINE = 0x0a;

/** Cuts bytes that come in blocks into lines. */
export class LineSplitter {
  /** Lines given out so far. */
  lines = 0;
  /** Bytes of those lines, newlines included. */
  bytes = 0;
  #block: Buffer = Buffer.alloc(0);
  #at = 0;

  /** Adds bytes behind those that are there. */
  add(block: Buffer): void {
    const rest = this.#block.subarray(this.#at);
    this.#block = rest.length === 0 ? block : Buffer.concat([rest, block]);
    this.#at = 0;
  }

  /** The next line without its newline, null when there is no whole one. It is valid until the next call of `add`. */
  next(): Uint8Array | null {
    const end = this.#block.indexOf(NEWLINE, this.#at);
    if (end < 0) return null;
    const line = this.#block.subarray(this.#at, end);
    this.#at = end + 1;
    this.lines++;
    this.bytes += line.length + 1;
    return line;
  }

  /** Bytes behind the last whole line. */
  get restBytes(): number {
    return this.#block.length - this.#at;
  }
}
