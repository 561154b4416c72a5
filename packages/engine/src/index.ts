export * from './decision-engine.ts';
export * from './engine-settings.ts';
export * from './run-log.ts';
export type * from './session-input.ts';
export * from './signal-columns.ts';
