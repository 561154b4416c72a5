import type { BybitAccountFacts, BybitFacts } from '@auction-trader/bybit';
import { resolveConfig } from '@auction-trader/core';
import { describe, expect, it } from 'vitest';
import { venueFindings } from './venue-findings.ts';

const NOW_MS = Date.UTC(2025, 5, 21);
const DAY = 86_400_000;

const ACCOUNT: BybitAccountFacts = {
  takerFeeBps: 5.5,
  makerFeeBps: 2,
  readOnlyKey: false,
  mayWithdraw: false,
  mayTrade: true,
  keyExpiresMs: NOW_MS + 90 * DAY,
  marginMode: 'REGULAR_MARGIN',
  positionMode: 'one-way',
  leverage: 10,
  equity: 1000,
  availableMargin: 900,
};
const FACTS: BybitFacts = {
  instrument: {
    venue: 'bybit',
    symbol: 'BTCUSDT',
    tickSize: '0.10',
    lotSize: '0.001',
    minOrderLots: 1,
    minNotional: 5,
  },
  status: 'Trading',
  fundingIntervalMs: 8 * 3_600_000,
  maxMarketLots: 1000,
  maxLimitLots: 1000,
  maxLeverage: 100,
  clockOffsetMs: 12,
  account: ACCOUNT,
};

const findings = (facts: Partial<BybitFacts> = {}, account: Partial<BybitAccountFacts> = {}) =>
  venueFindings({ ...FACTS, account: { ...ACCOUNT, ...account }, ...facts }, resolveConfig().config, NOW_MS);
/** Of the findings that are not ok. */
const bad = (...parts: Parameters<typeof findings>) =>
  findings(...parts)
    .filter(({ level }) => level !== 'ok')
    .map(({ name, level }) => `${level} ${name}`);

describe('venueFindings', () => {
  it('finds nothing wrong with a good account', () => {
    expect(bad()).toEqual([]);
    expect(findings().map(({ name }) => name)).toEqual([
      'clock',
      'instrument',
      'facts',
      'key',
      'key expiry',
      'position mode',
      'margin mode',
      'leverage',
      'fees',
      'account',
    ]);
  });

  it.each([
    [{ clockOffsetMs: 501 }, 'warn clock'],
    [{ clockOffsetMs: -1001 }, 'fail clock'],
    [{ status: 'PreLaunch' }, 'fail instrument'],
    [{ instrument: { ...FACTS.instrument, tickSize: '0.5' } }, 'warn facts'],
    [{ instrument: { ...FACTS.instrument, minNotional: 10 } }, 'warn facts'],
    [{ fundingIntervalMs: 4 * 3_600_000 }, 'warn facts'],
    [{ account: null }, 'warn account'],
  ])('%j: %s', (facts, expected) => {
    expect(bad(facts)).toEqual([expected]);
  });

  it.each([
    [{ mayWithdraw: true }, 'fail key'],
    [{ readOnlyKey: true }, 'fail key'],
    [{ mayTrade: false }, 'fail key'],
    [{ keyExpiresMs: NOW_MS }, 'fail key expiry'],
    [{ keyExpiresMs: NOW_MS + 6 * DAY }, 'warn key expiry'],
    [{ positionMode: 'hedge' as const }, 'fail position mode'],
    [{ marginMode: 'ISOLATED_MARGIN' }, 'fail margin mode'],
    [{ leverage: 5 }, 'warn leverage'],
    [{ takerFeeBps: 6 }, 'warn fees'],
    [{ equity: 0 }, 'fail account'],
  ])('%j: %s', (account, expected) => {
    expect(bad({}, account)).toEqual([expected]);
  });

  it('knows a key that never ends', () => {
    expect(bad({}, { keyExpiresMs: Number.NaN })).toEqual([]);
  });
});
