import { expect, it } from 'vitest';
import { packPayload, unpackPayload } from './payload.ts';

it('a payload gives back its document and columns, at any offset of a buffer', () => {
  const document = { title: '</script> ü', list: [1, null] };
  const columns = { close: Int32Array.of(5, 4, 9), none: [], lots: [2 ** 40, 0] };
  const block = packPayload({ document, columns });
  const shifted = new Uint8Array(block.length + 3);
  shifted.set(block, 3);
  const read = unpackPayload<typeof document>(shifted.subarray(3));
  expect(read.document).toEqual(document);
  expect(Object.fromEntries(Object.entries(read.columns).map(([name, v]) => [name, [...v]]))).toEqual({
    close: [5, 4, 9],
    none: [],
    lots: [2 ** 40, 0],
  });
});
