import { bareText } from '../csv/bytes.ts';

/** A column's name without what differs between writers of the same name: case, spaces, `_` and `-`. */
export function plainName(name: string): string {
  return bareText(name)
    .toLowerCase()
    .replace(/[\s_-]/g, '');
}

/**
 * Place of the first of some names in a header.
 *
 * @param fields the header's fields
 * @param names plain names, the preferred one first
 * @returns null when none is there
 */
export function placeOf(fields: readonly string[], names: readonly string[]): number | null {
  const plain = fields.map(plainName);
  for (const name of names) {
    const place = plain.indexOf(name);
    if (place >= 0) return place;
  }
  return null;
}

/** Whether a header begins with exactly these plain names. */
export function beginsWith(fields: readonly string[], names: readonly string[]): boolean {
  return names.every((name, place) => plainName(fields[place] ?? '') === name);
}
