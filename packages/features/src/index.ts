export * from './feature-columns.ts';
export * from './profile-features.ts';
export * from './profile-settings.ts';
export * from './value-area.ts';
