/** A REST path that the venue knows. */
export interface Endpoint {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** Needs a key and a signature. */
  readonly signed: boolean;
  /** Requests per second and account; endpoints with one bucket share it. */
  readonly perSecond: number;
  readonly bucket: string;
}

function open(path: string): Endpoint {
  return { method: 'GET', path, signed: false, perSecond: 0, bucket: path };
}

function read(path: string, perSecond: number): Endpoint {
  return { method: 'GET', path, signed: true, perSecond, bucket: path };
}

function write(path: string, perSecond: number): Endpoint {
  return { method: 'POST', path, signed: true, perSecond, bucket: path };
}

/** Everything that is answered; any other path is a 404. */
export const ENDPOINTS: readonly Endpoint[] = [
  open('/v5/market/time'),
  open('/v5/market/instruments-info'),
  open('/v5/market/tickers'),
  open('/v5/market/kline'),
  open('/v5/market/recent-trade'),
  open('/v5/market/orderbook'),
  open('/v5/market/funding/history'),
  read('/v5/user/query-api', 10),
  read('/v5/asset/coin/query-info', 5),
  read('/v5/account/info', 50),
  read('/v5/account/fee-rate', 10),
  read('/v5/account/wallet-balance', 50),
  read('/v5/account/query-dcp-info', 5),
  read('/v5/position/list', 50),
  read('/v5/position/closed-pnl', 50),
  read('/v5/order/realtime', 50),
  read('/v5/order/history', 50),
  read('/v5/execution/list', 50),
  write('/v5/order/create', 10),
  write('/v5/order/amend', 10),
  write('/v5/order/cancel', 10),
  write('/v5/order/cancel-all', 10),
  write('/v5/order/create-batch', 10),
  write('/v5/order/amend-batch', 10),
  write('/v5/order/cancel-batch', 10),
  write('/v5/order/disconnected-cancel-all', 5),
  write('/v5/position/set-leverage', 10),
  write('/v5/position/trading-stop', 10),
  write('/v5/position/switch-mode', 10),
  write('/v5/position/set-risk-limit', 10),
];

const BY_NAME = new Map(ENDPOINTS.map((endpoint) => [`${endpoint.method} ${endpoint.path}`, endpoint]));

/** The endpoint of a method and path, undefined when there is none. */
export function findEndpoint(method: string, path: string): Endpoint | undefined {
  return BY_NAME.get(`${method} ${path}`);
}
