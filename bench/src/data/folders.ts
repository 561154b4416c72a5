import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where made data is kept between runs; ignored by git, and may be deleted at any time. */
const CACHE = fileURLToPath(new URL('../../.data', import.meta.url));
const INGESTION = fileURLToPath(new URL('../../../packages/ingestion/src', import.meta.url));

/**
 * A file or folder of made data. It is made when it is not there, and made again when the
 * generator or the form of the store has changed; `make` gets a path to write to that becomes `name` when it is done.
 */
export async function cached(name: string, make: (path: string) => unknown): Promise<string> {
  const folder = join(CACHE, makersHash());
  const path = join(folder, name);
  if (existsSync(path)) return path;
  for (const old of existsSync(CACHE) ? readdirSync(CACHE) : []) {
    if (join(CACHE, old) !== folder) rmSync(join(CACHE, old), { recursive: true, force: true });
  }
  mkdirSync(dirname(path), { recursive: true });
  const half = `${path}.half`;
  rmSync(half, { recursive: true, force: true });
  console.error(`  making ${name} ...`);
  await make(half);
  renameSync(half, path);
  return path;
}

/** An empty folder on the same disk, for the caller to delete. */
export function scratchFolder(name: string): string {
  const folder = join(CACHE, makersHash());
  mkdirSync(folder, { recursive: true });
  return mkdtempSync(join(folder, `${name}-`));
}

/** Stands for the code that makes and stores the data. */
function makersHash(): string {
  const hash = createHash('sha256');
  for (const folder of ['synth', 'store'].map((name) => join(INGESTION, name))) {
    for (const file of readdirSync(folder).sort()) {
      if (!file.endsWith('.test.ts')) hash.update(file).update(readFileSync(join(folder, file)));
    }
  }
  return hash.digest('hex').slice(0, 12);
}
