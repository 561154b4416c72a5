export * from './account.ts';
export * from './entry-plan.ts';
export * from './execution-listener.ts';
export * from './execution-settings.ts';
export * from './open-trade.ts';
export * from './order-command.ts';
export * from './position-manager.ts';
export * from './records.ts';
