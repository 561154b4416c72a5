import { expect, it } from 'vitest';
import { fromRecordColumns, toRecordColumns } from './records.ts';

it('records come back as they were, NaN as null', () => {
  const records = [
    { a: 1, b: 'x', c: null, d: ['p'] },
    { a: Number.NaN, b: 'y', c: true, d: [] },
  ];
  const columns = JSON.parse(JSON.stringify(toRecordColumns(records)));
  expect(fromRecordColumns(columns)).toEqual([records[0], { ...records[1], a: null }]);
  expect(fromRecordColumns(toRecordColumns([]))).toEqual([]);
});
