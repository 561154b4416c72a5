import { BybitFeed, BybitFrameDecoder, readBybitFacts } from '@auction-trader/bybit';
import { defineInstrument } from '@auction-trader/core';
import type { SessionInput } from '@auction-trader/engine';
import { createRecorder, type Recorder, recordingDir } from '@auction-trader/storage';
import { programVersion } from '../program-version.ts';
import type { RunningCollector, TraderOptions } from '../trader-options.ts';
import { CountingSink } from './counting-sink.ts';
import { MinuteTimer } from './minute-timer.ts';
import { recordingHeader } from './recording-header.ts';
import { newRunId } from './run-identity.ts';
import { VenueClock } from './venue-clock.ts';
import type { TransportMaker } from './venue-transport.ts';

const FLUSH_MS = 500;

/** What a collector needs of the options of a trader. */
export type CollectorOptions = Omit<TraderOptions, 'mode' | 'timing' | 'sendAlert' | 'instance'>;

/** Records the market and nothing else: frames as received, connects, disconnects and minute marks. */
export async function startCollector(
  options: CollectorOptions,
  makeTransport: TransportMaker,
): Promise<RunningCollector> {
  const { clock, config, dataDir, log } = options;
  const { symbol } = config.instrument;
  const transport = makeTransport(options.venue, 'collect');
  const facts = await readBybitFacts({ transport, clock, symbol, account: false });
  const venueClock = new VenueClock(clock);
  venueClock.setOffset(facts.clockOffsetMs);
  const startedMs = venueClock.nowMs();
  const runId = newRunId(startedMs, 'collect');
  const header = recordingHeader({
    runId,
    instance: 'collect',
    mode: 'collect',
    instrument: facts.instrument,
    startedMs,
    config,
    version: programVersion(),
    session: null,
  });
  const recorder = createRecorder(recordingDir(dataDir, facts.instrument, runId), header);
  const counts = new CountingSink();
  const collector = new Collector(recorder, venueClock, config.startup.late_grace_ms);
  const decoder = new BybitFrameDecoder(defineInstrument(facts.instrument));
  const feed = new BybitFeed({ transport, clock, symbol, seed: startedMs % 2 ** 31 });
  feed.start({
    onFrame(text, receivedMs) {
      collector.add({ kind: 'frame', timeMs: venueClock.fromLocal(receivedMs), text });
      decoder.decode(text, receivedMs, counts);
    },
    onConnected(nowMs) {
      decoder.reset();
      collector.add({ kind: 'connected', timeMs: venueClock.fromLocal(nowMs) });
      log.info('the feed is connected');
    },
    onDisconnected(nowMs, reason) {
      collector.add({ kind: 'disconnected', timeMs: venueClock.fromLocal(nowMs) });
      log.warn({ reason }, 'the feed is disconnected');
    },
    onProblem: (reason, tries) => log.warn({ reason, tries }, 'a problem of the feed'),
  });
  return {
    progress: () => ({ frames: collector.frames, trades: counts.trades, quotes: counts.quotes }),
    failed: collector.failed,
    async stop() {
      await feed.stop();
      await collector.stop();
    },
  };
}

/** Appends inputs, and flushes them twice a second. */
class Collector {
  frames = 0;
  readonly failed: Promise<never>;
  readonly #recorder: Recorder;
  readonly #clock: VenueClock;
  readonly #minutes: MinuteTimer;
  #fail: (error: unknown) => void = () => {};
  #disarm = () => {};

  constructor(recorder: Recorder, clock: VenueClock, graceMs: number) {
    this.#recorder = recorder;
    this.#clock = clock;
    this.failed = new Promise((_resolve, reject) => {
      this.#fail = reject;
    });
    // Nobody may be listening when it fails.
    this.failed.catch(() => {});
    this.#minutes = new MinuteTimer(clock, graceMs, (minuteMs) =>
      this.#append({ kind: 'minute', timeMs: clock.nowMs(), minuteMs }),
    );
    const nowMs = clock.nowMs();
    this.#minutes.start(nowMs - (nowMs % 60_000));
    this.#armFlush();
  }

  add(input: SessionInput): void {
    this.#minutes.closeDue(input.timeMs);
    if (input.kind === 'frame') this.frames++;
    this.#append(input);
  }

  async stop(): Promise<void> {
    this.#disarm();
    this.#minutes.stop();
    await this.#recorder.close();
  }

  #append(input: SessionInput): void {
    this.#orFail(() => this.#recorder.append(input));
  }

  #armFlush(): void {
    this.#disarm = this.#clock.at(this.#clock.nowMs() + FLUSH_MS, () => {
      this.#orFail(() => this.#recorder.flush());
      this.#armFlush();
    });
  }

  #orFail(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#fail(error);
    }
  }
}
