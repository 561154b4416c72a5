import { AuctionTraderError, type Config, liveProblems } from '@auction-trader/core';
import type { VenueAccess } from './trader-options.ts';
import type { TradingMode } from './trading-mode.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Hosts a simulated venue may have; keys never go to any other address than Bybit's own. */
const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost']);

/**
 * Which venue a mode talks to, by `BYBIT_TESTNET`, `BYBIT_BASE_URL`, `BYBIT_WS_URL` and, for shadow and
 * live, the keys. dry_run and paper are given no keys: what they do not have they cannot use.
 *
 * @throws AuctionTraderError exit code 1 for values that mean nothing, 2 for an address beyond this machine
 */
export function venueAccess(env: Environment, mode: TradingMode | 'doctor'): VenueAccess {
  const { BYBIT_API_KEY: key, BYBIT_API_SECRET: secret } = env;
  const base = simulatedAddress(env, 'BYBIT_BASE_URL', ['http:']);
  const socket = simulatedAddress(env, 'BYBIT_WS_URL', ['ws:']);
  const baseUrl = base ?? socket?.replace(/^ws/, 'http') ?? null;
  const wsUrl = socket ?? base?.replace(/^http/, 'ws') ?? null;
  const signs = mode === 'shadow' || mode === 'live' || mode === 'doctor';
  const credentials = signs && key && secret ? { key, secret } : null;
  return { testnet: testnet(env) ?? true, baseUrl, wsUrl, credentials };
}

/**
 * Refuses to start live trading until everything that makes it safe is there. All that is missing is
 * named at once.
 *
 * @param confirmed whether `--confirm-live` was given
 * @throws AuctionTraderError exit code 2
 */
export function requireLiveSafety(config: Config, env: Environment, confirmed: boolean): void {
  const missing = liveProblems(config).map(({ message }) => message);
  if (!confirmed) missing.push('--confirm-live was not given');
  for (const name of ['BYBIT_API_KEY', 'BYBIT_API_SECRET']) {
    if (!env[name]) missing.push(`the environment has no ${name}`);
  }
  const simulated = env['BYBIT_BASE_URL'] || env['BYBIT_WS_URL'];
  if (testnet(env) === null && !simulated) {
    missing.push('BYBIT_TESTNET does not say which venue: false for real money, true for the testnet');
  }
  if (missing.length === 0) return;
  throw new AuctionTraderError(`live trading was not started: ${missing.join('; ')}`, {
    code: 'NOT_SAFE',
    exitCode: 2,
    hint: 'Put each in order and start again. "live-trader doctor" checks account and venue first.',
  });
}

function testnet(env: Environment): boolean | null {
  const text = env['BYBIT_TESTNET']?.trim().toLowerCase();
  if (!text) return null;
  if (text === 'true' || text === '1') return true;
  if (text === 'false' || text === '0') return false;
  throw new AuctionTraderError(`BYBIT_TESTNET is ${JSON.stringify(text)}; it must be true or false`, {
    code: 'BAD_ENVIRONMENT',
    exitCode: 1,
    details: { key: 'BYBIT_TESTNET' },
  });
}

function simulatedAddress(env: Environment, name: string, protocols: readonly string[]): string | null {
  const text = env[name];
  if (!text) return null;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !protocols.includes(url.protocol) || url.pathname !== '/' || url.search !== '') {
    throw new AuctionTraderError(`${name} is ${JSON.stringify(text)}, which is no address of a venue`, {
      code: 'BAD_ENVIRONMENT',
      exitCode: 1,
      details: { key: name },
      hint: `Write it as ${protocols[0]}//127.0.0.1:8650, without a path.`,
    });
  }
  if (LOOPBACK.has(url.hostname))
    return `${url.protocol}//${url.hostname === 'localhost' ? `127.0.0.1:${url.port}` : url.host}`;
  throw new AuctionTraderError(`${name} leads to ${url.hostname}, away from this machine`, {
    code: 'NOT_LOOPBACK',
    exitCode: 2,
    details: { key: name },
    hint: 'It is for a simulated venue on this machine. Leave it out to talk to Bybit.',
  });
}
