import type { BybitLimits, BybitReply } from './transport.ts';

const NO_REPLY: BybitReply = {
  status: 0,
  sent: true,
  retCode: Number.NaN,
  retMsg: 'no reply',
  result: null,
  timeMs: Number.NaN,
  limits: null,
};

/** Faults in which nothing can have reached the venue. */
const NEVER_LEFT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/** Reads what the SDK resolves with: the body of a 200, spread, with the rate limits beside it. */
export function replyOf(raw: unknown): BybitReply {
  const { retCode, retMsg, result, time, rateLimitApi } = asObject(raw);
  return {
    status: 200,
    sent: true,
    retCode: typeof retCode === 'number' ? retCode : Number.NaN,
    retMsg: typeof retCode === 'number' ? String(retMsg ?? '') : 'not a reply of the venue',
    result: result ?? null,
    timeMs: typeof time === 'number' ? time : Number.NaN,
    limits: limitsOf(rateLimitApi),
  };
}

/**
 * Reads what the SDK rejects with. Those objects hold the keys: only status, code and a few known words
 * are taken from them.
 */
export function failedReply(raw: unknown): BybitReply {
  const { code, body, headers } = asObject(raw);
  if (typeof code === 'number' && code > 0) {
    const { retCode, retMsg } = asObject(body);
    return {
      ...NO_REPLY,
      status: code,
      retCode: typeof retCode === 'number' ? retCode : Number.NaN,
      retMsg: typeof retCode === 'number' ? String(retMsg ?? '') : `HTTP ${code}`,
      limits: headerLimits(headers),
    };
  }
  const name = typeof code === 'string' && /^[A-Z_]+$/.test(code) ? code : 'no reply';
  return { ...NO_REPLY, sent: !NEVER_LEFT.has(name), retMsg: name };
}

function limitsOf(raw: unknown): BybitLimits | null {
  const { maxRequests, remainingRequests, resetAtTimestamp } = asObject(raw);
  if (typeof maxRequests !== 'number' || typeof remainingRequests !== 'number') return null;
  if (typeof resetAtTimestamp !== 'number') return null;
  return { limit: maxRequests, left: remainingRequests, resetMs: resetAtTimestamp };
}

function headerLimits(raw: unknown): BybitLimits | null {
  const headers = asObject(raw);
  const limits = {
    limit: Number(headers['x-bapi-limit']),
    left: Number(headers['x-bapi-limit-status']),
    resetMs: Number(headers['x-bapi-limit-reset-timestamp']),
  };
  return Number.isNaN(limits.limit + limits.left + limits.resetMs) ? null : limits;
}

function asObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
