import type { Clock } from '@auction-trader/core';
import { scalarText } from './scalar-text.ts';
import type { VenuePort, VenueReply } from './venue-port.ts';
import { codeReply } from './venue-reply.ts';

/** A private connection that subscribes to it counts as a sign of life. */
export const DEAD_MAN_TOPIC = 'dcp.future';
const SHORTEST_S = 3;
const LONGEST_S = 300;

interface Watch {
  windowS: number;
  cancelTimer: () => void;
}

/**
 * Cancels an account's working orders when its last private connection that subscribed to
 * `dcp.future` has been gone for the window that the account has set. Conditional orders stay; that
 * the real service keeps them too is not known.
 */
export class DeadManSwitch {
  readonly #clock: Clock;
  readonly #venue: VenuePort;
  readonly #watches = new Map<string, Watch>();

  constructor(clock: Clock, venue: VenuePort) {
    this.#clock = clock;
    this.#venue = venue;
  }

  /** `POST /v5/order/disconnected-cancel-all` */
  set(account: string, params: Readonly<Record<string, unknown>>): VenueReply {
    const windowS = Number(scalarText(params['timeWindow']));
    if (!Number.isInteger(windowS) || windowS < SHORTEST_S || windowS > LONGEST_S) return codeReply(10001);
    const watch = this.#watches.get(account);
    if (watch) watch.windowS = windowS;
    else this.#watches.set(account, { windowS, cancelTimer: () => {} });
    return { retCode: 0, retMsg: 'success', result: {} };
  }

  /** `GET /v5/account/query-dcp-info` */
  facts(account: string): VenueReply {
    const watch = this.#watches.get(account);
    const dcpInfos = watch
      ? [{ product: 'DERIVATIVES', dcpStatus: 'ON', timeWindow: String(watch.windowS) }]
      : [];
    return { retCode: 0, retMsg: 'success', result: { dcpInfos } };
  }

  /**
   * A connection of an account has been lost, or has subscribed.
   *
   * @param isAlive whether one that has subscribed to {@link DEAD_MAN_TOPIC} is there
   */
  connectionsChanged(account: string, isAlive: boolean): void {
    const watch = this.#watches.get(account);
    if (!watch) return;
    watch.cancelTimer();
    if (isAlive) return;
    watch.cancelTimer = this.#clock.after(watch.windowS * 1_000, () => {
      const params = { category: 'linear', settleCoin: 'USDT', orderFilter: 'Order' };
      this.#venue.request(account, 'POST', '/v5/order/cancel-all', params);
    });
  }
}
