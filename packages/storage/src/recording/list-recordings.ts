import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { RecordingInfo } from './recording.ts';
import { hasHeader } from './recording-header.ts';
import { HOUR_MS, listSegments, segmentPath } from './segments.ts';

const RECORDINGS_FOLDER = 'recordings';

/** Folder of a run's recording: `<dataDir>/recordings/<venue>/<symbol>/<runId>`. */
export function recordingDir(
  dataDir: string,
  { venue, symbol }: { readonly venue: string; readonly symbol: string },
  runId: string,
): string {
  return join(dataDir, RECORDINGS_FOLDER, venue, symbol, runId);
}

/** The recordings of a data directory, by venue, symbol and time. */
export function listRecordings(dataDir: string): RecordingInfo[] {
  const root = join(dataDir, RECORDINGS_FOLDER);
  return folders(root).flatMap((venue) =>
    folders(join(root, venue)).flatMap((symbol) =>
      folders(join(root, venue, symbol))
        .map((runId) => recordingInfo(join(root, venue, symbol, runId), { venue, symbol, runId }))
        .filter((info) => info !== null)
        .sort((left, right) => left.fromMs - right.fromMs),
    ),
  );
}

function recordingInfo(
  dir: string,
  place: { venue: string; symbol: string; runId: string },
): RecordingInfo | null {
  if (!hasHeader(dir)) return null;
  const segments = listSegments(dir);
  return {
    dir,
    ...place,
    fromMs: segments[0]?.hourMs ?? Number.NaN,
    toMs: segments.length === 0 ? Number.NaN : segments.at(-1)!.hourMs + HOUR_MS,
    bytes: segments.reduce(
      (sum, segment) => sum + (statSync(segmentPath(dir, segment), { throwIfNoEntry: false })?.size ?? 0),
      0,
    ),
  };
}

function folders(dir: string): string[] {
  if (!existsSync(dir)) return [];
  return readdirSync(dir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}
