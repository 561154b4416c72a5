import type { VenueEvent } from '../faults/fault-rule.ts';
import type { PrivatePush, PublicFrame, VenueListener, VenuePort, VenueReply } from '../server/venue-port.ts';

/** A venue that does nothing but remember, for tests of what is around it. */
export class StubVenue implements VenuePort {
  readonly requests: { account: string | null; path: string; params: Readonly<Record<string, unknown>> }[] =
    [];
  readonly events: VenueEvent[] = [];
  readonly wanted = new Set<string>();
  readonly restarts: boolean[] = [];
  reply: VenueReply = { retCode: 0, retMsg: 'OK', result: { list: [], nextPageCursor: '' } };
  /** Called while a request is carried out. */
  onRequest: (path: string) => void = () => {};
  #listener: VenueListener | null = null;

  request(
    account: string | null,
    _method: 'GET' | 'POST',
    path: string,
    params: Readonly<Record<string, unknown>>,
  ): VenueReply {
    this.requests.push({ account, path, params });
    this.onRequest(path);
    return this.reply;
  }

  listen(listener: VenueListener): void {
    this.#listener = listener;
  }

  hasTopic(topic: string): boolean {
    return topic.endsWith('.BTCUSDT');
  }

  wantTopic(topic: string, wanted: boolean): void {
    if (wanted) this.wanted.add(topic);
    else this.wanted.delete(topic);
  }

  snapshot(topic: string): PublicFrame | null {
    return topic.startsWith('orderbook.') ? bookFrame(topic, 'snapshot') : null;
  }

  happen(event: VenueEvent): void {
    this.events.push(event);
  }

  restart(wipeHistory: boolean): void {
    this.restarts.push(wipeHistory);
  }

  pushPrivate(push: PrivatePush): void {
    this.#listener?.onPrivate(push);
  }

  pushPublic(frame: PublicFrame): void {
    this.#listener?.onPublic(frame);
  }
}

/** A frame of an order book with one level a side. */
export function bookFrame(topic: string, type: 'snapshot' | 'delta', u = 1000): PublicFrame {
  const data = { s: 'BTCUSDT', b: [['60000', '1.5']], a: [['60000.1', '2.5']], u, seq: 9000000000 + u };
  return { topic, type, ts: 1795244642187, data, cts: 1795244642187 };
}
