import { BYTE, fieldText } from './bytes.ts';

/** As many digits stay exact in a double. */
const FAST_DIGITS = 15;
const MAX_ID = 2n ** 63n;

/** Whether a text can be kept as a whole number of 63 bits. */
export function isNumericId(text: string): boolean {
  return /^\d{1,19}$/.test(text) && BigInt(text) < MAX_ID;
}

/**
 * Reads a numeric trade id into two words, low first.
 *
 * @returns false when it is none
 */
export function readNumericId(
  bytes: Uint8Array,
  from: number,
  to: number,
  words: Int32Array,
  at: number,
): boolean {
  if (to - from > FAST_DIGITS || to === from) return readSlowly(bytes, from, to, words, at);
  let value = 0;
  for (let place = from; place < to; place++) {
    const digit = bytes[place]! - BYTE.ZERO;
    if (digit < 0 || digit > 9) return readSlowly(bytes, from, to, words, at);
    value = value * 10 + digit;
  }
  const high = Math.floor(value / 4_294_967_296);
  words[at] = value - high * 4_294_967_296;
  words[at + 1] = high;
  return true;
}

function readSlowly(bytes: Uint8Array, from: number, to: number, words: Int32Array, at: number): boolean {
  const text = fieldText(bytes, from, to);
  if (!isNumericId(text)) return false;
  const id = BigInt(text);
  words[at] = Number(BigInt.asIntN(32, id));
  words[at + 1] = Number(id >> 32n);
  return true;
}

/**
 * Writes a 64-bit hash of a text id into two words. Two lanes of multiply and rotate that
 * feed each other, four bytes a step.
 *
 * @param view the same bytes
 * @returns false when the id is empty
 */
export function hashTextId(
  bytes: Uint8Array,
  view: DataView,
  from: number,
  to: number,
  words: Int32Array,
  at: number,
): boolean {
  if (to === from) return false;
  let left = 0x9747b28c;
  let right = 0x3c6ef372 ^ (to - from);
  let place = from;
  for (; place + 4 <= to; place += 4) {
    const word = view.getInt32(place, true);
    left = Math.imul(rotate(left ^ Math.imul(word, 0xcc9e2d51), 13) + right, 0x2c1b3c6d);
    right = Math.imul(rotate(right ^ Math.imul(word, 0x1b873593), 17) + left, 0x297a2d39);
  }
  let rest = 0;
  for (let shift = 0; place < to; place++, shift += 8) rest |= bytes[place]! << shift;
  left = finish(left ^ Math.imul(rest, 0xcc9e2d51) ^ rotate(right, 5));
  right = finish((right ^ Math.imul(rest, 0x1b873593)) + left);
  words[at] = left;
  words[at + 1] = right;
  return true;
}

function rotate(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}

/** Lets every bit depend on every other. */
function finish(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
