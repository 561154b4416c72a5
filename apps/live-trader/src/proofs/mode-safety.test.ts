import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '@auction-trader/command-line';
import { afterAll, describe, expect, it } from 'vitest';
import { findInstance, type InstanceClient } from '../instance-client.ts';
import { KILL_MAIN, KillWorld } from '../testing/kill-world.ts';
import { startCli } from '../testing/run-cli.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';

const root = temporaryFolder(afterAll);
/** A minute of the market takes a second and a half. */
const SPEED = 40;
const SHORTEST_MINUTES = 4;

interface Seen {
  readonly trades: number;
  /** `GET /v5/market/time`, `auth /v5/private`, each once. */
  readonly calls: readonly string[];
  /** REST calls that carried a key. */
  readonly keys: number;
  /** Calls of an account whose signature was accepted. */
  readonly signed: readonly string[];
  readonly refusal: string;
}

/** Runs a mode with keys in its environment, activated, and asked to go live. */
async function runMode(mode: string): Promise<Seen> {
  const cwd = join(root, mode);
  mkdirSync(cwd);
  const world = new KillWorld(SPEED);
  await world.open();
  let keys = 0;
  world.onHeaders = (headers) => {
    if (headers['x-bapi-api-key'] !== undefined) keys++;
  };
  const set = ['max_daily_loss=500000', 'cooldown_minutes=0'].flatMap((key) => ['--set', key]);
  const child = startCli(['run', '--mode', mode, ...set], { cwd, main: KILL_MAIN, env: world.environment });
  try {
    await child.says('"started"');
    const client = await findInstance(join(cwd, 'data'), systemClock);
    const refusal = await goLive(client!);
    const trades = await trade(client!, mode);
    const calls = world.protocol.log.calls.map(({ operation, path }) => `${operation} ${path}`);
    const signed = world.protocol.log.calls.filter(({ account }) => account !== null);
    return {
      trades,
      calls: [...new Set(calls)],
      keys,
      signed: [...new Set(signed.map(({ operation, path }) => `${operation} ${path}`))],
      refusal,
    };
  } finally {
    child.kill('SIGKILL');
    await child.ended;
    await world.close();
  }
}

/** Asks to go live once nothing but the mode's own limits is in the way. @returns why not */
async function goLive(client: InstanceClient): Promise<string> {
  const isReady = async () => {
    const { warmup, feed } = await client.state();
    return warmup.ready && feed.connected && !feed.stale;
  };
  while (!(await isReady())) await pause();
  return client.post('mode', { mode: 'live', confirm: 'BTCUSDT live' }).then(() => 'it went live', String);
}

function pause(): Promise<void> {
  return new Promise((resolve) => systemClock.after(200, () => resolve()));
}

/** Activates, and waits until the mode has traded or, where it does not, some minutes have passed. */
async function trade(client: InstanceClient, mode: string): Promise<number> {
  let activated = false;
  for (;;) {
    activated ||= await client.post('activate', { confirm: null }).then(
      () => true,
      () => false,
    );
    const { stats, warmup } = await client.state();
    const isOver =
      mode === 'dry_run' ? warmup.minutes_done >= SHORTEST_MINUTES : activated && stats.total_trades > 0;
    if (isOver) return stats.total_trades;
    await pause();
  }
}

const MARKET = /^(GET \/v5\/market\/|(connect|disconnect|subscribe|unsubscribe|ping) \/v5\/public\/linear$)/;

describe('a mode that must not trade, with keys in its environment', () => {
  it.concurrent.each(['dry_run', 'paper'])(
    '%s reads the market, and shows no key to anybody',
    {
      timeout: 60_000,
    },
    async (mode) => {
      const { trades, calls, keys, signed, refusal } = await runMode(mode);
      expect(calls.filter((call) => !MARKET.test(call))).toEqual([]);
      expect(calls).toContain('GET /v5/market/instruments-info');
      expect({ keys, signed }).toEqual({ keys: 0, signed: [] });
      if (mode === 'paper') expect(trades).toBeGreaterThan(0);
      else expect(trades).toBe(0);
      expect(refusal).toContain('started without keys');
    },
  );

  it.concurrent('shadow reads the account too, and writes nothing', { timeout: 60_000 }, async () => {
    const { trades, calls, signed, refusal } = await runMode('shadow');
    expect(refusal).toContain('without --confirm-live');
    expect(trades).toBeGreaterThan(0);
    expect(calls.filter((call) => !MARKET.test(call) && !call.startsWith('GET /v5/'))).toEqual([]);
    expect(signed).toContain('GET /v5/user/query-api');
    expect(signed.filter((call) => !call.startsWith('GET '))).toEqual([]);
  });
});
