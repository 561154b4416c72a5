import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Milliseconds of the UTC hour that a segment holds. */
export const HOUR_MS = 3_600_000;

const PLAIN_ENDING = '.log';
const PACKED_ENDING = '.log.gz';

/** One hour's file of a recording. */
export interface Segment {
  /** Without its ending, e.g. `2026-11-20T12-000000000001`. */
  readonly name: string;
  /** Epoch ms of the hour's start: no input of the segment is earlier. */
  readonly hourMs: number;
  /** Number of its first input. */
  readonly firstSeq: number;
  readonly packed: boolean;
}

/** The segments of a recording in order. One that is plain and packed at once counts as plain. */
export function listSegments(dir: string): Segment[] {
  if (!existsSync(dir)) return [];
  const names = new Set(readdirSync(dir));
  const segments: Segment[] = [];
  for (const file of names) {
    const packed = file.endsWith(PACKED_ENDING);
    if (!packed && !file.endsWith(PLAIN_ENDING)) continue;
    const name = file.slice(0, -(packed ? PACKED_ENDING : PLAIN_ENDING).length);
    if (packed && names.has(name + PLAIN_ENDING)) continue;
    const parts = /^(\d{4}-\d{2}-\d{2}T\d{2})-(\d+)$/.exec(name);
    if (parts === null) continue;
    const hourMs = Date.parse(`${parts[1]}:00:00Z`);
    segments.push({ name, hourMs, firstSeq: Number(parts[2]), packed });
  }
  return segments.sort((left, right) => left.firstSeq - right.firstSeq);
}

/** Name of the segment that begins with an input. */
export function segmentName(timeMs: number, firstSeq: number): string {
  const hour = new Date(Math.floor(timeMs / HOUR_MS) * HOUR_MS).toISOString().slice(0, 13);
  return `${hour}-${String(firstSeq).padStart(12, '0')}`;
}

/** Path of a segment's file. */
export function segmentPath(dir: string, { name, packed }: Pick<Segment, 'name' | 'packed'>): string {
  return join(dir, name + (packed ? PACKED_ENDING : PLAIN_ENDING));
}
