import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { type ArchiveDay, archivePath } from './archive.ts';
import type { DownloadOptions } from './download-options.ts';
import { dropPart } from './part-file.ts';

/** Removes what was fetched of a day that is in the store now; a whole file is kept where the options say so. */
export function putAway(day: ArchiveDay, { folder, keepIn }: DownloadOptions): void {
  const path = archivePath(folder, day);
  dropPart(path);
  if (!existsSync(path)) return;
  if (keepIn === undefined) {
    rmSync(path);
    return;
  }
  const kept = archivePath(keepIn, day);
  mkdirSync(dirname(kept), { recursive: true });
  renameSync(path, kept);
}
