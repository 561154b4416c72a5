import { expect, it } from 'vitest';
import { replaceTable } from './write-docs.ts';

const BEGIN = '<!-- table: written by `pnpm bench --docs` -->';
const END = '<!-- end of the table -->';

it('replaces the table and leaves the rest', () => {
  const page = `before\n${BEGIN}\nold\n${END}\nafter\n`;
  expect(replaceTable(page, 'new')).toBe(`before\n${BEGIN}\n\nnew\n\n${END}\nafter\n`);
  expect(replaceTable(replaceTable(page, 'once'), 'new')).toBe(replaceTable(page, 'new'));
});

it('refuses a page without the marks', () => {
  expect(() => replaceTable('nothing', 'new')).toThrow('needs one');
  expect(() => replaceTable(`${BEGIN} only`, 'new')).toThrow('needs one');
});
