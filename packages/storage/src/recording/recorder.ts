import type { Recorder, RecordingHeader } from './recording.ts';

/** How a recorder works beside its inputs. */
export interface RecorderOptions {
  /**
   * Runs the compression of a closed hour in the background; default: at once, without waiting for it.
   * A failure of `work` is reported to `onProblem` and leaves the uncompressed file.
   */
  readonly background?: ((work: () => Promise<void>) => void) | undefined;
  readonly onProblem?: ((error: Error) => void) | undefined;
}

/**
 * Begins a recording.
 *
 * @param dir folder of the run: {@link recordingDir}; must not hold a recording yet
 * @throws AuctionTraderError `RECORDING_EXISTS`, `RECORDING_LOCKED` (exit code 2), `STORE_ERROR`
 */
export function createRecorder(_dir: string, _header: RecordingHeader, _options?: RecorderOptions): Recorder {
  throw new Error('not there yet');
}

/**
 * Goes on with a recording: a torn end that a kill has left is cut off.
 *
 * @throws AuctionTraderError `NO_RECORDING`, `RECORDING_LOCKED` (exit code 2), `RECORDING_DAMAGED`, `STORE_ERROR`
 */
export function reopenRecorder(_dir: string, _options?: RecorderOptions): Recorder {
  throw new Error('not there yet');
}
