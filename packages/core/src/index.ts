export * from './auction-trader-error.ts';
export * from './basis-points.ts';
export * from './check-state.ts';
export type * from './clock.ts';
export { configJsonSchema, defaultConfigYaml } from './config/config-files.ts';
export { CONFIG_KEYS, type ConfigKey, configValue, findConfigKey } from './config/config-keys.ts';
export { type ConfigProblem, throwConfigProblems } from './config/config-problem.ts';
export { type Config, type ConfigSection, configSchema, defaultConfig } from './config/config-schema.ts';
export { crossFieldProblems } from './config/cross-field-rules.ts';
export { liveProblems } from './config/live-rules.ts';
export { nearestName } from './config/nearest-name.ts';
export {
  CONFIG_ENVIRONMENT,
  type ConfigFile,
  type ConfigInputs,
  type ConfigOption,
  type ResolvedConfig,
  resolveConfig,
} from './config/resolve-config.ts';
export * from './decimal-text.ts';
export * from './decimals.ts';
export * from './error-text.ts';
export {
  defineInstrument,
  type Instrument,
  type InstrumentFacts,
  quotePerTickLot,
} from './instrument.ts';
export * from './minute.ts';
export * from './no-price.ts';
export * from './random.ts';
export * from './reason.ts';
export * from './round-half-up-8.ts';
export * from './simulated-clock.ts';
export * from './step.ts';
export * from './ticks.ts';
