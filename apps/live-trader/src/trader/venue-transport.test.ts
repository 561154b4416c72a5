import { describe, expect, it } from 'vitest';
import { startReceiver } from '../testing/local-receiver.ts';
import { networkTransport, transportOptions } from './venue-transport.ts';

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

describe('networkTransport', () => {
  const params = { category: 'linear', symbol: 'BTCUSDT' };
  const handlers = { onOpen: () => {}, onText: () => {}, onClose: () => {} };

  it.each(['dry_run', 'paper', 'shadow', 'collect'] as const)('of %s has no way to order', async (mode) => {
    await using venue = await startReceiver();
    const { url: baseUrl } = venue;
    const own = { ...access, baseUrl, wsUrl: baseUrl.replace('http', 'ws') };
    const transport = networkTransport(own, mode);
    for (const path of ['/v5/order/create', '/v5/order/cancel', '/v5/position/set-leverage'])
      for (const signed of [true, false])
        await expect(transport.request({ method: 'POST', path, params, signed })).rejects.toThrow(
          expect.objectContaining({ code: 'ORDERS_OUT_OF_REACH', exitCode: 2 }),
        );
    expect(() => transport.openSocket('trade', handlers)).toThrow(/may not use/);
    if (mode !== 'shadow') {
      expect(() => transport.openSocket('private', handlers)).toThrow(/may not use/);
      expect(() => transport.authFrame(0, '')).toThrow(/may not use/);
      const call = { method: 'GET', path: '/v5/position/list', params, signed: true } as const;
      await expect(transport.request(call)).rejects.toThrow(/may not use/);
    }
    expect(venue.requests).toEqual([]);
  });
});
