import { existsSync, statfsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** Room on the disk of a folder, bytes. */
export interface DiskSpace {
  /** What this user may still write. */
  readonly freeBytes: number;
  readonly totalBytes: number;
}

/**
 * The room on the disk that holds `dir` (or its nearest existing parent).
 *
 * @throws Error of the operating system when it cannot be asked
 */
export function diskSpace(dir: string): DiskSpace {
  let place = resolve(dir);
  while (!existsSync(place)) place = dirname(place);
  const { bavail, blocks, bsize } = statfsSync(place);
  return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
}
