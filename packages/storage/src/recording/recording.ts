import type { Config, InstrumentFacts } from '@auction-trader/core';
import type { SessionInput } from '@auction-trader/engine';
import type { RunMode } from '../journal/journal-rows.ts';

/** Everything a replay needs beside the inputs to build the session again. */
export interface RecordingHeader {
  /** Version of the recording's form. */
  readonly schema: 1;
  readonly runId: string;
  readonly instance: string;
  readonly mode: RunMode;
  readonly instrument: InstrumentFacts;
  /** Epoch ms. */
  readonly startedMs: number;
  /** The effective configuration, without secrets. */
  readonly config: Config;
  readonly configHash: string;
  /** Of the program and whatever else is worth knowing, by name. */
  readonly versions: Readonly<Record<string, string>>;
  /** What else the session was made from (fee rates, state it started with); JSON-able, NaN and infinities are kept. */
  readonly session: unknown;
}

/** A place in a recording. */
export interface RecordingPosition {
  /** Number of the last input, 0 before the first. */
  readonly seq: number;
  /** Name of the file it stands in; empty before the first. */
  readonly segment: string;
}

/** An input with its number: 1, 2, 3 ... without holes in a recording. */
export interface RecordedInput {
  readonly seq: number;
  readonly input: SessionInput;
}

/** Appends the inputs of one run. */
export interface Recorder {
  /** Folder of the recording. */
  readonly dir: string;
  readonly header: RecordingHeader;
  /** The last appended input. */
  readonly position: RecordingPosition;
  /**
   * Keeps an input in memory until the next flush.
   *
   * @returns its number
   * @throws AuctionTraderError `STORE_ERROR` when its memory was full and could not be written
   */
  append(input: SessionInput): number;
  /**
   * Hands everything to the operating system: from then on it outlives a kill of this process.
   *
   * @throws AuctionTraderError `STORE_ERROR`; nothing is lost, the next flush tries again
   */
  flush(): void;
  /** Flushes, and waits until closed hours are compressed. */
  close(): Promise<void>;
  /** Closes without flushing, as a kill would; for tests and simulations. */
  abandon(): void;
}

/** A recording in the data directory. */
export interface RecordingInfo {
  readonly dir: string;
  readonly venue: string;
  readonly symbol: string;
  readonly runId: string;
  /** Epoch ms: start of the first and end of the last recorded UTC hour. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly bytes: number;
}
