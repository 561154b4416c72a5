import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import type { Redactor } from '@auction-trader/command-line';
import type { Clock, Config } from '@auction-trader/core';
import type { Logger } from 'pino';
import { readWebhook } from './alerts/webhook-format.ts';
import { WebhookQueue } from './alerts/webhook-queue.ts';
import { logEvents } from './event-log.ts';
import { claimDataFolder, removeInstanceNote, writeInstanceNote } from './instance-file.ts';
import { requireSafeBind } from './server/access.ts';
import { type LocalServer, startLocalServer } from './server/local-server.ts';
import { createMetrics } from './server/metrics.ts';
import type { RunningTrader, TraderPrograms, VenueAccess } from './trader-options.ts';
import type { TradingMode } from './trading-mode.ts';

/** What {@link startInstance} needs. */
export interface InstanceOptions {
  readonly mode: TradingMode;
  readonly config: Config;
  readonly dataDir: string;
  readonly venue: VenueAccess;
  /** Time of the market; the machine's own clock unless the venue is a simulated one. */
  readonly clock: Clock;
  /** The machine's clock, for sockets and pauses between tries. */
  readonly machineClock: Clock;
  readonly log: Logger;
  readonly redactor: Redactor;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether to listen on `dashboard.host` and `dashboard.port`; else on any free loopback port. */
  readonly withDashboard: boolean;
  readonly programs: TraderPrograms;
  /** Whether `--confirm-live` was given. Default false. */
  readonly liveConfirmed?: boolean;
}

/** A trader with its server and its alerts. */
export interface RunningInstance {
  readonly trader: RunningTrader;
  /** `http://127.0.0.1:8080` */
  readonly address: string;
  /** Winds all up: the trader first, then what was watching it. */
  stop(): Promise<void>;
}

/** Time for the last alerts to go out. */
const LAST_ALERTS_MS = 5000;

/**
 * Starts a trader, the server by which it is seen and steered, and the way out for its alerts. What has
 * been started is wound up again when the rest cannot be.
 *
 * @throws AuctionTraderError exit code 2 when another instance has the data folder, or the server would
 * be open to others
 */
export async function startInstance(options: InstanceOptions): Promise<RunningInstance> {
  const { mode, config, dataDir, log, machineClock } = options;
  const { token } = config.dashboard;
  const host = options.withDashboard ? config.dashboard.host : '127.0.0.1';
  const port = options.withDashboard ? config.dashboard.port : 0;
  requireSafeBind(host, token);
  const webhook = readWebhook(options.env);
  const undo: (() => Promise<void> | void)[] = [claimDataFolder(dataDir)];
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const queue = webhook && new WebhookQueue({ clock: machineClock, log, webhook, fetch: globalThis.fetch });
    if (queue !== null) undo.push(() => queue.close(LAST_ALERTS_MS));
    const metrics = createMetrics(true);
    // Not of the process: a restart goes on as who it was.
    const instance = hostname();
    const trader = await options.programs.startTrader({
      ...options,
      instance,
      sendAlert: (alert) => queue?.push(alert),
      timing: metrics.timing,
    });
    undo.push(() => trader.stop());
    metrics.watch(trader);
    undo.push(logEvents(trader, log, config));
    const controlToken = randomBytes(24).toString('base64url');
    const server = await startLocalServer({
      view: trader,
      config,
      clock: options.clock,
      log,
      metrics,
      host,
      port,
      token,
      controlToken,
    });
    undo.push(() => server.close());
    writeInstanceNote(dataDir, {
      pid: process.pid,
      address: reachable(server),
      token: controlToken,
      instance,
      mode,
      symbol: config.instrument.symbol,
      started_ms: machineClock.nowMs(),
    });
    undo.push(() => removeInstanceNote(dataDir));
    return { trader, address: server.address, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Where the commands of this machine find a server that listens everywhere. */
function reachable({ address }: LocalServer): string {
  const url = new URL(address);
  if (url.hostname === '0.0.0.0') url.hostname = '127.0.0.1';
  if (url.hostname === '[::]') url.hostname = '[::1]';
  return url.origin;
}
