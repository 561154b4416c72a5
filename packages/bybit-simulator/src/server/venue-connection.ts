import type { Conditions, ConnectionMarks } from '../faults/conditions.ts';
import { editText, shiftTimes } from '../faults/edit-frame.ts';
import type { FrameEffect } from '../faults/fault-rule.ts';
import type { Connection, Peer } from './connection.ts';
import { newId, type ProtocolContext } from './protocol-context.ts';

interface HeldFrame {
  readonly text: string;
  /** How many more frames pass before it. */
  after: number;
}

/** What a WebSocket of the venue is opened with. */
export interface ConnectionOptions {
  readonly context: ProtocolContext;
  /** Without the query. */
  readonly path: string;
  /** The client must be heard of this often, ms. */
  readonly idleMs: number;
  readonly peer: Peer;
  /** Called once, when the line is gone. */
  readonly onGone: (connection: VenueConnection) => void;
}

/** What every WebSocket of the venue has in common: faults on the way out, idle time, and its end. */
export abstract class VenueConnection implements Connection, ConnectionMarks {
  readonly id: string;
  readonly path: string;
  account: string | null = null;
  protected readonly context: ProtocolContext;
  readonly #peer: Peer;
  readonly #idleMs: number;
  readonly #onGone: (connection: VenueConnection) => void;
  #heldFrames: HeldFrame[] = [];
  #lastHeardMs: number;
  /** When the newest delayed frame leaves; later ones must not overtake it. */
  #lastLeavesMs = Number.NEGATIVE_INFINITY;
  #cancelIdleTimer = () => {};
  #isClosed = false;

  constructor(options: ConnectionOptions) {
    const { context, path, idleMs, peer, onGone } = options;
    this.context = context;
    this.path = path;
    this.id = newId(context.random, 20);
    this.#peer = peer;
    this.#idleMs = idleMs;
    this.#onGone = onGone;
    this.#lastHeardMs = this.#nowMs;
    this.#watchIdle(idleMs);
  }

  receive(text: string): void {
    if (this.#isClosed || this.#conditions.isFrozen(this)) return;
    this.#lastHeardMs = this.#nowMs;
    this.hear(text);
  }

  ping(data: Uint8Array): void {
    if (this.#isClosed || this.#conditions.isFrozen(this)) return;
    this.#lastHeardMs = this.#nowMs;
    this.#peer.pong(data);
  }

  closed(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#cancelIdleTimer();
    this.#heldFrames = [];
    this.#onGone(this);
  }

  /** Cuts the line. */
  terminate(): void {
    if (this.#isClosed) return;
    this.closed();
    this.#peer.terminate();
  }

  /** A frame of the client that was really heard. */
  protected abstract hear(text: string): void;

  /**
   * Sends a frame, unless a fault has other plans for it.
   *
   * @param topic what the frame is about; answers are called `op:` and their operation
   */
  emit(topic: string, text: string): void {
    if (this.#isClosed || this.#conditions.isFrozen(this)) return;
    const isAnswer = topic.startsWith('op:');
    if (!isAnswer && this.#conditions.isQuiet(this, topic)) return;
    const { faults, clock } = this.context;
    const shown = isAnswer ? text : shiftTimes(text, clock.offsetMs);
    if (faults.isIdle) {
      this.#leave(shown, 0);
      return;
    }
    const { path, account } = this;
    const effects = faults.frame({ kind: 'frame', name: topic, path, account, rows: () => rowsOf(text) });
    if (!this.#isClosed) this.#emitHit(shown, effects);
  }

  /** True time: a clock that is set wrong must not hold up a frame or cut a line. */
  get #nowMs(): number {
    return this.context.clock.trueClock.nowMs();
  }

  get #conditions(): Conditions {
    return this.context.conditions;
  }

  #emitHit(text: string, effects: readonly FrameEffect[]): void {
    let delayMs = 0;
    let copies = 1;
    let after = 0;
    for (const effect of effects) {
      if (effect.kind === 'drop') return;
      if (effect.kind === 'delay') delayMs += effect.ms;
      if (effect.kind === 'duplicate') copies += effect.times;
      if (effect.kind === 'reorder') after = Math.max(after, effect.after);
    }
    const edited = editText(text, effects);
    if (after > 0) this.#heldFrames.push({ text: edited, after });
    else for (let copy = 0; copy < copies; copy++) this.#leave(edited, delayMs);
  }

  #leave(text: string, delayMs: number): void {
    this.#leaveInOrder(text, delayMs);
    if (this.#heldFrames.length === 0) return;
    const free: HeldFrame[] = [];
    for (const held of this.#heldFrames) if (--held.after <= 0) free.push(held);
    this.#heldFrames = this.#heldFrames.filter((held) => held.after > 0);
    for (const held of free) this.#leaveInOrder(held.text, 0);
  }

  #leaveInOrder(text: string, delayMs: number): void {
    const { clock } = this.context;
    const nowMs = this.#nowMs;
    const leavesMs = Math.max(nowMs + delayMs + this.#conditions.slowMs, this.#lastLeavesMs);
    if (leavesMs <= nowMs) {
      this.#peer.send(text);
      return;
    }
    this.#lastLeavesMs = leavesMs;
    clock.after(leavesMs - nowMs, () => {
      if (!this.#isClosed) this.#peer.send(text);
    });
  }

  #watchIdle(delayMs: number): void {
    const { clock } = this.context;
    this.#cancelIdleTimer = clock.after(delayMs, () => {
      const leftMs = this.#lastHeardMs + this.#idleMs - this.#nowMs;
      if (leftMs > 0) {
        this.#watchIdle(leftMs);
        return;
      }
      this.closed();
      this.#peer.close(1000, 'idle');
    });
  }
}

/** What a rule's `match` may look at: the rows of a frame, or the frame itself. */
function rowsOf(text: string): Readonly<Record<string, unknown>>[] {
  const frame = JSON.parse(text) as Record<string, unknown>;
  const { data } = frame;
  if (Array.isArray(data)) return [frame, ...(data as Record<string, unknown>[])];
  return typeof data === 'object' && data !== null ? [frame, data as Record<string, unknown>] : [frame];
}
