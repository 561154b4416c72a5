import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A folder for the tests of one file, removed after them.
 *
 * @param afterAll vitest's own
 */
export function temporaryFolder(afterAll: (clean: () => void) => void): string {
  const folder = mkdtempSync(join(tmpdir(), 'auction-trader-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
