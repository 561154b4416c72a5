import { type Config, defineInstrument, type InstrumentFacts, invariant } from '@auction-trader/core';
import type { TradingSession } from '@auction-trader/engine';
import type { Venue } from '@auction-trader/execution';
import {
  createRecorder,
  type Journal,
  type Recorder,
  type RecorderOptions,
  type RecordingHeader,
  type RunInfo,
  type RunJournal,
  readRecording,
  recordingDir,
  reopenRecorder,
} from '@auction-trader/storage';
import type { Logger } from 'pino';
import type { TradingMode } from '../trading-mode.ts';
import {
  buildSession,
  orderOwner,
  type SessionSeed,
  STATE_VERSION,
  type StrategyMaker,
  sessionSeed,
  setupNames,
} from './build-session.ts';
import { recordingHeader } from './recording-header.ts';
import { configHash, newRunId } from './run-identity.ts';
import { type DriverListener, type DriverSnapshot, type Restored, SessionDriver } from './session-driver.ts';

/** What a run is opened with. */
export interface RunPlace {
  readonly dataDir: string;
  readonly journal: Journal;
  /** Null in modes that send nothing. */
  readonly venue: Pick<Venue, 'send'> | null;
  readonly listener: DriverListener;
  readonly makeStrategy: StrategyMaker;
  /** Whether recorded hours are compressed once they are over. */
  readonly compresses: boolean;
  readonly log: Logger;
}

/** A run whose inputs can be driven. */
export interface OpenedRun {
  readonly header: RecordingHeader;
  readonly driver: SessionDriver;
  readonly session: TradingSession;
  readonly recorder: Recorder;
  readonly run: RunJournal;
  /** What came from the recording of an earlier life; null for a new run. */
  readonly restored: Restored | null;
}

/** What a new run is made from. */
export interface NewRun {
  readonly mode: TradingMode;
  readonly instance: string;
  readonly instrument: InstrumentFacts;
  readonly config: Config;
  readonly startedMs: number;
  readonly version: string;
  readonly seed: SessionSeed;
}

/** The newest run of a mode and symbol, whatever its machine was called; null for none. */
export function newestRun(
  journal: Journal,
  { mode, symbol }: { mode: TradingMode; symbol: string },
): RunInfo | null {
  return journal.read.runs({ mode, symbol })[0] ?? null;
}

/** Whether a run has a position, or orders that may be at a venue. */
export function isBusy(journal: Journal, { runId }: RunInfo): boolean {
  return journal.read.openPosition({ runId }) !== null || journal.read.knownOrders(runId).length > 0;
}

/** Whether a configuration makes the same session as a run's. */
export function hasConfig(info: RunInfo, config: Config): boolean {
  return info.configHash === configHash(config);
}

/** What the recording of a new run begins with. */
export function runHeader({ seed, ...facts }: NewRun): RecordingHeader {
  return recordingHeader({ ...facts, runId: newRunId(facts.startedMs, facts.mode), session: seed });
}

/** Begins a run with an empty recording. */
export function beginRun(place: RunPlace, wanted: NewRun): OpenedRun {
  const header = runHeader(wanted);
  const recorder = createRecorder(
    recordingDir(place.dataDir, header.instrument, header.runId),
    header,
    recorderOptions(place),
  );
  const opened = connect(place, recorder);
  if (wanted.seed.start !== null) opened.session.restore(wanted.seed.start);
  return { ...opened, restored: null };
}

/**
 * Goes on with a run: newest valid snapshot, then the inputs recorded after it.
 *
 * @throws whatever keeps the session from standing where it stood
 */
export function resumeRun(place: RunPlace, info: RunInfo): OpenedRun {
  const recorder = reopenRecorder(recordingDir(place.dataDir, info, info.runId), recorderOptions(place));
  try {
    return takeUp(place, info, recorder);
  } catch (error) {
    recorder.abandon();
    throw error;
  }
}

function takeUp(place: RunPlace, info: RunInfo, recorder: Recorder): OpenedRun {
  const { journal, log } = place;
  const opened = connect(place, recorder);
  const { snapshot, skipped } = journal.read.newestSnapshot(info.runId, STATE_VERSION);
  for (const { id, why } of skipped) log.warn({ snapshot: id, why }, 'a snapshot is passed over');
  const fromSeq = (snapshot?.inputSeq ?? 0) + 1;
  invariant(fromSeq <= recorder.position.seq + 1, 'the recording ends before the newest snapshot');
  const { start } = sessionSeed(opened.header);
  if (snapshot === null && start !== null) opened.session.restore(start);
  const state = snapshot === null ? null : (snapshot.state as DriverSnapshot);
  const inputs = readRecording(recorder.dir, { fromSeq });
  const restored = journal.transaction(() => opened.driver.restore(state, inputs));
  log.info({ run: info.runId, inputs: restored.inputs }, 'the run goes on');
  return { ...opened, restored };
}

function recorderOptions({ compresses, log }: RunPlace): RecorderOptions {
  const onProblem = ({ message }: Error) =>
    log.warn({ error: message }, 'a recorded hour stays uncompressed');
  return compresses ? { onProblem } : { background: () => {} };
}

function connect(place: RunPlace, recorder: Recorder): Omit<OpenedRun, 'restored'> {
  const { header } = recorder;
  const instrument = defineInstrument(header.instrument);
  const { runId, instance, mode, startedMs, versions } = header;
  const run = place.journal.run({
    runId,
    instance,
    mode,
    instrument,
    setups: setupNames(place.makeStrategy(header.config, instrument)),
    startedMs,
    configHash: header.configHash,
    version: versions['program'] ?? '',
  });
  const { journal, venue, listener, makeStrategy } = place;
  const owner = orderOwner(header);
  const driver = new SessionDriver({ instrument, owner, recorder, journal, run, venue, listener });
  const session = buildSession(header, driver.outputs, makeStrategy);
  driver.connect(session);
  return { header, driver, session, recorder, run };
}
