import { crc32 } from 'node:zlib';
import type { SessionInput } from '@auction-trader/engine';
import { fromExactJson, toExactJson } from '../exact-json.ts';
import type { RecordedInput } from './recording.ts';

// A line is `<crc32> <seq> <kind> <timeMs> <payload>`, the checksum being of all behind the first space.
const FRAME = 'F';
/** A frame that cannot stand in a line as it is: its payload is JSON text. */
const QUOTED_FRAME = 'G';
const CONNECTED = 'C';
const DISCONNECTED = 'D';
const MINUTE = 'M';
const TIME = 'T';
/** Everything else: the whole input as exact JSON. */
const OTHER = 'J';

const CHECKSUM_DIGITS = 8;
const HEX_DIGITS = '0123456789abcdef';
const SPACE = 0x20;
const NEWLINE = 0x0a;

const FIRST_BYTES = 1 << 20;
/** A buffer that has grown beyond it is not kept. */
const MOST_KEPT_BYTES = 1 << 22;

/** Lines on their way to the disk, as bytes. */
export class LineBuffer {
  #bytes = Buffer.allocUnsafe(FIRST_BYTES);
  #length = 0;

  /** Bytes of the lines. */
  get length(): number {
    return this.#length;
  }

  /** The lines; valid until the next call of `add`. */
  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  /**
   * Adds the line of an input. A frame's text is taken over as it is: nobody parses it here.
   *
   * @param seq the input's number
   */
  add(seq: number, input: SessionInput): void {
    const { kind, timeMs } = input;
    if (kind === 'frame') {
      const { text } = input;
      if (text.isWellFormed() && !text.includes('\n')) this.#line(seq, FRAME, timeMs, text);
      else this.#line(seq, QUOTED_FRAME, timeMs, JSON.stringify(text));
    } else if (kind === 'time') this.#line(seq, TIME, timeMs, '');
    else if (kind === 'minute') this.#line(seq, MINUTE, timeMs, String(input.minuteMs));
    else if (kind === 'connected') this.#line(seq, CONNECTED, timeMs, '');
    else if (kind === 'disconnected') this.#line(seq, DISCONNECTED, timeMs, '');
    else this.#line(seq, OTHER, timeMs, toExactJson(input));
  }

  /** Forgets the lines. */
  clear(): void {
    this.#length = 0;
    if (this.#bytes.length > MOST_KEPT_BYTES) this.#bytes = Buffer.allocUnsafe(FIRST_BYTES);
  }

  #line(seq: number, kind: string, timeMs: number, payload: string): void {
    const head = `${seq} ${kind} ${timeMs} `;
    this.#makeRoom(head.length + 3 * payload.length + CHECKSUM_DIGITS + 2);
    const bytes = this.#bytes;
    const from = this.#length + CHECKSUM_DIGITS + 1;
    let at = from + bytes.write(head, from, 'latin1');
    at += bytes.write(payload, at, 'utf8');
    writeChecksum(bytes, this.#length, crc32(bytes.subarray(from, at)));
    bytes[at] = NEWLINE;
    this.#length = at + 1;
  }

  #makeRoom(bytes: number): void {
    if (this.#length + bytes <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(2 * (this.#length + bytes));
    larger.set(this.bytes);
    this.#bytes = larger;
  }
}

function writeChecksum(bytes: Buffer, at: number, checksum: number): void {
  let rest = checksum;
  for (let digit = CHECKSUM_DIGITS - 1; digit >= 0; digit--) {
    bytes[at + digit] = HEX_DIGITS.charCodeAt(rest & 15);
    rest >>>= 4;
  }
  bytes[at + CHECKSUM_DIGITS] = SPACE;
}

/**
 * Reads a line back.
 *
 * @param line without its newline
 * @returns null when its checksum does not fit or it is no line
 */
export function decodeLine(line: Uint8Array): RecordedInput | null {
  if (!isWhole(line)) return null;
  const text = Buffer.from(line.buffer, line.byteOffset, line.byteLength).toString('utf8');
  const seqEnd = text.indexOf(' ', CHECKSUM_DIGITS + 1);
  const timeEnd = text.indexOf(' ', seqEnd + 3);
  const seq = Number(text.slice(CHECKSUM_DIGITS + 1, seqEnd));
  const timeMs = Number(text.slice(seqEnd + 3, timeEnd));
  const input = inputOf(text.charAt(seqEnd + 1), timeMs, text.slice(timeEnd + 1));
  return input === null ? null : { seq, input };
}

/** Number of a line's input, without reading the rest; NaN when it is no line. */
export function lineSeq(line: Uint8Array): number {
  const from = CHECKSUM_DIGITS + 1;
  let seq = 0;
  let at = from;
  for (; at < line.length && line[at] !== 0x20; at++) seq = seq * 10 + line[at]! - 0x30;
  return at === from || at === line.length ? Number.NaN : seq;
}

/** Whether a line is as it was written. */
export function isWhole(line: Uint8Array): boolean {
  if (line.length < CHECKSUM_DIGITS + 2 || line[CHECKSUM_DIGITS] !== 0x20) return false;
  const written = Buffer.from(line.buffer, line.byteOffset, CHECKSUM_DIGITS).toString('latin1');
  const found = crc32(line.subarray(CHECKSUM_DIGITS + 1));
  return written === found.toString(16).padStart(CHECKSUM_DIGITS, '0');
}

function inputOf(kind: string, timeMs: number, payload: string): SessionInput | null {
  switch (kind) {
    case FRAME:
      return { kind: 'frame', timeMs, text: payload };
    case QUOTED_FRAME:
      return { kind: 'frame', timeMs, text: JSON.parse(payload) as string };
    case TIME:
      return { kind: 'time', timeMs };
    case MINUTE:
      return { kind: 'minute', timeMs, minuteMs: Number(payload) };
    case CONNECTED:
      return { kind: 'connected', timeMs };
    case DISCONNECTED:
      return { kind: 'disconnected', timeMs };
    case OTHER:
      return fromExactJson(payload) as SessionInput;
    default:
      return null;
  }
}
