import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { chosenGroups, GROUPS, isChosen } from './groups.ts';

it('measures everything when no word is given', () => {
  expect(chosenGroups([])).toEqual(Object.keys(GROUPS));
  expect(isChosen('read', 'read', [])).toBe(true);
});

it('finds groups by their name and by the names of their rows', () => {
  expect(chosenGroups(['memory'])).toEqual(['search', 'memory']);
  expect(chosenGroups(['memory-year'])).toEqual(['memory']);
  expect(chosenGroups(['structure', 'import'])).toEqual(['import', 'full-run']);
  expect(chosenGroups(['nothing'])).toEqual([]);
  expect(isChosen('full-run', 'full-run-naive', ['naive'])).toBe(true);
  expect(isChosen('full-run', 'structure', ['naive'])).toBe(false);
  expect(isChosen('full-run', 'structure', ['full-run'])).toBe(true);
});

it('has a file for each group', () => {
  for (const name of Object.keys(GROUPS)) {
    expect(existsSync(fileURLToPath(new URL(`${name}.ts`, import.meta.url)))).toBe(true);
  }
});
