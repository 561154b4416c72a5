export * from './feature-columns.ts';
