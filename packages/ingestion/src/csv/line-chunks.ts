import { BYTE } from './bytes.ts';

/** A longer line is no row of ticks. */
export const LONGEST_LINE = 1 << 20;

/** Bytes that end with a line feed. */
export type WholeLines = Uint8Array;

/**
 * Cuts chunks at line feeds: each piece is whole lines, the last one too (a line feed is
 * added when it is missing). A UTF-8 byte order mark in front is left out.
 *
 * @throws Error (`LINE_TOO_LONG`) when no line feed comes for a million bytes
 */
export async function* wholeLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<WholeLines> {
  let carried: Uint8Array = new Uint8Array(0);
  let isFirst = true;
  for await (const chunk of chunks) {
    let rest: Uint8Array = chunk;
    if (isFirst && hasByteOrderMark(chunk)) rest = chunk.subarray(3);
    isFirst = false;
    if (carried.length > 0) {
      const end = rest.indexOf(BYTE.LINE_FEED) + 1;
      const line = concatenate(carried, end === 0 ? rest : rest.subarray(0, end));
      rest = end === 0 ? rest.subarray(rest.length) : rest.subarray(end);
      if (end === 0) {
        if (line.length > LONGEST_LINE) throw new Error('LINE_TOO_LONG');
        carried = line;
        continue;
      }
      yield line;
    }
    const end = rest.lastIndexOf(BYTE.LINE_FEED) + 1;
    if (end > 0) yield rest.subarray(0, end);
    // A copy, so that the whole chunk is not kept for its last line.
    carried = rest.slice(end);
  }
  if (carried.length > 0) yield concatenate(carried, Uint8Array.of(BYTE.LINE_FEED));
}

function hasByteOrderMark(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

function concatenate(first: Uint8Array, second: Uint8Array): Uint8Array {
  const joined = new Uint8Array(first.length + second.length);
  joined.set(first);
  joined.set(second, first.length);
  return joined;
}
