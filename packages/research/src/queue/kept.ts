/**
 * Things that take time to make, the newest few of them kept. Who asks while one is being made waits for that one;
 * what could not be made is tried again by the next who asks.
 */
export class Kept<Key, Value> {
  readonly #most: number;
  /** Longest unused first. */
  readonly #values = new Map<Key, Promise<Value>>();

  constructor(most: number) {
    this.#most = most;
  }

  /** @throws what `make` throws */
  get(key: Key, make: () => Promise<Value>): Promise<Value> {
    const value = this.#values.get(key) ?? make();
    this.#values.delete(key);
    this.#values.set(key, value);
    if (this.#values.size > this.#most) this.#values.delete(this.#values.keys().next().value!);
    value.catch(() => {
      if (this.#values.get(key) === value) this.#values.delete(key);
    });
    return value;
  }

  drop(isMeant: (key: Key) => boolean): void {
    for (const key of [...this.#values.keys()]) if (isMeant(key)) this.#values.delete(key);
  }
}
