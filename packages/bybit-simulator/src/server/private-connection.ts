import { authenticate } from './authenticate.ts';
import type { ClientMessage } from './client-message.ts';
import { newUuid } from './protocol-context.ts';
import { retMessage } from './ret-messages.ts';
import { scalarText } from './scalar-text.ts';
import { type OperationAnswer, TopicConnection } from './topic-connection.ts';
import { isPrivateTopic, mixesCategories } from './topics.ts';
import type { ConnectionOptions } from './venue-connection.ts';
import type { PrivatePush } from './venue-port.ts';

/** A connection for an account's orders, fills, position and wallet: `/v5/private`. */
export class PrivateConnection extends TopicConnection {
  readonly #onChange: (account: string | null) => void;

  /** @param onChange called when topics of an account were subscribed */
  constructor(options: ConnectionOptions, onChange: (account: string | null) => void) {
    super(options);
    this.#onChange = onChange;
  }

  /** Sends what the account's topics say, where they were subscribed to. */
  push({ topic, timeMs, data }: PrivatePush): void {
    const category = data[0]?.['category'];
    for (const name of category === undefined ? [topic] : [topic, `${topic}.${String(category)}`]) {
      if (!this.topics.has(name)) continue;
      const id = newUuid(this.context.random);
      this.emit(name, JSON.stringify({ id, topic: name, creationTime: timeMs, data }));
    }
  }

  protected override operate({ op, args }: ClientMessage): OperationAnswer {
    if (op === 'auth') return this.#authenticate(args);
    if (this.account === null) return { success: false, message: 'Request not authorized' };
    const topics = args.map(scalarText);
    if (topics.length === 0) return { success: false, message: 'error:args is empty' };
    const unknown = topics.find((topic) => !isPrivateTopic(topic));
    if (unknown !== undefined) return { success: false, message: `error:handler not found,topic:${unknown}` };
    if (op === 'unsubscribe') {
      for (const topic of topics) this.topics.delete(topic);
      return { success: true, message: '' };
    }
    if (mixesCategories(topics)) return { success: false, message: 'error:topics with and without category' };
    for (const topic of topics) this.topics.add(topic);
    this.#onChange(this.account);
    return { success: true, message: '' };
  }

  protected override pong({ requestId }: ClientMessage): object {
    const args = [String(this.context.clock.nowMs())];
    const echo = requestId === undefined ? {} : { req_id: requestId };
    return { ...echo, op: 'pong', args, conn_id: this.id };
  }

  #authenticate(args: readonly unknown[]): OperationAnswer {
    const account = authenticate(this.context, args);
    if (typeof account === 'number') return { success: false, message: retMessage(account) };
    this.account = account.name;
    return { success: true, message: '' };
  }
}
