import type { Clock, Random } from '@auction-trader/core';
import type { BybitLimits, BybitReply } from './transport.ts';

/**
 * What a call is for. Exits (cancels, reduce-only orders, the protective stop) overtake everything;
 * look-ups of orders come next, then entries, then reading for its own sake.
 */
export type CallLane = 'exit' | 'lookup' | 'entry' | 'background';

const LANES: readonly CallLane[] = ['exit', 'lookup', 'entry', 'background'];

/** Orders: 10 a second; the rest is bounded by the address (600 in 5 s), of which half is used. */
const ORDERS_PER_SECOND = 10;
const CALLS_PER_SECOND = 60;
/** Kept free for exits. */
const RESERVED = 3;
const BAN_MS = 600_000;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;
/** Exits go on trying while others wait, but not in a storm. */
const FIRST_EXIT_PAUSE_MS = 250;
const LONGEST_EXIT_PAUSE_MS = 5_000;
const LONGEST_RESET_MS = 10_000;

class TokenBucket {
  readonly #perMs: number;
  readonly #capacity: number;
  #tokens: number;
  #atMs: number;
  #blockedUntilMs = 0;

  constructor(perSecond: number, nowMs: number) {
    this.#perMs = perSecond / 1_000;
    this.#capacity = perSecond;
    this.#tokens = perSecond;
    this.#atMs = nowMs;
  }

  /** Ms until `tokens` are there; 0 when they are. */
  waitMs(tokens: number, nowMs: number): number {
    this.#refill(nowMs);
    const missing = tokens - this.#tokens;
    // Rounded up to a whole ms, and never nothing when something is missing.
    const fillMs = missing <= 1e-9 ? 0 : Math.ceil(missing / this.#perMs);
    return Math.max(fillMs, this.#blockedUntilMs - nowMs, 0);
  }

  take(nowMs: number): void {
    this.#refill(nowMs);
    this.#tokens -= 1;
  }

  /** The venue counts differently: never believe in more than it says. */
  correct(left: number, resetInMs: number, nowMs: number): void {
    this.#refill(nowMs);
    this.#tokens = Math.min(this.#tokens, left);
    if (left <= 0) this.#blockedUntilMs = nowMs + Math.min(LONGEST_RESET_MS, Math.max(0, resetInMs));
  }

  #refill(nowMs: number): void {
    this.#tokens = Math.min(this.#capacity, this.#tokens + Math.max(0, nowMs - this.#atMs) * this.#perMs);
    this.#atMs = nowMs;
  }
}

interface Waiting {
  readonly path: string;
  readonly go: () => void;
}

/**
 * Lets calls go at the venue's pace: token buckets for the address and for each order path, corrected by
 * the reply headers; pauses after refusals, with exits let through first.
 */
export class CallPacer {
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #queues: Readonly<Record<CallLane, Waiting[]>> = {
    exit: [],
    lookup: [],
    entry: [],
    background: [],
  };
  readonly #address: TokenBucket;
  readonly #paths = new Map<string, TokenBucket>();
  #pausedUntilMs = 0;
  #exitPausedUntilMs = 0;
  #refusals = 0;
  #cancelTimer: (() => void) | null = null;
  readonly #onPause: () => void;

  /** @param onPause called when entries begin or cease to be held back */
  constructor(clock: Clock, random: Random, onPause: () => void = () => {}) {
    this.#clock = clock;
    this.#random = random;
    this.#onPause = onPause;
    this.#address = new TokenBucket(CALLS_PER_SECOND, clock.nowMs());
  }

  /** Whether entries are held back because the venue refused. */
  get isPaused(): boolean {
    return this.#clock.nowMs() < this.#pausedUntilMs;
  }

  /** Waits until a call may go. */
  slot(path: string, lane: CallLane): Promise<void> {
    return new Promise((resolve) => {
      this.#queues[lane].push({ path, go: resolve });
      this.#pump();
    });
  }

  /**
   * Learns from a reply.
   *
   * @param offsetMs venue clock - local clock
   */
  note(path: string, reply: BybitReply, isSlowDown: boolean, offsetMs: number): void {
    if (reply.limits !== null) this.#noteLimits(path, reply.limits, offsetMs);
    if (isSlowDown) this.#pause(reply, offsetMs);
    else if (reply.status === 200 && !this.isPaused) this.#refusals = 0;
  }

  #noteLimits(path: string, { left, resetMs }: BybitLimits, offsetMs: number): void {
    const nowMs = this.#clock.nowMs();
    this.#bucket(path)?.correct(left, resetMs - offsetMs - nowMs, nowMs);
  }

  #pause({ status, limits }: BybitReply, offsetMs: number): void {
    const nowMs = this.#clock.nowMs();
    const doubled = 2 ** Math.min(this.#refusals++, 20);
    const jitter = 1 - 0.2 * this.#random.uniform();
    const resetInMs = limits === null ? 0 : Math.min(LONGEST_PAUSE_MS, limits.resetMs - offsetMs - nowMs);
    const pauseMs = Math.max(resetInMs, Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * doubled) * jitter);
    const exitMs = Math.min(LONGEST_EXIT_PAUSE_MS, FIRST_EXIT_PAUSE_MS * doubled) * jitter;
    this.#pausedUntilMs = Math.max(
      this.#pausedUntilMs,
      nowMs + (status === 403 ? BAN_MS : Math.ceil(pauseMs)),
    );
    this.#exitPausedUntilMs = Math.max(this.#exitPausedUntilMs, nowMs + Math.ceil(exitMs));
    this.#onPause();
    this.#clock.after(this.#pausedUntilMs - nowMs, () => this.#onPause());
    this.#pump();
  }

  #pump(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    let nextMs = Number.POSITIVE_INFINITY;
    for (const lane of LANES) {
      const waitMs = this.#drain(lane);
      nextMs = Math.min(nextMs, waitMs);
      // A lane that has to wait for its pace is not overtaken by those behind it.
      if (waitMs < Number.POSITIVE_INFINITY && !(lane === 'exit' || lane === 'lookup')) break;
    }
    if (nextMs < Number.POSITIVE_INFINITY) this.#cancelTimer = this.#clock.after(nextMs, () => this.#pump());
  }

  /** Lets go what may; ms until the next of the lane may go, Infinity when none is waiting. */
  #drain(lane: CallLane): number {
    const queue = this.#queues[lane];
    for (let head = queue[0]; head !== undefined; head = queue[0]) {
      const waitMs = this.#waitMs(head.path, lane);
      if (waitMs > 0) return waitMs;
      queue.shift();
      const nowMs = this.#clock.nowMs();
      this.#address.take(nowMs);
      this.#bucket(head.path)?.take(nowMs);
      head.go();
    }
    return Number.POSITIVE_INFINITY;
  }

  #waitMs(path: string, lane: CallLane): number {
    const nowMs = this.#clock.nowMs();
    const isUrgent = lane === 'exit' || lane === 'lookup';
    const tokens = lane === 'exit' ? 1 : 1 + RESERVED;
    const pausedMs = (isUrgent ? this.#exitPausedUntilMs : this.#pausedUntilMs) - nowMs;
    const paceMs = this.#address.waitMs(tokens, nowMs);
    return Math.max(0, pausedMs, paceMs, this.#bucket(path)?.waitMs(tokens, nowMs) ?? 0);
  }

  #bucket(path: string): TokenBucket | undefined {
    if (!path.startsWith('/v5/order/')) return undefined;
    let bucket = this.#paths.get(path);
    if (bucket === undefined) {
      const isOrder = /\/(create|amend|cancel)$/.test(path);
      bucket = new TokenBucket(isOrder ? ORDERS_PER_SECOND : CALLS_PER_SECOND, this.#clock.nowMs());
      this.#paths.set(path, bucket);
    }
    return bucket;
  }
}
