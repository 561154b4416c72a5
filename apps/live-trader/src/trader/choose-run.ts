import { join } from 'node:path';
import type { BybitFacts } from '@auction-trader/bybit';
import { AuctionTraderError, errorText } from '@auction-trader/core';
import type { RecordingHeader, RunInfo } from '@auction-trader/storage';
import { programVersion } from '../program-version.ts';
import type { TraderOptions } from '../trader-options.ts';
import type { TradingMode } from '../trading-mode.ts';
import type { SessionSeed } from './build-session.ts';
import { earnedEarlier, startWithDay } from './day-result.ts';
import {
  beginRun,
  hasConfig,
  isBusy,
  type NewRun,
  newestRun,
  type OpenedRun,
  type RunPlace,
  resumeRun,
  runHeader,
} from './open-run.ts';
import { warmStart } from './warm-start.ts';

/** What decides which run a trader goes on with, or begins. */
export interface RunChoice {
  readonly place: RunPlace;
  readonly options: TraderOptions;
  readonly mode: TradingMode;
  readonly facts: BybitFacts;
  /** Epoch ms by the venue's clock. */
  readonly nowMs: number;
  /** Whether stored ticks may warm a new run up. */
  readonly warmsUp: boolean;
}

/** Goes on with the newest run of the mode where that is possible, else begins one. */
export function chooseRun(choice: RunChoice): OpenedRun {
  const { place, options, mode } = choice;
  const earlier = newestRun(place.journal, { mode, symbol: options.config.instrument.symbol });
  const resumed = earlier === null ? null : resume(choice, earlier);
  return resumed ?? begin(choice);
}

/** A run with a position goes on even when the configuration has changed: its plan was made by the earlier one. */
function resume({ place, options }: RunChoice, earlier: RunInfo): OpenedRun | null {
  const { config, log } = options;
  const busy = isBusy(place.journal, earlier);
  const same = hasConfig(earlier, config);
  if (!same && !busy) return null;
  if (!same) log.warn('a position is open: it is managed by the configuration it was opened with');
  try {
    return resumeRun(place, earlier);
  } catch (error) {
    if (isAboutPlace(error)) throw error;
    const text = errorText(error);
    log.error({ run: earlier.runId, error: text, busy }, 'the earlier run cannot go on; a new one begins');
    return null;
  }
}

function begin(choice: RunChoice): OpenedRun {
  const { place, options, mode, facts, nowMs } = choice;
  const { config, instance, log } = options;
  const fees = facts.account;
  const seed: SessionSeed = {
    activated: mode !== 'live' && !config.startup.require_manual_activation,
    fees: fees === null ? null : { takerFeeBps: fees.takerFeeBps, makerFeeBps: fees.makerFeeBps },
    start: null,
  };
  const wanted: NewRun = {
    mode,
    instance,
    instrument: facts.instrument,
    config,
    startedMs: nowMs,
    version: programVersion(),
    seed,
  };
  const header = runHeader(wanted);
  const earned = earnedEarlier(place.journal, header);
  const start = startWithDay(header, storedStart(choice, header), earned);
  if (earned !== 0) log.info({ earned }, 'a new run goes on with the result of the day');
  return beginRun(place, { ...wanted, seed: { ...seed, start } });
}

function storedStart({ options, warmsUp }: RunChoice, header: RecordingHeader): SessionSeed['start'] {
  if (!warmsUp) return null;
  const { config, dataDir, log } = options;
  try {
    return warmStart(header, join(dataDir, config.database.raw_db), header.startedMs, log);
  } catch (error) {
    log.warn({ error: errorText(error) }, 'stored ticks cannot be used');
    return null;
  }
}

/** Whether another process or a bad disk is in the way, rather than what was saved. */
function isAboutPlace(error: unknown): boolean {
  return (
    error instanceof AuctionTraderError && (error.code === 'STORE_ERROR' || error.code.endsWith('_LOCKED'))
  );
}
