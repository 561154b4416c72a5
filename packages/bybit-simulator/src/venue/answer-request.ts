import type { Account } from './account.ts';
import {
  accountInfo,
  closedPnl,
  executionList,
  feeRates,
  orderHistory,
  positionList,
  realtimeOrders,
  walletBalance,
} from './account-queries.ts';
import {
  fundingHistory,
  instrumentsInfo,
  kline,
  orderBook,
  recentTrades,
  serverTime,
  tickers,
} from './market-queries.ts';
import { amendOrder, cancelAll, cancelOrder, createOrder } from './order-requests.ts';
import type { Params } from './params.ts';
import { setLeverage, setRiskLimit, switchMode } from './position-requests.ts';
import { refuse } from './refusal.ts';
import type { Row } from './rows.ts';
import { setTradingStop } from './trading-stop.ts';
import type { VenueState } from './venue-state.ts';

type OpenAnswer = (state: VenueState, params: Params) => Row;
type SignedAnswer = (state: VenueState, account: Account, params: Params) => Row;

const OPEN: Readonly<Record<string, OpenAnswer>> = {
  'GET /v5/market/time': ({ clock }) => serverTime(clock.nowMs()),
  'GET /v5/market/instruments-info': instrumentsInfo,
  'GET /v5/market/tickers': tickers,
  'GET /v5/market/kline': (state, params) => kline(state, params, state.clock.nowMs()),
  'GET /v5/market/recent-trade': recentTrades,
  'GET /v5/market/orderbook': orderBook,
  'GET /v5/market/funding/history': fundingHistory,
};

const SIGNED: Readonly<Record<string, SignedAnswer>> = {
  'GET /v5/user/query-api': queryKey,
  'GET /v5/asset/coin/query-info': queryCoins,
  'GET /v5/account/info': (_, account) => accountInfo(account),
  'GET /v5/account/fee-rate': (state, _, params) => feeRates(state, params),
  'GET /v5/account/wallet-balance': (_, account) => walletBalance(account),
  'GET /v5/position/list': positionList,
  'GET /v5/position/closed-pnl': (_, account, params) => closedPnl(account, params),
  'GET /v5/order/realtime': (_, account, params) => realtimeOrders(account, params),
  'GET /v5/order/history': ({ clock }, account, params) => orderHistory(account, params, clock.nowMs()),
  'GET /v5/execution/list': (_, account, params) => executionList(account, params),
  'POST /v5/order/create': createOrder,
  'POST /v5/order/amend': amendOrder,
  'POST /v5/order/cancel': cancelOrder,
  'POST /v5/order/cancel-all': cancelAll,
  'POST /v5/position/set-leverage': setLeverage,
  'POST /v5/position/trading-stop': setTradingStop,
  'POST /v5/position/switch-mode': switchMode,
  'POST /v5/position/set-risk-limit': (state, _, params) => setRiskLimit(state, params),
};

/**
 * Carries out a request.
 *
 * @param account null when it was not signed
 * @param name method and path
 * @throws Refusal when the venue turns it down
 */
export function answerRequest(state: VenueState, account: Account | null, name: string, params: Params): Row {
  const open = OPEN[name];
  if (open) return open(state, params);
  const signed = SIGNED[name] ?? refuse(10001, `there is no ${name}`);
  return signed(state, account ?? refuse(10003, 'API key is invalid.'), params);
}

/** What the venue itself knows of a key; the rest is said where keys are kept. */
function queryKey(): Row {
  return {
    id: '1',
    note: 'simulated',
    apiKey: '',
    readOnly: 0,
    secret: '',
    permissions: {},
    ips: ['*'],
    type: 1,
    deadlineDay: 90,
    expiredAt: '2030-01-01T00:00:00Z',
    createdAt: '2024-01-01T00:00:00Z',
    unified: 0,
    uta: 1,
    userID: 1,
    inviterID: 0,
    vipLevel: 'No VIP',
    mktMakerLevel: '0',
    affiliateID: 0,
    rsaPublicKey: '',
    isMaster: true,
    parentUid: '0',
    kycLevel: 'LEVEL_DEFAULT',
    kycRegion: '',
  };
}

function queryCoins(): Row {
  return { rows: [{ name: 'USDT', coin: 'USDT', remainAmount: '1', chains: [] }] };
}
