import { DAY_MS, parseOnGrid, parseStep, type Step } from '@auction-trader/core';

/** A row of a plainly read trade file. */
export interface PlainTrade {
  readonly timeMs: number;
  readonly priceTicks: number;
  readonly sizeLots: number;
  readonly side: number;
  readonly id: string;
}

/** What {@link plainImport} reads: places of the columns and how to read them. */
export interface PlainFormat {
  readonly fieldCount: number;
  readonly time: number;
  readonly price: number;
  readonly size: number;
  readonly side: number | null;
  readonly id: number | null;
  readonly numericIds: boolean;
  /** Decimal places between the unit of time and milliseconds: 3 for seconds. */
  readonly timeShift: number;
  readonly tickSize: string;
  readonly lotSize: string;
}

/**
 * The import as one would write it down: strings, objects, sorts. The store has to hold the
 * very same rows. Rules: trading rules 3.1, and the limits told by `REFUSAL_TEXTS`.
 */
export function plainImport(lines: readonly string[], format: PlainFormat) {
  const refused = new Map<string, number>();
  const accepted: PlainTrade[] = [];
  let usual = median(firstPrices(lines, format));
  for (const line of lines) {
    if (line === '') continue;
    const row = readRow(line, format);
    const reason =
      typeof row === 'string'
        ? row
        : usual !== null && isAbsurd(row.priceTicks, usual)
          ? 'absurd-price'
          : null;
    if (reason !== null) refused.set(reason, 1 + (refused.get(reason) ?? 0));
    else accepted.push(row as PlainTrade);
    if (reason === null && accepted.length % 4096 === 0) {
      usual = median(
        accepted.slice(-4096).flatMap(({ priceTicks }, index) => (index % 64 === 0 ? priceTicks : [])),
      );
    }
  }
  return { refused, ...intoDays(accepted, format) };
}

function intoDays(accepted: readonly PlainTrade[], { id, numericIds }: PlainFormat) {
  const days = new Map<number, PlainTrade[]>();
  let duplicates = 0;
  for (const start of new Set(accepted.map(({ timeMs }) => Math.floor(timeMs / DAY_MS) * DAY_MS))) {
    let rows = accepted.filter(({ timeMs }) => timeMs >= start && timeMs < start + DAY_MS);
    if ((rise(rows) || rise(accepted)) < 0) rows = rows.toReversed();
    const seen = new Set<string>();
    const distinct = rows.filter((row) => id === null || (!seen.has(row.id) && seen.add(row.id)));
    duplicates += rows.length - distinct.length;
    const byId = (a: PlainTrade, b: PlainTrade) => (numericIds ? Number(BigInt(a.id) - BigInt(b.id)) : 0);
    days.set(
      start,
      distinct.sort((a, b) => a.timeMs - b.timeMs || byId(a, b)),
    );
  }
  return { days, duplicates };
}

/** How much more often the time rises than it falls. */
function rise(rows: readonly PlainTrade[]): number {
  return rows.slice(1).reduce((sum, row, index) => sum + Math.sign(row.timeMs - rows[index]!.timeMs), 0);
}

function readRow(line: string, format: PlainFormat): PlainTrade | string {
  const fields = line.split(',');
  if (fields.length !== format.fieldCount) return 'field-count';
  const time = readTime(fields[format.time]!, format.timeShift);
  if (time === null) return 'malformed';
  if (time < BigInt(Date.UTC(2000, 0)) || time >= BigInt(Date.UTC(2100, 0))) return 'absurd-time';
  const price = readNumber(fields[format.price]!, parseStep(format.tickSize), 'price');
  if (typeof price === 'string') return price;
  const size = readNumber(fields[format.size]!, parseStep(format.lotSize), 'size');
  if (typeof size === 'string') return size;
  const side = format.side === null ? 0 : { buy: 1, sell: -1, '': 0 }[fields[format.side]!.toLowerCase()];
  if (side === undefined) return 'malformed';
  const id = format.id === null ? '' : fields[format.id]!;
  if (format.id !== null && (format.numericIds ? !/^\d{1,18}$/.test(id) : id === '')) return 'malformed';
  return { timeMs: Number(time), priceTicks: price, sizeLots: size, side, id };
}

function readTime(text: string, shift: number): bigint | null {
  const match = /^(\d+)(?:\.(\d*))?$/.exec(text);
  if (match === null) return null;
  const [, whole = '', fraction = ''] = match;
  return shift >= 0
    ? BigInt(whole + fraction.padEnd(shift, '0').slice(0, shift))
    : BigInt(whole) / 10n ** BigInt(-shift);
}

function readNumber(text: string, step: Step, what: 'price' | 'size'): number | string {
  const steps = parseOnGrid(text, step);
  switch (steps) {
    case 'malformed':
      return 'malformed';
    case 'off-grid':
      return `${what}-off-grid`;
    case 'out-of-range':
      return `absurd-${what}`;
    default:
      return steps > 0 ? steps : 'not-positive';
  }
}

function firstPrices(lines: readonly string[], format: PlainFormat): number[] {
  const tick = parseStep(format.tickSize);
  return lines
    .filter((line) => line.trim() !== '')
    .slice(0, 100)
    .map((line) => parseOnGrid(line.split(',')[format.price] ?? '', tick))
    .filter((steps) => typeof steps === 'number')
    .filter((steps) => steps > 0);
}

function median(values: readonly number[]): number | null {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? null;
}

function isAbsurd(priceTicks: number, usual: number): boolean {
  return priceTicks > usual * 10 || priceTicks < usual / 10;
}
