import type { VenueEvent } from '../faults/fault-rule.ts';
import { scalarText } from '../server/scalar-text.ts';
import type { Account } from './account.ts';
import type { OrderFault } from './order.ts';
import type { Params } from './params.ts';

type NextOrder = Extract<VenueEvent, { kind: 'next-order' }>;

/** Faults by script that wait for an order to hit. */
export class FaultQueue {
  readonly #waiting: NextOrder[] = [];

  add(event: NextOrder): void {
    this.#waiting.push(event);
  }

  /** The first fault that an order matches; it is used up. */
  take(account: Account, params: Params): OrderFault | null {
    const at = this.#waiting.findIndex((event) => event.account === account.name && matches(event, params));
    if (at < 0) return null;
    const [{ reject, fillShare, slippageTicks }] = this.#waiting.splice(at, 1) as [NextOrder];
    return { reject, fillShare, slippageTicks };
  }
}

function matches({ match = {} }: NextOrder, params: Params): boolean {
  return Object.entries(match).every(([name, value]) => scalarText(params[name]) === scalarText(value));
}
