import { z } from 'zod';
import { backtestKeys } from './backtest-keys.ts';
import { executionKeys } from './execution-keys.ts';
import { instrumentKeys } from './instrument-keys.ts';
import { dashboardKeys, databaseKeys, monitoringKeys, startupKeys } from './operation-keys.ts';
import { orderFlowKeys } from './order-flow-keys.ts';
import { riskKeys } from './risk-keys.ts';
import { signalKeys } from './signal-keys.ts';
import { sizingKeys } from './sizing-keys.ts';
import { valueAreaKeys } from './value-area-keys.ts';

/**
 * Every configuration key with its default and range, in sections. `Config` is what the
 * rest of the program reads; {@link resolveConfig} makes one from files and options.
 */
export const configSchema = z.strictObject({
  instrument: instrumentKeys.prefault({}),
  value_area: valueAreaKeys.prefault({}),
  order_flow: orderFlowKeys.prefault({}),
  signal: signalKeys.prefault({}),
  sizing: sizingKeys.prefault({}),
  risk: riskKeys.prefault({}),
  execution: executionKeys.prefault({}),
  backtest: backtestKeys.prefault({}),
  dashboard: dashboardKeys.prefault({}),
  monitoring: monitoringKeys.prefault({}),
  startup: startupKeys.prefault({}),
  database: databaseKeys.prefault({}),
});

/** A complete, validated configuration. */
export type Config = z.output<typeof configSchema>;

/** Name of a section of {@link Config}. */
export type ConfigSection = keyof Config;

/** The configuration with nothing set. */
export function defaultConfig(): Config {
  return configSchema.parse({});
}
