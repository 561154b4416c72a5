import { AuctionTraderError, defineInstrument, type Instrument, parseStep } from '@auction-trader/core';
import { fitStep } from '../csv/fit-step.ts';
import { openDayFile } from '../store/day-file.ts';
import { storedDays, storedPath, symbolPlaces } from '../store/stored-days.ts';
import { TICK_KINDS } from '../store/tick-kind.ts';
import { type FirstRows, texts } from './first-rows.ts';
import type { ImportOptions } from './import-options.ts';

/**
 * The symbol of a file: that of its column, else the one the user names.
 *
 * @throws AuctionTraderError (`SYMBOL_MISMATCH`, `SYMBOL_MISSING`, exit code 1)
 */
export function resolveSymbol({ rows, symbolPlace, file }: FirstRows, symbol: string | undefined): string {
  const [inFile] = symbolPlace === null ? [] : texts(rows, symbolPlace);
  if (inFile && symbol && inFile !== symbol) {
    throw new AuctionTraderError(`${file} has the symbol ${inFile}, not ${symbol}`, {
      code: 'SYMBOL_MISMATCH',
      exitCode: 1,
      details: { file, key: 'symbol' },
      hint: `Leave --symbol out, or give --symbol ${inFile}.`,
    });
  }
  const resolved = inFile || symbol;
  if (resolved) return resolved;
  throw new AuctionTraderError(`${file} does not say which symbol it is of`, {
    code: 'SYMBOL_MISSING',
    exitCode: 1,
    details: { file, key: 'symbol' },
    hint: 'Name it, e.g. --symbol BTCUSDT.',
  });
}

/** Prices and sizes of the first rows, for finding out a grid. */
export interface FirstNumbers {
  readonly prices: readonly string[];
  readonly sizes: readonly string[];
}

/**
 * The instrument of a file: venue and grid from the options, else from what is stored of
 * the symbol, else from the configured instrument.
 *
 * @throws AuctionTraderError (`GRID_UNKNOWN`, `GRID_MISMATCH`, `BAD_INSTRUMENT`, `BAD_STEP`, exit code 1)
 */
export function resolveInstrument(
  dir: string,
  first: FirstRows,
  symbol: string,
  numbers: () => FirstNumbers,
  options: ImportOptions,
): Instrument {
  const { fallback } = options;
  const venue = options.venue ?? first.layout.venue ?? onlyVenue(dir, symbol) ?? fallback?.venue ?? 'local';
  const stored = storedGrid(dir, venue, symbol);
  const configured = fallback?.symbol === symbol ? fallback : null;
  const tickSize = options.tickSize ?? stored?.tickSize ?? configured?.tickSize;
  const lotSize = options.lotSize ?? stored?.lotSize ?? configured?.lotSize;
  if (tickSize === undefined || lotSize === undefined) throw gridUnknown(first.file, symbol, numbers());
  const instrument = defineInstrument({ venue, symbol, tickSize, lotSize });
  refuseOtherGrid(first.file, instrument, stored);
  return instrument;
}

function onlyVenue(dir: string, symbol: string): string | null {
  const venues = symbolPlaces(dir).filter((place) => place.symbol === symbol);
  return venues.length === 1 ? venues[0]!.venue : null;
}

interface Grid {
  readonly tickSize: string;
  readonly lotSize: string;
}

function storedGrid(dir: string, venue: string, symbol: string): Grid | null {
  for (const kind of TICK_KINDS) {
    const [start] = storedDays(dir, { venue, symbol }, kind);
    if (start !== undefined) return openDayFile(storedPath(dir, { venue, symbol }, kind, start)).facts;
  }
  return null;
}

function gridUnknown(file: string, symbol: string, { prices, sizes }: FirstNumbers): AuctionTraderError {
  const tick = fitStep(prices);
  const lot = fitStep(sizes);
  const fitting = tick && lot ? ` The first rows fit --tick-size ${tick} --lot-size ${lot}.` : '';
  return new AuctionTraderError(`the tick size and lot size of ${symbol} are not known`, {
    code: 'GRID_UNKNOWN',
    exitCode: 1,
    details: { file, key: 'tick-size' },
    hint: `Give both as the venue states them.${fitting}`,
  });
}

function refuseOtherGrid(file: string, { symbol, tick, lot }: Instrument, stored: Grid | null): void {
  if (stored === null) return;
  const isSame = parseStep(stored.tickSize).text === tick.text && parseStep(stored.lotSize).text === lot.text;
  if (isSame) return;
  throw new AuctionTraderError(
    `${symbol} is stored with tick ${stored.tickSize} and lot ${stored.lotSize}, not ${tick.text} and ${lot.text}`,
    {
      code: 'GRID_MISMATCH',
      exitCode: 1,
      details: { file, key: 'tick-size' },
      hint: `Leave the sizes out, or remove what is stored first: backtester data remove --symbol ${symbol}.`,
    },
  );
}
