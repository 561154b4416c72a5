import type { RejectReason } from '@auction-trader/execution';
import type { BybitReply } from './transport.ts';

/**
 * What a reply means for what to do next.
 *
 * - `accepted`: received; the outcome of an order comes later
 * - `unknown`: it may or may not have been carried out: look it up
 * - `not-sent`: it certainly was not
 * - `slow-down`: not carried out; stop, and wait
 * - `resync`: not carried out: the time was outside the window
 * - `fatal`: key, signature, permission
 * - `gone`: the order to change is finished, or was never there
 * - `duplicate`: an order of this link id is there
 * - `unchanged`: it is so already
 * - `trigger-passed`, `margin`, `nothing-to-reduce`, `out-of-bounds`: refused for this reason
 * - `refused`: refused, and asking again would not help
 */
export type ReplyAction =
  | 'accepted'
  | 'unknown'
  | 'not-sent'
  | 'slow-down'
  | 'resync'
  | 'fatal'
  | 'gone'
  | 'duplicate'
  | 'unchanged'
  | 'trigger-passed'
  | 'margin'
  | 'nothing-to-reduce'
  | 'out-of-bounds'
  | 'refused';

/** Decided on codes only; the texts of a venue change. Codes that are not listed are refusals. */
const ACTIONS: ReadonlyMap<number, ReplyAction> = new Map<number, ReplyAction>([
  [0, 'accepted'],
  [10_001, 'refused'],
  [10_002, 'resync'],
  [10_003, 'fatal'],
  [10_004, 'fatal'],
  [10_005, 'fatal'],
  [10_010, 'fatal'],
  [33_004, 'fatal'],
  [10_006, 'slow-down'],
  [10_018, 'slow-down'],
  [10_429, 'slow-down'],
  [20_003, 'slow-down'],
  [10_000, 'unknown'],
  [10_016, 'unknown'],
  [10_019, 'unknown'],
  [110_079, 'unknown'],
  [10_404, 'refused'],
  [20_006, 'refused'],
  [20_001, 'unchanged'],
  [110_001, 'gone'],
  [110_008, 'gone'],
  [110_010, 'gone'],
  [110_003, 'out-of-bounds'],
  [110_094, 'out-of-bounds'],
  [110_120, 'out-of-bounds'],
  [110_121, 'out-of-bounds'],
  [110_004, 'margin'],
  [110_007, 'margin'],
  [110_012, 'margin'],
  [110_044, 'margin'],
  [110_045, 'margin'],
  [110_017, 'nothing-to-reduce'],
  [110_024, 'refused'],
  [110_025, 'unchanged'],
  [110_026, 'unchanged'],
  [110_028, 'refused'],
  [110_043, 'unchanged'],
  [110_072, 'duplicate'],
  [110_092, 'trigger-passed'],
  [110_093, 'trigger-passed'],
]);

/** What to make of a reply. */
export function actionOf({ status, sent, retCode }: BybitReply): ReplyAction {
  if (status === 0) return sent ? 'unknown' : 'not-sent';
  if (status === 403 || status === 429) return 'slow-down';
  if (status >= 500) return 'unknown';
  // A body that is not the venue's (a proxy's page) says nothing of what the venue did.
  if (Number.isNaN(retCode)) return status === 401 ? 'fatal' : 'unknown';
  return ACTIONS.get(retCode) ?? 'refused';
}

/** The reason of a refused order. */
export function rejectReason(action: ReplyAction): RejectReason {
  switch (action) {
    case 'margin':
    case 'nothing-to-reduce':
    case 'trigger-passed':
    case 'out-of-bounds':
      return action;
    case 'not-sent':
    case 'slow-down':
    case 'unknown':
      return 'never-arrived';
    default:
      return 'other';
  }
}

/** Code and text of a reply, for logs and alerts. */
export function describeReply({ status, retCode, retMsg }: BybitReply): string {
  if (!Number.isNaN(retCode)) return `${retCode} ${retMsg}`.trim();
  return status === 0 ? retMsg : `HTTP ${status} ${retMsg}`.trim();
}
