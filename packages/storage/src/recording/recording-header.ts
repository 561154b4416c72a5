import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { AuctionTraderError, configSchema } from '@auction-trader/core';
import { z } from 'zod';
import { fromExactJson, toExactJson } from '../exact-json.ts';
import type { RecordingHeader } from './recording.ts';
import { noRecording } from './recording-errors.ts';

const HEADER_NAME = 'header.json';

const headerSchema = z.object({
  schema: z.literal(1),
  runId: z.string().min(1),
  instance: z.string(),
  mode: z.enum(['dry_run', 'paper', 'shadow', 'live', 'collect']),
  instrument: z.object({
    venue: z.string(),
    symbol: z.string(),
    tickSize: z.union([z.string(), z.number()]),
    lotSize: z.union([z.string(), z.number()]),
    minOrderLots: z.number().default(1),
    minNotional: z.number().default(0),
    maxOrderLots: z.number().optional(),
  }),
  startedMs: z.number(),
  config: configSchema,
  configHash: z.string(),
  versions: z.record(z.string(), z.string()),
  session: z.unknown(),
});

/** Whether a recording was begun in a folder. */
export function hasHeader(dir: string): boolean {
  return existsSync(join(dir, HEADER_NAME));
}

/** Writes the header, wholly or not at all. */
export function writeHeader(dir: string, header: RecordingHeader): void {
  mkdirSync(dir, { recursive: true });
  const path = join(dir, HEADER_NAME);
  const descriptor = openSync(`${path}.new`, 'w');
  try {
    writeSync(descriptor, `${toExactJson(header)}\n`);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(`${path}.new`, path);
}

/**
 * The header of a recording.
 *
 * @throws AuctionTraderError `NO_RECORDING`, `RECORDING_DAMAGED`
 */
export function readRecordingHeader(dir: string): RecordingHeader {
  const path = join(dir, HEADER_NAME);
  if (!existsSync(path)) throw noRecording(dir);
  try {
    return headerSchema.parse(fromExactJson(readFileSync(path, 'utf8')));
  } catch (cause) {
    throw new AuctionTraderError(`the header of the recording ${path} cannot be read`, {
      code: 'RECORDING_DAMAGED',
      details: { file: path },
      hint: 'It is damaged or of another version; begin a new run.',
      cause,
    });
  }
}
