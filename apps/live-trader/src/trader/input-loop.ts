/**
 * Handles inputs one after the other: what arises while one is handled (a venue that answers at once)
 * waits for its turn.
 */
export class InputLoop<Input> {
  readonly #handle: (input: Input) => void;
  #waiting: Input[] = [];
  #busy = false;

  constructor(handle: (input: Input) => void) {
    this.#handle = handle;
  }

  /** Whether an input is being handled: what happens now is caused by it. */
  get busy(): boolean {
    return this.#busy;
  }

  /** Handles an input and all that follow from it, or lines it up when called while one is handled. */
  push(input: Input): void {
    this.#waiting.push(input);
    if (this.#busy) return;
    this.#busy = true;
    try {
      for (let next = 0; next < this.#waiting.length; next++) this.#handle(this.#waiting[next]!);
    } finally {
      this.#waiting = [];
      this.#busy = false;
    }
  }
}
