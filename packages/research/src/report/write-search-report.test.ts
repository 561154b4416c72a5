import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { chosenCurves } from './chosen-curves.ts';
import { searchPageParts } from './page-script.ts';
import { type SampleOptions, sampleSearch, steps } from './testing/sample-search.ts';
import { writeSearchReport } from './write-search-report.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'search-report-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function write(name: string, options: SampleOptions): Promise<string> {
  const search = sampleSearch(options);
  const equityCurves = chosenCurves(search.plan, search.outcomes, search.assessment);
  const report = { ...search, equityCurves, version: '1.2.3', commandLine: '<i>grid run</i>' };
  return writeSearchReport(join(folder, name, 'new'), report);
}

const parameters = [steps('signal.accept_outside_k', 1, 1, 4), steps('value_area.va_fraction', 0.6, 0.1, 3)];

it('the same search gives the same bytes', async () => {
  const [first, second] = [await write('a', { parameters }), await write('b', { parameters })];
  expect(first).toBe(join(folder, 'a', 'new', 'search.html'));
  expect((await readFile(first)).equals(await readFile(second))).toBe(true);
});

it('no text of a search stands in the page as it is', async () => {
  const error = '</script><script>alert(1)</script>';
  const file = await write('markup', { parameters, symbol: '<img src=x>', failEvery: 3, error });
  const html = await readFile(file, 'utf8');
  expect(html).not.toContain('alert(1)');
  expect(html).not.toContain('<img');
  expect(html).not.toContain('<i>grid');
});

it('10,000 sets stay small enough to open', async () => {
  const many = [steps('a.b', 0, 0.01, 100), steps('a.c', 0, 1, 100)];
  const file = await write('many', { parameters: many, sets: 10_000, days: 10 });
  expect((await readFile(file)).length).toBeLessThan(3_000_000);
});

it('the page loads nothing and inserts no markup', async () => {
  const { script, style } = await searchPageParts();
  expect(script).toContain('Licensed under Apache License 2.0');
  expect(script).not.toContain('</script');
  expect(script).not.toMatch(/\b(fetch|XMLHttpRequest|WebSocket|importScripts)\(/);
  expect(style).not.toMatch(/@import|url\(/);
  const own = script.slice(script.lastIndexOf('DecompressionStream') - 2000);
  expect(own.length).toBeGreaterThan(20_000);
  expect(own).not.toMatch(/\.(innerHTML|outerHTML)\s*=|insertAdjacentHTML|document\.write/);
});
