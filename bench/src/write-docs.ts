import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const PAGE = fileURLToPath(new URL('../../docs/performance.md', import.meta.url));
const BEGIN = '<!-- table: written by `pnpm bench --docs` -->';
const END = '<!-- end of the table -->';

/** Puts a table into docs/performance.md, in place of the one that is there. */
export function writeDocs(table: string): void {
  writeFileSync(PAGE, replaceTable(readFileSync(PAGE, 'utf8'), table));
}

/** @throws when the page does not have both marks once */
export function replaceTable(page: string, table: string): string {
  const [before, ...afterBegin] = page.split(BEGIN);
  const [, ...after] = (afterBegin[0] ?? '').split(END);
  if (afterBegin.length !== 1 || after.length !== 1) {
    throw new Error(`docs/performance.md needs one "${BEGIN}" and one "${END}" after it`);
  }
  return `${before}${BEGIN}\n\n${table}\n\n${END}${after[0]}`;
}
