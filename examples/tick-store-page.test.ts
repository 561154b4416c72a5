import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importFiles, openTickStore } from '@auction-trader/ingestion';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SAMPLE_FILES } from './sample.ts';

// The Python programs of docs/tick-store.md, run as they stand there, in a folder with a store of the sample.

const page = readFileSync(new URL('../docs/tick-store.md', import.meta.url), 'utf8');
const programs = [...page.matchAll(/```python\n([\s\S]*?)```/g)].map((match) => match[1]!);
const python = process.env['PYTHON'] ?? 'python3';
const folder = mkdtempSync(join(tmpdir(), 'auction-trader-python-'));

beforeAll(async () => {
  const store = openTickStore(join(folder, 'data', 'ticks'));
  await importFiles(store, { trades: SAMPLE_FILES, symbol: 'LTCUSDT', tickSize: '0.01', lotSize: '0.001' });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(program: string) {
  const { status, stdout, stderr } = spawnSync(python, ['-c', program], { cwd: folder, encoding: 'utf8' });
  return { status, stdout: stdout ?? '', stderr: stderr ?? '' };
}

/** Skipped, with its reason in the title, where Python or a library is not installed. */
function inPython(title: string, libraries: string[], test: () => void) {
  const missing = run(libraries.map((name) => `import ${name}`).join('\n')).status !== 0;
  it.skipIf(missing)(
    missing ? `${title} (skipped: ${python} with ${libraries.join(', ')} is not here)` : title,
    test,
  );
}

describe('docs/tick-store.md', () => {
  it('has its two programs', () => {
    expect(programs).toHaveLength(2);
  });

  inPython('reads the store with pyarrow and pandas', ['pyarrow', 'pandas'], () => {
    const { status, stdout, stderr } = run(programs[0]!);
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(stdout).toContain('2025-06-21 12:04:27');
    expect(stdout).toContain('53325 rows');
  });

  inPython('sums volume by price with Polars', ['polars'], () => {
    const { status, stdout, stderr } = run(`${programs[1]!}\nprint(trades['price_ticks'].max())`);
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(stdout.trim().endsWith('8339')).toBe(true);
  });
});
