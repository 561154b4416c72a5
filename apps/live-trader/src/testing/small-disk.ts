import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file system of some megabytes that can be filled, emptied and made read-only. */
export interface SmallDisk {
  readonly folder: string;
  /** Leaves no byte. */
  fill(): void;
  /** Takes away what {@link SmallDisk.fill} has written. */
  free(): void;
  makeReadOnly(): void;
  remove(): void;
}

/** @returns null where a file system cannot be mounted: only root may, on Linux */
export function smallDisk(megabytes: number): SmallDisk | null {
  const folder = mkdtempSync(join(tmpdir(), 'small-disk-'));
  const mount = (...args: string[]) => spawnSync('mount', args).status === 0;
  const made = mount('-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder);
  if (!made) {
    rmSync(folder, { recursive: true });
    return null;
  }
  const filler = join(folder, 'filler');
  return {
    folder,
    fill: () => fillUp(filler),
    free: () => rmSync(filler, { recursive: true }),
    makeReadOnly: () => void mount('-o', 'remount,ro', folder),
    remove() {
      spawnSync('umount', ['--lazy', folder]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Ever smaller pieces, until not one byte goes in. */
function fillUp(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (let piece = 1 << 20; piece >= 1; piece >>= 4) {
    const file = openSync(join(folder, String(piece)), 'a');
    try {
      for (;;) writeSync(file, Buffer.alloc(piece));
    } catch {
      // Full for pieces of this size.
    } finally {
      closeSync(file);
    }
  }
}
