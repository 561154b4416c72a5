/** Remembers the newest ids, at least `capacity` and at most twice as many of them. */
export class SeenIds {
  readonly #capacity: number;
  #older = new Set<string>();
  #newer = new Set<string>();

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Whether the id is new; remembers it. */
  add(id: string): boolean {
    if (this.#newer.has(id) || this.#older.has(id)) return false;
    this.#newer.add(id);
    if (this.#newer.size >= this.#capacity) {
      this.#older = this.#newer;
      this.#newer = new Set();
    }
    return true;
  }

  has(id: string): boolean {
    return this.#newer.has(id) || this.#older.has(id);
  }

  /** What is remembered, oldest first. */
  list(): string[] {
    return [...this.#older, ...this.#newer];
  }
}
