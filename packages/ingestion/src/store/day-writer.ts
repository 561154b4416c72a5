import { DAY_MS, dayStartMs, type Instrument } from '@auction-trader/core';
import { type AssembledDay, assembleDay, type ExistingDay } from './assemble-day.ts';
import { DayBuilder } from './day-builder.ts';
import type { DayFacts } from './day-facts.ts';
import { encodeDayFile, openDayFile, readDayTable } from './day-file.ts';
import { timeColumn } from './day-table.ts';
import { type ActiveStretch, findGaps } from './gaps.ts';
import type { RowBlock } from './row-block.ts';
import type { Staging } from './staging.ts';
import { dayFilePath } from './store-paths.ts';
import type { TickKind, TradeIdKind } from './tick-kind.ts';
import type { WrittenSource } from './written-source.ts';

/** Days being built at the same time: rows may go back over a day's edge without a day being written twice. */
const OPEN_DAYS = 2;

/** Silences and stretch of a day that was written. */
export interface WrittenDay extends ActiveStretch {
  readonly dayStartMs: number;
}

/**
 * Writes the rows of one symbol and kind into day files of a staging folder, a few days in
 * memory at a time. Days that exist are merged.
 */
export class DayWriter {
  readonly instrument: Instrument;
  readonly kind: TickKind;
  readonly tradeIds: TradeIdKind;
  /** Days written so far, by their start. */
  readonly written = new Map<number, WrittenDay>();
  readonly #staging: Staging;
  readonly #longestGapMs: number;
  /** Least recently used first. */
  readonly #open: DayBuilder[] = [];
  #spare: DayBuilder[] = [];
  /** The day of the latest row; null rows of it are left alone. */
  #today: { start: number; builder: DayBuilder | null } = { start: Number.NaN, builder: null };
  #previousMs = Number.NaN;

  constructor(
    staging: Staging,
    instrument: Instrument,
    kind: TickKind,
    tradeIds: TradeIdKind,
    longestGapMs: number,
  ) {
    this.#staging = staging;
    this.instrument = instrument;
    this.kind = kind;
    this.tradeIds = tradeIds;
    this.#longestGapMs = longestGapMs;
  }

  /** Has to be called before the first row of a source. */
  startSource(): void {
    this.#today = { start: Number.NaN, builder: null };
    this.#previousMs = Number.NaN;
  }

  /** Adds the rows of a block, in the order of the file. */
  append(source: WrittenSource, block: RowBlock): void {
    const { timeMs, length } = block;
    this.#countSteps(source, timeMs, length);
    for (let from = 0; from < length; ) {
      this.#goTo(source, timeMs[from]!);
      const { start, builder } = this.#today;
      let to = from + 1;
      while (to < length && timeMs[to]! >= start && timeMs[to]! < start + DAY_MS) to++;
      if (builder === null) source.alreadyThere += to - from;
      else builder.append(source, block, from, to);
      from = to;
    }
  }

  /** Writes the days that are still open. */
  finish(): void {
    while (this.#open.length > 0) this.#write(this.#open.shift()!);
  }

  #countSteps(source: WrittenSource, timeMs: Float64Array, length: number): void {
    let previousMs = this.#previousMs;
    let { firstTimeMs, lastTimeMs, rises, falls } = source;
    for (let row = 0; row < length; row++) {
      const time = timeMs[row]!;
      if (time > previousMs) rises++;
      else if (time < previousMs) falls++;
      if (time < firstTimeMs) firstTimeMs = time;
      if (time > lastTimeMs) lastTimeMs = time;
      previousMs = time;
    }
    source.firstTimeMs = firstTimeMs;
    source.lastTimeMs = lastTimeMs;
    source.rises = rises;
    source.falls = falls;
    this.#previousMs = previousMs;
  }

  /** Makes the day of a row the present one. */
  #goTo(source: WrittenSource, timeMs: number): void {
    const start = dayStartMs(timeMs);
    if (start === this.#today.start) return;
    source.days.add(start);
    this.#today = { start, builder: this.#builderOf(source, start) };
  }

  #builderOf(source: WrittenSource, start: number): DayBuilder | null {
    const index = this.#open.findIndex((builder) => builder.dayStartMs === start);
    if (index >= 0) {
      const [builder] = this.#open.splice(index, 1);
      this.#open.push(builder!);
      return builder!;
    }
    if (
      !this.written.has(start) &&
      this.#storedFacts(start)?.sources.some(({ sha256 }) => sha256 === source.sha256)
    ) {
      return null;
    }
    if (this.#open.length >= OPEN_DAYS) this.#write(this.#open.shift()!);
    const builder = this.#spare.pop() ?? new DayBuilder(this.kind, this.tradeIds !== 'none');
    builder.restart(start);
    this.#open.push(builder);
    return builder;
  }

  #storedFacts(start: number): DayFacts | null {
    const path = this.#staging.current(this.#path(start));
    return path === null ? null : openDayFile(path).facts;
  }

  #path(start: number): string {
    return dayFilePath(this.instrument.venue, this.instrument.symbol, this.kind, start);
  }

  #write(builder: DayBuilder): void {
    const { instrument, tradeIds } = this;
    const path = this.#path(builder.dayStartMs);
    const table = builder.table();
    const { segments } = builder;
    const { suspects } = builder.ids;
    const assembled = assembleDay(this.#existing(path), { table, segments, tradeIds, suspects });
    this.#count(builder, assembled);
    const { venue, symbol, tick, lot } = instrument;
    const { sources } = assembled;
    const origin = { venue, symbol, tickSize: tick.text, lotSize: lot.text, tradeIds, sources };
    const { facts, pieces, mtimeSeconds } = encodeDayFile(assembled.table, origin);
    this.#staging.put(path, pieces, mtimeSeconds);
    const times = timeColumn(assembled.table);
    const gaps = findGaps(facts.dayStartMs, times, facts.rows, this.#longestGapMs);
    const { dayStartMs: start, firstTimeMs, lastTimeMs } = facts;
    this.written.set(start, { dayStartMs: start, firstTimeMs, lastTimeMs, gaps });
    this.#spare.push(builder);
  }

  #existing(path: string): ExistingDay | null {
    const stored = this.#staging.current(path);
    if (stored === null) return null;
    const day = openDayFile(stored);
    return { table: readDayTable(day), tradeIds: day.facts.tradeIds, sources: day.facts.sources };
  }

  #count(builder: DayBuilder, { duplicates }: AssembledDay): void {
    for (const [index, { source, from, to }] of builder.segments.entries()) {
      source.duplicates += duplicates[index]!;
      source.kept += to - from - duplicates[index]!;
    }
  }
}
