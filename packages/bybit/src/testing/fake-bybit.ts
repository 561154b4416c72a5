import type { SimulatedClock } from '@auction-trader/core';
import type {
  BybitCall,
  BybitReply,
  BybitSocket,
  BybitSocketHandlers,
  BybitSocketKind,
  BybitTransport,
} from '../transport.ts';
import {
  executionRowOf,
  instrumentRow,
  type OrderFields,
  orderRowOf,
  positionRowOf,
  walletRowOf,
} from './venue-rows.ts';

type Row = Record<string, unknown>;

/** What goes wrong with calls of a path. */
export interface Fault {
  readonly path: string;
  /** How many calls it holds for; Infinity for all. */
  times: number;
  /** The call is carried out and its reply lost; it never arrives; it is answered by this instead. */
  readonly how: 'lose-reply' | 'lose-call' | Partial<BybitReply>;
}

interface FakeSocket extends BybitSocket {
  readonly kind: BybitSocketKind;
  readonly handlers: BybitSocketHandlers;
  readonly sent: string[];
  readonly topics: Set<string>;
  isOpen: boolean;
  /** When it was asked for. */
  readonly openedMs: number;
}

const LATENCY_MS = 1;

/**
 * A scripted venue for the adapter's own tests: it keeps orders, executions and a position, acknowledges,
 * and pushes; fills and ends come when the test says so.
 */
export class FakeBybit implements BybitTransport {
  readonly clock: SimulatedClock;
  /** Every call that arrived, in order. */
  readonly calls: BybitCall[] = [];
  readonly sockets: FakeSocket[] = [];
  readonly faults: Fault[] = [];
  readonly orders = new Map<string, OrderFields>();
  readonly executions: Row[] = [];
  /** Venue time of the newest public trade that REST lists; null for none. */
  recentTradeMs: number | null = null;
  /** Venue clock - local clock. */
  skewMs = 0;
  offsetMs = 0;
  position = { side: '', size: 0, avgPrice: '0', leverage: '10', positionIdx: 0 };
  wallet = { totalEquity: '10000', totalAvailableBalance: '10000' };
  instrument: Row = instrumentRow();
  key: Row = { readOnly: 0, permissions: { ContractTrade: ['Order', 'Position'], Wallet: [] } };
  /** What happens to sockets: refuse or hang connections, logins and subscriptions. */
  connects: 'ok' | 'refuse' | 'hang' = 'ok';
  logins: 'ok' | 'silent' | 'refuse' = 'ok';
  loginCode: number | undefined;
  subscriptions: 'ok' | 'silent' | 'refuse' = 'ok';
  /** Topics whose acknowledgement or pushes are lost. */
  readonly muted = new Set<string>();
  pongs = true;
  #ids = 0;
  #seq = 1_000;

  constructor(clock: SimulatedClock) {
    this.clock = clock;
  }

  get nowMs(): number {
    return this.clock.nowMs() + this.skewMs;
  }

  request(call: BybitCall): Promise<BybitReply> {
    return new Promise((resolve) => {
      this.clock.after(LATENCY_MS, () => this.#serve(call, resolve));
    });
  }

  openSocket(kind: BybitSocketKind, handlers: BybitSocketHandlers): BybitSocket {
    const socket: FakeSocket = {
      kind,
      handlers,
      sent: [],
      topics: new Set(),
      isOpen: false,
      openedMs: this.clock.nowMs(),
      send: (text) => {
        if (!socket.isOpen) return;
        socket.sent.push(text);
        this.clock.after(LATENCY_MS, () => this.#hear(socket, JSON.parse(text)));
      },
      close: () => {
        socket.isOpen = false;
        socket.topics.clear();
      },
    };
    this.sockets.push(socket);
    this.clock.after(LATENCY_MS, () => {
      if (this.connects === 'refuse') handlers.onClose('Unexpected server response: 503');
      if (this.connects !== 'ok') return;
      socket.isOpen = true;
      handlers.onOpen();
    });
    return socket;
  }

  authFrame(expiresMs: number, requestId: string): string {
    return JSON.stringify({
      req_id: requestId,
      reqId: requestId,
      op: 'auth',
      args: ['KEY', expiresMs, 'SIGN'],
    });
  }

  setClockOffset(offsetMs: number): void {
    this.offsetMs = offsetMs;
  }

  /** The newest socket of a kind that is open. */
  socket(kind: BybitSocketKind): FakeSocket {
    const socket = this.sockets.findLast((one) => one.kind === kind && one.isOpen);
    if (socket === undefined) throw new Error(`no open ${kind} socket`);
    return socket;
  }

  /** Cuts every open socket of a kind. */
  cut(kind: BybitSocketKind): void {
    for (const socket of this.sockets) {
      if (socket.kind !== kind || !socket.isOpen) continue;
      socket.close();
      socket.handlers.onClose('the connection was lost');
    }
  }

  /** Calls of a path, oldest first. */
  callsTo(path: string): BybitCall[] {
    return this.calls.filter((call) => call.path === path);
  }

  /** Sends a raw frame to a kind of socket. */
  say(kind: BybitSocketKind, frame: unknown): void {
    for (const socket of this.sockets) {
      if (socket.kind !== kind || !socket.isOpen) continue;
      socket.handlers.onText(typeof frame === 'string' ? frame : JSON.stringify(frame));
    }
  }

  push(topic: string, ...data: Row[]): void {
    if (this.muted.has(topic)) return;
    const text = JSON.stringify({ id: `push-${this.#ids++}`, topic, creationTime: this.nowMs, data });
    for (const socket of this.sockets) {
      if (socket.isOpen && socket.topics.has(topic)) socket.handlers.onText(text);
    }
  }

  /** Fills an order, all or in part, and pushes execution, order, position and wallet. */
  fill(linkId: string, lots: number, price = '60000'): Row {
    const order = this.orders.get(linkId)!;
    order.cumExecQty += lots;
    order.orderStatus = order.cumExecQty >= order.qty ? 'Filled' : 'PartiallyFilled';
    order.updatedTime = this.nowMs;
    const signed = order.side === 'Buy' ? lots : -lots;
    this.setPosition((this.position.side === 'Sell' ? -1 : 1) * this.position.size + signed, price);
    const execution = this.execution({ linkId, lots, price, side: order.side });
    this.push('execution', execution);
    this.push('order', orderRowOf(order));
    this.push('position', positionRowOf(this.position, this.#seq));
    this.push('wallet', walletRowOf(this.wallet));
    return execution;
  }

  /** Adds an execution without pushing it. */
  execution(fields: {
    linkId: string;
    lots: number;
    price: string;
    side: string;
    execType?: string;
    fee?: string;
  }): Row {
    const execution = executionRowOf({
      ...fields,
      execId: `exec-${++this.#ids}`,
      seq: ++this.#seq,
      timeMs: this.nowMs,
    });
    this.executions.push(execution);
    return execution;
  }

  setPosition(lots: number, price: string): void {
    this.#seq++;
    const side = lots === 0 ? '' : lots > 0 ? 'Buy' : 'Sell';
    this.position = { ...this.position, side, size: Math.abs(lots), avgPrice: lots === 0 ? '0' : price };
  }

  /** Changes an order and pushes it. */
  change(linkId: string, fields: Partial<OrderFields>): void {
    const order = this.orders.get(linkId)!;
    Object.assign(order, fields, { updatedTime: this.nowMs });
    this.push('order', orderRowOf(order));
  }

  #serve(call: BybitCall, resolve: (reply: BybitReply) => void): void {
    const fault = this.faults.find(({ path, times }) => times > 0 && path === call.path);
    if (fault !== undefined) fault.times--;
    const answer = (reply: Partial<BybitReply>) =>
      this.clock.after(LATENCY_MS, () => resolve({ ...this.#reply(0, {}), ...reply }));
    if (fault?.how === 'lose-call') return;
    if (fault !== undefined && fault.how !== 'lose-reply') {
      this.calls.push(call);
      answer(fault.how);
      return;
    }
    this.calls.push(call);
    const reply = this.#carryOut(call);
    if (fault === undefined) answer(reply);
  }

  #reply(retCode: number, result: unknown, retMsg = retCode === 0 ? 'OK' : 'refused'): BybitReply {
    return { status: 200, sent: true, retCode, retMsg, result, timeMs: this.nowMs, limits: null };
  }

  #carryOut({ path, params }: BybitCall): BybitReply {
    const list = (rows: Row[]) => this.#reply(0, { category: 'linear', list: rows, nextPageCursor: '' });
    const linkId = params['orderLinkId'];
    switch (path) {
      case '/v5/market/time':
        return this.#reply(0, { timeNano: `${this.nowMs}000000` });
      case '/v5/market/instruments-info':
        return list([this.instrument]);
      case '/v5/market/recent-trade':
        return list(this.recentTradeMs === null ? [] : [{ time: String(this.recentTradeMs) }]);
      case '/v5/user/query-api':
        return this.#reply(0, this.key);
      case '/v5/account/info':
        return this.#reply(0, { marginMode: 'REGULAR_MARGIN' });
      case '/v5/account/fee-rate':
        return list([{ symbol: 'BTCUSDT', takerFeeRate: '0.00055', makerFeeRate: '0.0002' }]);
      case '/v5/account/wallet-balance':
        return list([walletRowOf(this.wallet)]);
      case '/v5/position/list':
        return list([positionRowOf(this.position, this.#seq)]);
      case '/v5/position/set-leverage':
        this.position.leverage = String(params['buyLeverage']);
        return this.#reply(0, {});
      case '/v5/order/realtime':
        return list(this.#orders(linkId, linkId === undefined));
      case '/v5/order/history':
        return list(this.#orders(linkId, false));
      case '/v5/execution/list':
        return list(
          this.executions.filter((row) => linkId === undefined || row['orderLinkId'] === linkId).reverse(),
        );
      case '/v5/order/create':
        return this.#create(params);
      case '/v5/order/amend':
        return this.#amend(params);
      case '/v5/order/cancel':
        return this.#cancel(String(linkId));
    }
    return this.#reply(10_001, {}, `no ${path}`);
  }

  #orders(linkId: unknown, openOnly: boolean): Row[] {
    const isOpen = ({ orderStatus }: OrderFields) => /^(New|PartiallyFilled|Untriggered)$/.test(orderStatus);
    return [...this.orders.values()]
      .filter((order) => linkId === undefined || order.orderLinkId === linkId)
      .filter((order) => !openOnly || isOpen(order))
      .map((order) => orderRowOf(order));
  }

  #create(params: BybitCall['params']): BybitReply {
    const linkId = String(params['orderLinkId']);
    if (this.orders.has(linkId)) return this.#reply(110_072, {});
    const order: OrderFields = {
      orderLinkId: linkId,
      orderId: `order-${++this.#ids}`,
      side: String(params['side']),
      orderType: String(params['orderType']),
      qty: Math.round(Number(params['qty']) * 1_000),
      price: String(params['price'] ?? '0'),
      triggerPrice: String(params['triggerPrice'] ?? ''),
      reduceOnly: params['reduceOnly'] === true,
      orderStatus: params['triggerPrice'] === undefined ? 'New' : 'Untriggered',
      cumExecQty: 0,
      cancelType: 'UNKNOWN',
      rejectReason: 'EC_NoError',
      updatedTime: this.nowMs,
    };
    this.orders.set(linkId, order);
    this.clock.after(LATENCY_MS, () => this.push('order', orderRowOf(order)));
    return this.#reply(0, { orderId: order.orderId, orderLinkId: linkId });
  }

  #amend(params: BybitCall['params']): BybitReply {
    const linkId = String(params['orderLinkId']);
    const order = this.orders.get(linkId);
    if (order === undefined) return this.#reply(110_001, {});
    this.clock.after(LATENCY_MS, () =>
      this.change(linkId, {
        qty: Math.round(Number(params['qty']) * 1_000),
        ...(params['triggerPrice'] === undefined ? {} : { triggerPrice: String(params['triggerPrice']) }),
      }),
    );
    return this.#reply(0, {});
  }

  #cancel(linkId: string): BybitReply {
    const order = this.orders.get(linkId);
    if (order === undefined || /Filled$|Cancelled|Rejected/.test(order.orderStatus)) {
      if (order?.orderStatus !== 'PartiallyFilled') return this.#reply(110_001, {});
    }
    const orderStatus = order.orderStatus === 'Untriggered' ? 'Deactivated' : 'Cancelled';
    this.clock.after(LATENCY_MS, () => this.change(linkId, { orderStatus, cancelType: 'CancelByUser' }));
    return this.#reply(0, {});
  }

  #hear(socket: FakeSocket, frame: { op: string; args?: unknown[]; req_id?: string; reqId?: string }): void {
    const { op, args = [], req_id, reqId } = frame;
    const answer = (reply: Row) =>
      this.clock.after(LATENCY_MS, () => socket.isOpen && socket.handlers.onText(JSON.stringify(reply)));
    if (op === 'ping' && this.pongs) answer({ op: 'pong' });
    else if (op === 'auth') this.#hearLogin(socket.kind, String(req_id), answer);
    else if (op === 'unsubscribe') for (const topic of args) socket.topics.delete(String(topic));
    else if (op === 'subscribe') {
      const topic = String(args[0]);
      if (this.subscriptions === 'silent' || this.muted.has(`ack ${topic}`)) return;
      const success = this.subscriptions === 'ok';
      if (success) socket.topics.add(topic);
      answer({ success, ret_msg: success ? '' : 'handler not found', req_id, op, conn_id: 'c' });
    } else if (op.startsWith('order.'))
      this.#hearOrder(op, args[0] as BybitCall['params'], String(reqId), answer);
  }

  #hearLogin(kind: BybitSocketKind, requestId: string, answer: (reply: Row) => void): void {
    if (this.logins === 'silent') return;
    const isOk = this.logins === 'ok';
    if (kind === 'trade')
      answer({
        retCode: isOk ? 0 : (this.loginCode ?? 10_004),
        retMsg: isOk ? 'OK' : 'no',
        op: 'auth',
        connId: 'c',
      });
    else
      answer({
        success: isOk,
        ret_msg: isOk ? '' : 'no',
        retCode: this.loginCode,
        op: 'auth',
        req_id: requestId,
      });
  }

  #hearOrder(op: string, params: BybitCall['params'], reqId: string, answer: (reply: Row) => void): void {
    const path = `/v5/order/${op.slice('order.'.length)}`;
    const call: BybitCall = { method: 'POST', path: `trade ${path}`, params, signed: true };
    const fault = this.faults.find((one) => one.times > 0 && one.path === call.path);
    if (fault !== undefined) fault.times--;
    if (fault?.how === 'lose-call') return;
    this.calls.push(call);
    const { retCode, retMsg, result } = this.#carryOut({ ...call, path });
    const isFake = fault !== undefined && fault.how !== 'lose-reply';
    const reply = { reqId, op, retExtInfo: {}, data: result, header: {}, connId: 'c', retCode, retMsg };
    if (fault?.how !== 'lose-reply') answer(isFake ? { ...reply, ...(fault.how as Row) } : reply);
  }
}
