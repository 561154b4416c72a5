import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@auction-trader/command-line';
import { AuctionTraderError } from '@auction-trader/core';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { findInstance, requireInstance } from './instance-client.ts';
import { writeInstanceNote } from './instance-file.ts';
import { startLocalServer } from './server/local-server.ts';
import { startReceiver } from './testing/local-receiver.ts';
import { serverParts } from './testing/test-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'auction-trader-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

const note = (address: string) => ({
  pid: process.pid,
  address,
  token: 'control-token',
  instance: 'desk-1',
  mode: 'paper',
  symbol: 'BTCUSDT',
  started_ms: 1,
});

describe('findInstance', () => {
  it('speaks with the instance, also where a token guards it', async () => {
    const { options, trader } = serverParts({ token: 'another-token' });
    const server = await startLocalServer(options);
    open.push(server);
    writeInstanceNote(folder, note(server.address));
    const client = await requireInstance(folder, systemClock);
    expect(await client.state()).toEqual(trader.shown);
    expect(await client.post('deactivate', {})).toMatchObject({ activation: 'OBSERVE' });
    trader.failure = new AuctionTraderError('there is a position', {
      code: 'NOT_FLAT',
      exitCode: 2,
      hint: 'Flatten.',
    });
    await expect(client.post('flatten', {})).rejects.toMatchObject({
      message: 'there is a position',
      exitCode: 2,
      code: 'NOT_FLAT',
      hint: 'Flatten.',
    });
  });

  it('finds none where nobody listens any more', async () => {
    const { options } = serverParts();
    const server = await startLocalServer(options);
    await server.close();
    writeInstanceNote(folder, note(server.address));
    expect(await findInstance(folder, systemClock)).toBeNull();
    await expect(requireInstance(folder, systemClock)).rejects.toMatchObject({
      code: 'NO_INSTANCE',
      exitCode: 3,
    });
  });

  it('is not taken in by another program on the port', async () => {
    await using receiver = await startReceiver((response) => response.end('<html>'));
    writeInstanceNote(folder, note(receiver.url));
    expect(await findInstance(folder, systemClock)).toBeNull();
    await using other = await startReceiver((response) => response.end('{"instance":"else"}'));
    writeInstanceNote(folder, note(other.url));
    expect(await findInstance(folder, systemClock)).toBeNull();
  });
});
