import { expect, it } from 'vitest';
import type { Row } from './row.ts';
import { jsonDocument, markdownTable, numberOf, textTable } from './table.ts';

const machine = { processor: 'P', cores: 2, memoryGb: 8, node: 'v24', platform: 'x', loadBefore: 0.5 };
const row: Row = {
  id: 'run',
  what: 'a run',
  against: 'a sum',
  value: 0.0812,
  lowest: 0.08,
  highest: 0.09,
  unit: 'times',
  goal: { kind: 'at least', value: 0.08 },
  figures: '60 M trades/s',
};
const memory: Row = {
  ...row,
  id: 'memory',
  what: 'memory',
  value: 1200,
  lowest: 1200,
  highest: 1200,
  unit: 'MB',
  goal: { kind: 'below', value: 1000 },
};

it('says whether a goal is reached', () => {
  const lines = textTable(machine, [row, memory]).split('\n');
  expect(lines[0]).toContain('P, 2 cores, 8 GB');
  expect(lines[4]).toMatch(/^a run +0\.0812 +0\.0800 to 0\.0900 +at least 0\.0800 +yes +a sum +60 M/);
  expect(lines[5]).toMatch(/^memory +1200 MB +below 1000 MB +NO /);
});

it('writes Markdown and JSON', () => {
  expect(markdownTable(machine, [memory])).toContain('| memory | 1200 MB |  | below 1000 MB | NO | a sum |');
  expect(JSON.parse(jsonDocument(machine, [row])).rows[0]).toMatchObject({ id: 'run', reached: true });
});

it('shows three figures that count', () => {
  expect([0.08123, 1.5, 41.237, 1234.5, 0].map(numberOf)).toEqual([
    '0.0812',
    '1.50',
    '41.2',
    '1235',
    '0.0000',
  ]);
});
