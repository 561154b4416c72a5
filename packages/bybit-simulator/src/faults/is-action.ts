import { ACTION_KINDS } from './effects.ts';
import type { FaultAction } from './fault-rule.ts';

/** Whether an effect happens to the venue rather than to what passes by. */
export function isAction(effect: { readonly kind: string }): effect is FaultAction {
  return ACTION_KINDS.has(effect.kind);
}
