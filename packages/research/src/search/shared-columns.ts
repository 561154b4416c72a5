/** Typed arrays over SharedArrayBuffers, by name: what threads can be sent without a copy. */
export type SharedColumns = Readonly<Record<string, SharedColumn>>;

type SharedColumn = Int32Array | Float64Array | Uint8Array;

/** The columns of a tape or of features, in shared memory already. */
export function sharedColumnsOf(owner: object): SharedColumns {
  const columns: Record<string, SharedColumn> = {};
  for (const [name, value] of Object.entries(owner)) {
    if (value instanceof Int32Array || value instanceof Float64Array || value instanceof Uint8Array) {
      columns[name] = value;
    }
  }
  return columns;
}

/** A column's first `length` elements in shared memory: the column itself where it lies there already. */
export function toShared<Column extends Int32Array | Int8Array>(column: Column, length: number): Column {
  if (column.buffer instanceof SharedArrayBuffer) return column.subarray(0, length) as Column;
  const Type = column.constructor as new (buffer: SharedArrayBuffer) => Column;
  const shared = new Type(new SharedArrayBuffer(length * column.BYTES_PER_ELEMENT));
  shared.set(column.subarray(0, length));
  return shared;
}
