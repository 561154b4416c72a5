import { decodeIntegers, encodeIntegers, type IntegerForm } from './integer-codec.ts';

/** Data of a page: one JSON document and named columns of integers. */
export interface Payload<Document> {
  readonly document: Document;
  readonly columns: Readonly<Record<string, ArrayLike<number>>>;
}

interface Header<Document> {
  readonly document: Document;
  readonly columns: readonly ColumnHeader[];
}

interface ColumnHeader {
  readonly name: string;
  readonly form: IntegerForm;
  readonly length: number;
  readonly bytes: number;
}

const LENGTH_BYTES = 4;

/** One block of bytes: the length of the header, the header as JSON, then each column. */
export function packPayload<Document>({ document, columns }: Payload<Document>): Uint8Array<ArrayBuffer> {
  const encoded = Object.entries(columns).map(([name, values]) => ({
    name,
    length: values.length,
    ...shorterForm(values),
  }));
  const header: Header<Document> = {
    document,
    columns: encoded.map((column) => ({ ...column, bytes: column.bytes.length })),
  };
  const text = new TextEncoder().encode(JSON.stringify(header));
  const total = encoded.reduce((sum, { bytes }) => sum + bytes.length, LENGTH_BYTES + text.length);
  const block = new Uint8Array(total);
  new DataView(block.buffer).setUint32(0, text.length, true);
  block.set(text, LENGTH_BYTES);
  let at = LENGTH_BYTES + text.length;
  for (const { bytes } of encoded) {
    block.set(bytes, at);
    at += bytes.length;
  }
  return block;
}

/** Reads back what {@link packPayload} wrote. */
export function unpackPayload<Document>(block: Uint8Array): {
  document: Document;
  columns: Record<string, Float64Array>;
} {
  const length = new DataView(block.buffer, block.byteOffset).getUint32(0, true);
  let at = LENGTH_BYTES + length;
  const header: Header<Document> = JSON.parse(new TextDecoder().decode(block.subarray(LENGTH_BYTES, at)));
  const columns: Record<string, Float64Array> = {};
  for (const column of header.columns) {
    const bytes = block.subarray(at, at + column.bytes);
    columns[column.name] = decodeIntegers(bytes, column.length, column.form);
    at += column.bytes;
  }
  return { document: header.document, columns };
}

function shorterForm(values: ArrayLike<number>): { form: IntegerForm; bytes: Uint8Array } {
  const plain = encodeIntegers(values, 'plain');
  const change = encodeIntegers(values, 'change');
  return plain.length < change.length ? { form: 'plain', bytes: plain } : { form: 'change', bytes: change };
}
