export type * from './analysis/analysis-store.ts';
export {
  type AnalysisOptions,
  openAnalysisStore,
  readAnalysisStore,
} from './analysis/open-analysis-store.ts';
export type * from './journal/journal.ts';
export type * from './journal/journal-reader.ts';
export type * from './journal/journal-rows.ts';
export { type Migrated, migrate } from './journal/migrate.ts';
export * from './journal/open-journal.ts';
export * from './journal/read-journal.ts';
export { lockForProcess, type Unlock } from './process-lock.ts';
export * from './recording/list-recordings.ts';
export * from './recording/read-recording.ts';
export { createRecorder, type RecorderOptions, reopenRecorder } from './recording/recorder.ts';
export type * from './recording/recording.ts';
export { readRecordingHeader } from './recording/recording-header.ts';
export * from './retention/disk-space.ts';
export * from './retention/purge.ts';
export * from './ticks/store-recorded.ts';
