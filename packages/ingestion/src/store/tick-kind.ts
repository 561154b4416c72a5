import type { ArrowColumnType } from './arrow-file.ts';

/** The two kinds of day files. */
export type TickKind = 'trades' | 'quotes';

/** Both kinds, in the order in which they are listed. */
export const TICK_KINDS: readonly TickKind[] = ['trades', 'quotes'];

/** A stored column of a kind. */
export interface TickColumn {
  readonly name: string;
  readonly type: ArrowColumnType;
}

const int32 = (name: string): TickColumn => ({ name, type: 'int32' });
const TIME: TickColumn = { name: 'time', type: 'time32' };

/**
 * The columns of each kind in the order of the file: time (milliseconds of the UTC day)
 * first. Trades from a source with ids have {@link TRADE_ID_COLUMN} behind them.
 */
export const TICK_COLUMNS: Readonly<Record<TickKind, readonly TickColumn[]>> = {
  trades: [TIME, int32('price_ticks'), int32('size_lots'), { name: 'side', type: 'int8' }],
  quotes: [TIME, int32('bid_ticks'), int32('bid_lots'), int32('ask_ticks'), int32('ask_lots')],
};

/** Last column of trades that have ids. */
export const TRADE_ID_COLUMN: TickColumn = { name: 'trade_id', type: 'int64' };

/**
 * What a source's trade ids are: absent, whole numbers kept as they are (they order the
 * prints of one millisecond), or texts of which a 64-bit hash is kept.
 */
export type TradeIdKind = 'none' | 'numeric' | 'hash';
