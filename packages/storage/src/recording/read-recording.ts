import type { RecordedInput, RecordingHeader, RecordingInfo } from './recording.ts';

/** Which inputs: from a number or a time on (both inclusive), before `toMs` (not inclusive). */
export interface RecordingRange {
  readonly fromSeq?: number;
  readonly fromMs?: number;
  readonly toMs?: number;
}

/** Reads a recording as it grows. */
export interface RecordingReader {
  /** The next input, or null when there is none yet. */
  next(): RecordedInput | null;
  close(): void;
}

/**
 * Opens a recording for reading, also while it is being written.
 *
 * @throws AuctionTraderError `NO_RECORDING`; {@link RecordingReader.next} throws `RECORDING_DAMAGED`
 * naming file and line
 */
export function openRecordingReader(_dir: string, _range?: RecordingRange): RecordingReader {
  throw new Error('not there yet');
}

/** The inputs of a recording in order, up to what was flushed. A torn last line is left out. */
export function readRecording(_dir: string, _range?: RecordingRange): Iterable<RecordedInput> {
  throw new Error('not there yet');
}

/** The header of a recording. */
export function readRecordingHeader(_dir: string): RecordingHeader {
  throw new Error('not there yet');
}

/** The recordings below `<data_dir>/recordings`, oldest first. */
export function listRecordings(_dataDir: string): RecordingInfo[] {
  throw new Error('not there yet');
}

/** Folder of a run's recording: `<dataDir>/recordings/<venue>/<symbol>/<runId>`. */
export function recordingDir(
  _dataDir: string,
  _place: { venue: string; symbol: string },
  _runId: string,
): string {
  throw new Error('not there yet');
}
