import { describe, expect, it } from 'vitest';
import { transportOptions } from './venue-transport.ts';

const credentials = { key: 'k', secret: 's' };
const access = { testnet: true, baseUrl: null, wsUrl: null, credentials };

describe('transportOptions', () => {
  it('gives no keys to modes that send nothing, even when there are some', () => {
    for (const mode of ['dry_run', 'paper', 'collect'] as const) {
      expect(transportOptions(access, mode)).not.toHaveProperty('credentials');
      expect(transportOptions(access, mode).readOnly).toBe(true);
    }
  });

  it('lets shadow read and live send', () => {
    expect(transportOptions(access, 'shadow')).toMatchObject({ credentials, readOnly: true });
    expect(transportOptions(access, 'live')).toMatchObject({ credentials, readOnly: false });
    expect(() => transportOptions({ ...access, credentials: null }, 'live')).toThrow(/key and secret/);
  });

  it('goes to the testnet unless told otherwise, and to another venue only on this machine', () => {
    expect(transportOptions(access, 'paper').baseUrl).toBe('https://api-testnet.bybit.com');
    expect(transportOptions({ ...access, testnet: false }, 'paper').baseUrl).toBe('https://api.bybit.com');
    const own = { ...access, baseUrl: 'http://127.0.0.1:1', wsUrl: 'ws://127.0.0.1:1' };
    expect(transportOptions(own, 'live')).toMatchObject({ baseUrl: own.baseUrl, allowRemote: false });
  });
});
