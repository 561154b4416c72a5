import { editText } from '../faults/edit-frame.ts';
import { authenticate } from './authenticate.ts';
import type { Call } from './call-log.ts';
import { type ClientMessage, parseClientMessage } from './client-message.ts';
import { passRequest } from './pass-request.ts';
import { isTimely, replyHeaders } from './protocol-context.ts';
import type { LimitState } from './rate-limits.ts';
import { retMessage } from './ret-messages.ts';
import { scalarText } from './scalar-text.ts';
import type { SimulatedAccount } from './simulated-account.ts';
import { callVenue, takeLimit } from './venue-call.ts';
import { VenueConnection } from './venue-connection.ts';
import type { VenueReply } from './venue-port.ts';
import { codeReply } from './venue-reply.ts';

const ORDER_PATHS: ReadonlyMap<string, string> = new Map(
  ['create', 'amend', 'cancel', 'create-batch', 'amend-batch', 'cancel-batch'].map((name) => [
    `order.${name}`,
    `/v5/order/${name}`,
  ]),
);
const LONGEST_REQUEST_ID = 36;
const DEFAULT_WINDOW_MS = 5_000;

type Params = Readonly<Record<string, unknown>>;

/** A connection that orders are sent on: `/v5/trade`. */
export class TradeConnection extends VenueConnection {
  readonly #requestIds = new Set<string>();
  #account: SimulatedAccount | null = null;

  protected override hear(text: string): void {
    const message = parseClientMessage(text);
    const op = message?.op ?? '';
    const params = (message?.args[0] ?? {}) as Params;
    const { account, path } = this;
    const effects = this.context.faults.request({
      kind: 'operation',
      name: op,
      path,
      account,
      rows: () => [params],
    });
    const call = this.#log(op, params);
    passRequest<string>(effects, {
      after: (delayMs, callback) => this.context.clock.after(delayMs, callback),
      carryOut: () => this.#answer(message, call),
      falseAnswer: (effect) => {
        if (effect.kind === 'html') return '<html></html>';
        if (effect.kind === 'status') return effect.body;
        return this.#orderText(message, codeReply(effect.retCode, effect.retMsg), null);
      },
      edit: editText,
      deliver: (answer, delayMs) => {
        if (delayMs > 0) this.context.clock.after(delayMs, () => this.emit(`op:${op}`, answer));
        else this.emit(`op:${op}`, answer);
      },
      cut: () => this.terminate(),
      note: (outcome) => {
        call.outcome = outcome;
      },
    });
  }

  #answer(message: ClientMessage | null, call: Call): string {
    if (!message) return this.#short(null, call, 10001);
    switch (message.op) {
      case 'auth':
        return this.#short(message, call, this.#authenticate(message.args));
      case 'ping':
        call.outcome = 'ok';
        return this.#text(message, 0, retMessage(0), {
          op: 'pong',
          data: [String(this.context.clock.nowMs())],
        });
      default:
        return this.#orderAnswer(message, call);
    }
  }

  #authenticate(args: readonly unknown[]): number {
    if (this.#account) return 20001;
    const account = authenticate(this.context, args);
    if (typeof account === 'number') return account;
    this.#account = account;
    this.account = account.name;
    return 0;
  }

  #orderAnswer(message: ClientMessage, call: Call): string {
    const path = ORDER_PATHS.get(message.op);
    if (path === undefined) return this.#short(message, call, 10404);
    const refusal = this.#refusal(message);
    if (refusal !== 0) return this.#orderText(message, this.#note(call, codeReply(refusal)), null);
    const limit = takeLimit(this.context, this.#account!.name, path);
    if (limit.exceeded) return this.#orderText(message, this.#note(call, codeReply(10006)), limit);
    const reply = callVenue(this.context, this.#account, 'POST', path, message.args[0] as Params);
    return this.#orderText(message, this.#note(call, reply), limit);
  }

  /** 0 when the request may be carried out. */
  #refusal({ args, header, requestId }: ClientMessage): number {
    if (!this.#account) return 10005;
    if (requestId !== undefined && requestId.length > LONGEST_REQUEST_ID) return 10001;
    if (requestId !== undefined && this.#requestIds.has(requestId)) return 20006;
    if (args.length !== 1 || typeof args[0] !== 'object' || args[0] === null) return 10001;
    const timestamp = scalarText(header['X-BAPI-TIMESTAMP']);
    const windowMs = Number(scalarText(header['X-BAPI-RECV-WINDOW'] ?? DEFAULT_WINDOW_MS));
    if (!/^\d+$/.test(timestamp) || !Number.isFinite(windowMs)) return 10001;
    if (requestId !== undefined) this.#requestIds.add(requestId);
    return isTimely(this.context, Number(timestamp), windowMs) ? 0 : 10002;
  }

  #note(call: Call, reply: VenueReply): VenueReply {
    call.outcome = reply.retCode === 0 ? 'ok' : String(reply.retCode);
    return reply;
  }

  #orderText(message: ClientMessage | null, reply: VenueReply, limit: LimitState | null): string {
    const nowMs = this.context.clock.nowMs();
    const header = replyHeaders(
      this.context,
      limit ?? { limit: 10, left: 9, resetMs: nowMs, exceeded: false },
    );
    const { retCode, retMsg, result: data, retExtInfo = {} } = reply;
    return this.#text(message, retCode, retMsg, { op: message?.op ?? '', data, retExtInfo, header });
  }

  #short(message: ClientMessage | null, call: Call, retCode: number): string {
    call.outcome = retCode === 0 ? 'ok' : String(retCode);
    return this.#text(message, retCode, retMessage(retCode), { op: message?.op ?? '' });
  }

  #text(message: ClientMessage | null, retCode: number, retMsg: string, rest: object): string {
    const echo = message?.requestId === undefined ? {} : { reqId: message.requestId };
    return JSON.stringify({ ...echo, retCode, retMsg, ...rest, connId: this.id });
  }

  #log(op: string, params: Params): Call {
    return this.context.log.add({
      timeMs: this.context.clock.nowMs(),
      lane: 'websocket',
      operation: op === '' ? 'malformed' : op,
      path: this.path,
      account: this.account,
      // The arguments of `auth` are secrets.
      params: op === 'auth' ? {} : params,
    });
  }
}
