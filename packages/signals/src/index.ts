export * from './auction-strategy.ts';
export {
  BreakoutTracker,
  TRACKER_STATES,
  type TrackerSnapshot,
  type TrackerState,
} from './breakout-tracker.ts';
export * from './decision.ts';
export { AUCTION_SETUP, AUCTION_SETUPS } from './setups.ts';
export * from './signal-settings.ts';
export * from './strategy.ts';
