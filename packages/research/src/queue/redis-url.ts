import { AuctionTraderError } from '@auction-trader/core';

/** The form of a Redis address, for hints. */
const REDIS_URL_EXAMPLE = 'redis://:PASSWORD@HOST:6379';

/**
 * Checks the address of a Redis.
 *
 * @throws AuctionTraderError `BAD_REDIS_URL` (exit code 1)
 */
export function parseRedisUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url !== null && (url.protocol === 'redis:' || url.protocol === 'rediss:') && url.hostname !== '') {
    return url;
  }
  // The text may hold a password, so that it is not repeated.
  throw new AuctionTraderError('the address of Redis is not one', {
    code: 'BAD_REDIS_URL',
    exitCode: 1,
    details: { key: '--redis' },
    hint: `Write it like ${REDIS_URL_EXAMPLE} (rediss:// for TLS).`,
  });
}

/** An address as it may be shown: without user and password. */
export function printableRedisUrl(text: string): string {
  const { protocol, host, pathname } = parseRedisUrl(text);
  return `${protocol}//${host}${pathname === '/' ? '' : pathname}`;
}
