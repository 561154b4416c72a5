import { Random } from '@auction-trader/core';

/** Ids in the form of UUIDs, decided by a seed. */
export class Identities {
  readonly #random: Random;

  constructor(seed: number) {
    this.#random = new Random(seed);
  }

  next(): string {
    const random = this.#random;
    const hex = (count: number) => {
      let text = '';
      for (let word = 0; word < count; word++) text += random.uint32().toString(16).padStart(8, '0');
      return text;
    };
    const text = hex(4);
    const variant = '89ab'[Number.parseInt(text[16]!, 16) & 3]!;
    return `${text.slice(0, 8)}-${text.slice(8, 12)}-4${text.slice(13, 16)}-${variant}${text.slice(17, 20)}-${text.slice(20)}`;
  }
}
