import { editText, shiftTimes } from '../faults/edit-frame.ts';
import type { Call } from './call-log.ts';
import { findEndpoint } from './endpoints.ts';
import { type FalseAnswer, passRequest } from './pass-request.ts';
import { isTimely, type ProtocolContext, replyHeaders } from './protocol-context.ts';
import type { LimitState } from './rate-limits.ts';
import type { RestOutcome, RestReply, RestRequest } from './rest-message.ts';
import { isSigned, signedForms } from './signature.ts';
import type { SimulatedAccount } from './simulated-account.ts';
import { callVenue, takeLimit } from './venue-call.ts';
import type { VenueReply } from './venue-port.ts';
import { codeReply } from './venue-reply.ts';

type Params = Readonly<Record<string, unknown>>;

const JSON_TYPE = 'application/json; charset=utf-8';
const DEFAULT_WINDOW_MS = 5_000;

/** Answers a REST call: faults, bans, limits, keys, signatures, and then the venue. */
export function handleRest(
  context: ProtocolContext,
  request: RestRequest,
  done: (outcome: RestOutcome) => void,
): void {
  const { clock, conditions, faults, log } = context;
  const params = paramsOf(request);
  const account = context.accountsByKey.get(request.headers['x-bapi-api-key'] ?? '') ?? null;
  const call = log.add({
    timeMs: clock.nowMs(),
    lane: 'rest',
    operation: request.method,
    path: request.path,
    account: account?.name ?? null,
    params: params ?? {},
  });
  const cut = () => done({ kind: 'reset' });
  if (conditions.isDown) {
    call.outcome = 'down';
    cut();
    return;
  }
  const name = `${request.method} ${request.path}`;
  const rows = () => [params ?? {}];
  const point = { kind: 'rest', name, path: '', account: account?.name ?? null, rows } as const;
  passRequest(faults.request(point), {
    after: (delayMs, callback) => clock.after(delayMs, callback),
    carryOut: () => answer(context, request, params, account, call),
    falseAnswer: (effect) => falseAnswer(context, effect),
    edit: (reply, effects) => ({ ...reply, body: editText(reply.body, effects) }),
    deliver: (reply, delayMs) => {
      const totalMs = delayMs + conditions.slowMs;
      if (totalMs > 0) clock.after(totalMs, () => done({ kind: 'reply', reply }));
      else done({ kind: 'reply', reply });
    },
    cut,
    note: (outcome) => {
      call.outcome = outcome;
    },
  });
}

function answer(
  context: ProtocolContext,
  request: RestRequest,
  params: Params | null,
  account: SimulatedAccount | null,
  call: Call,
): RestReply {
  const limit = takeAddressLimit(context, request.address);
  if (context.conditions.isBanned) {
    call.outcome = '403';
    return textReply(context, 403, 'access too frequent', limit);
  }
  const endpoint = findEndpoint(request.method, request.path);
  if (!endpoint) {
    call.outcome = '404';
    return textReply(context, 404, '404 page not found', limit);
  }
  const refusal = params === null ? 10001 : endpoint.signed ? signRefusal(context, request, account) : 0;
  if (refusal !== 0) return finish(context, call, codeReply(refusal), limit);
  const method = endpoint.method;
  if (!endpoint.signed)
    return finish(context, call, callVenue(context, null, method, request.path, params!), limit);
  const accountLimit = takeLimit(context, account!.name, request.path);
  if (accountLimit.exceeded) return finish(context, call, codeReply(10006), accountLimit);
  return finish(context, call, callVenue(context, account, method, request.path, params!), accountLimit);
}

/** Counts a call of an address; too many are the beginning of a ban. */
function takeAddressLimit(
  { clock, conditions, counter, limits }: ProtocolContext,
  address: string,
): LimitState {
  const { addressRequests, addressWindowMs, banMs } = limits;
  const state = counter.take(`address ${address}`, addressRequests, addressWindowMs, clock.nowMs());
  if (state.exceeded && !conditions.isBanned) conditions.ban(banMs);
  return state;
}

/** 0 when key, time and signature are right, else the retCode. */
function signRefusal(
  context: ProtocolContext,
  request: RestRequest,
  account: SimulatedAccount | null,
): number {
  const { headers } = request;
  const key = headers['x-bapi-api-key'];
  const timestamp = headers['x-bapi-timestamp'];
  const sign = headers['x-bapi-sign'];
  if (!key || !account) return 10003;
  if (!timestamp || !sign || !/^\d+$/.test(timestamp)) return 10001;
  const windowText = headers['x-bapi-recv-window'] ?? '';
  const windowMs = windowText === '' ? DEFAULT_WINDOW_MS : Number(windowText);
  if (!Number.isFinite(windowMs)) return 10001;
  if (!isTimely(context, Number(timestamp), windowMs)) return 10002;
  const payloads = request.method === 'GET' ? signedForms(request.query) : [request.body];
  const texts = payloads.map((payload) => timestamp + key + windowText + payload);
  return isSigned(account.secret, sign, texts) ? 0 : 10004;
}

function finish(context: ProtocolContext, call: Call, reply: VenueReply, limit: LimitState): RestReply {
  call.outcome = reply.retCode === 0 ? 'ok' : String(reply.retCode);
  return jsonReply(context, reply, limit);
}

function jsonReply(context: ProtocolContext, reply: VenueReply, limit: LimitState): RestReply {
  const { retCode, retMsg, result, retExtInfo = {} } = reply;
  const { clock } = context;
  const text = JSON.stringify({ retCode, retMsg, result, retExtInfo, time: clock.trueClock.nowMs() });
  const body = shiftTimes(text, clock.offsetMs);
  return { status: 200, headers: { 'Content-Type': JSON_TYPE, ...replyHeaders(context, limit) }, body };
}

function textReply(context: ProtocolContext, status: number, body: string, limit: LimitState): RestReply {
  const headers = { 'Content-Type': 'text/plain; charset=utf-8', ...replyHeaders(context, limit) };
  return { status, headers, body };
}

/** What says that too much was asked. */
const LIMIT_CODES: ReadonlySet<number> = new Set([10_006, 10_018, 10_429, 20_003]);
const LIMIT_STATUSES: ReadonlySet<number> = new Set([403, 429]);

const PAGE =
  '<html><head><title>502 Bad Gateway</title></head><body><center>Bad Gateway</center></body></html>';

function falseAnswer(context: ProtocolContext, effect: FalseAnswer): RestReply {
  const nowMs = context.clock.nowMs();
  const exceeded =
    effect.kind === 'code' ? LIMIT_CODES.has(effect.retCode) : LIMIT_STATUSES.has(effect.status);
  const limit = { limit: 10, left: exceeded ? 0 : 9, resetMs: nowMs + 1_000, exceeded };
  switch (effect.kind) {
    case 'code':
      return jsonReply(context, codeReply(effect.retCode, effect.retMsg), limit);
    case 'html':
      return { status: effect.status, headers: { 'Content-Type': 'text/html' }, body: PAGE };
    case 'status': {
      const reply = textReply(context, effect.status, effect.body, limit);
      return { ...reply, headers: { ...reply.headers, ...effect.headers } };
    }
  }
}

/** Parameters of a query or of a JSON body; null when the body is not a JSON object. */
function paramsOf(request: RestRequest): Params | null {
  if (request.method === 'GET') return Object.fromEntries(new URLSearchParams(request.query));
  if (request.body === '') return {};
  try {
    const body: unknown = JSON.parse(request.body);
    return typeof body === 'object' && body !== null && !Array.isArray(body) ? (body as Params) : null;
  } catch {
    return null;
  }
}
