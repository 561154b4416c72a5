export * from './decision.ts';
export * from './strategy.ts';
