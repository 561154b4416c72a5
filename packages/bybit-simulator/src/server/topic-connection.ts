import { editText } from '../faults/edit-frame.ts';
import type { Call } from './call-log.ts';
import { type ClientMessage, parseClientMessage } from './client-message.ts';
import { passRequest } from './pass-request.ts';
import { retMessage } from './ret-messages.ts';
import { VenueConnection } from './venue-connection.ts';

/** What is answered to an operation. */
export interface OperationAnswer {
  readonly success: boolean;
  readonly message: string;
  /** Sent right after the answer. */
  readonly afterwards?: () => void;
}

const OPERATIONS = new Set(['auth', 'subscribe', 'unsubscribe', 'ping']);

/** A connection that topics are subscribed on, public or private. */
export abstract class TopicConnection extends VenueConnection {
  readonly topics = new Set<string>();

  /** Carries out a known operation other than `ping`. */
  protected abstract operate(message: ClientMessage): OperationAnswer;
  protected abstract pong(message: ClientMessage): object;

  protected override hear(text: string): void {
    const message = parseClientMessage(text);
    const op = message?.op ?? '';
    const { account, path } = this;
    const rows = () => (message?.args ?? []).map((topic) => ({ topic }));
    const effects = this.context.faults.request({ kind: 'operation', name: op, path, account, rows });
    const call = this.#log(message, text);
    passRequest<{ text: string; afterwards?: (() => void) | undefined }>(effects, {
      after: (delayMs, callback) => this.context.clock.after(delayMs, callback),
      carryOut: () => this.#answer(message, text, call),
      falseAnswer: (effect) => {
        if (effect.kind !== 'code') return { text: effect.kind === 'html' ? '<html></html>' : effect.body };
        return { text: this.#ack(message, false, effect.retMsg ?? retMessage(effect.retCode)) };
      },
      edit: (answer, made) => ({ ...answer, text: editText(answer.text, made) }),
      deliver: (answer, delayMs) => {
        const send = () => {
          this.emit(`op:${op}`, answer.text);
          answer.afterwards?.();
        };
        if (delayMs > 0) this.context.clock.after(delayMs, send);
        else send();
      },
      cut: () => this.terminate(),
      note: (outcome) => {
        call.outcome = outcome;
      },
    });
  }

  #answer(message: ClientMessage | null, text: string, call: Call) {
    if (!message || !OPERATIONS.has(message.op)) {
      call.outcome = 'refused';
      const what = message ? `error:unknown op,op:${message.op}` : `error:bad request,${text.slice(0, 100)}`;
      return { text: this.#ack(message, false, what) };
    }
    call.outcome = 'ok';
    if (message.op === 'ping') return { text: JSON.stringify(this.pong(message)) };
    const { success, message: ret, afterwards } = this.operate(message);
    if (!success) call.outcome = 'refused';
    return { text: this.#ack(message, success, ret), afterwards };
  }

  #ack(message: ClientMessage | null, success: boolean, ret_msg: string): string {
    const req_id = message?.requestId ?? '';
    return JSON.stringify({ success, ret_msg, conn_id: this.id, req_id, op: message?.op ?? '' });
  }

  #log(message: ClientMessage | null, text: string): Call {
    return this.context.log.add({
      timeMs: this.context.clock.nowMs(),
      lane: 'websocket',
      operation: message?.op ?? 'malformed',
      path: this.path,
      account: this.account,
      // The arguments of `auth` are secrets.
      params: message ? (message.op === 'auth' ? {} : { args: message.args }) : { text: text.slice(0, 200) },
    });
  }
}
