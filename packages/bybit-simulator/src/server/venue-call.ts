import { findEndpoint } from './endpoints.ts';
import type { ProtocolContext } from './protocol-context.ts';
import type { LimitState } from './rate-limits.ts';
import type { SimulatedAccount } from './simulated-account.ts';
import type { VenueReply } from './venue-port.ts';
import { codeReply } from './venue-reply.ts';

type Params = Readonly<Record<string, unknown>>;

const ACCOUNT_WINDOW_MS = 1_000;

/** Counts a call of an account against the endpoint's limit. */
export function takeLimit(context: ProtocolContext, account: string, path: string): LimitState {
  const endpoint = findEndpoint('POST', path) ?? findEndpoint('GET', path);
  const perSecond = Math.max(1, Math.floor((endpoint?.perSecond ?? 10) * context.limits.accountFactor));
  const key = `${account} ${endpoint?.bucket ?? path}`;
  return context.counter.take(key, perSecond, ACCOUNT_WINDOW_MS, context.clock.nowMs());
}

/** Asks the venue; a batch becomes its single orders. */
export function callVenue(
  context: ProtocolContext,
  account: SimulatedAccount | null,
  method: 'GET' | 'POST',
  path: string,
  params: Params,
): VenueReply {
  if (account?.readOnly && method === 'POST') return codeReply(10005);
  const single = /^(\/v5\/order\/(?:create|amend|cancel))-batch$/.exec(path)?.[1];
  const name = account?.name ?? null;
  if (single) return callBatch(context, name, single, params);
  if (name !== null && path === '/v5/order/disconnected-cancel-all')
    return context.deadManSwitch.set(name, params);
  if (name !== null && path === '/v5/account/query-dcp-info') return context.deadManSwitch.facts(name);
  if (path === '/v5/market/time') return serverTime(context);
  const reply = context.venue.request(name, method, path, params);
  if (path !== '/v5/user/query-api' || !account) return reply;
  return { ...reply, result: { ...reply.result, ...keyFacts(account) } };
}

function serverTime({ clock }: ProtocolContext): VenueReply {
  const nowMs = clock.nowMs();
  const result = { timeSecond: String(Math.floor(nowMs / 1_000)), timeNano: `${nowMs}000000` };
  return { retCode: 0, retMsg: 'OK', result };
}

const MOST_IN_BATCH = 20;

function callBatch(
  context: ProtocolContext,
  account: string | null,
  path: string,
  params: Params,
): VenueReply {
  const { category, request } = params;
  if (!Array.isArray(request) || request.length === 0 || request.length > MOST_IN_BATCH) {
    return codeReply(10001);
  }
  if (!request.every((one) => typeof one === 'object' && one !== null)) return codeReply(10001);
  const list: unknown[] = [];
  const codes: unknown[] = [];
  for (const one of request as Params[]) {
    const reply = context.venue.request(account, 'POST', path, { ...one, category });
    const { orderId = '', orderLinkId = '' } = reply.retCode === 0 ? reply.result : one;
    list.push({
      category,
      symbol: one['symbol'] ?? '',
      orderId,
      orderLinkId,
      createAt: String(context.clock.nowMs()),
    });
    codes.push({ code: reply.retCode, msg: reply.retMsg });
  }
  return { retCode: 0, retMsg: 'OK', result: { list }, retExtInfo: { list: codes } };
}

/** What a key says of itself. */
function keyFacts(account: SimulatedAccount): Params {
  return {
    apiKey: account.key,
    readOnly: account.readOnly ? 1 : 0,
    permissions: {
      ContractTrade: account.readOnly ? [] : ['Order', 'Position'],
      Spot: account.readOnly ? [] : ['SpotTrade'],
      Wallet: account.mayWithdraw ? ['AccountTransfer', 'Withdraw'] : [],
      Options: [],
      Derivatives: account.readOnly ? [] : ['DerivativesTrade'],
      Exchange: [],
      NFT: [],
      Affiliate: [],
    },
  };
}
