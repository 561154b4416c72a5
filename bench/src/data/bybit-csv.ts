import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { type DayTicks, formatOnGrid, type Instrument, Random } from '@auction-trader/core';

const HEADER =
  'timestamp,symbol,side,size,price,tickDirection,trdMatchID,grossValue,homeNotional,foreignNotional\n';
const ROWS_A_PIECE = 4_096;

/**
 * Writes a day of trades in the layout of Bybit's public archive, gzipped: seconds with four
 * decimals, the tick direction, a random id for each print, and the values in exponents.
 *
 * @param order `newest first` as in the older files of the archive
 */
export async function writeBybitCsv(
  path: string,
  instrument: Instrument,
  day: DayTicks,
  order: 'oldest first' | 'newest first',
): Promise<void> {
  await pipeline(Readable.from(pieces(instrument, day, order)), createGzip(), createWriteStream(path));
}

function* pieces(instrument: Instrument, day: DayTicks, order: string): Generator<string> {
  const { length } = day.trades;
  const random = new Random(length);
  const directions = tickDirections(day);
  yield HEADER;
  let lines: string[] = [];
  for (let count = 0; count < length; count++) {
    const row = order === 'newest first' ? length - 1 - count : count;
    lines.push(line(instrument, day, row, directions[row]!, random));
    if (lines.length < ROWS_A_PIECE && count < length - 1) continue;
    yield lines.join('');
    lines = [];
  }
}

function line(
  { symbol, tick, lot }: Instrument,
  { dayStartMs, trades }: DayTicks,
  row: number,
  direction: string,
  random: Random,
): string {
  const timeMs = dayStartMs + trades.timeMs[row]!;
  const fraction = String((timeMs % 1_000) * 10 + (random.uint32() % 10)).padStart(4, '0');
  const time = `${Math.floor(timeMs / 1_000)}.${fraction}`;
  const side = trades.side[row]! > 0 ? 'Buy' : 'Sell';
  const size = formatOnGrid(trades.sizeLots[row]!, lot);
  const price = formatOnGrid(trades.priceTicks[row]!, tick);
  const value = Number(size) * Number(price);
  const gross = (value * 1e8).toExponential().replace('e+', 'e+0').replace('e+01', 'e+1');
  return `${time},${symbol},${side},${size},${price},${direction},${uuid(random)},${gross},${size},${value}\n`;
}

function tickDirections({ trades }: DayTicks): string[] {
  let last = trades.priceTicks[0] ?? 0;
  let moved = 'Plus';
  const directions: string[] = [];
  for (let row = 0; row < trades.length; row++) {
    const price = trades.priceTicks[row]!;
    if (price !== last) moved = price > last ? 'Plus' : 'Minus';
    directions.push(price === last ? `Zero${moved}Tick` : `${moved}Tick`);
    last = price;
  }
  return directions;
}

function uuid(random: Random): string {
  const hex = Array.from({ length: 4 }, () => random.uint32().toString(16).padStart(8, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
