import type { VenueConnection } from './venue-connection.ts';
import type { PublicFrame, VenuePort } from './venue-port.ts';

/** Who has subscribed to which public topic. */
export class PublicTopics {
  readonly #venue: VenuePort;
  readonly #connections = new Map<string, Set<VenueConnection>>();

  constructor(venue: VenuePort) {
    this.#venue = venue;
  }

  add(topic: string, connection: VenueConnection): void {
    const connections = this.#connections.get(topic);
    if (connections) {
      connections.add(connection);
      return;
    }
    this.#connections.set(topic, new Set([connection]));
    this.#venue.wantTopic(topic, true);
  }

  remove(topic: string, connection: VenueConnection): void {
    const connections = this.#connections.get(topic);
    if (!connections?.delete(connection) || connections.size > 0) return;
    this.#connections.delete(topic);
    this.#venue.wantTopic(topic, false);
  }

  publish(frame: PublicFrame): void {
    const connections = this.#connections.get(frame.topic);
    if (!connections) return;
    const text = JSON.stringify(frame);
    for (const connection of connections) connection.emit(frame.topic, text);
  }
}
