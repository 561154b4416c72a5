import { existsSync } from 'node:fs';
import { type ArchiveDay, archivePath, archiveUrl } from './archive.ts';
import type { DownloadRun } from './download-run.ts';
import { type FetchFailure, fetchOnce } from './fetch-once.ts';
import { type ImportedDay, type ImportResult, importDay } from './import-day.ts';

/** What became of a day. */
export type DayResult =
  | ImportedDay
  | { readonly kind: 'missing' }
  | { readonly kind: 'failed'; readonly code: string; readonly why: string };

/** Tries in a row that bring nothing on. */
const TRIES = 6;
const FIRST_WAIT_MS = 1_000;
/** A try that brought so much was worth it, even when it broke off. */
const WORTH_BYTES = 1 << 20;
/** Who is asked to come back later than this says so to the user instead. */
const LONGEST_WAIT_MS = 10 * 60_000;

/**
 * Fetches a day and takes it into the store; a break, a busy server and a damaged file are tried again,
 * with growing waits.
 *
 * @throws what would stop the other days too, and when the download's signal is aborted
 */
export async function fetchDay(run: DownloadRun, day: ArchiveDay): Promise<DayResult> {
  for (let failures = 0; ; ) {
    const result = await tryDay(run, day);
    if (result.kind === 'imported' || result.kind === 'missing') return result;
    if (result.kind === 'unusable') return { ...result, kind: 'failed' };
    if (result.kind === 'refused') return { kind: 'failed', code: 'FETCH_REFUSED', why: result.why };
    const code = result.kind === 'damaged' ? result.code : 'FETCH_FAILED';
    failures = result.kind === 'again' && result.bytes >= WORTH_BYTES ? 1 : failures + 1;
    if (failures === TRIES) return { kind: 'failed', code, why: `${result.why}; tried ${TRIES} times` };
    if (run.isHopeless) return { kind: 'failed', code, why: result.why };
    const busyMs = result.kind === 'again' ? result.busyMs : null;
    const waitMs = Math.max(busyMs ?? 0, FIRST_WAIT_MS * 2 ** (failures - 1));
    if (waitMs > LONGEST_WAIT_MS) {
      const minutes = Math.ceil(waitMs / 60_000);
      return { kind: 'failed', code, why: `${result.why} and wants to be asked again in ${minutes} minutes` };
    }
    run.trouble(day, `${result.why}; trying again in ${Math.ceil(waitMs / 1000)} s`);
    // A busy server is left alone by all, not only for this file.
    if (busyMs !== null) run.pause.extend(waitMs);
    else await run.pause.wait(waitMs);
  }
}

async function tryDay(run: DownloadRun, day: ArchiveDay): Promise<FetchFailure | ImportResult> {
  const { plan, options, client, signal, pause } = run;
  const path = archivePath(options.folder, day);
  // An earlier download fetched it and did not come to its import.
  if (!existsSync(path)) {
    await pause.over();
    const fetched = await fetchOnce(client, {
      url: archiveUrl(plan.baseUrl, day),
      path,
      signal,
      nowMs: options.clock.nowMs,
      onBytes: (piece, bytes, ofBytes) => run.received(day, piece, bytes, ofBytes),
    });
    if (fetched.kind !== 'fetched') return fetched;
  }
  return run.oneByOne(() => importDay(run.store, day, { ...options, signal }));
}
