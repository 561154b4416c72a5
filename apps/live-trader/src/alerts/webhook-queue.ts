import type { Clock } from '@auction-trader/core';
import type { Logger } from 'pino';
import type { Alert } from './alert.ts';
import type { Webhook } from './webhook-format.ts';

/** Alerts that wait at most; the oldest makes room. */
const CAPACITY = 1000;

const TIMEOUT_MS = 5000;

/** Pauses before the second and the third try. */
const PAUSES_MS = [1000, 4000];

/** What {@link WebhookQueue} needs. */
export interface WebhookQueueOptions {
  readonly clock: Clock;
  readonly log: Logger;
  readonly webhook: Webhook;
  /** Sends one request; the global `fetch`, or a stand-in for tests. */
  readonly fetch: typeof globalThis.fetch;
}

/**
 * Sends alerts to the webhook, one after the other, behind the trader's back: `push` returns at once
 * and never throws. An alert is tried three times and then given up. The address appears in no log.
 */
export class WebhookQueue {
  /** Totals. */
  sent = 0;
  failed = 0;
  /** Made room for newer ones. */
  dropped = 0;

  readonly #options: WebhookQueueOptions;
  #waiting: Alert[] = [];
  #working = false;
  #closed = false;
  /** Ends the pause or request that is under way. */
  #interrupt: (() => void) | null = null;
  #idle: (() => void)[] = [];

  constructor(options: WebhookQueueOptions) {
    this.#options = options;
  }

  /** Alerts not yet sent, the one under way included. */
  get length(): number {
    return this.#waiting.length;
  }

  push(alert: Alert): void {
    if (this.#closed) return;
    if (this.#waiting.length >= CAPACITY) {
      // The first one may be under way; it is not the one to give up.
      this.#waiting.splice(1, 1);
      this.dropped++;
    }
    this.#waiting.push(alert);
    if (!this.#working) void this.#work();
  }

  /** Waits for what is still to be sent, but no longer than `atMostMs`; nothing is sent afterwards. */
  async close(atMostMs: number): Promise<void> {
    const cancel = this.#options.clock.after(atMostMs, () => this.#abandon());
    if (this.#working) await new Promise<void>((resolve) => this.#idle.push(resolve));
    cancel();
    this.#closed = true;
  }

  #abandon(): void {
    this.#closed = true;
    this.#interrupt?.();
  }

  async #work(): Promise<void> {
    this.#working = true;
    while (this.#waiting.length > 0 && !this.#closed) {
      const alert = this.#waiting[0]!;
      if (await this.#deliver(alert)) this.sent++;
      else this.failed++;
      this.#waiting.shift();
    }
    this.#working = false;
    for (const resolve of this.#idle.splice(0)) resolve();
  }

  async #deliver(alert: Alert): Promise<boolean> {
    const { log } = this.#options;
    for (let attempt = 0; ; attempt++) {
      const problem = await this.#post(alert);
      if (problem === null) return true;
      const pauseMs = PAUSES_MS[attempt];
      const facts = { alert: alert.id, type: alert.type, try: attempt + 1, problem };
      if (pauseMs === undefined || this.#closed) {
        log.warn(facts, 'an alert could not be sent');
        return false;
      }
      log.debug(facts, 'an alert is tried again');
      await this.#pause(pauseMs);
    }
  }

  /** What went wrong in words without the address; null when the receiver took it. */
  async #post(alert: Alert): Promise<string | null> {
    const { clock, webhook, fetch } = this.#options;
    const controller = new AbortController();
    const cancel = clock.after(TIMEOUT_MS, () => controller.abort());
    this.#interrupt = () => controller.abort();
    try {
      const response = await fetch(webhook.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(webhook.body(alert)),
        redirect: 'error',
        signal: controller.signal,
      });
      // An answer that is not read keeps its connection.
      await response.body?.cancel();
      return response.ok ? null : `status ${response.status}`;
    } catch (error) {
      return controller.signal.aborted ? 'no answer in time' : `not reached${causeOf(error)}`;
    } finally {
      cancel();
      this.#interrupt = null;
    }
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#options.clock.after(ms, resolve);
      this.#interrupt = () => {
        cancel();
        resolve();
      };
    });
  }
}

/** The system's short code only: messages may show the address. */
function causeOf(error: unknown): string {
  const { code } = ((error as Error).cause ?? {}) as NodeJS.ErrnoException;
  return code === undefined ? '' : ` (${code})`;
}
