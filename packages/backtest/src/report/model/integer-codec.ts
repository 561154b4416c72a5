/** What is written of each integer: itself, or its difference from the one before. */
export type IntegerForm = 'plain' | 'change';

/**
 * Integers in zigzag form, in groups of 7 bits with the lowest first. Small ones become single bytes, which
 * deflate well.
 *
 * @param values integers, |value| < 2^51
 */
export function encodeIntegers(values: ArrayLike<number>, form: IntegerForm): Uint8Array {
  const { length } = values;
  let bytes = new Uint8Array(length * 3 + 16);
  let at = 0;
  let before = 0;
  for (let i = 0; i < length; i += 1) {
    const value = values[i]!;
    const change = value - before;
    if (form === 'change') before = value;
    let rest = change < 0 ? -2 * change - 1 : 2 * change;
    if (at + 8 > bytes.length) bytes = grown(bytes);
    while (rest >= 128) {
      bytes[at] = (rest % 128) + 128;
      at += 1;
      rest = Math.floor(rest / 128);
    }
    bytes[at] = rest;
    at += 1;
  }
  return bytes.subarray(0, at);
}

/**
 * Reads back what {@link encodeIntegers} wrote.
 *
 * @param length number of integers that were written
 */
export function decodeIntegers(bytes: Uint8Array, length: number, form: IntegerForm): Float64Array {
  const values = new Float64Array(length);
  let at = 0;
  let before = 0;
  for (let i = 0; i < length; i += 1) {
    let rest = 0;
    let scale = 1;
    let byte = bytes[at]!;
    at += 1;
    while (byte >= 128) {
      rest += (byte - 128) * scale;
      scale *= 128;
      byte = bytes[at]!;
      at += 1;
    }
    rest += byte * scale;
    const value = before + (rest % 2 === 0 ? rest / 2 : -(rest + 1) / 2);
    if (form === 'change') before = value;
    values[i] = value;
  }
  return values;
}

function grown(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(bytes.length * 2);
  larger.set(bytes);
  return larger;
}
