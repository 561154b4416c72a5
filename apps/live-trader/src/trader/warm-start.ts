import { type Config, MINUTE_MS } from '@auction-trader/core';
import type { SessionSnapshot } from '@auction-trader/engine';
import { openTickStore } from '@auction-trader/ingestion';
import type { RecordingHeader } from '@auction-trader/storage';
import type { Logger } from 'pino';
import { buildSession } from './build-session.ts';
import { SILENT_LISTENER } from './silent-listener.ts';

/**
 * State of a session that was warmed up from stored ticks; null when they do not reach up to now, or have
 * no quotes and none may be inferred: then the first minutes would count and say nothing.
 *
 * @param dir folder of the tick store
 * @param nowMs the venue's time
 */
export function warmStart(
  header: RecordingHeader,
  dir: string,
  nowMs: number,
  log: Logger,
): SessionSnapshot | null {
  const { config, instrument } = header;
  const store = openTickStore(dir);
  const stored = store
    .list()
    .some(({ venue, symbol }) => venue === instrument.venue && symbol === instrument.symbol);
  if (!stored) return null;
  const toMs = nowMs - (nowMs % MINUTE_MS);
  const fromMs = toMs - neededMinutes(config) * MINUTE_MS;
  const day = (timeMs: number) => new Date(timeMs).toISOString().slice(0, 10);
  const source = store.source(instrument.symbol, {
    venue: instrument.venue,
    fromDay: day(fromMs),
    toDay: day(toMs),
  });
  const session = buildSession(header, SILENT_LISTENER);
  const quoteless = session.warmUp(source, fromMs, toMs);
  const { ready, missingMinutes, minutesDone } = session.state.warmup;
  if (!ready) {
    log.info({ missingMinutes }, 'stored ticks do not reach up to now: the warm-up is live');
    return null;
  }
  const spreadTicks = config.backtest.synthetic_quotes_ticks;
  if (spreadTicks === null && missingMinutes + quoteless > config.startup.warmup_max_missing_minutes) {
    log.warn({ minutes: quoteless }, `${NO_STORED_QUOTES}: the warm-up is live`);
    return null;
  }
  log.info({ minutesDone }, 'warmed up from stored ticks');
  if (spreadTicks !== null && quoteless > 0) {
    const until = new Date(toMs + config.instrument.rolling_window_minutes * MINUTE_MS).toISOString();
    const found = { minutes: quoteless, spreadTicks, until };
    log.warn(found, `${NO_STORED_QUOTES}: they are inferred from trades, as in a backtest`);
  }
  return session.snapshot();
}

/** Volatility and spread, and with them the value area, rest on quotes. */
const NO_STORED_QUOTES = 'there are minutes of stored trades without quotes';

/** The window, and a little more: the first minute of all has no return. */
function neededMinutes(config: Config): number {
  return config.instrument.rolling_window_minutes + 5;
}
