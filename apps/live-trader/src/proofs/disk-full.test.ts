import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { readJournal } from '@auction-trader/storage';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { expectSafe } from '../testing/expect-safe.ts';
import { LiveWorld } from '../testing/live-world.ts';
import { runCli } from '../testing/run-cli.ts';
import { type SmallDisk, smallDisk } from '../testing/small-disk.ts';

const probe = smallDisk(1);
const canMount = probe !== null;
probe?.remove();
const why = canMount ? '' : ' (skipped: only root can mount a small file system)';

const disks: SmallDisk[] = [];
const temporary = process.env['TMPDIR'];
function newDisk(): SmallDisk {
  const disk = smallDisk(16)!;
  disks.push(disk);
  return disk;
}
afterEach(() => {
  if (temporary === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = temporary;
});
afterAll(() => {
  for (const disk of disks) disk.remove();
});

/** In at minute 3, out at 6 while the disk is full; wants in again at 7, and once there is room. */
const SCRIPT = [
  { minute: 3, side: 1 },
  { minute: 6, side: 0 },
  { minute: 7, side: 1 },
  { minute: 9, side: -1, stop: 400 },
] as const;

describe(`a full disk${why}`, () => {
  it.skipIf(!canMount)('keeps entries away and no exit; all is written once there is room', async () => {
    const disk = newDisk();
    process.env['TMPDIR'] = disk.folder;
    const live = await LiveWorld.holding({ script: SCRIPT });
    await live.runToMinute(5);
    expect(live.trader.state().venue.ready).toBe(true);
    disk.fill();
    await live.runToMinute(6, 0);
    await live.until(() => live.watch.truth.lots === 0, 30_000, 'the exit');
    await live.runToMinute(8, 30);
    expect(live.failure).toBe(null);
    expect(live.alerts.filter(({ type }) => type === 'STORE_ERROR').map(({ state }) => state)).toEqual([
      'raised',
    ]);
    expect(live.watch.acceptedEntries).toHaveLength(1);
    expect(live.watch.truth).toEqual({ lots: 0, orders: [] });
    expect(live.trader.run.opened.driver.storesWork).toBe(false);
    disk.free();
    await live.until(() => live.watch.isProtected, 60_000, 'the entry after it');
    expect(live.alerts.filter(({ type }) => type === 'STORE_ERROR').map(({ state }) => state)).toEqual([
      'raised',
      'cleared',
    ]);
    const journal = readJournal(join(live.folder, live.config.database.signals_db));
    const ids = journal.fills({ mode: 'live', limit: 100 }).map((row) => String(row['trade_id']));
    journal.close();
    expect(ids.sort()).toEqual(
      live.world
        .executions()
        .map(({ id }) => id)
        .sort(),
    );
    await expectSafe(live);
  });

  it.skipIf(!canMount)('is survived by a stop that is hit meanwhile', async () => {
    const disk = newDisk();
    process.env['TMPDIR'] = disk.folder;
    const live = await LiveWorld.holding();
    disk.fill();
    live.market.bidTicks -= 700;
    await live.until(() => live.watch.truth.lots === 0, 30_000, 'the stop');
    await live.run(20_000);
    expect(live.watch.truth).toEqual({ lots: 0, orders: [] });
    disk.free();
    await live.run(5_000);
    await expectSafe(live);
  });

  it.skipIf(!canMount)('and a kill while it is full: the next life takes over from the venue', async () => {
    const disk = newDisk();
    process.env['TMPDIR'] = disk.folder;
    const live = await LiveWorld.holding({ script: [{ minute: 3, side: 1, tp1: 200 }] });
    disk.fill();
    // Half of it is sold, which nothing on the disk knows.
    live.market.bidTicks += 250;
    await live.run(10_000);
    const { lots } = live.watch.truth;
    disk.free();
    live.kill();
    await live.start();
    await live.run(20_000);
    expect(live.watch.truth.lots).toBe(lots);
    expect(live.watch.isProtected).toBe(true);
    await expectSafe(live);
  });
});

describe(`a data folder that cannot be written${why}`, () => {
  it.skipIf(!canMount).each(['paper', 'live'])('keeps %s from starting', async (mode) => {
    const disk = newDisk();
    const cwd = join(disk.folder, mode);
    mkdirSync(join(cwd, 'data'), { recursive: true });
    disk.makeReadOnly();
    const env = { BYBIT_API_KEY: 'k-none', BYBIT_API_SECRET: 's-none', BYBIT_BASE_URL: 'http://127.0.0.1:9' };
    const args = ['run', '--mode', mode, '--confirm-live', '--set', 'max_daily_loss=100'];
    const { code, stderr } = await runCli(args, { cwd, env, real: true });
    expect(code).toBeGreaterThan(0);
    expect(stderr).toMatch(/read-only|cannot be (used|written|opened)/);
    expect(stderr).toContain('what to do: ');
  });
});
