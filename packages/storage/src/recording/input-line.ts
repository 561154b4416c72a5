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

/**
 * The line of an input, with its newline. A frame's text is taken over as it is: nobody parses it here.
 *
 * @param seq the input's number
 */
export function encodeLine(seq: number, input: SessionInput): string {
  const body = `${seq} ${bodyOf(input)}`;
  return `${crc32(body).toString(16).padStart(CHECKSUM_DIGITS, '0')} ${body}\n`;
}

function bodyOf(input: SessionInput): string {
  switch (input.kind) {
    case 'frame': {
      const { text, timeMs } = input;
      const fits = text.isWellFormed() && !text.includes('\n');
      return fits ? `${FRAME} ${timeMs} ${text}` : `${QUOTED_FRAME} ${timeMs} ${JSON.stringify(text)}`;
    }
    case 'time':
      return `${TIME} ${input.timeMs} `;
    case 'minute':
      return `${MINUTE} ${input.timeMs} ${input.minuteMs}`;
    case 'connected':
      return `${CONNECTED} ${input.timeMs} `;
    case 'disconnected':
      return `${DISCONNECTED} ${input.timeMs} `;
    default:
      return `${OTHER} ${input.timeMs} ${toExactJson(input)}`;
  }
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
