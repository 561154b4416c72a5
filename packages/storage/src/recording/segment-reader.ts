import { decodeLine, isWhole, lineSeq } from './input-line.ts';
import { LineSplitter } from './line-splitter.ts';
import type { RecordedInput } from './recording.ts';
import { damagedRecording } from './recording-errors.ts';
import { packedBytes, plainBytes, type SegmentBytes } from './segment-bytes.ts';
import { type Segment, segmentPath } from './segments.ts';

/** Reads the inputs of one segment, also while it grows. */
export class SegmentReader {
  readonly segment: Segment;
  readonly path: string;
  readonly #bytes: SegmentBytes;
  readonly #splitter = new LineSplitter();
  #nextSeq: number;
  #wholeBytes = 0;
  /** A line that is not whole: the end, unless a whole one follows. */
  #torn = false;

  constructor(dir: string, segment: Segment) {
    this.segment = segment;
    this.path = segmentPath(dir, segment);
    this.#nextSeq = segment.firstSeq;
    this.#bytes = segment.packed ? packedBytes(this.path) : plainBytes(this.path);
  }

  /** Number of the input that comes next. */
  get nextSeq(): number {
    return this.#nextSeq;
  }

  /** Lines read so far. */
  get lines(): number {
    return this.#splitter.lines;
  }

  /** Bytes of all whole lines so far. */
  get wholeBytes(): number {
    return this.#wholeBytes;
  }

  /** Whether something stands behind the last whole line. */
  get hasTornEnd(): boolean {
    return this.#torn || this.#splitter.restBytes > 0;
  }

  /**
   * The next input, null when there is none (yet).
   *
   * @param fromSeq earlier ones are passed over
   * @throws AuctionTraderError `RECORDING_DAMAGED`
   */
  next(fromSeq = 0): RecordedInput | null {
    for (;;) {
      const line = this.#wholeLine();
      if (line === null) return null;
      if (this.#nextSeq <= fromSeq) continue;
      const recorded = decodeLine(line);
      if (recorded === null) throw damagedRecording(this.path, this.lines, 'it has no known kind');
      return recorded;
    }
  }

  /** Passes over the next input; false when there is none. */
  skip(): boolean {
    return this.#wholeLine() !== null;
  }

  close(): void {
    this.#bytes.close();
  }

  #wholeLine(): Uint8Array | null {
    for (let line = this.#line(); line !== null; line = this.#line()) {
      if (!isWhole(line)) {
        this.#torn = true;
        continue;
      }
      this.#check(lineSeq(line));
      this.#wholeBytes = this.#splitter.bytes;
      this.#nextSeq++;
      return line;
    }
    return null;
  }

  #line(): Uint8Array | null {
    for (;;) {
      const line = this.#splitter.next();
      if (line !== null) return line;
      const block = this.#read();
      if (block === null) return null;
      this.#splitter.add(block);
    }
  }

  #read(): Buffer | null {
    try {
      return this.#bytes.read();
    } catch (cause) {
      throw damagedRecording(this.path, this.#splitter.lines + 1, (cause as Error).message, cause);
    }
  }

  /** A line that is whole has to be the next one, and nothing torn may stand before it. */
  #check(seq: number): void {
    const row = this.#splitter.lines;
    if (this.#torn) throw damagedRecording(this.path, row - 1, 'its checksum does not fit');
    if (seq !== this.#nextSeq) {
      throw damagedRecording(this.path, row, `it holds input ${seq} where ${this.#nextSeq} belongs`);
    }
  }
}
