import { basename } from 'node:path';
import { AuctionTraderError, parseOnGrid } from '@auction-trader/core';
import { PriceBand } from '../csv/price-band.ts';
import { QuoteRows } from '../csv/quote-rows.ts';
import { RefusalCounter } from '../csv/refusals.ts';
import { RowScanner } from '../csv/row-scanner.ts';
import { TradeRows } from '../csv/trade-rows.ts';
import { BLOCK_ROWS } from '../store/row-block.ts';
import { newWrittenSource, type WrittenSource } from '../store/written-source.ts';
import { isHopeless, refuseBadRows } from './bad-rows.ts';
import type { ImportRun } from './import-run.ts';
import type { QuotePlaces, TradePlaces } from './layout.ts';
import { type BegunFile, type FileReading, numbersOf } from './open-file.ts';

/** Rows of a file that were handed to the store. */
export interface ReadFile {
  readonly source: WrittenSource;
  readonly rows: number;
  readonly refusals: RefusalCounter;
  /** Trades taken over with a side; null for quotes. */
  readonly sides: { readonly buys: number; readonly sells: number } | null;
}

/**
 * Reads all rows of a file into the store.
 *
 * @param onChunk told the rows so far, about once a megabyte
 * @throws AuctionTraderError (`BAD_ROWS`, `MIXED_SYMBOLS` and what the store refuses)
 */
export async function readFileRows(
  run: ImportRun,
  file: BegunFile,
  reading: FileReading,
  onChunk: (rows: number) => void,
): Promise<ReadFile> {
  const { first, instrument, tradeIds, numbers } = reading;
  const { path } = file.input;
  const source = newWrittenSource(basename(path), file.sha256, first.layout.name);
  const writer = run.writer(instrument, first.layout.kind, tradeIds);
  const rows = rowReader(reading);
  const refusals = new RefusalCounter();
  const scanner = new RowScanner(rows, first.fieldCount, refusals);
  writer.startSource();
  for await (const bytes of piecesOf(file)) {
    run.options.signal?.throwIfAborted();
    let at = scanner.line === 0 && first.hasHeader ? skipHeader(bytes, scanner) : 0;
    while (at < bytes.length) {
      at = scanner.scan(bytes, at, bytes.length);
      if (rows.block.length < BLOCK_ROWS) continue;
      rows.followBand();
      writer.append(source, rows.block);
      rows.block.length = 0;
    }
    refuseOtherSymbol(refusals, path, instrument.symbol);
    if (isHopeless(scanner.rows, refusals)) break;
    onChunk(scanner.rows);
  }
  refuseBadRows({ file: path, rows: scanner.rows, refusals, instrument, numbers });
  writer.append(source, rows.block);
  const sides = rows instanceof TradeRows ? { buys: rows.buys, sells: rows.sells } : null;
  return { source, rows: scanner.rows, refusals, sides };
}

async function* piecesOf({ begun, rest }: BegunFile): AsyncGenerator<Uint8Array> {
  yield* begun;
  yield* rest;
}

/** Passes the header and the blank lines before it. */
function skipHeader(bytes: Uint8Array, scanner: RowScanner): number {
  let at = 0;
  for (;;) {
    const end = bytes.indexOf(10, at);
    const isBlank = end === at || (end === at + 1 && bytes[at] === 13);
    scanner.line++;
    at = end + 1;
    if (!isBlank || at >= bytes.length) return at;
  }
}

function rowReader(reading: FileReading): TradeRows | QuoteRows {
  const { first, instrument, tradeIds } = reading;
  const { symbol, tick, lot } = instrument;
  const firstTicks = numbersOf(first.rows, first.places).prices.map((price) => parseOnGrid(price, tick));
  const band = new PriceBand(
    firstTicks.filter((ticks) => typeof ticks === 'number' && ticks > 0) as number[],
  );
  const common = { timeUnit: first.time.unit, tick, lot, symbol, band };
  if (first.layout.kind === 'quotes') {
    return new QuoteRows({ ...common, places: first.places as QuotePlaces });
  }
  return new TradeRows({ ...common, places: first.places as TradePlaces, tradeIds });
}

function refuseOtherSymbol(refusals: RefusalCounter, file: string, symbol: string): void {
  const row = refusals.firstRow('other-symbol');
  if (row === null) return;
  throw new AuctionTraderError(`${file} holds more than one symbol: row ${row} is not of ${symbol}`, {
    code: 'MIXED_SYMBOLS',
    exitCode: 1,
    details: { file, row },
    hint: 'Split it into one file per symbol.',
  });
}
