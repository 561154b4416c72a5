import { fieldText } from './bytes.ts';

/** What a side reader returns for a field that is none. */
export const NO_SIDE = -2;

/** How a file gives the aggressor's side. */
export type SideForm = 'side' | 'buyer-maker';

const SIDES: Readonly<Record<string, number>> = { buy: 1, b: 1, sell: -1, s: -1, '': 0 };
/** The buyer was the maker: the seller was the aggressor. */
const BUYER_MAKER: Readonly<Record<string, number>> = {
  true: -1,
  t: -1,
  '1': -1,
  false: 1,
  f: 1,
  '0': 1,
  '': 0,
};

const WORDS = { side: SIDES, 'buyer-maker': BUYER_MAKER } as const;

/**
 * Reads the aggressor's side.
 *
 * @returns +1 buy, -1 sell, 0 empty, or {@link NO_SIDE}
 */
export function readSide(bytes: Uint8Array, from: number, to: number, form: SideForm): number {
  // The four usual words, told apart by length and first letter (upper or lower case).
  const letter = bytes[from]! | 32;
  if (form === 'side') {
    if (to - from === 3 && letter === 98 && ends(bytes, to, 117, 121)) return 1;
    if (to - from === 4 && letter === 115 && ends(bytes, to, 108, 108)) return -1;
  } else {
    if (to - from === 4 && letter === 116 && ends(bytes, to, 117, 101)) return -1;
    if (to - from === 5 && letter === 102 && ends(bytes, to, 115, 101)) return 1;
  }
  return WORDS[form][fieldText(bytes, from, to).toLowerCase()] ?? NO_SIDE;
}

/** Compares the last two letters, in lower case. */
function ends(bytes: Uint8Array, to: number, first: number, second: number): boolean {
  return (bytes[to - 2]! | 32) === first && (bytes[to - 1]! | 32) === second;
}
