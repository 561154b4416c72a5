import { join } from 'node:path';
import { AuctionTraderError } from '@auction-trader/core';
import type { SessionInput } from '@auction-trader/engine';
import { lockForProcess, type Unlock } from '../process-lock.ts';
import { storeError } from '../store-error.ts';
import { LineBuffer } from './input-line.ts';
import { packSegment } from './pack-segment.ts';
import type { Recorder, RecordingHeader, RecordingPosition } from './recording.ts';
import { hasHeader, readRecordingHeader, writeHeader } from './recording-header.ts';
import { SegmentReader } from './segment-reader.ts';
import { SegmentWriter, WRITE, type WriteBytes } from './segment-writer.ts';
import { HOUR_MS, listSegments, type Segment, segmentName, segmentPath } from './segments.ts';

/** Bytes kept in memory before they are handed over unasked. */
const FLUSH_BYTES = 256 * 1024;
/** Bytes kept while the disk takes nothing. */
const MOST_BYTES = 64 * 1024 * 1024;

/** How a recorder works beside its inputs. */
export interface RecorderOptions {
  /**
   * Runs the packing of a closed hour in the background; default: at once, without waiting for it. `work`
   * never fails.
   */
  readonly background?: ((work: () => Promise<void>) => void) | undefined;
  /** Hears of an hour that could not be packed (it stays as it is), and of lines that wait for the disk. */
  readonly onProblem?: ((error: Error) => void) | undefined;
  /** How bytes are written; only tests give another than the real one. */
  readonly write?: WriteBytes | undefined;
}

/**
 * Begins a recording.
 *
 * @param dir folder of the run: {@link recordingDir}; must not hold a recording yet
 * @throws AuctionTraderError `RECORDING_EXISTS`, `STORE_LOCKED` (exit code 2), `STORE_ERROR`
 */
export function createRecorder(
  dir: string,
  header: RecordingHeader,
  options: RecorderOptions = {},
): Recorder {
  return locked(dir, (unlock) => {
    if (hasHeader(dir)) throw exists(dir);
    writeHeader(dir, header);
    return new FileRecorder(dir, header, options, unlock);
  });
}

/**
 * Goes on with a recording: a torn end that a kill has left is cut off.
 *
 * @throws AuctionTraderError `NO_RECORDING` (exit code 1), `STORE_LOCKED` (exit code 2),
 * `RECORDING_DAMAGED`, `STORE_ERROR`
 */
export function reopenRecorder(dir: string, options: RecorderOptions = {}): Recorder {
  const header = readRecordingHeader(dir);
  return locked(dir, (unlock) => {
    const recorder = new FileRecorder(dir, header, options, unlock);
    recorder.goOn();
    return recorder;
  });
}

class FileRecorder implements Recorder {
  readonly dir: string;
  readonly header: RecordingHeader;
  readonly #options: RecorderOptions;
  readonly #unlock: Unlock;
  readonly #packing = new Set<Promise<void>>();
  #seq = 0;
  #segment: Segment | null = null;
  #writer: SegmentWriter | null = null;
  /** Lines that the operating system does not have yet. */
  readonly #lines = new LineBuffer();
  #flushAt = FLUSH_BYTES;

  constructor(dir: string, header: RecordingHeader, options: RecorderOptions, unlock: Unlock) {
    this.dir = dir;
    this.header = header;
    this.#options = options;
    this.#unlock = unlock;
  }

  get position(): RecordingPosition {
    return { seq: this.#seq, segment: this.#segment?.name ?? '' };
  }

  append(input: SessionInput): number {
    if (this.#lines.length >= MOST_BYTES) throw this.#full();
    if (this.#segment === null || input.timeMs >= this.#segment.hourMs + HOUR_MS)
      this.#beginHour(input.timeMs);
    this.#seq++;
    this.#lines.add(this.#seq, input);
    if (this.#lines.length >= this.#flushAt) this.#tryFlush();
    return this.#seq;
  }

  flush(): void {
    if (this.#lines.length === 0) return;
    try {
      this.#writer!.append(this.#lines.bytes);
    } catch (cause) {
      throw storeError('recording', this.dir, cause);
    }
    this.#lines.clear();
    this.#flushAt = FLUSH_BYTES;
  }

  async close(): Promise<void> {
    try {
      this.flush();
    } finally {
      await Promise.all(this.#packing);
      this.abandon();
    }
  }

  abandon(): void {
    this.#lines.clear();
    this.#writer?.close();
    this.#writer = null;
    this.#unlock();
  }

  /** Takes up what is there. */
  goOn(): void {
    const segments = listSegments(this.dir);
    const last = segments.at(-1);
    if (last === undefined) return;
    const { nextSeq, wholeBytes } = wholePart(this.dir, last);
    this.#seq = nextSeq - 1;
    for (const segment of last.packed ? segments : segments.slice(0, -1)) this.#pack(segment);
    if (last.packed) return;
    this.#segment = last;
    this.#writer = this.#open(last, wholeBytes);
  }

  /** Begins the file of an hour; when the disk does not let it, the hour before goes on. */
  #beginHour(timeMs: number): void {
    const name = segmentName(timeMs, this.#seq + 1);
    const hourMs = Math.floor(timeMs / HOUR_MS) * HOUR_MS;
    const begun: Segment = { name, hourMs, firstSeq: this.#seq + 1, packed: false };
    const before = this.#segment;
    if (before === null || this.#writer === null) {
      this.#writer = this.#open(begun, 0);
      this.#segment = begun;
      return;
    }
    try {
      this.flush();
      const writer = this.#open(begun, 0);
      this.#writer.close();
      this.#writer = writer;
      this.#segment = begun;
      this.#pack(before);
    } catch (error) {
      this.#options.onProblem?.(error as Error);
    }
  }

  #open(segment: Segment, keptBytes: number): SegmentWriter {
    try {
      return new SegmentWriter(segmentPath(this.dir, segment), this.#options.write ?? WRITE, keptBytes);
    } catch (cause) {
      throw storeError('recording', this.dir, cause);
    }
  }

  /** The disk may have room again later: until then the lines stay in memory. */
  #tryFlush(): void {
    try {
      this.flush();
    } catch (error) {
      this.#flushAt = this.#lines.length + FLUSH_BYTES;
      this.#options.onProblem?.(error as Error);
    }
  }

  #pack(segment: Segment): void {
    if (segment.packed) return;
    const run = async () => {
      try {
        await packSegment(this.dir, segment);
      } catch (error) {
        this.#options.onProblem?.(storeError('recording', segmentPath(this.dir, segment), error));
      }
    };
    const tracked = () => {
      const packing = run();
      this.#packing.add(packing);
      return packing.finally(() => this.#packing.delete(packing));
    };
    const { background = (work: () => Promise<void>) => void work() } = this.#options;
    background(tracked);
  }

  #full(): AuctionTraderError {
    return new AuctionTraderError(`the recording ${this.dir} could not be written for too long`, {
      code: 'STORE_ERROR',
      details: { file: this.dir },
      hint: 'Make room on the disk: "live-trader purge" removes old recordings.',
    });
  }
}

/** Where the whole lines of the last segment end. */
function wholePart(dir: string, segment: Segment): { nextSeq: number; wholeBytes: number } {
  const reader = new SegmentReader(dir, segment);
  try {
    while (reader.skip());
    return { nextSeq: reader.nextSeq, wholeBytes: reader.wholeBytes };
  } finally {
    reader.close();
  }
}

/** The lock file of who records into a folder. */
export function recordingLock(dir: string): string {
  return join(dir, '.lock');
}

function locked<Result>(dir: string, open: (unlock: Unlock) => Result): Result {
  let unlock: Unlock | null = null;
  try {
    unlock = lockForProcess(recordingLock(dir), `recording into ${dir}`);
    return open(unlock);
  } catch (error) {
    unlock?.();
    throw storeError('recording', dir, error);
  }
}

function exists(dir: string): AuctionTraderError {
  return new AuctionTraderError(`there is a recording in ${dir} already`, {
    code: 'RECORDING_EXISTS',
    exitCode: 2,
    details: { file: dir },
    hint: 'Go on with it, or give the run another id.',
  });
}
