import { AuctionTraderError, errorText } from '@auction-trader/core';
import type { Redis } from 'ioredis';
import { parseRedisUrl, printableRedisUrl } from './redis-url.ts';

/** How long a Redis that went away is waited for, in milliseconds. */
const REDIS_PATIENCE_MS = 60_000;

const CONNECT_MS = 5_000;
const LONGEST_PAUSE_MS = 1_000;

/** A connection, and what became of it. */
export interface RedisConnection {
  readonly redis: Redis;
  /** Address without password. */
  readonly place: string;
  /**
   * The failure in words: when the connection is lost for good, that; otherwise the error as it is.
   *
   * @param hint what to do when Redis went away
   */
  explain(error: unknown, hint: string): unknown;
  /** Whether {@link close} was called. */
  readonly closed: boolean;
  /** Ends the connection at once; for several calls as for one. */
  close(): void;
}

/**
 * Connects to a Redis. Once connected, commands wait out an interruption of at most `patienceMs`; after it they
 * and all later ones fail.
 *
 * @param notice told when the connection is lost and when it is back
 * @throws AuctionTraderError `BAD_REDIS_URL` (exit code 1); `NO_REDIS` after at most five seconds when it does
 * not answer, or does not let us in
 */
export async function connectRedis(
  url: string,
  notice: (text: string) => void,
  patienceMs = REDIS_PATIENCE_MS,
): Promise<RedisConnection> {
  const place = printableRedisUrl(url);
  let connected = false;
  let closed = false;
  let lostAtMs: number | null = null;
  let lastError: Error | null = null;
  // Loaded by those who use it: it takes a while.
  const ioredis = await import('ioredis');
  const redis = new ioredis.Redis(parseRedisUrl(url).href, {
    lazyConnect: true,
    connectTimeout: CONNECT_MS,
    // BullMQ asks for it; how long to try is decided below.
    maxRetriesPerRequest: null,
    retryStrategy(times) {
      if (!connected || closed) return null;
      // One of the connections that BullMQ opens beside this one.
      if (redis.status === 'ready') return LONGEST_PAUSE_MS;
      if (lostAtMs === null) {
        lostAtMs = Date.now();
        notice(`Redis at ${place} went away; waiting up to ${seconds(patienceMs)} s for it`);
      }
      return Date.now() - lostAtMs > patienceMs ? null : Math.min(50 * times, LONGEST_PAUSE_MS);
    },
  });
  redis.on('error', (error) => {
    lastError = error;
  });
  redis.on('ready', () => {
    if (lostAtMs !== null) notice(`Redis at ${place} is back`);
    lostAtMs = null;
    connected = true;
    if (closed) redis.disconnect();
  });
  try {
    await redis.connect();
  } catch (cause) {
    throw notThere(place, lastError ?? cause);
  }
  return {
    redis,
    place,
    get closed() {
      return closed;
    },
    explain: (error, hint) =>
      redis.status === 'end' && !closed ? wentAway(place, patienceMs, hint, error) : error,
    close() {
      closed = true;
      // Between two attempts it would never tell those who wait: it ends by itself at the next one.
      if (redis.status !== 'reconnecting') redis.disconnect();
    },
  };
}

function notThere(place: string, cause: unknown): AuctionTraderError {
  const reason = errorText(cause);
  const refused = /NOAUTH|WRONGPASS|NOPERM/.test(reason);
  return new AuctionTraderError(
    refused ? `Redis at ${place} does not let us in: ${reason}` : `there is no Redis at ${place}: ${reason}`,
    {
      code: 'NO_REDIS',
      cause,
      hint: refused
        ? 'Put the right password into the address: redis://:PASSWORD@HOST:6379.'
        : 'Start redis-server there (docs/search-on-several-machines.md), or correct the address.',
    },
  );
}

function wentAway(place: string, patienceMs: number, hint: string, cause: unknown): AuctionTraderError {
  return new AuctionTraderError(
    `Redis at ${place} went away and did not come back within ${seconds(patienceMs)} s`,
    { code: 'REDIS_WENT_AWAY', cause, hint },
  );
}

function seconds(ms: number): number {
  return Math.round(ms / 1000);
}
