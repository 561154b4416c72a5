import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fillModel, SimulatedExchange } from '@auction-trader/backtest';
import { BybitFrameDecoder } from '@auction-trader/bybit';
import { defaultConfig, quotePerTickLot } from '@auction-trader/core';
import { type SessionInput, type SessionListener, TradingSession } from '@auction-trader/engine';
import { AuctionStrategy, signalSettings } from '@auction-trader/signals';
import { createRecorder, type Recorder } from '@auction-trader/storage';
import { scratchFolder } from '../data/folders.ts';
import { LIVE_FACTS, LIVE_INSTRUMENT, LIVE_START_MS } from '../data/live-market.ts';

/** How often a trader hands its recording to the operating system, in time of the market. */
const FLUSH_MS = 1_000;

/**
 * The way of a message through a trader: it is recorded, read, and applied by a session on paper that
 * trades; what it decides is heard by nobody.
 */
export class LivePath {
  readonly session: TradingSession;
  readonly #recorder: Recorder;
  readonly #folder: string;
  #flushedMs = 0;
  /** Hours of the recording are packed in the background. */
  #packed: Promise<unknown> = Promise.resolve();

  constructor() {
    this.#folder = scratchFolder('live');
    const config = defaultConfig();
    this.session = new TradingSession({
      instrument: LIVE_INSTRUMENT,
      config,
      mode: 'paper',
      strategy: new AuctionStrategy(signalSettings(config, LIVE_INSTRUMENT)),
      decoder: new BybitFrameDecoder(LIVE_INSTRUMENT),
      exchange: new SimulatedExchange(fillModel(config), quotePerTickLot(LIVE_INSTRUMENT), true),
      listener: NOBODY,
      activated: true,
    });
    const header = {
      schema: 1,
      runId: 'bench',
      instance: 'bench',
      mode: 'paper',
      instrument: LIVE_FACTS,
      startedMs: LIVE_START_MS,
      config,
      configHash: '',
      versions: {},
      session: null,
    } as const;
    this.#recorder = createRecorder(join(this.#folder, 'recording'), header, {
      background: (work) => {
        this.#packed = this.#packed.then(work);
      },
    });
  }

  take(input: SessionInput): void {
    this.#recorder.append(input);
    if (input.timeMs >= this.#flushedMs + FLUSH_MS) {
      this.#recorder.flush();
      this.#flushedMs = input.timeMs;
    }
    this.session.apply(input);
  }

  /** Waits for what goes on in the background. */
  async settle(): Promise<void> {
    await this.#packed;
  }

  /** Ends the recording and takes it away. */
  async end(): Promise<void> {
    await this.settle();
    await this.#recorder.close();
    rmSync(this.#folder, { recursive: true });
  }
}

const NOBODY: SessionListener = {
  onMinute() {},
  onLocalCommand() {},
  onEntrySubmitted() {},
  onEntryDropped() {},
  onFill() {},
  onFunding() {},
  onTradeClosed() {},
  onAlert() {},
  onChange() {},
  onOperatorRefused() {},
};
