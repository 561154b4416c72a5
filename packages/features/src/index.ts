export * from './feature-columns.ts';
export * from './profile-features.ts';
export * from './profile-settings.ts';
export { expandValueArea, findPoc, ValueArea } from './value-area.ts';
