import { invariant } from '@auction-trader/core';

/** Marks a number that JSON cannot write: `{"~":"NaN"}`. */
const MARK = '~';

/**
 * JSON text that gives back every number, also NaN, the infinities and -0. Everything else is as in
 * JSON.stringify: typed arrays, maps and undefined have no place in it.
 *
 * @throws AuctionTraderError (`INVARIANT`) for an object with a key `~`
 */
export function toExactJson(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) => {
    if (typeof item === 'number') {
      if (Number.isFinite(item) && !Object.is(item, -0)) return item;
      return new Marked(Object.is(item, -0) ? '-0' : String(item));
    }
    if (typeof item === 'object' && item !== null && !(item instanceof Marked)) {
      invariant(!Object.hasOwn(item, MARK), `a key "${MARK}" cannot be stored`);
    }
    return item;
  });
}

/**
 * Reads {@link toExactJson}'s text back.
 *
 * @throws SyntaxError when it is no JSON
 */
export function fromExactJson(text: string): unknown {
  return JSON.parse(text, (_key, item: unknown) => {
    if (typeof item !== 'object' || item === null || !Object.hasOwn(item, MARK)) return item;
    return Number((item as Record<string, unknown>)[MARK]);
  });
}

class Marked {
  readonly [MARK]: string;

  constructor(text: string) {
    this[MARK] = text;
  }
}
