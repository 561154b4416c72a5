import { open, rename, rm } from 'node:fs/promises';
import { packMember } from './gzip-members.ts';
import { type Segment, segmentPath } from './segments.ts';

/** Bytes of one gzip member: what a reader has in memory at a time. */
const MEMBER_BYTES = 1 << 20;

/**
 * Packs a closed segment with gzip, in the threads behind Node's zlib, and removes the plain one. Killed
 * anywhere, the plain one or the packed one is whole.
 */
export async function packSegment(dir: string, segment: Segment): Promise<void> {
  const plain = segmentPath(dir, { ...segment, packed: false });
  const packed = segmentPath(dir, { ...segment, packed: true });
  const from = await open(plain, 'r');
  try {
    const to = await open(`${packed}.new`, 'w');
    try {
      for (;;) {
        const block = Buffer.allocUnsafe(MEMBER_BYTES);
        const { bytesRead } = await from.read(block, 0, MEMBER_BYTES);
        if (bytesRead === 0) break;
        await to.write(await packMember(block.subarray(0, bytesRead)));
      }
      await to.sync();
    } finally {
      await to.close();
    }
  } finally {
    await from.close();
  }
  await rename(`${packed}.new`, packed);
  await rm(plain);
}
