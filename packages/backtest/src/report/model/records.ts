/** A value of a record. */
type RecordValue = number | string | boolean | null | readonly string[];

/** Records as one list of values a field: smaller than objects with the same names again and again. */
export interface RecordColumns {
  readonly length: number;
  readonly fields: Readonly<Record<string, readonly RecordValue[]>>;
}

/** Turns records with the same fields into columns. NaN becomes null. */
export function toRecordColumns(records: readonly object[]): RecordColumns {
  const names = Object.keys(records[0] ?? {});
  const value = (record: object, name: string) => {
    const found = (record as Record<string, RecordValue>)[name] ?? null;
    return typeof found === 'number' && Number.isNaN(found) ? null : found;
  };
  const fields = Object.fromEntries(names.map((name) => [name, records.map((one) => value(one, name))]));
  return { length: records.length, fields };
}

/** Undoes {@link toRecordColumns}. */
export function fromRecordColumns<Row>({ length, fields }: RecordColumns): Row[] {
  const names = Object.keys(fields);
  return Array.from(
    { length },
    (_, i) => Object.fromEntries(names.map((name) => [name, fields[name]![i]])) as Row,
  );
}
