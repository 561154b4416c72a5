import { AuctionTraderError, type Instrument } from '@auction-trader/core';
import { bareText } from '../csv/bytes.ts';
import { wholeLines } from '../csv/line-chunks.ts';
import { hashFile, inspectFile, readChunks } from '../csv/read-chunks.ts';
import type { TradeIdKind } from '../store/tick-kind.ts';
import { DETECTION_ROWS, type FirstRows, readFirstRows, texts, tradeIdKind } from './first-rows.ts';
import type { ImportRun } from './import-run.ts';
import type { InputFile } from './input-files.ts';
import type { QuotePlaces, TradePlaces } from './layout.ts';
import { type FirstNumbers, resolveInstrument, resolveSymbol } from './resolve-instrument.ts';

/** Rows looked at for a grid. */
const GRID_ROWS = 10_000;
/** The header, and blank lines round it. */
const SPARE_LINES = 10;

/** A file of which the first lines were read. */
export interface BegunFile {
  readonly input: InputFile;
  /** Size, and what of it was read so far. */
  readonly bytes: number;
  readonly bytesRead: () => number;
  readonly sha256: string;
  /** Pieces of whole lines read so far, and the rest. */
  readonly begun: readonly Uint8Array[];
  readonly rest: AsyncGenerator<Uint8Array>;
}

/** How the rows of a file are to be read. */
export interface FileReading {
  readonly first: FirstRows;
  /** Prices and sizes of as many rows as were read, for finding out their grid. */
  readonly numbers: () => FirstNumbers;
  readonly instrument: Instrument;
  readonly tradeIds: TradeIdKind;
}

/** Opens a file, hashes it and reads the lines that decide how it is read. The caller closes `rest`. */
export async function beginFile(input: InputFile): Promise<BegunFile> {
  const { path } = input;
  const inspected = inspectFile(path);
  let bytesRead = 0;
  const rest = wholeLines(
    readChunks(path, inspected, (more) => {
      bytesRead += more;
    }),
  );
  try {
    const beginning = readBeginning(rest);
    // Awaited below; until then its failure is nobody's.
    beginning.catch(() => {});
    // The first chunks are ungzipped in another thread while the file is hashed in this one.
    const sha256 = hashFile(path);
    const begun = await beginning;
    return { input, bytes: inspected.bytes, bytesRead: () => bytesRead, sha256, begun, rest };
  } catch (error) {
    await rest.return(undefined);
    throw explainedLine(error, path);
  }
}

/** Pieces until they hold the rows that decide how a file is read. */
async function readBeginning(lines: AsyncGenerator<Uint8Array>): Promise<Uint8Array[]> {
  const begun: Uint8Array[] = [];
  let count = 0;
  while (count <= DETECTION_ROWS) {
    const { value, done } = await lines.next();
    if (done) break;
    // A copy: a piece is valid until the next one is asked for.
    begun.push(value.slice());
    for (let at = value.indexOf(10) + 1; at > 0 && count <= DETECTION_ROWS; at = value.indexOf(10, at) + 1) {
      count++;
    }
  }
  return begun;
}

function explainedLine(error: unknown, file: string): unknown {
  if (!(error instanceof Error) || error.message !== 'LINE_TOO_LONG') return error;
  return new AuctionTraderError(`${file} has a line of more than a million characters: it is no CSV file`, {
    code: 'UNKNOWN_LAYOUT',
    exitCode: 1,
    details: { file },
    hint: 'Name a CSV or CSV.gz file of trades or quotes.',
  });
}

/**
 * Decides how a file is read.
 *
 * @throws AuctionTraderError when its first rows do not tell, or contradict the options
 */
export function readingOf({ dir, options }: ImportRun, { input, begun }: BegunFile): FileReading {
  const first = readFirstRows(linesOf(begun, DETECTION_ROWS), options.format ?? 'auto', input.path);
  const { kind } = first.layout;
  if (input.kind !== null && kind !== input.kind) {
    throw new AuctionTraderError(`${input.path} has ${kind}, not ${input.kind}`, {
      code: 'WRONG_KIND',
      exitCode: 1,
      details: { file: input.path },
      hint: `Give it with --${kind}.`,
    });
  }
  const symbol = resolveSymbol(first, options.symbol);
  const numbers = () => numbersOf(linesOf(begun, GRID_ROWS).map(fieldsOf), first.places);
  const instrument = resolveInstrument(dir, first, symbol, numbers, options);
  const tradeIds = kind === 'trades' ? tradeIdKind(first.rows, (first.places as TradePlaces).id) : 'none';
  return { first, numbers, instrument, tradeIds };
}

/** The lines in front that hold so many rows, the header and a few blank lines included. */
function linesOf(begun: readonly Uint8Array[], rows: number): string[] {
  const lines: string[] = [];
  for (const bytes of begun) {
    for (let at = 0; at < bytes.length && lines.length < rows + SPARE_LINES; ) {
      const end = bytes.indexOf(10, at);
      lines.push(Buffer.from(bytes.buffer, bytes.byteOffset + at, end - at).toString('latin1'));
      at = end + 1;
    }
  }
  return lines;
}

function fieldsOf(line: string): string[] {
  return line.split(',').map(bareText);
}

/** The prices and sizes of some rows. */
export function numbersOf(
  rows: readonly (readonly string[])[],
  places: TradePlaces | QuotePlaces,
): FirstNumbers {
  if ('price' in places) return { prices: texts(rows, places.price), sizes: texts(rows, places.size) };
  return {
    prices: [...texts(rows, places.bidPrice), ...texts(rows, places.askPrice)],
    sizes: [...texts(rows, places.bidSize), ...texts(rows, places.askSize)],
  };
}
