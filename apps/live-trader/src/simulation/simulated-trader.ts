import type { BybitTransport } from '@auction-trader/bybit';
import { createRedactor } from '@auction-trader/command-line';
import type { Config } from '@auction-trader/core';
import { type Logger, pino } from 'pino';
import type { Alert } from '../alerts/alert.ts';
import { startTrader } from '../trader/programs.ts';
import type { Trader } from '../trader/trader.ts';
import type { TradingMode } from '../trading-mode.ts';
import type { SimulatedWorld } from './simulated-world.ts';

/** How a trader is started in a simulated world. */
export interface SimulatedTraderOptions {
  readonly world: SimulatedWorld;
  readonly mode: TradingMode;
  readonly config: Config;
  readonly dataDir: string;
  readonly log?: Logger;
  readonly onAlert?: (alert: Alert) => void;
  /** Default: the world's network. */
  readonly transport?: () => BybitTransport;
}

/** Starts a trader whose venue, network and clock are a world's; the world must be moved while this waits. */
export function startSimulatedTrader(options: SimulatedTraderOptions): Promise<Trader> {
  const {
    world,
    mode,
    config,
    dataDir,
    log = pino({ level: 'silent' }),
    onAlert = () => {},
    transport,
  } = options;
  const { key, secret } = world.account;
  return startTrader(
    {
      mode,
      config,
      dataDir,
      venue: { testnet: true, baseUrl: null, wsUrl: null, credentials: { key, secret } },
      clock: world.traderClock,
      log,
      redactor: createRedactor([secret]),
      sendAlert: onAlert,
      instance: 'simulated',
      timing: { minuteClose: () => {}, frame: () => {} },
    },
    {
      transport: (_access, runMode) =>
        transport?.() ?? world.transport(runMode === 'live' || runMode === 'shadow'),
      durability: 'off',
      analysis: false,
    },
  );
}
