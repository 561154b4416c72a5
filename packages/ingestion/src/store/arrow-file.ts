import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { Field, Float64, Int8, Int32, Int64, Schema, TimeMillisecond, Uint8 } from 'apache-arrow';
import { FileBlock, Footer } from 'apache-arrow/ipc/metadata/file';
import { BufferRegion, FieldNode, Message, RecordBatch } from 'apache-arrow/ipc/metadata/message';

/** Element types of the columns written here. `time32` is milliseconds of the day. */
export type ArrowColumnType = 'time32' | 'int8' | 'uint8' | 'int32' | 'int64' | 'float64';

/** A column to write: its body is the plain little-endian array, without nulls. */
export interface ArrowColumn {
  readonly name: string;
  readonly type: ArrowColumnType;
  readonly body: ArrayBufferView;
}

/** Where a column's body lies in a file. */
export interface ArrowColumnPlace {
  readonly type: ArrowColumnType;
  /** Bytes from the start of the file; a multiple of 64. */
  readonly offset: number;
  readonly byteLength: number;
}

/** What {@link readArrowLayout} found. */
export interface ArrowLayout {
  readonly rows: number;
  /** The schema's metadata. */
  readonly metadata: ReadonlyMap<string, string>;
  readonly columns: ReadonlyMap<string, ArrowColumnPlace>;
}

/** Bytes of one element. */
export const ARROW_ELEMENT_BYTES: Readonly<Record<ArrowColumnType, number>> = {
  time32: 4,
  int8: 1,
  uint8: 1,
  int32: 4,
  int64: 8,
  float64: 8,
};

// The format asks for 8 and recommends 64, which keeps any reader's vector loads aligned.
const ALIGNMENT = 64;
const MAGIC = Buffer.from('ARROW1');
const CONTINUATION = -1;
/**
 * Checksums of the record batch's header and of the footer, between the end mark and the
 * footer, where no reader looks. Decoding damaged headers could bring the process down.
 */
const CHECK_BYTES = 8;
/** No header is longer. */
const MOST_HEADER_BYTES = 1 << 26;
/** Length of the footer, and the magic. */
const TAIL_BYTES = 4 + MAGIC.length;

/**
 * An Arrow IPC file (Feather version 2), uncompressed, of one record batch, as pieces to
 * be written one after the other; the column bodies are not copied.
 *
 * Source: Apache Arrow Columnar Format, "IPC File Format".
 *
 * @param rows elements of every column
 */
export function encodeArrowFile(
  rows: number,
  columns: readonly ArrowColumn[],
  metadata: ReadonlyMap<string, string>,
): ArrayBufferView[] {
  const fields = columns.map(({ name, type }) => new Field(name, newType(type), false));
  const schema = new Schema(fields, new Map(metadata));
  const start = Buffer.alloc(8);
  MAGIC.copy(start);
  const schemaMessage = frame(Message.encode(Message.from(schema)), start.length);
  const batchAt = start.length + schemaMessage.length;
  const { header, bodyLength } = batchHeader(rows, columns);
  const batchMessage = frame(Message.encode(Message.from(header, bodyLength)), batchAt);
  const block = new FileBlock(batchMessage.length, bodyLength, batchAt);
  const footer = Footer.encode(new Footer(schema, undefined, [block], []));
  const end = Buffer.alloc(8 + CHECK_BYTES + footer.length + TAIL_BYTES);
  end.writeInt32LE(CONTINUATION, 0);
  end.writeUInt32LE(crc32(batchMessage), 8);
  end.writeUInt32LE(crc32(footer), 12);
  end.set(footer, 8 + CHECK_BYTES);
  end.writeInt32LE(footer.length, end.length - TAIL_BYTES);
  MAGIC.copy(end, end.length - MAGIC.length);
  const bodies = columns.flatMap(({ body }) => [
    body,
    new Uint8Array(padded(body.byteLength) - body.byteLength),
  ]);
  return [start, schemaMessage, batchMessage, ...bodies, end];
}

function batchHeader(rows: number, columns: readonly ArrowColumn[]) {
  const regions: BufferRegion[] = [];
  let bodyLength = 0;
  for (const { body } of columns) {
    // No column has nulls, so every validity bitmap is left out.
    regions.push(new BufferRegion(bodyLength, 0), new BufferRegion(bodyLength, body.byteLength));
    bodyLength += padded(body.byteLength);
  }
  const nodes = columns.map(() => new FieldNode(rows, 0));
  return { header: new RecordBatch(rows, nodes, regions, null), bodyLength };
}

/** A message with its length in front, padded so that what follows is aligned in the file. */
function frame(message: Uint8Array, offset: number): Buffer {
  const length = padded(offset + 8 + message.length) - offset;
  const framed = Buffer.alloc(length);
  framed.writeInt32LE(CONTINUATION, 0);
  framed.writeInt32LE(length - 8, 4);
  framed.set(message, 8);
  return framed;
}

function padded(length: number): number {
  return Math.ceil(length / ALIGNMENT) * ALIGNMENT;
}

/**
 * Reads where the columns of a file lie, without reading them. Only files of
 * {@link encodeArrowFile} are read.
 *
 * @throws Error saying what is wrong when it is no whole and sound file
 */
export function readArrowLayout(path: string): ArrowLayout {
  const descriptor = openSync(path, 'r');
  try {
    return layoutOf(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function layoutOf(descriptor: number): ArrowLayout {
  const { size } = fstatSync(descriptor);
  const tail = readBytes(descriptor, size - TAIL_BYTES, TAIL_BYTES);
  if (tail === null || !tail.subarray(4).equals(MAGIC)) throw new Error('its end is missing');
  const footerLength = tail.readInt32LE(0);
  const footerAt = size - TAIL_BYTES - footerLength;
  const checks = readBytes(descriptor, footerAt - CHECK_BYTES, CHECK_BYTES);
  const footerBytes = readBytes(descriptor, footerAt, footerLength);
  if (footerBytes === null || checks?.readUInt32LE(4) !== crc32(footerBytes)) {
    throw new Error('its footer is damaged');
  }
  const { schema, block } = decodeFooter(footerBytes);
  const messageBytes = readBytes(descriptor, block.offset, block.metaDataLength);
  if (messageBytes === null || checks.readUInt32LE(0) !== crc32(messageBytes)) {
    throw new Error('its record batch is damaged');
  }
  const bodyAt = block.offset + block.metaDataLength;
  if (bodyAt + block.bodyLength > size) throw new Error('it is cut short');
  const batch = decodeBatch(messageBytes);
  const columns = new Map<string, ArrowColumnPlace>();
  for (const [index, field] of schema.fields.entries()) {
    columns.set(field.name, columnPlace(field, batch, index, bodyAt, block.bodyLength));
  }
  return { rows: batch.length, metadata: schema.metadata, columns };
}

function decodeFooter(bytes: Buffer): { schema: Schema; block: FileBlock } {
  const footer = Footer.decode(bytes);
  const block = footer.getRecordBatch(0);
  if (block !== null && footer.numRecordBatches === 1) return { schema: footer.schema, block };
  throw new Error('it does not hold exactly one record batch');
}

function decodeBatch(bytes: Buffer): RecordBatch {
  const message = Message.decode(bytes.subarray(8));
  const header = message.isRecordBatch() ? message.header() : null;
  if (header !== null && !header.compression) return header;
  throw new Error('its record batch is not an uncompressed one');
}

function columnPlace(
  field: Field,
  batch: RecordBatch,
  index: number,
  bodyAt: number,
  bodyLength: number,
): ArrowColumnPlace {
  const type = typeOf(field);
  const region = batch.buffers[2 * index + 1];
  const node = batch.nodes[index];
  const whole =
    region !== undefined &&
    node?.length === batch.length &&
    node.nullCount === 0 &&
    region.offset + region.length <= bodyLength &&
    region.length === batch.length * ARROW_ELEMENT_BYTES[type];
  if (!whole) throw new Error(`its column ${field.name} is damaged`);
  return { type, offset: bodyAt + region.offset, byteLength: region.length };
}

function newType(type: ArrowColumnType) {
  switch (type) {
    case 'time32':
      return new TimeMillisecond();
    case 'int8':
      return new Int8();
    case 'uint8':
      return new Uint8();
    case 'int32':
      return new Int32();
    case 'int64':
      return new Int64();
    case 'float64':
      return new Float64();
  }
}

function typeOf(field: Field): ArrowColumnType {
  for (const type of Object.keys(ARROW_ELEMENT_BYTES) as ArrowColumnType[]) {
    if (String(newType(type)) === String(field.type)) return type;
  }
  throw new Error(`its column ${field.name} has the type ${field.type}, which is not read here`);
}

function readBytes(descriptor: number, from: number, length: number): Buffer | null {
  // A damaged length could ask for more memory than there is.
  if (from < 0 || length <= 0 || length > MOST_HEADER_BYTES) return null;
  const bytes = Buffer.alloc(length);
  return readSync(descriptor, bytes, 0, length, from) === length ? bytes : null;
}
