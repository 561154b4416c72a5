export * from './feature-columns.ts';
export * from './footprint.ts';
export * from './profile-at.ts';
export * from './profile-features.ts';
export * from './profile-settings.ts';
export * from './rebuild-profile.ts';
export type { ReturnWindowSnapshot } from './return-window.ts';
export { expandValueArea, findPoc, ValueArea } from './value-area.ts';
export * from './volume-profile.ts';
