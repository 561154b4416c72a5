import type { ClientMessage } from './client-message.ts';
import type { PublicTopics } from './public-topics.ts';
import { scalarText } from './scalar-text.ts';
import { type OperationAnswer, TopicConnection } from './topic-connection.ts';
import type { ConnectionOptions } from './venue-connection.ts';

/** A connection for market data: `/v5/public/linear`. */
export class PublicConnection extends TopicConnection {
  readonly #publicTopics: PublicTopics;

  constructor(options: ConnectionOptions, publicTopics: PublicTopics) {
    super(options);
    this.#publicTopics = publicTopics;
  }

  override closed(): void {
    for (const topic of this.topics) this.#publicTopics.remove(topic, this);
    this.topics.clear();
    super.closed();
  }

  protected override operate({ op, args }: ClientMessage): OperationAnswer {
    const topics = args.map(scalarText);
    if (op === 'auth') return { success: false, message: 'error:public topics need no auth' };
    if (topics.length === 0) return { success: false, message: 'error:args is empty' };
    const unknown = topics.find((topic) => !this.context.venue.hasTopic(topic));
    if (unknown !== undefined) return { success: false, message: `error:handler not found,topic:${unknown}` };
    if (op === 'subscribe') return { success: true, message: '', afterwards: () => this.#subscribe(topics) };
    for (const topic of topics) {
      this.topics.delete(topic);
      this.#publicTopics.remove(topic, this);
    }
    return { success: true, message: '' };
  }

  protected override pong({ requestId }: ClientMessage): object {
    return { success: true, ret_msg: 'pong', conn_id: this.id, req_id: requestId ?? '', op: 'ping' };
  }

  #subscribe(topics: readonly string[]): void {
    for (const topic of topics) {
      this.topics.add(topic);
      this.#publicTopics.add(topic, this);
      const snapshot = this.context.venue.snapshot(topic);
      if (snapshot) this.emit(topic, JSON.stringify(snapshot));
    }
  }
}
