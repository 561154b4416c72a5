import { Random } from '@auction-trader/core';
import type { KillPoint } from './kill-world.ts';

/** Where a process dies. */
export type PlannedKill =
  /** Right before it would send a request. */
  | { readonly kind: 'before'; readonly step: string }
  /** At a point that the venue sees. */
  | { readonly kind: 'point'; readonly point: KillPoint }
  /** So long after it was started. */
  | { readonly kind: 'time'; readonly afterMs: number };

const STEPS = [
  'create ENTRY',
  'create STOP',
  'create TP1',
  'amend STOP',
  'create STRATEGY',
  'create FLIP',
  'create TP2',
  'cancel STOP',
] as const;
const FATES = ['late', 'unanswered', 'answered', 'lost'] as const;
const LEGS = ['ENTRY', 'TP1', 'STOP', 'STRATEGY', 'FLIP', 'TP2'] as const;
/** From the first module to some minutes of trading. */
const LONGEST_MS = 8_000;

/** Every step of an order's life once, and random moments between. */
export function killPlan(seed: number): PlannedKill[] {
  const random = new Random(seed);
  const points: PlannedKill[] = [
    ...STEPS.map((step) => ({ kind: 'before', step }) as const),
    ...STEPS.flatMap((step) => FATES.map((fate) => ({ kind: 'point', point: { step, fate } }) as const)),
    ...LEGS.map((filled) => ({ kind: 'point', point: { filled } }) as const),
  ];
  const plan: PlannedKill[] = [];
  while (points.length > 0) {
    const [next] = points.splice(random.uint32() % points.length, 1);
    plan.push(next!);
    if (plan.length % 4 === 3) plan.push({ kind: 'time', afterMs: random.uint32() % LONGEST_MS });
  }
  return plan;
}

/** For messages. */
export function describeKill(kill: PlannedKill): string {
  if (kill.kind === 'before') return `before ${kill.step}`;
  if (kill.kind === 'time') return `after ${kill.afterMs} ms`;
  const { point } = kill;
  return 'fate' in point ? `${point.step}, ${point.fate}` : `${point.filled} filled`;
}
