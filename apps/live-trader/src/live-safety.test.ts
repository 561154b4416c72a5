import { resolveConfig } from '@auction-trader/core';
import { describe, expect, it } from 'vitest';
import { requireLiveSafety, venueAccess } from './live-safety.ts';

const KEYS = { BYBIT_API_KEY: 'the-key', BYBIT_API_SECRET: 'the-secret' };
const SAFE = { ...KEYS, BYBIT_TESTNET: 'false' };
const config = (...set: string[]) => resolveConfig({ set }).config;
const LIMITED = config('max_daily_loss=100');

describe('requireLiveSafety', () => {
  it('lets live begin when everything is there', () => {
    expect(() => requireLiveSafety(LIMITED, SAFE, true)).not.toThrow();
    expect(() => requireLiveSafety(LIMITED, { ...SAFE, BYBIT_TESTNET: 'true' }, true)).not.toThrow();
    const simulated = { ...KEYS, BYBIT_BASE_URL: 'http://127.0.0.1:8650' };
    expect(() => requireLiveSafety(LIMITED, simulated, true)).not.toThrow();
  });

  it.each([
    ['the flag', LIMITED, SAFE, false, '--confirm-live'],
    ['the key', LIMITED, { ...SAFE, BYBIT_API_KEY: '' }, true, 'BYBIT_API_KEY'],
    ['the secret', LIMITED, { ...SAFE, BYBIT_API_SECRET: undefined }, true, 'BYBIT_API_SECRET'],
    ['the daily limit', config(), SAFE, true, 'risk.max_daily_loss'],
    ['the choice of venue', LIMITED, KEYS, true, 'BYBIT_TESTNET'],
    [
      'manual activation',
      config('max_daily_loss=100', 'require_manual_activation=false'),
      SAFE,
      true,
      'startup.require_manual_activation',
    ],
  ])('does not without %s', (_, settings, env, confirmed, named) => {
    expect(() => requireLiveSafety(settings, env, confirmed)).toThrow(
      expect.objectContaining({ exitCode: 2, message: expect.stringContaining(named) }),
    );
  });

  it('names everything that is missing at once', () => {
    let message = '';
    try {
      requireLiveSafety(config(), {}, false);
    } catch (error) {
      ({ message } = error as Error);
    }
    for (const name of [
      '--confirm-live',
      'BYBIT_API_KEY',
      'BYBIT_API_SECRET',
      'risk.max_daily_loss',
      'BYBIT_TESTNET',
    ]) {
      expect(message).toContain(name);
    }
  });
});

describe('venueAccess', () => {
  it('is the testnet unless told otherwise', () => {
    expect(venueAccess({}, 'paper')).toEqual({
      testnet: true,
      baseUrl: null,
      wsUrl: null,
      credentials: null,
    });
    for (const text of ['false', 'FALSE', '0'])
      expect(venueAccess({ BYBIT_TESTNET: text }, 'paper').testnet).toBe(false);
    for (const text of ['true', '1', ''])
      expect(venueAccess({ BYBIT_TESTNET: text }, 'paper').testnet).toBe(true);
    expect(() => venueAccess({ BYBIT_TESTNET: 'no' }, 'paper')).toThrow(
      expect.objectContaining({ exitCode: 1 }),
    );
  });

  it('gives keys to those who may sign', () => {
    for (const mode of ['live', 'shadow', 'doctor'] as const) {
      expect(venueAccess(KEYS, mode).credentials).toEqual({ key: 'the-key', secret: 'the-secret' });
    }
    for (const mode of ['paper', 'dry_run'] as const) expect(venueAccess(KEYS, mode).credentials).toBeNull();
    expect(venueAccess({ BYBIT_API_KEY: 'the-key' }, 'live').credentials).toBeNull();
  });

  it('may be a simulated one on this machine', () => {
    const both = { baseUrl: 'http://127.0.0.1:8650', wsUrl: 'ws://127.0.0.1:8650' };
    expect(venueAccess({ BYBIT_BASE_URL: 'http://127.0.0.1:8650' }, 'live')).toMatchObject(both);
    expect(venueAccess({ BYBIT_BASE_URL: 'http://localhost:8650/' }, 'live')).toMatchObject(both);
    expect(venueAccess({ BYBIT_WS_URL: 'ws://127.0.0.1:8650' }, 'live')).toMatchObject(both);
    expect(
      venueAccess({ BYBIT_BASE_URL: 'http://[::1]:1', BYBIT_WS_URL: 'ws://[::1]:2' }, 'live'),
    ).toMatchObject({
      baseUrl: 'http://[::1]:1',
      wsUrl: 'ws://[::1]:2',
    });
  });

  it.each([
    [{ BYBIT_BASE_URL: 'http://bybit.example' }, 2],
    [{ BYBIT_WS_URL: 'ws://127.0.0.1.evil.example' }, 2],
    [{ BYBIT_BASE_URL: 'http://127.0.0.1@evil.example' }, 2],
    [{ BYBIT_BASE_URL: '127.0.0.1:8650' }, 1],
    [{ BYBIT_BASE_URL: 'http://127.0.0.1:8650/v5' }, 1],
    [{ BYBIT_WS_URL: 'http://127.0.0.1:8650' }, 1],
  ])('refuses %j', (env, exitCode) => {
    expect(() => venueAccess(env, 'live')).toThrow(expect.objectContaining({ exitCode }));
  });
});
