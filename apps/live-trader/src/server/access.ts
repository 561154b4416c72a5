import { createHash, timingSafeEqual } from 'node:crypto';
import { isIP } from 'node:net';
import { AuctionTraderError } from '@auction-trader/core';

/** Whether an address can be reached from this machine only. */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '').toLowerCase();
  if (bare === 'localhost' || bare === '::1') return true;
  return isIP(bare) === 4 && bare.startsWith('127.');
}

/**
 * The server can start trading, so only the loopback goes without a token.
 *
 * @throws AuctionTraderError exit code 2
 */
export function requireSafeBind(host: string, token: string | null): void {
  if (isLoopback(host) || token !== null) return;
  throw new AuctionTraderError(
    `the server would listen on ${host}, which others can reach, without a token`,
    {
      code: 'TOKEN_NEEDED',
      exitCode: 2,
      details: { key: 'dashboard.host' },
      hint: 'Set DASHBOARD_TOKEN, or listen on 127.0.0.1.',
    },
  );
}

/** What a request says of where it comes from. */
export interface RequestOrigin {
  /** `Host` header. */
  readonly host: string | undefined;
  /** `Origin` header; browsers send it, programs mostly do not. */
  readonly origin: string | undefined;
}

/**
 * Whether a request may come from a page of this server itself or from a program. A foreign page is
 * told by its origin; a name that somebody else points at this machine (DNS rebinding), by the host.
 *
 * @param loopback whether the server listens on the loopback; elsewhere its names are not known, and
 * the token, which a foreign page does not have, guards alone
 */
export function isOwnOrigin({ host, origin }: RequestOrigin, loopback: boolean): boolean {
  const name = hostnameOf(host);
  if (name === null || (loopback && !isLoopback(name))) return false;
  if (origin === undefined) return true;
  if (!URL.canParse(origin)) return false;
  const { protocol, host: from } = new URL(origin);
  return (protocol === 'http:' || protocol === 'https:') && from === host?.toLowerCase();
}

/** Compares tokens in a time that does not depend on where they differ. */
export function createTokenCheck(tokens: readonly string[]): (given: string) => boolean {
  const hashes = tokens.map(sha256);
  return (given) => {
    const hash = sha256(given);
    // No short cut: all are compared.
    return hashes.filter((known) => timingSafeEqual(known, hash)).length > 0;
  };
}

/** The token of `Authorization: Bearer ...`, else null. */
export function bearerToken(header: string | undefined): string | null {
  return /^Bearer ([!-~]+)$/i.exec(header ?? '')?.[1] ?? null;
}

function hostnameOf(host: string | undefined): string | null {
  const url = `http://${host}`;
  // What a URL normalises away (paths, user names) has no place in a Host header.
  if (host === undefined || !/^[\w.:[\]-]+$/.test(host) || !URL.canParse(url)) return null;
  return new URL(url).hostname;
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
