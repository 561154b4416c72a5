import { AuctionTraderError, type Clock, type Random } from '@auction-trader/core';
import type { z } from 'zod';
import { type CallLane, CallPacer } from './call-pacer.ts';
import { ClockEstimate } from './clock-estimate.ts';
import { actionOf, describeReply, type ReplyAction } from './ret-codes.ts';
import { sleep } from './sleep.ts';
import type { BybitCall, BybitReply, BybitTransport } from './transport.ts';

/** A call that nothing answers is given up after this, whatever the transport does. */
const GIVE_UP_MS = 6_000;
const READ_TRIES = 5;
const READ_PAUSE_MS = 500;
const RESYNC_SAMPLES = 3;
const RESYNC_TRIES = 8;

/** A reply, what it means, and when its request left (local epoch ms). */
export interface CallResult {
  readonly reply: BybitReply;
  readonly action: ReplyAction;
  readonly sentMs: number;
}

/** What a {@link BybitRest} is made of. */
export interface RestOptions {
  readonly transport: BybitTransport;
  readonly clock: Clock;
  readonly random: Random;
  /** Called when the offset was measured, ms. */
  readonly onClockOffset?: (offsetMs: number) => void;
  /** Called when readiness may have changed: time in or out of order, paused or not. */
  readonly onChange?: () => void;
  /** Called when the venue refuses key, signature or permission. */
  readonly onFatal?: (why: string) => void;
}

type Params = BybitCall['params'];

/** REST calls at the venue's pace, with its clock. */
export class BybitRest {
  readonly clock: Clock;
  readonly #options: RestOptions;
  readonly #pacer: CallPacer;
  readonly #estimate = new ClockEstimate();
  #resync: Promise<void> | null = null;
  /** Another way for a call than REST, asked right before it leaves; null from it means REST. */
  route: ((call: BybitCall) => Promise<BybitReply> | null) | null = null;

  constructor(options: RestOptions) {
    this.#options = options;
    this.clock = options.clock;
    this.#pacer = new CallPacer(options.clock, options.random, options.onChange);
  }

  /** venue - local, ms; 0 before it was measured. */
  get offsetMs(): number {
    return this.#estimate.offsetMs || 0;
  }

  /** The venue's clock, epoch ms. */
  get venueNowMs(): number {
    return Math.round(this.clock.nowMs() + this.offsetMs);
  }

  /** Whether the venue's time is known and it has not just refused ours. */
  get isTimeKnown(): boolean {
    return this.#resync === null && !Number.isNaN(this.#estimate.offsetMs);
  }

  /** Whether entries are held back because the venue refused calls. */
  get isPaused(): boolean {
    return this.#pacer.isPaused;
  }

  /**
   * Makes a call once.
   *
   * @param isWanted asked right before the call leaves; false gives it up unsent
   */
  async call(call: BybitCall, lane: CallLane, isWanted: () => boolean = () => true): Promise<CallResult> {
    await this.#pacer.slot(call.path, lane);
    const sentMs = this.clock.nowMs();
    if (!isWanted()) return { reply: NOT_WANTED, action: 'not-sent', sentMs };
    const reply = await this.#giveUpLate(this.route?.(call) ?? this.#options.transport.request(call));
    const action = actionOf(reply);
    this.#pacer.note(call.path, reply, action === 'slow-down', this.offsetMs);
    if (action === 'resync') void this.resync();
    if (action === 'fatal') this.#options.onFatal?.(describeReply(reply));
    return { reply, action, sentMs };
  }

  /** A POST that needs the signature. */
  post(
    path: string,
    params: Params,
    lane: CallLane,
    isWanted: () => boolean = () => true,
  ): Promise<CallResult> {
    return this.call({ method: 'POST', path, params, signed: true }, lane, isWanted);
  }

  /**
   * Reads and checks, once. Null when there is no answer that can be used.
   */
  async tryGet<Schema extends z.ZodType>(
    path: string,
    params: Params,
    schema: Schema,
    lane: CallLane,
  ): Promise<z.output<Schema> | null> {
    const { reply, action } = await this.call({ method: 'GET', path, params, signed: true }, lane);
    if (action !== 'accepted') return null;
    const parsed = schema.safeParse(reply.result);
    return parsed.success ? parsed.data : null;
  }

  /**
   * Reads and checks, again and again with pauses when the venue is busy.
   *
   * @throws AuctionTraderError (`VENUE_REFUSED`, exit code 2, or `VENUE_UNREACHABLE`)
   */
  async get<Schema extends z.ZodType>(
    path: string,
    params: Params,
    schema: Schema,
    signed: boolean,
  ): Promise<z.output<Schema>> {
    let trouble = '';
    for (let attempt = 0; attempt < READ_TRIES; attempt++) {
      if (attempt > 0) await sleep(this.clock, READ_PAUSE_MS * 2 ** attempt);
      const { reply, action } = await this.call({ method: 'GET', path, params, signed }, 'lookup');
      trouble = describeReply(reply);
      if (action === 'accepted') {
        const parsed = schema.safeParse(reply.result);
        if (parsed.success) return parsed.data;
        trouble = `an answer in an unknown form (${parsed.error.issues[0]?.path.join('.') ?? ''})`;
      } else if (action === 'resync') await this.resync();
      else if (action === 'fatal' || action === 'refused') throw venueError(path, trouble, 'VENUE_REFUSED');
    }
    throw venueError(path, trouble, 'VENUE_UNREACHABLE');
  }

  /** Measures the offset once. */
  async sampleClock(lane: CallLane): Promise<boolean> {
    const { reply, action, sentMs } = await this.call(
      { method: 'GET', path: '/v5/market/time', params: {}, signed: false },
      lane,
    );
    const venueMs = readVenueMs(reply);
    if (action !== 'accepted' || Number.isNaN(venueMs)) return false;
    this.#estimate.add(sentMs, this.clock.nowMs(), venueMs);
    this.#options.transport.setClockOffset(Math.round(this.#estimate.offsetMs));
    this.#options.onClockOffset?.(this.#estimate.offsetMs);
    return true;
  }

  /** Measures the offset afresh; those who call meanwhile wait for the same. */
  resync(): Promise<void> {
    this.#resync ??= this.#measureAfresh().finally(() => {
      this.#resync = null;
      this.#options.onChange?.();
    });
    this.#options.onChange?.();
    return this.#resync;
  }

  async #measureAfresh(): Promise<void> {
    this.#estimate.clear();
    let samples = 0;
    for (let attempt = 0; attempt < RESYNC_TRIES && samples < RESYNC_SAMPLES; attempt++) {
      if (await this.sampleClock('exit')) samples++;
      else await sleep(this.clock, READ_PAUSE_MS);
    }
  }

  #giveUpLate(request: Promise<BybitReply>): Promise<BybitReply> {
    return new Promise((resolve, reject) => {
      const cancel = this.clock.after(GIVE_UP_MS, () => resolve(NO_ANSWER));
      request.finally(cancel).then(resolve, reject);
    });
  }
}

const NO_ANSWER: BybitReply = {
  status: 0,
  sent: true,
  retCode: Number.NaN,
  retMsg: 'no reply in time',
  result: null,
  timeMs: Number.NaN,
  limits: null,
};
const NOT_WANTED: BybitReply = { ...NO_ANSWER, sent: false, retMsg: 'no longer wanted' };

function readVenueMs({ result, timeMs }: BybitReply): number {
  const nanoseconds = (result as { timeNano?: unknown } | null)?.timeNano;
  if (typeof nanoseconds !== 'string' || !/^\d{16,20}$/.test(nanoseconds)) return timeMs;
  return Number(nanoseconds.slice(0, -6)) + Number(nanoseconds.slice(-6)) / 1e6;
}

function venueError(path: string, trouble: string, code: string): AuctionTraderError {
  return new AuctionTraderError(`the venue did not answer ${path}: ${trouble}`, {
    code,
    exitCode: code === 'VENUE_REFUSED' ? 2 : 3,
    hint: 'Check the keys, their permissions and the address of the venue.',
  });
}
