import { mkdtempSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { FaultScript } from '@auction-trader/bybit-simulator';
import { systemClock } from '@auction-trader/command-line';
import { afterAll, describe, expect, it } from 'vitest';
import { readInstanceNote } from '../instance-file.ts';
import { filesBelow, secretsIn } from '../testing/find-secrets.ts';
import { KILL_MAIN, KillWorld } from '../testing/kill-world.ts';
import { type LocalReceiver, startReceiver } from '../testing/local-receiver.ts';
import { type RunningCli, startCli } from '../testing/run-cli.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';

const root = temporaryFolder(afterAll);
const SPEED = 30;

// Letters that JSON, addresses and shells write in other ways are among them.
const KEY = 'Pl4ntedKey7Qx2';
const SECRET = 'Pl4nted/Secret+"7Zk&9=w';
const TOKEN = 'Pl4nted-Dashboard-Token-51c';
const HOOK = 'Pl4ntedHookPath83';
const SECRETS = { key: KEY, secret: SECRET, token: TOKEN, webhook: HOOK };

const LIVE = ['run', '--mode', 'live', '--confirm-live', '--json', '--log-level', 'trace'];
const SET = ['max_daily_loss=500000', 'cooldown_minutes=0', 'risk_pct=0.0002'].flatMap((key) => [
  '--set',
  key,
]);

const PAGES = `api/state api/stats api/position api/config api/history api/bars api/features api/footprint
  api/equity api/profile api/signals api/orders api/fills api/trades api/alerts api/health metrics
  api/config?x=${TOKEN} nothing`.split(/\s+/);

/** One test's venue, folder, receiver of alerts, and all that it saw of its programs from outside. */
class Scene {
  readonly cwd = mkdtempSync(join(root, 'scene-'));
  readonly world: KillWorld;
  readonly receiver: LocalReceiver;
  /** Outputs, replies, process lists. */
  readonly seen: { readonly what: string; readonly text: string }[] = [];

  constructor(world: KillWorld, receiver: LocalReceiver) {
    this.world = world;
    this.receiver = receiver;
  }

  static async open(change: Partial<KillWorld['account']> = {}): Promise<Scene> {
    const world = new KillWorld(SPEED, { name: 'one', key: KEY, secret: SECRET, ...change });
    await world.open();
    return new Scene(world, await startReceiver());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.world.close();
    await this.receiver[Symbol.asyncDispose]();
  }

  start(args: readonly string[], env: Record<string, string> = {}): RunningCli {
    const child = startCli(args, {
      cwd: this.cwd,
      main: KILL_MAIN,
      env: {
        ...this.world.environment,
        DASHBOARD_TOKEN: TOKEN,
        ALERT_WEBHOOK_URL: `${this.receiver.url}/${HOOK}`,
        LOG_FILE: 'logs/trader.log',
        ...env,
      },
    });
    const what = args.join(' ');
    child.ended.then(({ stdout, stderr }) => this.seen.push({ what, text: stdout + stderr }));
    const text = readFileSync(`/proc/${child.pid}/cmdline`, 'latin1');
    this.seen.push({ what: 'process list', text });
    return child;
  }

  /** What of the planted, and of the token that the program made itself, can be found anywhere. */
  leaks(): string[] {
    const note = readInstanceNote(join(this.cwd, 'data'));
    const secrets = note === null ? SECRETS : { ...SECRETS, control: note.token };
    const found: string[] = [];
    const look = (what: string, bytes: Buffer | string) => {
      for (const name of secretsIn(bytes, secrets)) found.push(`${name} in ${what}`);
    };
    for (const { path, bytes } of filesBelow(this.cwd)) {
      if (path.endsWith('live-trader.json')) expect(statSync(path).mode & 0o777).toBe(0o600);
      else look(path, bytes);
    }
    for (const { what, text } of this.seen) look(what, text);
    for (const { body } of this.receiver.requests) look('an alert', JSON.stringify(body));
    return found;
  }

  async readPages(): Promise<void> {
    const { address, token } = readInstanceNote(join(this.cwd, 'data'))!;
    for (const page of PAGES)
      for (const bearer of [token, 'wrong']) {
        const headers = { authorization: `Bearer ${bearer}` };
        const response = await fetch(`${address}/${page}`, { headers });
        const shown = JSON.stringify([...response.headers]);
        this.seen.push({ what: page, text: `${response.status}${shown}${await response.text()}` });
      }
  }

  async activate(): Promise<void> {
    const { address, token } = readInstanceNote(join(this.cwd, 'data'))!;
    for (;;) {
      const response = await fetch(`${address}/api/activate`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ confirm: 'BTCUSDT live' }),
      });
      if (response.ok) return;
      await pause(100);
    }
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => systemClock.after(ms, resolve));
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await pause(50);
}

describe('a planted secret', { timeout: 60_000 }, () => {
  it('is found by the search that looks for it', () => {
    for (const text of [
      SECRET,
      JSON.stringify({ a: SECRET }),
      encodeURIComponent(SECRET),
      Buffer.from(`x ${SECRET} y`).toString('base64'),
      Buffer.from(`key:${SECRET}`).toString('base64url'),
    ])
      expect(secretsIn(`before ${text} after`, SECRETS)).toEqual(['secret']);
    expect(secretsIn('nothing', SECRETS)).toEqual([]);
  });

  it.concurrent('is nowhere after live trading, a kill, and an orderly end', async () => {
    await using scene = await Scene.open();
    const first = scene.start([...LIVE, ...SET]);
    await first.says('"started"');
    await scene.activate();
    await until(() => scene.world.executions.size > 0);
    await scene.readPages();
    expect(scene.leaks()).toEqual([]);
    first.kill('SIGKILL');
    await first.ended;
    const second = scene.start([...LIVE, ...SET]);
    await second.says('"started"');
    for (const command of [
      ['status'],
      ['status', '--json'],
      ['config', 'print'],
      ['doctor'],
      ['flatten', '--yes'],
    ])
      await scene.start(command).ended;
    await scene.readPages();
    expect(scene.leaks()).toEqual([]);
    second.kill('SIGTERM');
    await second.ended;
    await scene.start(['replay', '--verify']).ended;
    expect(scene.leaks()).toEqual([]);
    expect(scene.receiver.requests.length).toBeGreaterThan(0);
    expect(scene.receiver.requests[0]!.path).toBe(`/${HOOK}`);
    expect(scene.seen.length).toBeGreaterThan(50);
  });

  it.concurrent.each(['dry_run', 'paper', 'shadow', 'collect'])('is nowhere after %s', async (mode) => {
    await using scene = await Scene.open();
    const what = mode === 'collect' ? ['collect'] : ['run', '--mode', mode];
    const child = scene.start([...what, '--json', '--log-level', 'trace', ...SET]);
    if (mode === 'collect') await pause(2_500);
    else {
      await child.says('"started"');
      await scene.readPages();
      await pause(2_000);
    }
    expect(scene.leaks()).toEqual([]);
    child.kill('SIGTERM');
    await child.ended;
    expect(scene.leaks()).toEqual([]);
  });

  // What the real venue answers to a wrong signature holds the key and all that was signed.
  const echo = `error sign! origin_string[1770000000000${KEY}5000category=linear] ${SECRET}`;
  const STORIES: readonly (readonly [string, FaultScript['rules'], Record<string, string>])[] = [
    ['a secret that is wrong', [], { BYBIT_API_SECRET: `${SECRET}x` }],
    ['a key that nobody knows', [], { BYBIT_API_KEY: `${KEY}x` }],
    [
      'a refusal that repeats what was signed',
      [{ when: { rest: 'GET /v5/user/*' }, what: { kind: 'code', retCode: 10_004, retMsg: echo } }],
      {},
    ],
    ['pages of HTML', [{ when: { rest: 'GET /v5/account/*' }, what: { kind: 'html' } }], {}],
    ['answers that never come', [{ when: { rest: 'GET /v5/account/*' }, what: { kind: 'hang' } }], {}],
    ['lines that break', [{ when: { rest: 'GET /v5/account/*' }, what: { kind: 'destroy' } }], {}],
    [
      'a proxy that shows the request',
      [
        {
          when: { rest: 'GET /v5/account/*' },
          what: { kind: 'status', status: 502, body: `X-BAPI-API-KEY: ${KEY} X-BAPI-SIGN: 1` },
        },
      ],
      {},
    ],
  ];

  it.concurrent.each(STORIES)('is nowhere when live cannot start: %s', async (_name, rules, env) => {
    await using scene = await Scene.open();
    if (rules.length > 0) scene.world.protocol.faults.load({ rules });
    const child = scene.start([...LIVE, ...SET], env);
    const doctor = scene.start(['doctor'], env);
    // A venue that does not answer is asked again and again.
    const code = await Promise.race([child.ended.then((end) => end.code), pause(2_000)]);
    child.kill('SIGTERM');
    child.kill('SIGKILL');
    await child.ended;
    await doctor.ended;
    expect(code === undefined || code === 2 || code === 3).toBe(true);
    expect(scene.leaks()).toEqual([]);
  });

  it.concurrent.each<readonly [string, FaultScript['rules']]>([
    [
      'orders are refused with what was signed',
      [{ when: { rest: 'POST /v5/order/create' }, what: { kind: 'code', retCode: 10_001, retMsg: echo } }],
    ],
    [
      'the login of the stream is refused',
      [
        { when: { atMs: 0 }, what: { kind: 'terminate', path: '/v5/private' } },
        { when: { operation: 'auth' }, what: { kind: 'code', retCode: 10_004, retMsg: echo } },
      ],
    ],
    ['frames cannot be read', [{ when: { frame: '*', path: '/v5/private' }, what: { kind: 'malformed' } }]],
  ])('is nowhere when things go wrong in trading: %s', async (_name, rules) => {
    await using scene = await Scene.open();
    const child = scene.start([...LIVE, ...SET]);
    await child.says('"started"');
    await scene.activate();
    scene.world.protocol.faults.load({ rules });
    await pause(3_500);
    const note = readInstanceNote(join(scene.cwd, 'data'));
    if (note !== null) await scene.readPages().catch(() => {});
    expect(scene.leaks()).toEqual([]);
    child.kill('SIGTERM');
    await Promise.race([child.ended, pause(2_000)]);
    child.kill('SIGKILL');
    await child.ended;
    expect(scene.leaks()).toEqual([]);
  });

  it.concurrent('is nowhere when the program itself fails with it', async () => {
    await using scene = await Scene.open();
    const child = scene.start([...LIVE, ...SET], { KILL_BEFORE: 'crash' });
    const { code, stderr } = await child.ended;
    expect(code).toBe(3);
    expect(stderr).toContain('it fell over');
    expect(scene.leaks()).toEqual([]);
  });

  it.concurrent('in the command line is refused', async () => {
    await using scene = await Scene.open();
    for (const args of [
      ['run', '--set', `dashboard.token=${TOKEN}`],
      ['run', `--api-key=${KEY}`],
    ]) {
      const child = startCli(args, { cwd: scene.cwd, main: KILL_MAIN, env: scene.world.environment });
      const { code, stdout, stderr } = await child.ended;
      expect(code).toBe(2);
      expect(secretsIn(stdout + stderr, SECRETS)).toEqual([]);
    }
  });
});

describe('a key that may withdraw', () => {
  it.concurrent('is refused by doctor and by live trading', { timeout: 60_000 }, async () => {
    await using scene = await Scene.open({ mayWithdraw: true });
    const doctor = await scene.start(['doctor']).ended;
    expect(doctor.code).toBe(2);
    expect(doctor.stdout).toMatch(/withdraw/);
    const live = await scene.start([...LIVE, ...SET]).ended;
    expect(live.code).toBe(2);
    expect(live.stderr).toMatch(/withdraw/);
    const writes = scene.world.protocol.log.calls.filter(({ operation }) => operation === 'POST');
    expect(writes).toEqual([]);
  });
});
