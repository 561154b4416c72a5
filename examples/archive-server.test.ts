import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { archiveFiles, serveArchive } from './archive-server.ts';

const OPTIONS = { symbol: 'BTCUSDT', days: 2, tradesPerDay: 50, seed: 1, fromDay: '2025-01-01' };

describe('the archive of made-up days', () => {
  it('serves each day in the layout of the public archive, and nothing else', async () => {
    const server = await serveArchive(archiveFiles(OPTIONS), 0);
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/trading/BTCUSDT`;
    try {
      const reply = await fetch(`${url}/BTCUSDT2025-01-02.csv.gz`);
      const rows = gunzipSync(await reply.bytes())
        .toString()
        .trimEnd()
        .split('\n');
      expect(rows).toHaveLength(51);
      const first = /^(\d{10}\.\d{3}),BTCUSDT,(Buy|Sell),\d+\.\d{3},\d+\.\d,/.exec(rows[1]!);
      expect(new Date(Number(first![1]) * 1000).toISOString()).toMatch(/^2025-01-02T/);
      expect((await fetch(`${url}/BTCUSDT2025-01-03.csv.gz`)).status).toBe(404);
    } finally {
      server.close();
      server.closeAllConnections();
    }
  });
});
