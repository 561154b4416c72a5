import { createHash } from 'node:crypto';
import { AuctionTraderError, type DayTicks } from '@auction-trader/core';
import type { DaySource } from '../store/day-facts.ts';
import { encodeDayFile, openDayFile } from '../store/day-file.ts';
import { type DayTable, timeColumn } from '../store/day-table.ts';
import type { TickStore } from '../store/open-tick-store.ts';
import type { Staging } from '../store/staging.ts';
import { dayFilePath } from '../store/store-paths.ts';
import { formatUtcDay } from '../store/utc-day.ts';
import { type SynthOptions, type SynthPlan, synthPlan } from './synth-options.ts';
import { planDays } from './synthetic-days.ts';

/** How {@link writeSynthetic} can be watched and stopped. */
export interface SynthControl {
  /** Told after each day. */
  readonly onProgress?: ((done: { readonly days: number; readonly ofDays: number }) => void) | undefined;
  /** Stops it; the store stays as it was. */
  readonly signal?: AbortSignal | undefined;
}

/** What {@link writeSynthetic} did. */
export interface SynthReport {
  readonly venue: string;
  readonly symbol: string;
  readonly days: number;
  /** Days that were there already, made by the same options. */
  readonly skippedDays: number;
  /** Rows written. */
  readonly trades: number;
  readonly quotes: number;
}

/**
 * Makes up a market and writes it into a store, a day in memory at a time. Days that the
 * same options made before are left as they are.
 *
 * @throws AuctionTraderError (`OVERLAPPING_SOURCES`, exit code 2) when the store has other
 * ticks of the symbol on one of the days; those of {@link synthPlan} and of the store
 */
export async function writeSynthetic(
  store: TickStore,
  options: SynthOptions,
  { onProgress, signal }: SynthControl = {},
): Promise<SynthReport> {
  const plan = synthPlan(options);
  const sha256 = planHash(plan);
  return store.change(async (staging) => {
    let skippedDays = 0;
    let days = 0;
    let trades = 0;
    let quotes = 0;
    for (const day of planDays(plan)) {
      signal?.throwIfAborted();
      const tables = tablesOf(day).filter((table) => !isThere(staging, plan, table, sha256));
      for (const table of tables) {
        writeTable(staging, plan, table, sha256);
        if (table.kind === 'trades') trades += table.length;
        else quotes += table.length;
      }
      if (tables.length === 0) skippedDays++;
      days++;
      onProgress?.({ days, ofDays: plan.dayStarts.length });
      // Lets a signal come through.
      await new Promise((resolve) => setImmediate(resolve));
    }
    const { venue, symbol } = plan.instrument;
    return { venue, symbol, days, skippedDays, trades, quotes };
  });
}

/** Stands for the file that made-up ticks do not have. The number of days is left out: more of them begin the same. */
function planHash({ instrument, dayStarts, tradesPerDay, seed, quotes, startTicks }: SynthPlan): string {
  const { venue, symbol, tick, lot } = instrument;
  const identity = [venue, symbol, tick.text, lot.text, dayStarts[0], tradesPerDay, seed, quotes, startTicks];
  return createHash('sha256')
    .update(JSON.stringify(['synth 1', ...identity]))
    .digest('hex');
}

function tablesOf({ dayStartMs, trades, quotes }: DayTicks): DayTable[] {
  const { timeMs, priceTicks, sizeLots, side, length } = trades;
  const columns = [timeMs, priceTicks, sizeLots, side];
  const tables: DayTable[] = [{ kind: 'trades', dayStartMs, length, columns, idWords: null }];
  if (quotes !== null && quotes.length > 0) {
    const of = [quotes.timeMs, quotes.bidTicks, quotes.bidLots, quotes.askTicks, quotes.askLots];
    const cut = of.map((column) => column.subarray(0, quotes.length));
    tables.push({ kind: 'quotes', dayStartMs, length: quotes.length, columns: cut, idWords: null });
  }
  return tables;
}

function isThere(staging: Staging, { instrument }: SynthPlan, table: DayTable, sha256: string): boolean {
  const { venue, symbol } = instrument;
  const path = staging.current(dayFilePath(venue, symbol, table.kind, table.dayStartMs));
  if (path === null) return false;
  if (openDayFile(path).facts.sources.some((source) => source.sha256 === sha256)) return true;
  const day = formatUtcDay(table.dayStartMs);
  throw new AuctionTraderError(`the store has other ${table.kind} of ${symbol} on ${day} already`, {
    code: 'OVERLAPPING_SOURCES',
    exitCode: 2,
    details: { file: path },
    hint: `Choose another --symbol, or remove what is there first: backtester data remove --symbol ${symbol}.`,
  });
}

function writeTable(
  staging: Staging,
  { instrument, seed }: SynthPlan,
  table: DayTable,
  sha256: string,
): void {
  const { venue, symbol, tick, lot } = instrument;
  const times = timeColumn(table);
  const source: DaySource = {
    name: `synth, seed ${seed}`,
    sha256,
    layout: 'synth',
    rows: table.length,
    firstTimeMs: table.dayStartMs + times[0]!,
    lastTimeMs: table.dayStartMs + times[table.length - 1]!,
  };
  const origin = {
    venue,
    symbol,
    tickSize: tick.text,
    lotSize: lot.text,
    tradeIds: 'none',
    sources: [source],
  } as const;
  const { pieces, mtimeSeconds } = encodeDayFile(table, origin);
  staging.put(dayFilePath(venue, symbol, table.kind, table.dayStartMs), pieces, mtimeSeconds);
}
