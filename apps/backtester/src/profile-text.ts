import { styleText } from 'node:util';
import { countText } from '@auction-trader/command-line';

/** One bin of a volume profile. */
export interface ProfileBin {
  /** Lower edge, as shown. */
  readonly price: string;
  readonly lots: number;
  /** Whether it lies in the value area. */
  readonly inValueArea: boolean;
  /** `POC`, `VAH`, `VAL`, several of them, or nothing. */
  readonly mark: string;
}

const BAR_WIDTH = 48;
const MAX_ROWS = 60;

/**
 * A histogram for a terminal, highest price first. Neighbouring bins share a line where
 * there are more than a screen holds.
 *
 * @param bins ascending by price, without holes
 */
export function profileText(bins: readonly ProfileBin[]): string {
  const perRow = Math.max(1, Math.ceil(bins.length / MAX_ROWS));
  const rows: ProfileBin[] = [];
  for (let from = 0; from < bins.length; from += perRow) rows.push(merge(bins.slice(from, from + perRow)));
  const largest = Math.max(1, ...rows.map(({ lots }) => lots));
  const priceWidth = Math.max(...rows.map(({ price }) => price.length));
  return rows
    .reverse()
    .map((row) => {
      const filled = Math.round((row.lots / largest) * BAR_WIDTH);
      const bar = (row.inValueArea ? '█' : '░').repeat(filled || (row.lots > 0 ? 1 : 0)).padEnd(BAR_WIDTH);
      const line = `${row.price.padStart(priceWidth)} ${bar} ${row.mark.padEnd(3)} ${countText(row.lots)}`;
      return row.mark === '' ? line : styleText('bold', line, { stream: process.stdout });
    })
    .join('\n');
}

function merge(bins: readonly ProfileBin[]): ProfileBin {
  const marks = bins.map(({ mark }) => mark).filter((mark) => mark !== '');
  return {
    price: bins[0]!.price,
    lots: bins.reduce((sum, { lots }) => sum + lots, 0),
    inValueArea: bins.some(({ inValueArea }) => inValueArea),
    mark: marks.reverse().join(' '),
  };
}
