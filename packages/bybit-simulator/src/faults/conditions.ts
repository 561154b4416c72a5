import type { Clock } from '@auction-trader/core';
import { patternTest } from './pattern.ts';

/** What tells connections apart. */
export interface ConnectionMarks {
  /** Without the query, e.g. `/v5/private`. */
  readonly path: string;
  readonly account: string | null;
}

/** Which connections are meant; all when nothing is said. */
export interface ConnectionFilter {
  readonly path?: string | undefined;
  readonly account?: string | undefined;
}

interface Spell {
  readonly untilMs: number;
  readonly isMeant: (marks: ConnectionMarks, topic: string) => boolean;
}

/** A test of connections. */
export function connectionTest(filter: ConnectionFilter): (marks: ConnectionMarks) => boolean {
  const isPath = patternTest(filter.path ?? '*');
  return (marks) => isPath(marks.path) && (filter.account === undefined || filter.account === marks.account);
}

/** What is wrong with the venue as a whole at the moment. */
export class Conditions {
  readonly #clock: Clock;
  #downUntilMs = Number.NEGATIVE_INFINITY;
  #bannedUntilMs = Number.NEGATIVE_INFINITY;
  #slowUntilMs = Number.NEGATIVE_INFINITY;
  #slowMs = 0;
  #quiet: Spell[] = [];
  #frozen: Spell[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  goDown(forMs: number): void {
    this.#downUntilMs = this.#clock.nowMs() + forMs;
  }

  ban(forMs: number): void {
    this.#bannedUntilMs = this.#clock.nowMs() + forMs;
  }

  /** @param forMs until further notice when left out */
  slow(delayMs: number, forMs = Number.POSITIVE_INFINITY): void {
    this.#slowMs = delayMs;
    this.#slowUntilMs = this.#clock.nowMs() + forMs;
  }

  quiet(filter: ConnectionFilter, topic: string, forMs: number): void {
    const isConnection = connectionTest(filter);
    const isTopic = patternTest(topic);
    const isMeant = (marks: ConnectionMarks, name: string) => isTopic(name) && isConnection(marks);
    this.#quiet.push({ untilMs: this.#clock.nowMs() + forMs, isMeant });
  }

  freeze(filter: ConnectionFilter, forMs: number): void {
    this.#frozen.push({ untilMs: this.#clock.nowMs() + forMs, isMeant: connectionTest(filter) });
  }

  /** Ends everything that would end by itself, and slowness. */
  clear(): void {
    this.#downUntilMs = Number.NEGATIVE_INFINITY;
    this.#bannedUntilMs = Number.NEGATIVE_INFINITY;
    this.#slowUntilMs = Number.NEGATIVE_INFINITY;
    this.#quiet = [];
    this.#frozen = [];
  }

  get isDown(): boolean {
    return this.#clock.nowMs() < this.#downUntilMs;
  }

  get isBanned(): boolean {
    return this.#clock.nowMs() < this.#bannedUntilMs;
  }

  /** How much longer every answer and frame takes, ms. */
  get slowMs(): number {
    return this.#clock.nowMs() < this.#slowUntilMs ? this.#slowMs : 0;
  }

  isQuiet(marks: ConnectionMarks, topic: string): boolean {
    return this.#quiet.length > 0 && this.#lasts(this.#quiet, marks, topic);
  }

  isFrozen(marks: ConnectionMarks): boolean {
    return this.#frozen.length > 0 && this.#lasts(this.#frozen, marks, '');
  }

  #lasts(spells: readonly Spell[], marks: ConnectionMarks, topic: string): boolean {
    const nowMs = this.#clock.nowMs();
    return spells.some((spell) => nowMs < spell.untilMs && spell.isMeant(marks, topic));
  }
}
