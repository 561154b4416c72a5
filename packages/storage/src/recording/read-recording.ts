import { AuctionTraderError } from '@auction-trader/core';
import type { RecordedInput } from './recording.ts';
import { damagedRecording, noRecording } from './recording-errors.ts';
import { hasHeader } from './recording-header.ts';
import { SegmentReader } from './segment-reader.ts';
import { listSegments, type Segment } from './segments.ts';

/** Which inputs: from a number or a time on (both inclusive), before `toMs` (not inclusive). */
export interface RecordingRange {
  readonly fromSeq?: number | undefined;
  readonly fromMs?: number | undefined;
  readonly toMs?: number | undefined;
}

/** Reads a recording as it grows. */
export interface RecordingReader {
  /** The next input, or null when there is none yet, or none before `toMs`. */
  next(): RecordedInput | null;
  close(): void;
}

/**
 * Opens a recording for reading, also while it is being written. A torn last line is left out: more may
 * come.
 *
 * @throws AuctionTraderError `NO_RECORDING`, `RECORDING_PURGED` (exit code 1) when `fromSeq` is gone;
 * {@link RecordingReader.next} throws `RECORDING_DAMAGED` naming file and line
 */
export function openRecordingReader(dir: string, range: RecordingRange = {}): RecordingReader {
  if (!hasHeader(dir)) throw noRecording(dir);
  const { fromMs = Number.NEGATIVE_INFINITY, toMs = Number.POSITIVE_INFINITY } = range;
  const inputs = new SegmentChain(dir, range);
  let ended = false;
  return {
    next() {
      while (!ended) {
        const recorded = inputs.next();
        if (recorded === null) return null;
        if (recorded.input.timeMs >= toMs) ended = true;
        else if (recorded.input.timeMs >= fromMs) return recorded;
      }
      return null;
    },
    close: () => inputs.close(),
  };
}

/**
 * The inputs of a recording in order, up to what was flushed. A torn last line is left out. Memory does
 * not grow with the recording.
 *
 * @throws as {@link openRecordingReader}
 */
export function* readRecording(dir: string, range: RecordingRange = {}): Generator<RecordedInput> {
  const reader = openRecordingReader(dir, range);
  try {
    for (let recorded = reader.next(); recorded !== null; recorded = reader.next()) yield recorded;
  } finally {
    reader.close();
  }
}

/** The segments of a recording one behind the other. */
class SegmentChain {
  readonly #dir: string;
  readonly #fromSeq: number;
  #reader: SegmentReader | null = null;

  constructor(dir: string, { fromSeq = 0, fromMs }: RecordingRange) {
    this.#dir = dir;
    this.#fromSeq = fromSeq;
    const segments = listSegments(dir);
    const first = segments[0];
    if (first !== undefined && fromSeq > 0 && fromSeq < first.firstSeq) throw purged(dir, fromSeq, first);
    const start = startOf(segments, fromSeq, fromMs ?? Number.NEGATIVE_INFINITY);
    if (start !== undefined) this.#reader = openSegment(dir, start);
  }

  next(): RecordedInput | null {
    for (;;) {
      const recorded = this.#reader?.next(this.#fromSeq) ?? null;
      if (recorded !== null) return recorded;
      const behind = this.#behind();
      if (behind === undefined) return null;
      // What was written before the next segment appeared has to be read first.
      const late = this.#reader?.next(this.#fromSeq) ?? null;
      if (late !== null) return late;
      this.#goTo(behind);
    }
  }

  close(): void {
    this.#reader?.close();
  }

  #behind(): Segment | undefined {
    const from = this.#reader?.segment.firstSeq ?? -1;
    return listSegments(this.#dir).find(({ firstSeq }) => firstSeq > from);
  }

  #goTo(segment: Segment): void {
    const before = this.#reader;
    if (before !== null) {
      const row = before.lines + 1;
      if (before.hasTornEnd) throw damagedRecording(before.path, row, 'it is torn, and others follow');
      if (segment.firstSeq !== before.nextSeq) {
        const missing = `inputs ${before.nextSeq} to ${segment.firstSeq - 1} are missing`;
        throw damagedRecording(before.path, row, missing);
      }
      before.close();
    }
    this.#reader = openSegment(this.#dir, segment);
  }
}

/** The last segment that may hold the first wanted input. */
function startOf(segments: readonly Segment[], fromSeq: number, fromMs: number): Segment | undefined {
  const bySeq = segments.findLast(({ firstSeq }) => firstSeq <= fromSeq);
  // An hour may run over into the next when the disk was full: so one more.
  const byTime = segments[segments.findLastIndex(({ hourMs }) => hourMs <= fromMs) - 1];
  const first = segments[0];
  return [bySeq, byTime].reduce(
    (later, other) => (other !== undefined && other.firstSeq > later!.firstSeq ? other : later),
    first,
  );
}

function openSegment(dir: string, segment: Segment): SegmentReader {
  try {
    return new SegmentReader(dir, segment);
  } catch (error) {
    // It was packed just now.
    if (segment.packed || (error as { code?: string }).code !== 'ENOENT') throw error;
    return new SegmentReader(dir, { ...segment, packed: true });
  }
}

function purged(dir: string, fromSeq: number, first: Segment): AuctionTraderError {
  return new AuctionTraderError(
    `the recording ${dir} begins with input ${first.firstSeq}, ${fromSeq} is gone`,
    {
      code: 'RECORDING_PURGED',
      exitCode: 1,
      details: { file: dir },
      hint: 'It was older than database.raw_retention_hours and was removed.',
    },
  );
}
