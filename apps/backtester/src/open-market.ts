import { join } from 'node:path';
import { type CommandContext, type DayRange, dayText, shortRangeNotice } from '@auction-trader/command-line';
import { AuctionTraderError, type TickSource } from '@auction-trader/core';
import {
  openTickStore,
  type SourceOptions,
  type SymbolPlace,
  type TickStore,
} from '@auction-trader/ingestion';
import { programVersion } from './program-version.ts';

/** The tick store of a command's configuration. */
export function openStore(context: CommandContext): TickStore {
  return openTickStore(storeFolder(context));
}

/** Its folder. */
export function storeFolder({ config, path }: CommandContext): string {
  const { data_dir, raw_db } = config.database;
  return path(join(data_dir, raw_db));
}

/**
 * The stored ticks of the configured symbol.
 *
 * @throws AuctionTraderError (exit code 1) when the symbol or the days are not there
 */
export function openMarket(context: CommandContext, range: DayRange): TickSource {
  return openSymbol(context, context.config.instrument.symbol, range);
}

/**
 * The stored ticks of a symbol.
 *
 * @param venue where it must be from; without it the configured one decides where there are several
 * @throws AuctionTraderError (exit code 1) when the symbol or the days are not there
 */
export function openSymbol(
  context: CommandContext,
  symbol: string,
  range: DayRange,
  venue?: string,
): TickSource {
  const { instrument } = context.config;
  const store = openStore(context);
  const options: SourceOptions = {
    ...storeRange(range),
    minOrderLots: instrument.min_order_lots,
    minNotional: instrument.min_notional,
    ...(venue === undefined ? {} : { venue }),
  };
  const source = oneVenue(store, symbol, instrument.exchange, options);
  const notice = shortRangeNotice(source.days, range);
  if (notice !== null) context.notice(notice);
  return source;
}

/**
 * Folder of the cached bars and profiles of a symbol; made again from the ticks when it is gone. Each
 * version of the program has its own: another one may compute other values.
 */
export function cacheFolder({ config, path }: CommandContext, { venue, symbol }: SymbolPlace): string {
  return path(join(config.database.data_dir, 'tape', programVersion(), venue, symbol));
}

/** A range as the store takes it. */
export function storeRange({ fromMs, toMs }: DayRange): { fromDay?: string; toDay?: string } {
  return {
    ...(fromMs === null ? {} : { fromDay: dayText(fromMs) }),
    ...(toMs === null ? {} : { toDay: dayText(toMs) }),
  };
}

/** The configured venue decides only where a symbol is there from several. */
function oneVenue(store: TickStore, symbol: string, exchange: string, options: SourceOptions): TickSource {
  try {
    return store.source(symbol, options);
  } catch (error) {
    if (!(error instanceof AuctionTraderError) || error.code !== 'AMBIGUOUS_SYMBOL') throw error;
    return store.source(symbol, { ...options, venue: exchange });
  }
}
