import type { Clock, Random } from '@auction-trader/core';
import { z } from 'zod';
import { type ControlFrame, readControlFrame } from './control-frame.ts';
import { ReconnectingSocket } from './reconnecting-socket.ts';
import {
  type ExecutionRow,
  executionRow,
  type OrderRow,
  orderRow,
  type PositionRow,
  positionRow,
  type WalletRow,
  walletRow,
} from './rows.ts';
import type { BybitTransport } from './transport.ts';

const TOPICS = ['order', 'execution', 'position', 'wallet'] as const;
/** How long a login frame is valid: short, so that a late one is refused. */
const LOGIN_VALID_MS = 5_000;

/** Hears what the private topics say; rows of other categories and symbols included. */
export interface PrivateStreamListener {
  onOrders(rows: OrderRow[]): void;
  onExecutions(rows: ExecutionRow[]): void;
  onPositions(rows: PositionRow[]): void;
  onWallet(row: WalletRow): void;
  /** Logged in, and every topic confirmed. */
  onUp(): void;
  /** Once per connection or attempt that ends. */
  onDown(reason: string): void;
  /** The venue refused the login; the stream goes on trying. `code` is NaN when none was given. */
  onLoginRefused(code: number, message: string): void;
  /** Something that could not be read. */
  onMalformed(what: string): void;
}

/** What a {@link PrivateStream} is made of. */
export interface PrivateStreamOptions {
  readonly transport: BybitTransport;
  readonly clock: Clock;
  readonly random: Random;
  /** Epoch ms on the venue's clock. */
  readonly venueNowMs: () => number;
}

/** Pushes of the account: orders, executions, position, wallet. Each topic has to be confirmed. */
export class PrivateStream {
  readonly #options: PrivateStreamOptions;
  readonly #socket: ReconnectingSocket;
  readonly #listener: PrivateStreamListener;
  readonly #unconfirmed = new Set<string>();

  constructor(options: PrivateStreamOptions, listener: PrivateStreamListener) {
    this.#options = options;
    this.#listener = listener;
    const { transport, clock, random } = options;
    this.#socket = new ReconnectingSocket({ transport, clock, random, kind: 'private' });
  }

  /** Whether pushes are to be expected. */
  get isUp(): boolean {
    return this.#socket.isConfirmed;
  }

  start(): void {
    this.#socket.start({
      onOpen: () => this.#login(),
      onText: (text) => this.#take(text),
      onDown: (reason) => this.#listener.onDown(reason),
    });
  }

  stop(): void {
    this.#socket.stop();
  }

  /** Gives the connection up for a new one. */
  rebuild(reason: string): void {
    this.#socket.drop(reason);
  }

  #login(): void {
    const { transport, venueNowMs } = this.#options;
    this.#unconfirmed.clear();
    this.#socket.send(transport.authFrame(Math.round(venueNowMs() + LOGIN_VALID_MS), 'login'));
  }

  #take(text: string): void {
    const control = readControlFrame(text);
    if (control !== null) this.#takeControl(control);
    else this.#takeData(text);
  }

  #takeControl(control: ControlFrame): void {
    const { op, ok, requestId, message, retCode } = control;
    if (op === 'auth') {
      if (ok) this.#subscribe();
      else {
        this.#listener.onLoginRefused(retCode, message);
        this.#socket.drop(`login refused: ${message}`);
      }
    } else if (op === 'subscribe') {
      if (ok) this.#confirm(requestId);
      else this.#socket.drop(`subscription of ${requestId || 'a topic'} refused: ${message}`);
    }
  }

  #subscribe(): void {
    for (const topic of TOPICS) {
      this.#unconfirmed.add(topic);
      this.#socket.send(JSON.stringify({ req_id: topic, op: 'subscribe', args: [topic] }));
    }
  }

  #confirm(requestId: string): void {
    const topic = requestId || [...this.#unconfirmed][0];
    if (topic !== undefined) this.#unconfirmed.delete(topic);
    if (this.#unconfirmed.size > 0 || this.#socket.isConfirmed) return;
    this.#socket.confirm();
    this.#listener.onUp();
  }

  #takeData(text: string): void {
    const frame = readFrame(text);
    if (frame === null) {
      this.#listener.onMalformed('a private frame');
      return;
    }
    const { topic, data } = frame;
    const [name] = topic.split('.');
    if (name === 'order') this.#rows(data, orderRow, topic, (rows) => this.#listener.onOrders(rows));
    else if (name === 'execution') {
      this.#rows(data, executionRow, topic, (rows) => this.#listener.onExecutions(rows));
    } else if (name === 'position') {
      this.#rows(data, positionRow, topic, (rows) => this.#listener.onPositions(rows));
    } else if (name === 'wallet') {
      this.#rows(data, walletRow, topic, (rows) => rows.forEach((row) => void this.#listener.onWallet(row)));
    } else this.#listener.onMalformed(`a private topic nobody asked for: ${topic.slice(0, 40)}`);
  }

  /** Rows that can be read are used, whatever the others are. */
  #rows<Row>(data: unknown[], schema: z.ZodType<Row>, topic: string, use: (rows: Row[]) => void): void {
    const good: Row[] = [];
    for (const row of data) {
      const parsed = schema.safeParse(row);
      if (parsed.success) good.push(parsed.data);
      else this.#listener.onMalformed(`a row of ${topic}: ${parsed.error.issues[0]?.path.join('.') ?? ''}`);
    }
    if (good.length > 0) use(good);
  }
}

const privateFrame = z.looseObject({ topic: z.string(), data: z.array(z.unknown()) });

function readFrame(text: string): z.output<typeof privateFrame> | null {
  try {
    return privateFrame.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
