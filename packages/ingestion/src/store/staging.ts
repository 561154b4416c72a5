import { existsSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { StoreFiles } from './store-files.ts';
import { STAGING_FOLDER } from './store-paths.ts';

/** Says that the staging folder is complete: what lies in it has to be moved into place. */
const COMMIT_NAME = 'COMMIT';
const TREE_NAME = 'tree';

/**
 * A change of the store that happens wholly or not at all. Files are written into a
 * staging folder with the store's shape; `commit` marks it complete and moves them into
 * place. Killed before the mark, the change never happened; killed after it,
 * {@link finishStaging} completes it.
 */
export interface Staging {
  /** Writes a file under its path inside the store. A second write replaces the first. */
  put(path: string, pieces: readonly ArrayBufferView[], mtimeSeconds?: number): void;
  /** Where a file of the store is to be read now: staged, else in place. Null when there is none. */
  current(path: string): string | null;
  commit(): void;
  discard(): void;
}

/** Opens an empty staging folder. The caller holds the store's lock. */
export function openStaging(dir: string, files: StoreFiles): Staging {
  const root = join(dir, STAGING_FOLDER);
  const tree = join(root, TREE_NAME);
  rmSync(root, { recursive: true, force: true });
  const folders = new Set<string>();
  return {
    put(path, pieces, mtimeSeconds) {
      files.write(join(tree, path), pieces, mtimeSeconds);
      folders.add(dirname(join(tree, path)));
    },
    current(path) {
      return [join(tree, path), join(dir, path)].find((place) => existsSync(place)) ?? null;
    },
    commit() {
      if (folders.size === 0) return;
      for (const folder of folders) files.syncFolder(folder);
      files.write(join(root, COMMIT_NAME), []);
      files.syncFolder(root);
      moveIntoPlace(dir, files);
    },
    discard() {
      // Once marked, some files may be in place already: the next writer completes it.
      if (!existsSync(join(root, COMMIT_NAME))) rmSync(root, { recursive: true, force: true });
    },
  };
}

/** Whether a change was interrupted in this store. */
export function hasStaging(dir: string): boolean {
  return existsSync(join(dir, STAGING_FOLDER));
}

/**
 * Completes a change that was interrupted after its mark, and forgets one that was
 * interrupted before. The caller holds the store's lock.
 */
export function finishStaging(dir: string, files: StoreFiles): void {
  const root = join(dir, STAGING_FOLDER);
  if (existsSync(join(root, COMMIT_NAME))) moveIntoPlace(dir, files);
  else rmSync(root, { recursive: true, force: true });
}

/** May be interrupted and repeated at any point: what was moved is not in the staging folder any more. */
function moveIntoPlace(dir: string, files: StoreFiles): void {
  const root = join(dir, STAGING_FOLDER);
  const folders = new Set<string>();
  for (const path of filesBelow(join(root, TREE_NAME))) {
    files.rename(join(root, TREE_NAME, path), join(dir, path));
    folders.add(dirname(join(dir, path)));
  }
  for (const folder of folders) files.syncFolder(folder);
  rmSync(root, { recursive: true, force: true });
}

function filesBelow(dir: string): string[] {
  if (!existsSync(dir)) return [];
  return readdirSync(dir, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory()
      ? filesBelow(join(dir, entry.name)).map((path) => join(entry.name, path))
      : [entry.name],
  );
}
