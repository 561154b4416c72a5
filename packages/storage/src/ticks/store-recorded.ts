import { DAY_MS, defineInstrument, type Instrument, minuteStartMs } from '@auction-trader/core';
import {
  addRecordedRows,
  type FrameDecoder,
  type Staging,
  TICK_KINDS,
  type TickKind,
  type TickStore,
} from '@auction-trader/ingestion';
import { listRecordings } from '../recording/list-recordings.ts';
import { readRecording } from '../recording/read-recording.ts';
import type { RecordingHeader, RecordingInfo } from '../recording/recording.ts';
import { readRecordingHeader } from '../recording/recording-header.ts';
import { listSegments } from '../recording/segments.ts';
import { type RecordedProgress, readProgress, writeProgress } from './recorded-progress.ts';
import { type CollectedDay, TickCollector } from './tick-collector.ts';

/** A minute is whole when an input came this long after its end. */
const GRACE_MS = 2_000;
/** A day is written when events are this far behind its end; later ones are merged. */
const LATE_MS = 600_000;
const PAUSE_INPUTS = 512;

/** What {@link storeRecorded} needs beside its input. */
export interface StoreRecordedOptions {
  /** Makes the decoder of a recording's venue. */
  readonly decoder: (header: RecordingHeader) => FrameDecoder;
  /** Only recordings of this symbol. */
  readonly symbol?: string;
  /** Awaited every few hundred inputs, so that others get their turn. */
  readonly pause?: () => Promise<void>;
}

/** What became of one recording. */
export interface StoredRecording {
  readonly runId: string;
  readonly symbol: string;
  readonly venue: string;
  /** Rows added now. */
  readonly trades: number;
  readonly quotes: number;
  /** Events left out now: off the clock by minutes, or of impossible price or size. */
  readonly unbelieved: number;
  /** Epoch ms: all recorded events of before it are in the store; -Infinity when none is. */
  readonly throughMs: number;
  /** UTC days (starts) left as they are because imported data is there. */
  readonly skippedDays: readonly number[];
}

/**
 * Writes the whole minutes of all recordings into the tick store, those that are there already left
 * out: run again, it adds what came since, and the result is the same as if it had been run once. Days
 * with imported data are left alone. All of it happens, or nothing.
 *
 * @param dataDir data directory, with `recordings` in it
 * @throws AuctionTraderError `STORE_LOCKED`, `DISK_FULL`, `RECORDING_DAMAGED`
 */
export async function storeRecorded(
  dataDir: string,
  store: TickStore,
  options: StoreRecordedOptions,
): Promise<StoredRecording[]> {
  const recordings = listRecordings(dataDir).filter(
    ({ symbol, bytes }) => bytes > 0 && symbol === (options.symbol ?? symbol),
  );
  if (recordings.length === 0) return [];
  const runIds = new Set(recordings.map(({ runId }) => runId));
  return store.change(async (staging) => {
    const stored: StoredRecording[] = [];
    for (const recording of recordings) {
      stored.push(await storeOne(staging, recording, runIds, options));
    }
    return stored;
  });
}

async function storeOne(
  staging: Staging,
  { dir, venue, symbol, runId }: RecordingInfo,
  runIds: ReadonlySet<string>,
  { decoder, pause }: StoreRecordedOptions,
): Promise<StoredRecording> {
  const header = readRecordingHeader(dir);
  const runs = readProgress(staging, venue, symbol);
  const before = runs.get(runId) ?? null;
  const writer = new DayRowsWriter(staging, defineInstrument(header.instrument), runId);
  const after = await writeNewRows(dir, decoder(header), before, writer, pause);
  if (after !== null && after !== before) {
    // What was purged is forgotten.
    const kept = [...runs.set(runId, after)].filter(([id]) => runIds.has(id));
    writeProgress(staging, venue, symbol, new Map(kept));
  }
  const { added, unbelieved, skippedDays } = writer;
  const throughMs = after?.throughMs ?? Number.NEGATIVE_INFINITY;
  return { runId, symbol, venue, ...added, unbelieved, throughMs, skippedDays: [...skippedDays] };
}

/**
 * Decodes what came since the last time, and writes the rows of whole minutes.
 *
 * @returns null when nothing was ever recorded
 */
async function writeNewRows(
  dir: string,
  decoder: FrameDecoder,
  before: RecordedProgress | null,
  writer: DayRowsWriter,
  pause: (() => Promise<void>) | undefined,
): Promise<RecordedProgress | null> {
  const collector = new TickCollector();
  if (before !== null) {
    decoder.restore(before.decoder);
    collector.restore(before.collector);
  }
  const beforeSeq = before?.throughSeq ?? 0;
  // Hours of which nothing was stored may have been purged meanwhile.
  const fromSeq = Math.max(beforeSeq + 1, listSegments(dir)[0]?.firstSeq ?? 1);
  let throughSeq = beforeSeq;
  let timeMs = Number.NEGATIVE_INFINITY;
  for (const { seq, input } of readRecording(dir, { fromSeq })) {
    throughSeq = seq;
    timeMs = input.timeMs;
    collector.nowMs = timeMs;
    if (input.kind === 'connected') decoder.reset();
    else if (input.kind === 'frame') decoder.decode(input.text, timeMs, collector);
    if (seq % PAUSE_INPUTS !== 0) continue;
    writer.writeEnded(collector);
    await pause?.();
  }
  writer.unbelieved = collector.unbelieved;
  if (throughSeq === beforeSeq) return before;
  const throughMs = Math.max(before?.throughMs ?? Number.NEGATIVE_INFINITY, minuteStartMs(timeMs - GRACE_MS));
  for (const kind of TICK_KINDS) {
    for (const day of collector.takeBefore(kind, throughMs)) writer.write(kind, day);
  }
  return { throughSeq, throughMs, decoder: decoder.snapshot(), collector: collector.state() };
}

/** Writes collected rows into the store, and counts them. */
class DayRowsWriter {
  readonly added = { trades: 0, quotes: 0 };
  unbelieved = 0;
  readonly skippedDays = new Set<number>();
  readonly #staging: Staging;
  readonly #instrument: Instrument;
  readonly #runId: string;

  constructor(staging: Staging, instrument: Instrument, runId: string) {
    this.#staging = staging;
    this.#instrument = instrument;
    this.#runId = runId;
  }

  write(kind: TickKind, { dayStartMs, rows }: CollectedDay): void {
    const { length, columns } = rows;
    const place = { instrument: this.#instrument, runId: this.#runId, kind, dayStartMs };
    const added = addRecordedRows(this.#staging, { ...place, length, columns });
    if (added === null) this.skippedDays.add(dayStartMs);
    else this.added[kind] += added;
  }

  /** Writes days that ended some time ago: a recording of several days needs the memory of one. */
  writeEnded(collector: TickCollector): void {
    for (const kind of TICK_KINDS) {
      for (const day of collector.takeDays(kind, collector.newestMs - LATE_MS - DAY_MS))
        this.write(kind, day);
    }
  }
}
