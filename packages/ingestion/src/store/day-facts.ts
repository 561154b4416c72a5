import { TICK_KINDS, type TickKind, type TradeIdKind } from './tick-kind.ts';
import { formatUtcDay, parseUtcDay } from './utc-day.ts';

/** Version of the day files written here. */
export const DAY_FILE_VERSION = 1;

/** One file (or generator) that rows of a day came from. */
export interface DaySource {
  /** File name without its folder. */
  readonly name: string;
  /** SHA-256 of the file as it was read, hex. */
  readonly sha256: string;
  /** Name of the layout it was read by. */
  readonly layout: string;
  /** Rows of this day that came from it, duplicates left out. */
  readonly rows: number;
  /** Epoch ms of its first and last row in this day. */
  readonly firstTimeMs: number;
  readonly lastTimeMs: number;
}

/** What a day file says about itself, in its schema's metadata. */
export interface DayFacts {
  readonly kind: TickKind;
  readonly venue: string;
  readonly symbol: string;
  /** Plain decimal texts. */
  readonly tickSize: string;
  readonly lotSize: string;
  readonly dayStartMs: number;
  readonly rows: number;
  /** Epoch ms. */
  readonly firstTimeMs: number;
  readonly lastTimeMs: number;
  readonly tradeIds: TradeIdKind;
  readonly sources: readonly DaySource[];
  /** CRC-32 of each column's body, by column name; 8 hex digits. */
  readonly crc32: Readonly<Record<string, string>>;
}

/** The facts as the metadata of an Arrow schema. */
export function encodeDayFacts(facts: DayFacts): Map<string, string> {
  return new Map([
    ['format', 'auction-trader ticks'],
    ['format_version', String(DAY_FILE_VERSION)],
    ['kind', facts.kind],
    ['venue', facts.venue],
    ['symbol', facts.symbol],
    ['tick_size', facts.tickSize],
    ['lot_size', facts.lotSize],
    ['day', formatUtcDay(facts.dayStartMs)],
    ['rows', String(facts.rows)],
    ['first_time_ms', String(facts.firstTimeMs)],
    ['last_time_ms', String(facts.lastTimeMs)],
    ['trade_ids', facts.tradeIds],
    ['sources', JSON.stringify(facts.sources)],
    ['crc32', JSON.stringify(facts.crc32)],
  ]);
}

/**
 * Reads the facts back.
 *
 * @throws Error saying what is missing
 */
export function decodeDayFacts(metadata: ReadonlyMap<string, string>): DayFacts {
  const text = (key: string): string => {
    const value = metadata.get(key);
    if (value === undefined) throw new Error(`its metadata has no ${key}`);
    return value;
  };
  const version = text('format_version');
  if (version !== String(DAY_FILE_VERSION)) {
    throw new Error(`it has format version ${version}, and version ${DAY_FILE_VERSION} is read here`);
  }
  const kind = TICK_KINDS.find((name) => name === text('kind'));
  if (kind === undefined) throw new Error('its metadata names no known kind');
  return {
    kind,
    venue: text('venue'),
    symbol: text('symbol'),
    tickSize: text('tick_size'),
    lotSize: text('lot_size'),
    dayStartMs: parseUtcDay(text('day')),
    rows: Number(text('rows')),
    firstTimeMs: Number(text('first_time_ms')),
    lastTimeMs: Number(text('last_time_ms')),
    tradeIds: text('trade_ids') as TradeIdKind,
    sources: JSON.parse(text('sources')) as DaySource[],
    crc32: JSON.parse(text('crc32')) as Record<string, string>,
  };
}
