import { type Clock, Random } from '@auction-trader/core';
import { scalarText } from '../server/scalar-text.ts';
import type { FaultAction, FaultRule, FrameEffect, RequestEffect, UpgradeEffect } from './fault-rule.ts';
import { isAction } from './is-action.ts';
import { parseFaultScript } from './parse-fault-script.ts';
import { patternTest } from './pattern.ts';

/** Something that passes by and could be hit. */
export interface FaultPoint {
  readonly kind: 'rest' | 'operation' | 'frame' | 'upgrade';
  /** Method and path, `op`, topic, or path of an upgrade. */
  readonly name: string;
  /** Path of the connection; empty for REST. */
  readonly path: string;
  readonly account: string | null;
  /** What `match` looks at: one of them must have all its values. Asked for only when needed. */
  readonly rows: () => readonly Readonly<Record<string, unknown>>[];
}

/** A rule and how often it was met. */
export interface FaultTally {
  readonly rule: FaultRule;
  matches: number;
  hits: number;
}

interface LoadedRule extends FaultTally {
  readonly loadedMs: number;
  readonly random: Random;
  readonly isName: (name: string) => boolean;
  readonly isPath: (path: string) => boolean;
}

type AnyEffect = RequestEffect | FrameEffect | UpgradeEffect;
const NOTHING: readonly never[] = [];

/** Decides which of the things that pass by are hit. Equal scripts, seeds and traffic give equal faults. */
export class FaultEngine {
  readonly #clock: Clock;
  readonly #act: (action: FaultAction) => void;
  #rules: LoadedRule[] = [];
  #cancelTimers: (() => void)[] = [];

  /** @param act carries out what happens to the venue itself */
  constructor(clock: Clock, act: (action: FaultAction) => void) {
    this.#clock = clock;
    this.#act = act;
  }

  /**
   * Adds the rules of a script; its times count from now.
   *
   * @param script as parsed from JSON
   * @throws AuctionTraderError `FAULT_SCRIPT` when it is not one
   */
  load(script: unknown): void {
    const { seed, rules } = parseFaultScript(script);
    for (const [index, rule] of rules.entries()) {
      const random = new Random(seed + Math.imul(index + 1, 7919));
      const { isName, isPath } = tests(rule);
      const loaded = { rule, matches: 0, hits: 0, loadedMs: this.#clock.nowMs(), random, isName, isPath };
      this.#rules.push(loaded);
      if ('atMs' in rule.when) this.#schedule(loaded, rule.when.atMs);
    }
  }

  /** Forgets all rules. What they started goes on. */
  clear(): void {
    for (const cancel of this.#cancelTimers) cancel();
    this.#cancelTimers = [];
    this.#rules = [];
  }

  get tallies(): readonly FaultTally[] {
    return this.#rules;
  }

  request(point: FaultPoint): readonly RequestEffect[] {
    return this.#effects(point) as readonly RequestEffect[];
  }

  frame(point: FaultPoint): readonly FrameEffect[] {
    return this.#effects(point) as readonly FrameEffect[];
  }

  upgrade(point: FaultPoint): readonly UpgradeEffect[] {
    return this.#effects(point) as readonly UpgradeEffect[];
  }

  /** Whether frames need not be looked at one by one. */
  get isIdle(): boolean {
    return this.#rules.length === 0;
  }

  #effects(point: FaultPoint): readonly AnyEffect[] {
    if (this.#rules.length === 0) return NOTHING;
    const effects: AnyEffect[] = [];
    for (const rule of this.#rules) {
      if (!(point.kind in rule.rule.when) || !this.#hits(rule, point)) continue;
      const effect = rule.rule.what;
      if (isAction(effect)) this.#act(effect);
      else effects.push(effect);
    }
    return effects;
  }

  #hits(loaded: LoadedRule, point: FaultPoint): boolean {
    const { when } = loaded.rule;
    if ('atMs' in when || !loaded.isName(point.name) || !loaded.isPath(point.path)) return false;
    const ageMs = this.#clock.nowMs() - loaded.loadedMs;
    if (ageMs < when.fromMs || ageMs >= (when.untilMs ?? Number.POSITIVE_INFINITY)) return false;
    if (when.account !== undefined && when.account !== point.account) return false;
    if (when.match && !point.rows().some((row) => hasValues(row, when.match!))) return false;
    loaded.matches++;
    if (loaded.matches < when.nth || loaded.hits >= (when.count ?? Number.POSITIVE_INFINITY)) return false;
    if (when.probability < 1 && loaded.random.uniform() >= when.probability) return false;
    loaded.hits++;
    return true;
  }

  #schedule(loaded: LoadedRule, delayMs: number): void {
    const { when, what } = loaded.rule;
    if (!('atMs' in when) || !isAction(what)) return;
    const most = when.count ?? (when.everyMs === undefined ? 1 : Number.POSITIVE_INFINITY);
    const cancel = this.#clock.after(delayMs, () => {
      this.#cancelTimers = this.#cancelTimers.filter((one) => one !== cancel);
      loaded.matches++;
      loaded.hits++;
      if (when.everyMs !== undefined && loaded.hits < most) this.#schedule(loaded, when.everyMs);
      this.#act(what);
    });
    this.#cancelTimers.push(cancel);
  }
}

function tests({ when }: FaultRule) {
  const path = 'path' in when ? when.path : undefined;
  return { isName: patternTest(nameOf(when)), isPath: patternTest(path ?? '*') };
}

function nameOf(when: FaultRule['when']): string {
  if ('rest' in when) return when.rest;
  if ('operation' in when) return when.operation;
  if ('frame' in when) return when.frame;
  if ('upgrade' in when) return when.upgrade;
  return '*';
}

function hasValues(row: Readonly<Record<string, unknown>>, values: Readonly<Record<string, unknown>>) {
  return Object.entries(values).every(([name, value]) => scalarText(row[name]) === scalarText(value));
}
