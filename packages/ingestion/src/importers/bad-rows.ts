import { AuctionTraderError, type Instrument } from '@auction-trader/core';
import { fitStep } from '../csv/fit-step.ts';
import { REFUSAL_TEXTS, type RefusalCounter, type RefusedRows } from '../csv/refusals.ts';
import type { FirstNumbers } from './resolve-instrument.ts';

/** More bad rows than one in so many fail an import. */
const ONE_IN = 1000;
/** A file of which most of so many rows are bad is given up at once. */
const HOPELESS_ROWS = 10_000;

/** What is known of a file when its rows are judged. */
export interface JudgedFile {
  readonly file: string;
  readonly rows: number;
  readonly refusals: RefusalCounter;
  readonly instrument: Instrument;
  readonly numbers: () => FirstNumbers;
}

/** Whether going on with a file is of no use. */
export function isHopeless(rows: number, refusals: RefusalCounter): boolean {
  return rows >= HOPELESS_ROWS && refusals.total * 2 > rows;
}

/**
 * Refuses a file with more than 0.1 % bad rows.
 *
 * @throws AuctionTraderError (`BAD_ROWS`, exit code 3)
 */
export function refuseBadRows(judged: JudgedFile): void {
  const { file, rows, refusals } = judged;
  if (refusals.total * ONE_IN <= rows) return;
  const list = refusals.list();
  throw new AuctionTraderError(
    `${file}: ${refusals.total} of ${rows} rows are bad, more than the 0.1 % that are let pass: ${describe(list)}`,
    {
      code: 'BAD_ROWS',
      details: { file, row: Math.min(...list.flatMap((reason) => reason.rows)) },
      hint: remedy(list, judged),
    },
  );
}

/** Refused rows in words, e.g. `7 off the tick grid (rows 17, 18)`. */
export function describe(list: readonly RefusedRows[]): string {
  return list
    .map(({ reason, count, rows }) => {
      const more = count > rows.length ? ', ...' : '';
      return `${count} with ${REFUSAL_TEXTS[reason]} (row${count > 1 ? 's' : ''} ${rows.join(', ')}${more})`;
    })
    .join('; ');
}

function remedy(list: readonly RefusedRows[], { rows, instrument, numbers }: JudgedFile): string {
  const [{ reason, count } = { reason: 'malformed', count: 0 }] = list;
  const isMost = count * 2 > rows;
  if (reason === 'price-off-grid' && isMost) {
    const tick = fitStep(numbers().prices);
    return `Most prices do not lie on the tick of ${instrument.tick.text}${tick ? `, but they fit --tick-size ${tick}` : ''}. Nothing was imported.`;
  }
  if (reason === 'size-off-grid' && isMost) {
    const lot = fitStep(numbers().sizes);
    return `Most sizes do not lie on the lot of ${instrument.lot.text}${lot ? `, but they fit --lot-size ${lot}` : ''}. Nothing was imported.`;
  }
  if (reason === 'absurd-time') {
    return 'The file changes its unit of time, or its times are damaged: split it where they change, and import the parts. Nothing was imported.';
  }
  return 'Look at the rows named, and repair or remove them. Nothing was imported.';
}
