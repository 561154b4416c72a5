import type { RequestEffect } from '../faults/fault-rule.ts';

/** How requests of one lane are carried out and answered. An answer is what is sent, not yet sent. */
export interface RequestLane<Answer> {
  after(delayMs: number, callback: () => void): void;
  carryOut(): Answer;
  /** The answer that a fault puts in place of the venue's. */
  falseAnswer(effect: FalseAnswer): Answer;
  edit(answer: Answer, effects: readonly RequestEffect[]): Answer;
  /** @param delayMs how much later it leaves */
  deliver(answer: Answer, delayMs: number): void;
  /** Breaks the connection. */
  cut(): void;
  note(outcome: string): void;
}

export type FalseAnswer = Extract<RequestEffect, { kind: 'status' | 'html' | 'code' }>;

/** Carries out a request as far as the faults that hit it allow. */
export function passRequest<Answer>(effects: readonly RequestEffect[], lane: RequestLane<Answer>): void {
  for (const effect of effects) {
    if (effect.kind === 'destroy' || effect.kind === 'hang') {
      lane.note(effect.kind);
      if (effect.kind === 'destroy') lane.cut();
      return;
    }
  }
  const lateMs = sumMs(effects, 'late');
  if (lateMs > 0) lane.after(lateMs, () => answerRequest(effects, lane));
  else answerRequest(effects, lane);
}

function answerRequest<Answer>(effects: readonly RequestEffect[], lane: RequestLane<Answer>): void {
  const falseEffect = effects.find(isFalseAnswer);
  let answer: Answer | null = null;
  if (!falseEffect || falseEffect.accept) answer = lane.carryOut();
  if (falseEffect) {
    answer = lane.falseAnswer(falseEffect);
    lane.note(`${falseEffect.kind} ${'status' in falseEffect ? falseEffect.status : falseEffect.retCode}`);
  }
  const lost = effects.find((effect) => effect.kind === 'lose-reply');
  if (lost) {
    lane.note(`lost ${lost.by}`);
    if (lost.by === 'destroy') lane.cut();
    return;
  }
  lane.deliver(lane.edit(answer!, effects), sumMs(effects, 'delay'));
}

function isFalseAnswer(effect: RequestEffect): effect is FalseAnswer {
  return effect.kind === 'status' || effect.kind === 'html' || effect.kind === 'code';
}

function sumMs(effects: readonly RequestEffect[], kind: 'late' | 'delay'): number {
  let sum = 0;
  for (const effect of effects) if (effect.kind === kind) sum += (effect as { ms: number }).ms;
  return sum;
}
