import type { FrameDecoder, TickStore } from '@auction-trader/ingestion';
import type { RecordingHeader } from '../recording/recording.ts';

/** What {@link storeRecorded} needs beside its input. */
export interface StoreRecordedOptions {
  /** Makes the decoder of a recording's venue. */
  readonly decoder: (header: RecordingHeader) => FrameDecoder;
  /** Only recordings of this symbol. */
  readonly symbol?: string;
  /** Awaited every few thousand inputs, so that others get their turn. */
  readonly pause?: () => Promise<void>;
}

/** What became of one recording. */
export interface StoredRecording {
  readonly runId: string;
  readonly symbol: string;
  readonly venue: string;
  /** Rows added now. */
  readonly trades: number;
  readonly quotes: number;
  /** Epoch ms: all minutes that end by then are in the store; NaN when none is. */
  readonly throughMs: number;
  /** UTC days (starts) left as they are because imported data is there. */
  readonly skippedDays: readonly number[];
}

/**
 * Writes the whole minutes of all recordings into the tick store, those that are there already left
 * out: run again, it adds what came since.
 *
 * @param dataDir data directory, with `recordings` in it
 */
export async function storeRecorded(
  _dataDir: string,
  _store: TickStore,
  _options: StoreRecordedOptions,
): Promise<StoredRecording[]> {
  throw new Error('not there yet');
}
