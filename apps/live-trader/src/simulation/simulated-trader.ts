import type { BybitTransport } from '@auction-trader/bybit';
import { createRedactor } from '@auction-trader/command-line';
import type { Config } from '@auction-trader/core';
import { type Logger, pino } from 'pino';
import type { Alert } from '../alerts/alert.ts';
import { Trader } from '../trader/trader.ts';
import type { TradingMode } from '../trading-mode.ts';
import type { Life } from './life.ts';
import type { SimulatedWorld } from './simulated-world.ts';

/** How a trader is made in a simulated world. */
export interface SimulatedTraderOptions {
  readonly world: SimulatedWorld;
  readonly mode: TradingMode;
  readonly config: Config;
  readonly dataDir: string;
  /** Default: a new one. */
  readonly life?: Life;
  readonly log?: Logger;
  readonly onAlert?: (alert: Alert) => void;
  /** Default: the world's network. */
  readonly transport?: () => BybitTransport;
}

/** A trader whose venue, network and clock are a world's; not started. */
export function simulatedTrader(options: SimulatedTraderOptions): Trader {
  const { world, mode, config, dataDir, transport, life = world.life() } = options;
  const { log = pino({ level: 'silent' }), onAlert = () => {} } = options;
  const { key, secret } = world.account;
  return new Trader(
    {
      mode,
      config,
      dataDir,
      venue: { testnet: true, baseUrl: null, wsUrl: null, credentials: { key, secret } },
      clock: life.clock,
      log,
      redactor: createRedactor([secret]),
      sendAlert: onAlert,
      instance: 'simulated',
      timing: { minuteClose: () => {}, frame: () => {} },
    },
    {
      transport: (_access, runMode) =>
        transport?.() ?? life.transport(runMode === 'live' || runMode === 'shadow'),
      durability: 'off',
      analysis: false,
      // A killed trader's work in the background would go on beside its next life's.
      compresses: false,
    },
  );
}

/** The same, started; the world must be moved while this waits. */
export async function startSimulatedTrader(options: SimulatedTraderOptions): Promise<Trader> {
  const trader = simulatedTrader(options);
  await trader.start();
  return trader;
}
