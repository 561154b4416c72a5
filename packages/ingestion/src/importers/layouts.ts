import { AuctionTraderError } from '@auction-trader/core';
import { layout as binanceAggTrades } from './binance-agg-trades/layout.ts';
import { layout as binanceTrades } from './binance-trades/layout.ts';
import { layout as bybit } from './bybit/layout.ts';
import { layout as genericQuotes } from './generic-quotes/layout.ts';
import { layout as genericTrades } from './generic-trades/layout.ts';
import type { Layout, LayoutMatch, QuotePlaces, TradePlaces } from './layout.ts';
import { layout as sample } from './sample/layout.ts';

/** Every layout that can be imported, the particular ones before the general ones. */
export const LAYOUTS: readonly Layout[] = [
  bybit,
  binanceAggTrades,
  binanceTrades,
  sample,
  genericQuotes,
  genericTrades,
];

/** A layout, and what it found in a file. */
export type RecognisedLayout = LayoutMatch<TradePlaces | QuotePlaces> & { readonly layout: Layout };

/**
 * Recognises a file's layout by its first line.
 *
 * @param format name of a layout, or `auto`
 * @throws AuctionTraderError (`UNKNOWN_FORMAT`, `WRONG_DELIMITER`, `UNKNOWN_LAYOUT`, exit code 1)
 */
export function recogniseLayout(firstLine: string, format: string, file: string): RecognisedLayout {
  const candidates = format === 'auto' ? LAYOUTS : LAYOUTS.filter(({ name }) => name === format);
  if (candidates.length === 0) throw unknownFormat(format);
  const fields = firstLine.split(',');
  for (const layout of candidates) {
    const match = layout.match(fields);
    if (match !== null) return { ...match, layout };
  }
  throw wrongDelimiter(firstLine, candidates, file) ?? unknownLayout(firstLine, candidates, file);
}

function unknownFormat(format: string): AuctionTraderError {
  return new AuctionTraderError(`there is no format ${JSON.stringify(format)}`, {
    code: 'UNKNOWN_FORMAT',
    exitCode: 1,
    details: { key: 'format' },
    hint: `Formats: auto, ${LAYOUTS.map(({ name }) => name).join(', ')}.`,
  });
}

const DELIMITERS: readonly (readonly [string, string])[] = [
  [';', 'semicolons'],
  ['\t', 'tabs'],
  ['|', 'bars'],
];

function wrongDelimiter(
  line: string,
  candidates: readonly Layout[],
  file: string,
): AuctionTraderError | null {
  for (const [delimiter, name] of DELIMITERS) {
    const fields = line.split(delimiter);
    if (fields.length < 3 || !candidates.some((layout) => layout.match(fields) !== null)) continue;
    return new AuctionTraderError(`${file} separates its fields by ${name}, not by commas`, {
      code: 'WRONG_DELIMITER',
      exitCode: 1,
      details: { file, row: 1 },
      hint: `Save it with commas, e.g.: ${file.endsWith('.gz') ? 'zcat' : 'cat'} FILE | tr '${delimiter === '\t' ? '\\t' : delimiter}' ',' > NEW.csv`,
    });
  }
  return null;
}

function unknownLayout(line: string, candidates: readonly Layout[], file: string): AuctionTraderError {
  const shown = line.length > 200 ? `${line.slice(0, 200)}...` : line;
  const known = candidates.map(({ description }) => `\n  - ${description}`).join('');
  return new AuctionTraderError(`the layout of ${file} is not known; its first line is: ${shown}`, {
    code: 'UNKNOWN_LAYOUT',
    exitCode: 1,
    details: { file, row: 1 },
    hint: `Name the columns in the first line. Known layouts:${known}`,
  });
}
