/** One REST call or one operation of a WebSocket, as the venue saw it. Never holds a key or a signature. */
export interface Call {
  /** Counts from 1. */
  readonly number: number;
  /** Epoch ms of the venue's clock. */
  readonly timeMs: number;
  readonly lane: 'rest' | 'websocket';
  /** Method of REST, `op` of a WebSocket; `connect` and `disconnect` for the line itself. */
  readonly operation: string;
  readonly path: string;
  /** Whom the key belongs to, null when there was none or it is unknown. */
  readonly account: string | null;
  readonly params: Readonly<Record<string, unknown>>;
  /** What came of it: `ok`, a retCode, an HTTP status, or the fault that hit it. */
  outcome: string;
}

/** Everything that clients have asked of the venue, for assertions. */
export class CallLog {
  #calls: Call[] = [];
  #count = 0;
  readonly #most: number;

  /** @param most calls that are remembered, the newest */
  constructor(most = 100_000) {
    this.#most = most;
  }

  add(call: Omit<Call, 'number' | 'outcome'>): Call {
    const entry = { number: ++this.#count, ...call, outcome: 'pending' };
    if (this.#calls.length >= 2 * this.#most) this.#calls = this.#calls.slice(-this.#most);
    this.#calls.push(entry);
    return entry;
  }

  /** The calls so far, oldest first. */
  get calls(): readonly Call[] {
    return this.#calls;
  }

  clear(): void {
    this.#calls = [];
  }
}
