import { closeSync, openSync, readSync } from 'node:fs';
import { MEMBER_HEAD_BYTES, memberLength, unpackMember } from './gzip-members.ts';

const BLOCK_BYTES = 1 << 20;

/** The bytes of a segment, some at a time. */
export interface SegmentBytes {
  /** The next bytes; null when there are none yet. They are the caller's. */
  read(): Buffer | null;
  close(): void;
}

/** Opens a plain segment: it may grow. */
export function plainBytes(path: string): SegmentBytes {
  const descriptor = openSync(path, 'r');
  let position = 0;
  return {
    read() {
      const block = Buffer.allocUnsafe(BLOCK_BYTES);
      const count = readSync(descriptor, block, 0, BLOCK_BYTES, position);
      position += count;
      return count === 0 ? null : block.subarray(0, count);
    },
    close: () => closeSync(descriptor),
  };
}

/**
 * Opens a packed segment.
 *
 * @returns `read` throws Error when it is damaged
 */
export function packedBytes(path: string): SegmentBytes {
  const descriptor = openSync(path, 'r');
  let position = 0;
  const take = (length: number) => {
    const bytes = Buffer.allocUnsafe(length);
    return bytes.subarray(0, readSync(descriptor, bytes, 0, length, position));
  };
  return {
    read() {
      const head = take(MEMBER_HEAD_BYTES);
      if (head.length === 0) return null;
      const length = memberLength(head);
      const member = length === null ? null : take(length);
      if (member === null || member.length !== length) throw new Error(`no gzip member at byte ${position}`);
      position += member.length;
      return unpackMember(member);
    },
    close: () => closeSync(descriptor),
  };
}
